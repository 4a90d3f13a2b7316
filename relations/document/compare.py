"""Whether two documents say the same, and where they differ."""

import hashlib
import json
from collections.abc import Iterator


def canonical(document: dict) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(document: dict) -> str:
    """SHA-256, in hex, of the document's canonical JSON: the address of a version."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def differences(before, after, path: str = "") -> Iterator[tuple[str, object, object]]:
    """(path, before, after) of each value that differs; None stands for what is not there."""
    if isinstance(before, dict) and isinstance(after, dict):
        pairs = ((key, before.get(key), after.get(key)) for key in {**before, **after})
    elif isinstance(before, list) and isinstance(after, list):
        longest = max(len(before), len(after))
        padded = [rows + [None] * (longest - len(rows)) for rows in (before, after)]
        pairs = ((str(n), *both) for n, both in enumerate(zip(*padded, strict=True), 1))
    else:
        if before != after:
            yield path, before, after
        return
    for key, old, new in pairs:
        yield from differences(old, new, f"{path}/{key}".lstrip("/"))


def texts_in(document, language: str, path: str = "") -> dict[str, str]:
    """Each text that the document has in a language of the site, by its path."""
    if isinstance(document, list):
        pairs = enumerate(document, 1)
    elif isinstance(document, dict):
        pairs = document.items()
    else:
        return {}
    found = {}
    for key, value in pairs:
        if key == language and isinstance(value, str):
            found[path] = value
        found |= texts_in(value, language, f"{path}/{key}".lstrip("/"))
    return found
