"""The addresses that search engines may know, each with its counterparts in other languages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from relations.models import Organisation, Page, Person, Place, Record, Source, Topic

LISTS = (
    "home",
    "chronology",
    "search",
    "brief",
    "anniversaries",
    "coverage",
    "relationship",
    "meetings",
    "correction_list",
    "api",
    "api_promises",
    "accessibility",
    "topic_list",
    "person_list",
    "organisation_list",
    "place_list",
    "source_list",
)


class PublicSitemap(Sitemap):
    i18n = alternates = True

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme


def own_pages(kind: type[Record]) -> tuple[str, ...]:
    """The names of a kind's list and of the further pages that it declares."""
    return (f"{kind.KEY}_list", *kind.pages)


class Lists(PublicSitemap):
    def items(self) -> list[str]:
        return [*LISTS, *(name for kind in Record.kinds() for name in own_pages(kind))]

    def location(self, item: str) -> str:
        return reverse(item)


class Published(PublicSitemap):
    """Everything of one model that the public gate lets through."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.published().order_by("slug")


def sitemaps() -> dict[str, object]:
    models = (Record, Topic, Person, Organisation, Place, Source, Page)
    named = {model._meta.model_name: (lambda m=model: Published(m)) for model in models}
    return {"lists": Lists, **named}
