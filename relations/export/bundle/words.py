"""What the bundle says to people: what it is, its licences, and how to cite it."""

import yaml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from relations.export.bundle.explained import in_language
from relations.export.bundle.resources import Resource
from relations.languages import LANGUAGES
from relations.models import Relation

#: The licences by their SPDX identifiers: of the texts, of the data, and of coordinates.
SPDX = ["CC-BY-SA-4.0", "CC0-1.0", "CC-BY-4.0"]


def texts(version: str, found: list[Resource]) -> dict[str, str]:
    """The texts of the bundle by path."""
    around = {"version": version, "site": settings.SITE_URL}
    return {
        "README.md": in_each_language("relations/bundle/readme.txt", around) + listed(found),
        "LICENSE.md": in_each_language("relations/bundle/license.txt", around),
        "CITATION.cff": citation(version),
    }


def in_each_language(template: str, around: dict) -> str:
    return "\n".join(rendered(template, around, language) for language in LANGUAGES)


def listed(found: list[Resource]) -> str:
    """The files of data and how many rows they have: one table for every language."""
    lines = [(said(_("File")), said(_("Rows"))), ("---", "---:")]
    lines += [(f"`{one.member.path}`", one.number) for one in found]
    return "\n" + "".join(f"| {file} | {number} |\n" for file, number in lines)


def said(word) -> str:
    """A word in each language."""
    return " · ".join(in_language(word, language) for language in LANGUAGES)


def rendered(template: str, around: dict, language: str) -> str:
    with override(language):
        return render_to_string(template, around | {"relation": Relation.objects.current()})


def citation(version: str) -> str:
    """Citation File Format 1.2.0: the author is the site itself."""
    relation = Relation.objects.current()
    name = relation.name.text or settings.SITE_URL
    said = {
        "cff-version": "1.2.0",
        "message": "Cite the record with its version, or a single entry by its own address.",
        "type": "dataset",
        "title": name,
        "abstract": relation.intro.text,
        "authors": [{"name": name, "website": settings.SITE_URL}],
        "version": version,
        "license": SPDX,
        "url": settings.SITE_URL,
    }
    known = {key: value for key, value in said.items() if value}
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=100)
