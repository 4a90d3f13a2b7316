"""What fields and kinds are called, one word for each, in forms and lists of the desk as in public;
and what an editor should write into the fields."""

from collections import ChainMap

from django.apps import apps
from django.db import models
from django.utils.text import capfirst, format_lazy

from relations.languages import LANGUAGES


def word_of(model: type[models.Model], name: str):
    """The word of a field for readers, lazily translated; '' where the model declares none."""
    columns = {column.name: column.label for column in getattr(model, "columns", ())}
    labels = ChainMap(*(vars(base).get("labels", {}) for base in model.__mro__))
    return columns.get(name) or labels.get(name, "")


def hint_of(model: type[models.Model], name: str) -> str:
    """What to write into a field, with an example, in the language of whoever asks.

    A field's own `help_text` comes first, then what the model's `hints` say of it, then the form
    that all fields of its class ask for. '' where nothing is said.
    """
    field = model._meta.get_field(name)
    hints = ChainMap(*(vars(base).get("hints", {}) for base in model.__mro__))
    said = (field.help_text, hints.get(_word_in(model, name)), getattr(field, "shape", ""))
    sentences = " ".join(str(sentence) for sentence in said if sentence)
    return sentences.replace("。 ", "。")  # Japanese goes on without a space


def _word_in(model: type[models.Model], column: str) -> str:
    """The name of a column without the language of a translated field."""
    names = getattr(model, "translated", ())
    whole = {f"{name}_{code}": name for name in names for code in LANGUAGES}
    return whole.get(column, column)


def kind_called(key: str) -> str:
    """What readers call a document of this kind; the key itself where no model has it."""
    kinds = (model for model in apps.get_models() if getattr(model, "KEY", "") == key)
    found = next(kinds, None)
    return str(found._meta.verbose_name) if found else key


def document_called(key: str, slug: str) -> str:
    """A document in a list of many kinds: “Visit kuchma-1995”."""
    return f"{capfirst(kind_called(key))} {slug}"


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
