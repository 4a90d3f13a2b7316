"""HTML as a tagged PDF. WeasyPrint stands on libraries of the system that may be missing."""

from pathlib import Path

SHEET = Path(__file__).parents[1] / "static" / "relations" / "brief.css"


class NoPDF(Exception):
    """This server lacks what a PDF is made with."""


def pdf(html: str, base_url: str) -> bytes:
    """PDF/UA-1 of a whole page, in the one style sheet; addresses in it start from `base_url`.

    Nothing is fetched for it. Raises NoPDF.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as missing:
        raise NoPDF from missing
    page = weasyprint.HTML(string=html, base_url=base_url, url_fetcher=refuse)
    return page.write_pdf(stylesheets=[SHEET], pdf_variant="pdf/ua-1")


def refuse(url: str):
    raise ValueError(f"A brief fetches nothing: {url}")
