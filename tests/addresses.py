"""The public addresses as the resolver knows them, so that a new one joins every test by itself."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

#: A published object for each route that names one.
EXAMPLES = {
    "event_detail": "recognition-1991",
    "visit_detail": "kuchma-1995",
    "aid_detail": "pledge-2014",
    "person_detail": "leonid-kuchma",
    "organisation_detail": "jica",
    "place_detail": "tokyo",
    "source_detail": "wikipedia-japan-ukraine-relations",
    "topic_detail": "security",
    "page_detail": "scope",
    "event_history": "recognition-1991",
    "visit_history": "kuchma-1995",
    "aid_history": "pledge-2014",
    "aid_life_svg": "emergency-economic-reform-loan-2022",
    "aid_life_png": "emergency-economic-reform-loan-2022",
    "topic_history": "security",
    "page_history": "scope",
    "person_history": "leonid-kuchma",
    "organisation_history": "jica",
    "place_history": "tokyo",
    "source_history": "wikipedia-japan-ukraine-relations",
    "record_detail": "kuchma-1995",
    "correct": "visit/kuchma-1995",
    "correct_thanks": "person/leonid-kuchma",
}
#: What has to be asked of a route that tells nothing of everything.
QUERIES = {"brief_file": "?topic=culture-and-education"}


class Route(NamedTuple):
    path: str
    name: str

    @property
    def has_language(self) -> bool:
        return self.path.startswith("/en/")

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def is_page(self) -> bool:
        """Whether it is a page for readers, and no file for programs."""
        return self.has_language and self.path.endswith("/")

    @property
    def names(self) -> tuple[str, str] | None:
        """The kind of document that the route names, and what stands before its slug."""
        if "<slug:kind>" in self.path:
            return "event", "event/"
        key = self.name.partition("_")[0].replace("record", "event")
        return (key, "") if "<slug" in self.path else None

    @property
    def example(self) -> str:
        """The slug of a published object that the route names, '' where it names none."""
        page = self.name.removesuffix("_data").removesuffix("_api")
        return EXAMPLES[page] if "<slug" in self.path else ""

    def address(self, language: str = "en", slug: str = "", form: str = "json") -> str:
        """The address in a language, of `slug` (or `kind/slug`) or of this route's example.

        An address of data ends in `form`.
        """
        pieces = [piece for piece in (slug or self.example).split("/") if piece]
        with translation.override(language):
            path = reverse(self.name, args=[*pieces, form] if "<form" in self.path else pieces)
        return path + QUERIES.get(self.name, "")


def routes() -> list[Route]:
    """Every route outside the admin, with `/en/` for any language."""
    with translation.override("en"):
        return list(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns, before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if not isinstance(pattern, URLResolver):
            yield Route(path, pattern.name)
        elif pattern.app_name != "admin":
            yield from _walk(pattern.url_patterns, path)
