"""A form is another way to write a document.

It is filled from the version that editors work on and gives a document back; rows of the database
are touched by neither. Parts have no identity of their own in a form: what is typed replaces what
was there, in the order of the numbers that its rows are given.
"""

from django import forms
from django.contrib.admin.utils import flatten
from django.forms.models import BaseInlineFormSet, model_to_dict
from django.utils.translation import gettext_lazy as _

from relations.admin.refusals import problem_shown
from relations.document import Refused, attach, build, digest
from relations.document.check import NAMES_OF_A_ROW
from relations.languages import LANGUAGES
from relations.models.naming import hint_of
from relations.standing import OF_THE_DESK
from relations.workflow import Conflict

#: What no form asks: the steps of the desk decide it.
NOT_ASKED = (*OF_THE_DESK, "checked")


def rows_of_fields(model) -> list[str | tuple[str, ...]]:
    """The fields of a document or a part in its own order, the languages of a text side by side."""
    translated = getattr(model, "translated", ())
    return [
        columns_in(name) if name in translated else name
        for name in model.document_fields
        if name not in NOT_ASKED
    ]


def columns_in(*names: str) -> tuple[str, ...]:
    """The columns of translated fields, language by language."""
    return tuple(f"{name}_{code}" for name in names for code in LANGUAGES)


def columns_of(document_path: str) -> tuple[str, str]:
    """The part and the rest of a path: `citations/2/claim` is `2/claim` in `citations`."""
    name, _slash, rest = document_path.partition("/")
    return name, rest


class HintedForm(forms.ModelForm):
    """Tells below each field of its model what to write there.

    Of the languages of a text each holds the hint; the style sheet shows it once.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        model = self._meta.model
        for name in self.fields.keys() & {field.name for field in model._meta.get_fields()}:
            self.fields[name].help_text = hint_of(model, name)
        self.say_languages(model)

    def say_languages(self, model) -> None:
        """Tell spelling checkers and fonts which language is written in each field of a text."""
        for name in getattr(model, "translated", ()):
            for code in LANGUAGES:
                if field := self.fields.get(f"{name}_{code}"):
                    field.widget.attrs["lang"] = code


class DocumentForm(HintedForm):
    """Knows the version it was opened on, and why the last save was refused."""

    refusal: Refused | None = None
    first_note = ""
    #: The parts whose rows are asked beside it: they tell what is wrong with them.
    parts_asked: frozenset[str] = frozenset()
    opened_on = forms.CharField(label="", widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        help_text=_(
            "What you changed and why, for example “Date after the ministry’s page”. "
            "Readers see the note with the version."
        ),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "note" in self.fields:
            self.fields["note"].initial = self.first_note
        if self.instance.pk:
            self.fields["opened_on"].initial = digest(build(self.root))

    @property
    def root(self):
        """The document that is edited."""
        return self.instance

    def clean(self):
        cleaned = super().clean()
        if isinstance(self.refusal, Conflict):
            # The next save is a deliberate one: it was made with the other version in view.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_on")] = digest(self.refusal.now)
        for path, message in self.refusal.problems if self.refusal else ():
            name, rest = columns_of(path)
            if name in self.parts_asked:
                continue
            field = f"{name}_{rest}" if rest in LANGUAGES else name
            if field in self.fields:
                self.add_error(field, message)
            else:
                self.add_error(None, problem_shown(self._meta.model, path, message))
        return cleaned

    def written(self, formsets, pk: int) -> dict:
        """The document that the form and the forms of its parts make."""
        obj = self.instance
        obj.pk = obj.id = pk
        for field in obj._meta.many_to_many:
            if field.name in self.cleaned_data:
                attach(obj, field.name, field.related_model, list(self.cleaned_data[field.name]))
        for formset in formsets:
            attach(obj, formset.accessor, formset.model, formset.written())
        return build(obj)


class Position(forms.IntegerField):
    """Where a row stands among the others; the number alone makes no row."""

    def has_changed(self, initial, data):
        return False


class PartForm(HintedForm):
    """A row of a part. Constraints look at rows, which a save replaces: they are checked there."""

    position = Position(label=_("Order"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.instance.validate_constraints = lambda exclude=None: None

    def validate_unique(self):
        """Left to the save, for the same reason."""

    @property
    def place(self) -> tuple[bool, int]:
        """By what rows are sorted: those without a number come last."""
        position = self.cleaned_data.get("position")
        return position is None, position or 0


class PartFormSet(BaseInlineFormSet):
    """The rows of one part of a document; all are new to the database.

    Whoever may not write in them sees them as Django shows rows that are there already.
    """

    refusal: Refused | None = None
    is_to_be_read = False

    def __init__(self, *args, initial=None, **options):
        super().__init__(*args, **(options | {"queryset": self.model._default_manager.none()}))
        self.is_to_be_read &= not self.is_bound
        if self.is_to_be_read:
            self._queryset = list(getattr(self.instance, self.accessor).all())
        elif not self.is_bound:
            there = initial if initial is not None else self.rows_there()
            self.initial_extra = there
            self.extra += len(there)

    @property
    def accessor(self) -> str:
        return self.fk.remote_field.related_name

    def rows_there(self) -> list[dict]:
        """The rows of the document that the form was opened on, as initial values."""
        if not self.instance.pk:
            return []
        fields = flatten(rows_of_fields(self.model))
        parts = getattr(self.instance, self.accessor).all()
        return [
            {"position": number} | model_to_dict(part, fields)
            for number, part in enumerate(parts, 1)
        ]

    def initial_form_count(self) -> int:
        """None to be written, whatever a browser says."""
        return len(self.get_queryset()) if self.is_to_be_read else 0

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self.fk.name].required = False

    def clean(self):
        super().clean()
        for path, message in self.refusal.problems if self.refusal else ():
            name, rest = columns_of(path)
            if name != self.accessor:
                continue
            if form := self.form_at(rest.partition("/")[0]):
                field = rest.rpartition("/")[2]
                form.add_error(field if field in form.fields else None, message)
            else:
                self.non_form_errors().append(f"{rest}: {message}" if rest else message)

    def form_at(self, name: str):
        """The form of the row that a path names, by its number or by what it names."""
        kept = self.kept()
        if name.isdigit() and 0 < int(name) <= len(kept):
            return kept[int(name) - 1]
        return next((form for form in kept if name in names_of(form.instance)), None)

    def kept(self) -> list[PartForm]:
        """The forms in which something is typed and that are not taken out, in their order."""
        kept = (f for f in self.forms if f.has_changed() and not self._should_delete_form(f))
        return sorted(kept, key=lambda form: form.place)

    def written(self) -> list:
        """The parts as typed, in their order."""
        found = []
        for order, form in enumerate(self.kept()):
            form.instance.order, form.instance.pk = order, 0
            found.append(form.instance)
        return found


def names_of(part) -> set[str]:
    named = (getattr(part, name, None) for name in NAMES_OF_A_ROW)
    return {getattr(value, "slug", value) for value in named if value}
