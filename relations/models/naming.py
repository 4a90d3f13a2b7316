"""What fields are called: one word for each, in forms and lists of the desk as in public."""

from collections import ChainMap

from django.db import models
from django.utils.text import format_lazy

from relations.languages import LANGUAGES


def word_of(model: type[models.Model], name: str):
    """The word of a field for readers, lazily translated; '' where the model declares none."""
    columns = {column.name: column.label for column in getattr(model, "columns", ())}
    labels = ChainMap(*(vars(base).get("labels", {}) for base in model.__mro__))
    return columns.get(name) or labels.get(name, "")


def name_fields(model: type[models.Model]) -> None:
    """Let Django call the fields as the model's `labels` and `columns` do.

    A reference without a word of its own is called what it leads to. The words go past the
    constructors of the fields: a migration has no use for them.
    """
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        target = field.related_model._meta.verbose_name if field.is_relation else ""
        field.verbose_name = word_of(model, field.name) or target or field.verbose_name
    for name in getattr(model, "translated", ()):
        for code in LANGUAGES:
            if word := word_of(model, name):
                column = model._meta.get_field(f"{name}_{code}")
                column.verbose_name = format_lazy("{} ({})", word, code)
