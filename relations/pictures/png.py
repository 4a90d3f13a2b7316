"""SVG as PNG, by resvg, in the fonts of the server: it fetches nothing."""

import resvg_py

from relations.languages import active_language

#: What stands for sans-serif and serif where glyphs are shared between scripts; elsewhere resvg
#: takes the fonts that have them.
JAPANESE = {"sans_serif_family": "Noto Sans CJK JP", "serif_family": "Noto Serif CJK JP"}
PAPER = "#ffffff"


def png(svg: str, width: int) -> bytes:
    """The picture so many pixels wide, on white paper."""
    language = active_language()
    fonts = JAPANESE if language == "ja" else {}
    made = resvg_py.svg_to_bytes(
        svg_string=svg, width=width, background=PAPER, languages=[language], **fonts
    )
    return bytes(made)
