"""The description of the bundle for programs: a Frictionless Data Package, version 1.

https://specs.frictionlessdata.io/data-package/ · https://specs.frictionlessdata.io/table-schema/
"""

import hashlib

from django.conf import settings

from relations.export.bundle.keys import Reference
from relations.export.bundle.resources import Resource
from relations.export.plain import LICENCES
from relations.export.tables import Field
from relations.models import Relation
from relations.models.fields import Codes

LICENSES = [
    {"name": "CC0-1.0", "title": "Creative Commons Zero 1.0", "path": LICENCES["data"]},
    {
        "name": "CC-BY-SA-4.0",
        "title": "Creative Commons Attribution-ShareAlike 4.0",
        "path": LICENCES["texts"],
    },
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
]


def version_of(found: list[Resource]) -> str:
    """The digest of all that the bundle holds of the record."""
    named = (f"{one.member.digest}  {one.member.path}\n" for one in found)
    return hashlib.sha256("".join(named).encode()).hexdigest()


def descriptor(version: str, found: list[Resource]) -> dict:
    relation = Relation.objects.current()
    return {
        "profile": "data-package",
        "name": relation.slug or "record",
        "title": relation.name.text or settings.SITE_URL,
        "description": relation.intro.text,
        "homepage": settings.SITE_URL,
        "version": version,
        "licenses": LICENSES,
        "sources": [
            {"title": "Sources", "path": "csv/sources.csv"},
            {"title": "GeoNames", "path": "https://www.geonames.org/"},
        ],
        "contributors": [
            {
                "title": relation.name.text or settings.SITE_URL,
                "path": settings.SITE_URL,
                "role": "publisher",
            }
        ],
        "resources": [described(one) for one in found],
    }


def described(resource: Resource) -> dict:
    path, size, digest = resource.member
    about = {"name": resource.name, "path": path, "encoding": "utf-8"}
    about |= {"bytes": size, "hash": f"sha256:{digest}"}
    if not resource.fields:
        media = {"format": "jsonl", "mediatype": "application/x-ndjson"}
        return about | media | {"profile": "data-resource", "type": "file"}
    media = {"format": "csv", "mediatype": "text/csv", "profile": "tabular-data-resource"}
    return about | media | {"schema": schema(resource)}


def schema(resource: Resource) -> dict:
    keys = {"primaryKey": list(resource.keys)}
    if resource.references:
        keys["foreignKeys"] = [leads_to(reference) for reference in resource.references]
    return {"fields": [column(field) for field in resource.fields]} | keys


def column(field: Field) -> dict:
    about = {"name": field.name, "type": field.type, "description": field.holds}
    listed = field.column and field.column.codes and not isinstance(field.column.stored, Codes)
    return about | ({"constraints": {"enum": sorted(field.column.codes)}} if listed else {})


def leads_to(reference: Reference) -> dict:
    columns, resource, keys = reference
    return {
        "fields": list(columns),
        "reference": {"resource": resource, "fields": list(keys)},
    }
