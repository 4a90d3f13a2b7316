"""How long a brief of 200 records takes: its page, its file, and the file once more.

Times are of the processor, so that a busy machine does not count. Nothing is asserted; a plain page
of as many words stands beside the figures.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable
from html import escape

from ground import prepare, run_on, say


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_on(f"sqlite:///{folder}/record.sqlite3", __file__, "measure")


def measure() -> None:
    prepare()
    from django.test import Client

    from relations.export.brief import MOST
    from relations.export.pdf import engine, pdf
    from relations.languages import LANGUAGES
    from relations.models import Record

    engine().HTML(string="<p>Fonts and codecs are loaded.").write_pdf()
    newest = list(Record.objects.published().in_order()[: MOST + 1])
    since = newest[-1].date_as_known.earliest.year
    for language in LANGUAGES:
        client, query = Client(), f"since={since + 1}"
        client.get(f"/{language}/brief/?{query}")
        page, seconds = spent(client.get, f"/{language}/brief/?{query}")
        entries = page.content.decode().count('class="told"')
        say(f"{language}, {entries} entries: page {seconds:.1f} s")
        for what in ("file", "file again"):
            file, seconds = spent(client.get, f"/{language}/brief.pdf?{query}")
            say(f"    {what} {seconds:.1f} s, {len(file.content):,} bytes")
        _file, seconds = spent(pdf, plain(page.content.decode()), "http://testserver")
        say(f"    as many words without form {seconds:.1f} s")


def plain(html: str) -> str:
    """The words of a page in paragraphs, with nothing else."""
    body = html[html.index("<article") : html.index("</article>")]
    blocks = re.split(r"</?(?:p|li|h\d|td|th|tr|section|table)\b[^>]*>", body)
    words = (re.sub(r"<[^>]+>", "", block).strip() for block in blocks)
    paragraphs = "".join(f"<p>{escape(some, quote=False)}</p>" for some in words if some)
    return f"<!doctype html><html lang=en><title>Words</title>{paragraphs}"


def spent(ask: Callable, *arguments: str) -> tuple:
    """What is answered, and the seconds of the processor that it takes."""
    began = time.process_time()
    return ask(*arguments), time.process_time() - began


if __name__ == "__main__":
    measure() if sys.argv[1:] else main()
