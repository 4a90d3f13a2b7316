"""Text for formats that cannot hold every character."""

import re

#: What neither XML nor a calendar can hold, see https://www.w3.org/TR/xml/#charsets.
UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    return UNWRITABLE.sub("", text)


def on_one_line(text: str) -> str:
    """For formats in which a new line begins a new field."""
    return " ".join(writable(text).split())
