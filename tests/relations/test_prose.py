"""Markdown with links and citations, and what hostile Markdown becomes."""

from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString

from relations import prose

RECORDS = {
    "kuchma-1995": ("/en/visits/kuchma-1995/", "Kuchma & Murayama", ""),
    "hiroshima-2023": ("/en/visits/hiroshima-2023/", "広島", "ja"),
    "trap": ("javascript:alert(1)", "A trap", ""),
}


def cite(slug, locator):
    return ("#source-1", 1, f"Note “{locator}”", "") if slug == "embassy-note" else None


def html(markdown: str) -> str:
    return prose.render(markdown, link=RECORDS.get, cite=cite).strip()


class Tags(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.attributes = set(), {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(attrs)


def test_a_text_is_safe_to_print():
    assert isinstance(prose.render("x", link=RECORDS.get, cite=cite), SafeString)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[[kuchma-1995]]", '<a href="/en/visits/kuchma-1995/">Kuchma &amp; Murayama</a>'),
        ("[[kuchma-1995|his visit]]", '<a href="/en/visits/kuchma-1995/">his visit</a>'),
        ("[[kuchma-1995|his\n  visit]]", '<a href="/en/visits/kuchma-1995/">his visit</a>'),
        ("[[hiroshima-2023]]", '<a href="/en/visits/hiroshima-2023/" lang="ja">広島</a>'),
        ("[[hiroshima-2023|G7]]", '<a href="/en/visits/hiroshima-2023/">G7</a>'),
        ("[[not-here]]", "not-here"),
        ("[[not-here|a visit]]", "a visit"),
        ("`[[kuchma-1995]]`", "<code>[[kuchma-1995]]</code>"),
        (r"\[[kuchma-1995]]", "[[kuchma-1995]]"),
        ("[[Not a slug]]", "[[Not a slug]]"),
        ("[[not-here|a [b]]", "[[not-here|a [b]]"),
        ("[[not-here|<em>x</em>]]", "&lt;em&gt;x&lt;/em&gt;"),
        ("[[[[not-here]]]]", "[[not-here]]"),
        ("[[a[[not-here]]b]]", "[[anot-hereb]]"),
    ],
)
def test_a_record_is_linked_by_its_slug(markdown, expected):
    assert html(markdown) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[@embassy-note]", '<sup><a href="#source-1" title="Note “”">1</a></sup>'),
        ("[@embassy-note, p. 3]", '<sup><a href="#source-1" title="Note “p. 3”">1</a></sup>'),
        ("[@lost]", "[lost]"),
        ("[@lost, p. 3]", "[lost, p. 3]"),
        ("[@Lost]", "[@Lost]"),
    ],
)
def test_a_source_is_cited_by_its_number(markdown, expected):
    assert html(markdown) == f"<p>{expected}</p>"


def test_a_text_names_what_it_mentions():
    markdown = """
# [[kuchma-1995]] and [[not-here|x]]

- [@embassy-note, p. 1] [@embassy-note] *[[kuchma-1995]]*

| [[in-a-table\\|t]] | [@in-a-table] |
|---|---|

`[[in-code]]` and \\[[escaped]]
"""
    assert prose.mentions(markdown) == (
        ["kuchma-1995", "not-here", "in-a-table"],
        ["embassy-note", "in-a-table"],
    )


def test_headings_stand_below_the_title_of_the_page():
    assert html("# A\n\n## B\n\n###### C") == "<h2>A</h2>\n<h2>B</h2>\n<h6>C</h6>"


def test_a_table_is_a_table():
    assert "<td>Kyiv</td>" in html("| city |\n|:--:|\n| Kyiv |")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("これは**「括弧」**の話", "これは<strong>「括弧」</strong>の話"),
        ("**「甲」**と**『乙』**は", "<strong>「甲」</strong>と<strong>『乙』</strong>は"),
        ("**太字**、**「乙」**です", "<strong>太字</strong>、<strong>「乙」</strong>です"),
        ("本文*強調*です", "本文<em>強調</em>です"),
        ("𠮷**(野家)**𠮷", "𠮷<strong>(野家)</strong>𠮷"),
        ("**「一", "**「一"),
        ("注* 一*", "注* 一*"),
        ("**«Одеса»** і *Київ*", "<strong>«Одеса»</strong> і <em>Київ</em>"),
        ("a * b and _c_", "a * b and <em>c</em>"),
    ],
)
def test_emphasis_works_beside_japanese(markdown, expected):
    assert html(markdown) == f"<p>{expected}</p>"


def test_markup_is_read_as_it_was_written():
    assert html("a <b>c</b>") == "<p>a &lt;b&gt;c&lt;/b&gt;</p>"


def test_an_image_is_no_more_than_a_link():
    link = '<a href="https://example.org/x.png">Kyiv</a>'
    assert html("![Kyiv](https://example.org/x.png)") == f"<p>!{link}</p>"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)' style='color:red'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x) <javascript:alert(1)> <data:x>",
    "[x](mailto:a@example.org)",
    "![x](https://example.org/x.png)",
    '[x](https://example.org "title\\" onclick=\\"alert(1)")',
    "[[trap]]",
    "[[kuchma-1995|<script>alert(1)</script>]]",
    '[[not-here|"><img src=x onerror=alert(1)>]]',
    '[@embassy-note, "><script>alert(1)</script>]',
    '[@lost, "><script>alert(1)</script>]',
    "```html onload=x\n<script>alert(1)</script>\n```",
    "# <style>*{display:none}</style>",
    "a\x00b\ud800<script\x00>",
    "<!-- --><iframe src=//example.org></iframe>",
    "| <script> |\n|:-:|\n| <b onclick=x> |",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_text_is_only_text(markdown):
    page = Tags(html(markdown))
    assert page.tags <= {"a", "code", "h2", "p", "pre", "sup"} | {
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert page.attributes.keys() <= {"href", "title"}
    href = page.attributes.get("href", "")
    assert href.startswith(("https://", "/", "#")) or not href


@pytest.mark.parametrize(
    "markdown", ["[" * 2000, "[[a" * 2000, "[[a|" * 2000, "[@a," * 2000, "あ*" * 2000, "> " * 2000]
)
def test_a_knot_of_marks_is_text(markdown):
    assert Tags(html(markdown)).tags <= {"p", "em", "blockquote"}
    assert prose.mentions(markdown) == ([], [])


@pytest.mark.parametrize("markdown", ["", " \n", "\x00", "\ud800"])
def test_next_to_nothing_is_no_error(markdown):
    assert not Tags(html(markdown)).attributes
