"""HTML as a tagged PDF. WeasyPrint stands on libraries of the system that may be missing."""

import warnings
from pathlib import Path

SHEET = Path(__file__).parents[1] / "static" / "relations" / "brief.css"


class NoPDF(Exception):
    """This server lacks what a PDF is made with."""


def pdf(html: str, base_url: str) -> bytes:
    """PDF/UA-1 of a whole page, in the one style sheet; addresses in it start from `base_url`.

    Nothing is fetched for it. Raises NoPDF.
    """
    page = engine().HTML(string=html, base_url=base_url, url_fetcher=refuse)
    return page.write_pdf(stylesheets=[SHEET], pdf_variant="pdf/ua-1")


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
