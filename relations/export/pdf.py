"""HTML as a tagged PDF. WeasyPrint stands on libraries of the system that may be missing."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

SHEET = Path(__file__).parents[1] / "static" / "relations" / "brief.css"


class NoPDF(Exception):
    """This server lacks what a PDF is made with."""


def pdf(html: str, base_url: str) -> bytes:
    """PDF/UA-1 of a whole page, in the one style sheet; addresses in it start from `base_url`.

    Nothing is fetched for it. The last few are kept: 200 records take seconds. Raises NoPDF.
    """
    engine()
    return made(html, base_url)


@lru_cache(maxsize=8)
def made(html: str, base_url: str) -> bytes:
    page = engine().HTML(string=html, base_url=base_url, url_fetcher=refuse)
    with without_collecting():
        return page.write_pdf(stylesheets=[SHEET], pdf_variant="pdf/ua-1")


@contextmanager
def without_collecting() -> Iterator[None]:
    """The boxes of a page all live to its end: to look for garbage among them takes a seventh of
    the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def engine():
    """WeasyPrint. It only warns where there is no font at all, and then brings the server down."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message=".*Expect ugly output")
            import weasyprint
    except (ImportError, OSError, UserWarning) as missing:
        raise NoPDF from missing
    return weasyprint


def refuse(url: str):
    raise ValueError(f"A brief fetches nothing: {url}")
