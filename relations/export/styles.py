"""References as bibliographies print them: APA 7, Chicago (notes and bibliography) and MLA 9.

A page of this site has no author of its own: the name of the site stands for it, and is not
repeated as the publisher. Japanese and Ukrainian bibliographies keep the order of a style, with
their own marks and dates.
"""

from datetime import date

from babel.dates import format_date
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from relations import dates
from relations.export.references import Reference
from relations.languages import Text, active_language

#: How MLA shortens the months.
MLA_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
#: Patterns of CLDR for a year, a month and a day.
Patterns = tuple[str, str, str]


class English:
    """The styles as their own manuals have them; other languages say where they differ."""

    locale = "en"
    quotes, inner = "“”", "‘’"
    in_quotes = True  # a full stop stands before the closing mark
    version, undated, accessed = "version {}", "n.d.", "accessed {}"
    apa_date: Patterns = ("y", "y, MMMM", "y, MMMM d")
    chicago_date: Patterns = ("y", "MMMM y", "MMMM d, y")

    def apa(self, cited: Reference) -> SafeString:
        title = joined(" ", italic(titled(cited)), self.in_brackets(cited))
        day = format_html("({}).", self.day(cited.published, self.apa_date) or self.undated)
        if not cited.within:
            return joined(" ", ended(title), day, cited.url)
        return joined(" ", ended(cited.within), day, ended(title), cited.url)

    def chicago(self, cited: Reference) -> SafeString:
        read = self.read_on(cited, self.day(cited.accessed, self.chicago_date))
        when = self.day(cited.published, self.chicago_date) or read or self.undated
        state = capitalised(", ".join(filter(None, (self.versioned(cited), when))))
        said = (ended(cited.within), self.quoted(cited), ended(state), ended(cited.url))
        return joined(" ", *said)

    def mla(self, cited: Reference) -> SafeString:
        """MLA leaves out a date that is not known, and asks when the page was read instead."""
        within = italic(cited.within) if cited.within else ""
        day = self.mla_day(cited.published)
        held = joined(", ", within, self.versioned(cited), day, cited.url)
        read = capitalised(self.read_on(cited, self.mla_day(cited.accessed)))
        return joined(" ", self.quoted(cited), ended(held), ended(read))

    def quoted(self, cited: Reference) -> SafeString:
        """The title in quotation marks, other marks for quotations in it, and a full stop."""
        opening, closing = self.quotes
        words, stop = cited.title, "."
        if self.in_quotes:
            inside = words.rstrip(closing)
            words, stop = ended(inside) + words[len(inside) :], ""
        title = titled(cited, words.translate(str.maketrans(self.quotes, self.inner)))
        return format_html("{}{}{}{}", opening, title, closing, stop)

    def versioned(self, cited: Reference) -> str:
        return self.version.format(cited.version) if cited.version else ""

    def in_brackets(self, cited: Reference) -> str:
        return f"({capitalised(self.versioned(cited))})" if cited.version else ""

    def read_on(self, cited: Reference, day: str) -> str:
        """When a source was read: only of one that does not tell its own day."""
        return self.accessed.format(day) if day and not cited.published else ""

    def day(self, known: dates.Date | None, patterns: Patterns) -> str:
        """A date in the order of a style; one that is not exact in the words of the language."""
        if known is None:
            return ""
        [first, *others] = known.points
        if others or not first or not first.iso:
            return known.show(self.locale)
        pattern = patterns[len(first.iso.split("-")) - 1]
        day = date(first.year, first.month or 1, first.day or 1)
        return format_date(day, pattern, locale=self.locale)

    def mla_day(self, known: dates.Date | None) -> str:
        month = known and known.points[0] and known.points[0].month
        named = f"'{MLA_MONTHS[month - 1]}'" if month else ""
        return self.day(known, ("y", f"{named} y", f"d {named} y"))


class Ukrainian(English):
    locale = "uk"
    quotes, inner = "«»", "„“"
    in_quotes = False
    version, undated, accessed = "версія {}", "б. д.", "дата звернення: {}"
    apa_date = ("y", "y, LLLL", "y, d MMMM")
    chicago_date = ("y", "LLLL y", "d MMMM y")

    def mla_day(self, known: dates.Date | None) -> str:
        return self.day(known, self.chicago_date)


class Japanese(English):
    """Names of works stand in 「」, of what holds them in 『』; an address closes the line."""

    locale = "ja"
    quotes, inner = "「」", "『』"
    version, undated, accessed = "版{}", "日付不詳", "（{}閲覧）"
    apa_date = chicago_date = ("y年", "y年M月", "y年M月d日")

    def apa(self, cited: Reference) -> SafeString:
        title = format_html("{}{}．", titled(cited), self.in_brackets(cited))
        day = f"（{self.day(cited.published, self.apa_date) or self.undated}）．"
        if not cited.within:
            return joined("", title, day, cited.url)
        return joined("", cited.within, day, title, cited.url)

    def chicago(self, cited: Reference) -> SafeString:
        read = self.read_on(cited, self.day(cited.accessed, self.chicago_date))
        day = self.day(cited.published, self.chicago_date) or ("" if read else self.undated)
        held = joined("、", self.versioned(cited), day, cited.url)
        return joined("", cited.within, self.quoted(cited), held, read)

    def mla(self, cited: Reference) -> SafeString:
        within = f"『{cited.within}』" if cited.within else ""
        day = self.day(cited.published, self.chicago_date)
        held = joined("、", self.versioned(cited), day, cited.url)
        read = self.read_on(cited, self.day(cited.accessed, self.chicago_date))
        return joined("", self.quoted(cited), within, held, read)

    def quoted(self, cited: Reference) -> SafeString:
        words = cited.title.translate(str.maketrans(self.quotes, self.inner))
        return format_html("「{}」", titled(cited, words))

    def in_brackets(self, cited: Reference) -> str:
        return f"（{self.versioned(cited)}）" if cited.version else ""


LANGUAGES = {"en": English(), "ja": Japanese(), "uk": Ukrainian()}


def texts(cited: Reference) -> list[tuple[str, SafeString]]:
    """The reference in each style, by its name, in the language of the page."""
    style = LANGUAGES[active_language()]
    return [
        ("APA", style.apa(cited)),
        ("Chicago", style.chicago(cited)),
        ("MLA", style.mla(cited)),
    ]


def titled(cited: Reference, words: str = "") -> Text:
    """The title, or the `words` that are printed for it, in its own language."""
    return Text(words or cited.title, cited.language)


def italic(words: str) -> SafeString:
    return format_html("<i>{}</i>", words)


def joined(mark: str, *parts: str) -> SafeString:
    """The parts that there are, with a mark between them."""
    return format_html_join(mark, "{}", ((part,) for part in parts if part))


def ended(part: str) -> str:
    """A part with its full stop, unless it ends in a mark of its own."""
    ends = not part or strip_tags(part).endswith((".", "?", "!", "。", "？", "！"))
    if ends:
        return part
    return format_html("{}.", part) if hasattr(part, "__html__") else f"{part}."


def capitalised(part: str) -> str:
    """A part as it opens a sentence."""
    return part[:1].upper() + part[1:]
