"""What explains the tables of the bundle, itself as tables: every column, and every code."""

from collections.abc import Iterator
from operator import itemgetter

from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import override

from relations.export.bundle.archive import Archive
from relations.export.bundle.keys import Reference
from relations.export.bundle.resources import Resource, name_of, neutral
from relations.export.sheets import line
from relations.export.tables import Field
from relations.languages import LANGUAGES

COLUMN = ("table", "column")


def resources_of(archive: Archive, models: list[type]) -> list[Resource]:
    dictionary = list(columns(models))
    codes = list(listed(models))
    told = (
        ("type", _t("Its type: string, number, integer, boolean or date.")),
        ("empty", _t("What an empty cell stands for, where that is known.")),
    )
    return [
        put(archive, "dictionary", dictionary, COLUMN, told, "holds"),
        put(archive, "codes", codes, (*COLUMN, "code"), (("code", _t("The code.")),), "label"),
    ]


def put(archive: Archive, name: str, rows: list, keys: tuple, own: tuple, said: str) -> Resource:
    """A table of `rows`: the column they speak of, its `own` columns, what is `said` of each."""
    names = [
        ("table", _t("The table.")),
        ("column", _t("The column of that table.")),
        *own,
        *((f"{said}_{language}", _t("The same in words.")) for language in LANGUAGES),
    ]
    fields = tuple(Field(name, holds, itemgetter(n)) for n, (name, holds) in enumerate(names))
    pieces = [line(field.name for field in fields), *map(line, rows)]
    member = archive.add(f"{name}.csv", pieces)
    leads = () if keys == COLUMN else (Reference(COLUMN, "dictionary", COLUMN),)
    return Resource(name, member, len(rows), fields, keys, leads)


def columns(models: list[type]) -> Iterator[tuple]:
    """(table, column, type, what empty means, what it holds in each language) of every column."""
    said = {language: in_words(language, models) for language in LANGUAGES}
    for table, field in every_field(models):
        words = (said[language][table, field.name] for language in LANGUAGES)
        yield table, field.name, field.type, usual(field), *words


def in_words(language: str, models: list[type]) -> dict[tuple[str, str], str]:
    with override(language):
        return {(table, field.name): explained(field) for table, field in every_field(models)}


def every_field(models: list[type]) -> Iterator[tuple[str, Field]]:
    for model in models:
        for table in neutral(model):
            for field in table.fields:
                yield name_of(model, table), field


def explained(field: Field) -> str:
    if field.column is None:
        return field.holds
    word = capfirst(str(field.column.stored.verbose_name))
    return _t("%(lead)s: %(text)s") % {"lead": word, "text": field.holds}


def usual(field: Field) -> str:
    """The value that a document leaves out because it is the usual one."""
    if field.column is None or field.column.language:
        return ""
    value = field.column.stored.get_default()
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def listed(models: list[type]) -> Iterator[tuple]:
    """(table, column, code, its label in each language) of every code."""
    for table, field in every_field(models):
        for code, label in field.column.choices if field.column else ():
            yield table, field.name, code, *(in_language(label, one) for one in LANGUAGES)


def in_language(label, language: str) -> str:
    with override(language):
        return str(label)
