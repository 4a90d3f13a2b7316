"""How values are shown: dates as known, names as links, Markdown with its citations."""

import re
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _t

from relations import dates, prose
from relations.codes import Status
from relations.languages import LANGUAGES, Text, active_language, language_name
from relations.models import Record, Relation
from relations.models.documented import Documented
from relations.models.fields import country_name
from relations.models.naming import word_of

register = template.Library()

#: A year, a month or a day: what HTML's <time> can carry without a false precision.
VALID_IN_HTML = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
register.filter(country_name)


@register.filter
def shown(value) -> SafeString:
    """Any value of a column: a date, a text, an object with a page of its own, or a list."""
    if isinstance(value, list):
        return format_html_join(" · ", "{}", ((shown(one),) for one in value))
    if isinstance(value, dates.Date):
        return when(value)
    if isinstance(value, Documented) and not value.has_page:
        return format_html("{}", name_of(value))
    if isinstance(value, Documented) and hasattr(value, "get_absolute_url"):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), name_of(value))
    return format_html("{}", value)


@register.filter
def name_of(obj) -> Text | str:
    """The name or title of a document, in the reader's language if it has one."""
    texts = (getattr(obj, field, None) for field in ("name", "shown_title", "title"))
    return next(filter(None, texts), obj.slug)


@register.filter
def when(known) -> SafeString:
    """A date or an EDTF string in the reader's language, with a machine-readable value."""
    if not known:
        return SafeString("")
    known = dates.parse(known) if isinstance(known, str) else known
    words = known.show(active_language())
    machine = known.text.rstrip("?~%")
    if not VALID_IN_HTML.fullmatch(machine):
        return format_html('<span class="date">{}</span>', words)
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.simple_tag(takes_context=True)
def asked(context, text: Text) -> SafeString:
    """A text of a row; in a list that was searched, with the words that were asked for marked."""
    question = context.get("question")
    if not text or not question:
        return format_html("{}", text)
    return in_language(text, question.highlighter.marked(text.text))


@register.simple_tag(takes_context=True)
def passage(context, record: Record) -> SafeString:
    """Where a longer text holds what was asked for, if neither its title nor its summary does."""
    question = context.get("question")
    if not question:
        return SafeString("")
    find = question.highlighter
    if any(find.is_in(text.text) for text in (record.title, record.summary) if text):
        return SafeString("")
    return in_language(record.body, find.passage(prose.plain(record.body.text)))


def in_language(text: Text, html: SafeString) -> SafeString:
    """HTML made of a text, with its language where that is not the page's."""
    if not html or text.lang == active_language():
        return html
    return format_html('<span lang="{}">{}</span>', text.lang, html)


@register.filter
def status_label(state: str, due: datetime | None = None) -> str:
    """A state of the desk in words, and for when it is scheduled where that is known."""
    if state == Status.SCHEDULED and due:
        return _t("Scheduled for %s UTC") % due.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    known = dict(Status.choices) | {"dropped": _t("Given up")}
    return str(known.get(state, state))


@register.simple_tag(takes_context=True)
def mark(context, record: Record):
    return record.mark(relation_in(context))


@register.simple_tag(takes_context=True)
def row_facts(context, record: Record) -> list:
    """What a row tells of a record beside its title and date."""
    return record.facts(relation_in(context), in_row=True)


def relation_in(context) -> Relation:
    return context.get("relation") or Relation()


@register.simple_tag
def reading(record: Record) -> str:
    """Who read the text of this page as an editor, or that nobody has read the translation yet."""
    language = active_language()
    if record.is_unread_in(language):
        return _t("No editor has read this translation yet.")
    read = record.checked.get(language, {})
    if not {"by", "on"} <= set(read):
        return ""
    return _t("Read by an editor: %(editor)s, %(day)s.") % {"editor": read["by"], "day": read["on"]}


@register.simple_tag
def markdown(text: Text, evidence=()) -> SafeString:
    """A Markdown text; `evidence` are the numbered sources that it may cite."""
    if not text:
        return SafeString("")
    slugs, _sources = prose.mentions(text.text)
    records = Record.objects.published().filter(slug__in=slugs) if slugs else ()
    links = {record.slug: record for record in records}
    numbers = {entry["source"].slug: entry for entry in evidence}

    def link(slug):
        record = links.get(slug)
        return record and (record.get_absolute_url(), record.title.text, record.title.lang)

    def cite(slug, locator):
        entry = numbers.get(slug)
        if not entry:
            return None
        source, number = entry["source"], entry["number"]
        title = f"{source}, {locator}" if locator else str(source)
        language = "" if source.language == text.lang else source.language
        return f"#source-{number}", number, title, language

    return prose.render(text.text, link=link, cite=cite)


@register.simple_tag(takes_context=True)
def behind(context, slug: str) -> str:
    """The query of the page that goes on behind `slug`, with what was asked as it stands."""
    filterset = context.get("filter")
    query = filterset.query if filterset else QueryDict(mutable=True)
    query["after"] = slug
    return query.urlencode()


@register.simple_tag
def words_query(question: str) -> str:
    """The query that asks for these words and nothing else."""
    return urlencode({"q": question})


register.filter(language_name)


@register.filter
def host(url: str) -> str:
    """The name of the site that an address leads to."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def sources_cited(record: Record) -> int:
    """How many sources a row stands on, counted from what the page has already fetched."""
    return len({citation.source_id for citation in record.citations.all()})


@register.filter
def passages(citations) -> list[list]:
    """Citations of one source, gathered where the same words carry several claims."""

    def words(citation):
        return citation.stance, citation.quotation, citation.says.text, citation.locator

    order = {}
    for citation in citations:
        order.setdefault(words(citation), len(order))
    by_words = sorted(citations, key=lambda citation: order[words(citation)])
    return [list(same) for _words, same in groupby(by_words, key=words)]


class Claim(NamedTuple):
    """What a citation carries: its name, and which part of the record where it has several."""

    label: str
    part: object


@register.simple_tag
def claim(record: Record, path: str) -> Claim:
    """The claim at `path` in a reader's words. Only parts that came with the record are named."""
    name, key = steps(path)
    if not name:
        return Claim(_t("The entry as a whole"), "")
    part = part_at(record, name, key)
    if part is not None:
        return Claim(label_of(part), shown_part(part))
    return Claim(label_of_field(type(record), name), "")


@register.simple_tag(takes_context=True)
def stated(context, record: Record, path: str):
    """What the record itself states at `path`; nothing for the record as a whole."""
    name, key = steps(path)
    if name == "date":
        return record.date_as_known
    if key:
        part = part_at(record, name, key)
        return "" if part is None else shown_part(part)
    facts = {fact_name: value for fact_name, _label, value in record.facts(relation_in(context))}
    return facts.get(name, "")


def steps(path: str) -> tuple[str, str]:
    """`transactions/loan/amount` names the part `loan` of `transactions`."""
    return (*path.split("/"), "", "")[:2]


def part_at(record: Record, name: str, key: str):
    """The part or the place, if it came with the record; nothing is fetched for it."""
    fetched = getattr(record, "_prefetched_objects_cache", {}).get(name, ())
    return next((part for part in fetched if key and key_of(part) == key), None)


def key_of(part) -> str:
    return part.slug if isinstance(part, Documented) else part.path_key()


def label_of(part) -> str:
    """What a part is: its role or stage where it has one."""
    for name in ("role", "stage"):
        if hasattr(part, name):
            return getattr(part, f"get_{name}_display")()
    return capfirst(part._meta.verbose_name)


def label_of_field(model, name: str) -> str:
    """What a field or part of a document is called, the name itself where nothing calls it."""
    if word := word_of(model, name):
        return str(word)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return capfirst((field.related_model._meta if field.is_relation else field).verbose_name)


def words_of_path(model, path: str) -> list[str]:
    """The steps of a path in a document, such as `participants/2/capacity/ja`, for a reader.

    The number or the slug of a row is nobody's word: it stays as it is.
    """
    name, _slash, rest = path.partition("/")
    if not name:
        return []
    if name in LANGUAGES:
        called = language_name(name)
    else:
        called = str(capfirst(label_of_field(model, name))) if model else name
    if rest and model and name in model.parts:
        row, _slash, inner = rest.partition("/")
        part = model._meta.get_field(name).related_model
        return [called, row, *words_of_path(part, inner)]
    return [called, *words_of_path(None, rest)]


def shown_part(part):
    """What a part tells: who took part, where the stop was, how much it is."""
    for name in ("actor", "place", "amount_shown", "shown"):
        if hasattr(part, name):
            value = getattr(part, name)
            return name_of(value) if isinstance(value, Documented) else value
    return name_of(part)
