"""Markdown for the longer texts, with links to records and citations of sources.

`[[kuchma-1995]]` or `[[kuchma-1995|his visit]]` links a record; `[@embassy-note]` or
`[@embassy-note, p. 3]` cites a source. What comes out is clean HTML, whoever wrote the text.
"""

import re
from collections.abc import Callable

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

Link = Callable[[str], tuple[str, str, str] | None]
Cite = Callable[[str, str], tuple[str, int, str, str] | None]

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
REFERENCE = re.compile(
    rf"\[\[(?P<record>{SLUG})(?:\|(?P<text>[^\[\]]+))?\]\]"
    rf"|\[@(?P<source>{SLUG})(?:,(?P<locator>[^\[\]]+))?\]"
)
CJK = re.compile(
    r"[\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff]"
)
CLEANER = nh3.Cleaner(
    tags={
        *("a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "sup"),
        *("h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    },
    attributes={"a": {"href", "lang", "title"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    link_rel=None,
)


def render(markdown: str, *, link: Link, cite: Cite) -> SafeString:
    """`markdown` as HTML whose headings begin at h2.

    `link(slug)` gives the address, the title and the language of a record (the language empty
    where it is that of the text); `cite(slug, locator)` gives the address, the number, the title
    and the language of a citation (the locator empty where none is written). Where they give None
    the words stand alone. To answer all of them from one query, ask `mentions` first.
    """
    html = PARSER.render(_encodable(markdown), {"link": link, "cite": cite})
    return mark_safe(CLEANER.clean(html))


def mentions(markdown: str) -> tuple[list[str], list[str]]:
    """The slugs of the records and of the sources that `markdown` names, in order, each once."""
    blocks = PARSER.parse(_encodable(markdown))
    inline = [token for block in blocks for token in block.children or ()]
    records = (token.meta["record"] for token in inline if token.type == "record")
    sources = (token.meta["source"] for token in inline if token.type == "source")
    return list(dict.fromkeys(records)), list(dict.fromkeys(sources))


def plain(markdown: str) -> str:
    """The bare words of `markdown` on one line; a record named by its slug alone leaves none."""
    blocks = PARSER.parse(_encodable(markdown))
    lines = ("".join(map(_words_of, block.children or ())) for block in blocks)
    return " ".join(" ".join(lines).split())


def _words_of(token) -> str:
    if token.type == "record":
        return token.meta["text"] or ""
    return (
        token.content
        if token.type in ("text", "code_inline")
        else " " * (token.type == "softbreak")
    )


def _encodable(markdown: str) -> str:
    """Half a surrogate pair has no place in HTML."""
    return markdown.encode(errors="replace").decode()


class Renderer(RendererHTML):
    """HTML for the two tokens of our own."""

    def record(self, tokens, idx, options, env) -> str:
        slug, text = tokens[idx].meta["record"], tokens[idx].meta["text"]
        if not (found := env["link"](slug)):
            return escape(text or slug)
        url, title, language = found
        if text or not language:
            return format_html('<a href="{}">{}</a>', url, text or title)
        return format_html('<a href="{}" lang="{}">{}</a>', url, language, title)

    def source(self, tokens, idx, options, env) -> str:
        slug, locator = tokens[idx].meta["source"], tokens[idx].meta["locator"]
        if not (found := env["cite"](slug, locator)):
            return escape(f"[{slug}, {locator}]" if locator else f"[{slug}]")
        *shown, language = found
        said = format_html(' lang="{}"', language) if language else ""
        return format_html('<sup><a href="{0}" title="{2}"{3}>{1}</a></sup>', *shown, said)


def reference(state: StateInline, silent: bool) -> bool:
    """`[[record|text]]` and `[@source, locator]`."""
    if not (match := REFERENCE.match(state.src, state.pos, state.posMax)):
        return False
    if not silent:
        state.pending = state.pending if match["record"] else state.pending.rstrip()
        words = {name: " ".join(word.split()) for name, word in match.groupdict("").items()}
        state.push("record" if words["record"] else "source", "", 0).meta = words
    state.pos = match.end()
    return True


def cjk_emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis beside Japanese, which has no spaces: CommonMark does not close `**「橋」**の`."""
    if silent or state.src[state.pos] != "*":
        return False
    run = state.scanDelims(state.pos, True)
    end = state.pos + run.length
    before = state.src[max(state.pos - 1, 0) : state.pos]
    after = state.src[end : min(end + 1, state.posMax)]
    if not CJK.search(before + after):
        return False
    can_open = run.can_open or bool(after.strip())
    can_close = run.can_close or bool(before.strip())
    for _ in range(run.length):
        state.push("text", "", 0).content = "*"
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord("*"), run.length, token, -1, can_open, can_close))
    state.pos = end
    return True


def spare_the_title(state: StateCore) -> None:
    """The page has its h1 already: a text's own headings begin at h2."""
    for token in state.tokens:
        if token.tag == "h1":
            token.tag = "h2"


PARSER = MarkdownIt("commonmark", {"html": False}, renderer_cls=Renderer)
PARSER.enable("table").disable("image")
PARSER.inline.ruler.before("link", "reference", reference)
PARSER.inline.ruler.before("emphasis", "cjk_emphasis", cjk_emphasis)
PARSER.core.ruler.push("spare_the_title", spare_the_title)
