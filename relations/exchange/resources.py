"""What django-import-export asks of a resource, for documents: every row goes through the door.

The package drives an import: one transaction, a savepoint for each row, and nothing kept of a file
with a single bad row. A dry run writes each changed row in a transaction of its own, which is taken
back at once: whoever saves meanwhile waits for one row, not for the file.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, OperationalError, connection, router, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result, RowResult

from relations.document import Refused, digest, for_documents, keeping_targets
from relations.exchange.columns import OF_THE_DESK, did_you_mean, nearest
from relations.exchange.flat import laid_flat
from relations.exchange.rows import Row, Trouble
from relations.exchange.sheets import main_sheet, workbook
from relations.models import Record
from relations.models.documented import WithStatus
from relations.workflow import current, save

#: For how many unknown slugs the nearest known one is looked for.
MOST_SUGGESTIONS = 20
#: How many documents an import changes: others cannot save in SQLite until it is done.
MOST_CHANGED = 1_000
#: Seconds that a dry run works, and pauses: whoever waits for SQLite asks every tenth of one.
TURN, PAUSE = 1.0, 0.11


class Documents(list):
    """The rows of a file as the package walks through them: each a tuple of one Row."""

    headers = ("row",)


class Change(NamedTuple):
    """A value that differs: its path in the document, what it was and what it would be."""

    path: str
    before: str
    after: str

    @classmethod
    def between(cls, path: str, before, after) -> "Change":
        """Long texts are told by the stretch in which they differ."""
        texts = ["" if value is None else str(value) for value in (before, after)]
        start = _shared(*texts)
        end = _shared(*(text[start:][::-1] for text in texts))
        return cls(path, *(_stretch(text, start, len(text) - end) for text in texts))


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common before they differ."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _stretch(text: str, start: int, end: int, around: int = 60) -> str:
    first, last = max(start - around, 0), min(end + around, len(text))
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"


class DocumentResult(RowResult):
    """What an import does to one document, or why it cannot; for the preview."""

    row: Row
    troubles: Sequence[Trouble] = ()
    before: dict = {}
    after: dict = {}
    is_proposal = False
    #: A change that holds at once, in something that readers see and that knows no proposals.
    is_at_once = False

    @property
    def changes(self) -> list[Change]:
        """Each value that differs, but for what the desk decides."""
        hidden = (*OF_THE_DESK, self.row.model.KEY)
        before, after = (
            dict(_leaves({name: document[name] for name in document if name not in hidden}))
            for document in (self.before, self.after)
        )
        return [
            Change.between(path, before.get(path), after.get(path))
            for path in {**before, **after}
            if before.get(path) != after.get(path)
        ]


def _leaves(value, path: str = "") -> Iterator[tuple[str, object]]:
    """The values in a document by their paths; a list of slugs is one value."""
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        value = "; ".join(value)
    if isinstance(value, (dict, list)):
        inner = value.items() if isinstance(value, dict) else enumerate(value, 1)
        for key, each in inner:
            yield from _leaves(each, f"{path}/{key}".lstrip("/"))
    else:
        yield path, value


class ImportResult(Result):
    #: Whether an import did what its preview showed.
    is_as_shown = True
    #: Whether what is new is a draft; vocabulary has none.
    has_drafts = True

    @property
    def plan(self) -> str:
        """A digest of all that the import changes, and of whether readers see it at once."""
        valid = (r for r in self.rows if r.is_valid())
        return digest({r.row.slug: [r.before, r.after, r.is_proposal, r.is_at_once] for r in valid})

    @property
    def changed(self) -> list[DocumentResult]:
        changed = (row for row in self.rows if row.is_valid() and not row.is_skip())
        return sorted(changed, key=lambda row: row.row.line or 0)

    @property
    def summary(self) -> list[str]:
        """What the import does, one sentence for each kind of change."""
        told = [(self.totals["new"], self._new), (self.totals["update"], self._updated)]
        told.append((self.totals["skip"], _unchanged))
        return [tell(count) for count, tell in told if count]

    def _new(self, n: int) -> str:
        if self.has_drafts:
            return ngettext("%(n)d new draft", "%(n)d new drafts", n) % {"n": n}
        return ngettext(
            "%(n)d new source, which readers see once something published cites it",
            "%(n)d new sources, which readers see once something published cites them",
            n,
        ) % {"n": n}

    def _updated(self, n: int) -> str:
        told = [ngettext("%(n)d changed document", "%(n)d changed documents", n) % {"n": n}]
        if n := sum(row.is_proposal for row in self.changed):
            told.append(
                ngettext(
                    "%(n)d of them as a proposal, because readers see it",
                    "%(n)d of them as proposals, because readers see them",
                    n,
                )
                % {"n": n}
            )
        if n := sum(row.is_at_once for row in self.changed):
            told.append(
                ngettext(
                    "%(n)d of them public at once, because readers see it",
                    "%(n)d of them public at once, because readers see them",
                    n,
                )
                % {"n": n}
            )
        return ", ".join(told)

    @property
    def troubles(self) -> list[Trouble]:
        """Everything that is wrong, sheet by sheet from its top to its end."""
        found = (result.row.as_in_file(t) for result in self.rows for t in result.troubles)
        return sorted(found, key=lambda t: (t.sheet, t.line or 0))


def _unchanged(n: int) -> str:
    told = ngettext("%(n)d row with nothing to change", "%(n)d rows with nothing to change", n)
    return told % {"n": n}


class DocumentResource(Resource):
    class Meta:
        instance_loader_class = BaseInstanceLoader

    def __init__(self, model=None, **options):
        super().__init__(**options)
        self.model = model
        self.present: dict[str, object] = {}
        self.turn_ends = time.monotonic() + TURN
        self.changed = 0
        self.has_drafts = issubclass(model, WithStatus)
        self.public: set[str] = set()

    @property
    def root(self) -> type:
        """The model whose slugs are as one with those of the documents."""
        return Record if issubclass(self.model, Record) else self.model

    @classmethod
    def get_result_class(cls):
        return ImportResult

    @classmethod
    def get_display_name(cls) -> str:
        return "documents"

    def get_db_connection_name(self) -> str:
        return router.db_for_write(self.model)

    def _check_import_id_fields(self, headers) -> None:
        """The rows know their slugs."""

    def handle_import_error(self, result, error, raise_errors=False) -> None:
        """What fails beside the rows is a failure of ours."""
        raise error

    def export(self, queryset, *, in_parts: bool):
        """All sheets of a workbook of the documents in the queryset, or all in one sheet."""
        documents = [current(obj) for obj in for_documents(queryset.order_by("slug"))]
        if in_parts:
            return workbook(self.model, documents)
        lay = laid_flat if self.model.parts else main_sheet
        return lay(self.model, documents)

    # In

    def import_data(self, dataset: Documents, dry_run=False, **options):
        if not dry_run:
            return super().import_data(dataset, **options)
        apart = {"using_transactions": False, "collect_failed_rows": False}
        return self.import_data_inner(dataset, dry_run, **{"raise_errors": False} | options | apart)

    def import_data_inner(self, dataset: Documents, dry_run, *args, **options):
        slugs = {row.slug for (row,) in dataset}
        if not dry_run:
            self._lock(slugs)
        there = for_documents(self.model.objects.filter(slug__in=slugs))
        self.present = {obj.slug: obj for obj in there}
        if not self.has_drafts:
            public = self.model.objects.published().filter(slug__in=slugs)
            self.public = set(public.values_list("slug", flat=True))
        with keeping_targets():
            result = super().import_data_inner(dataset, dry_run, *args, **options)
        result.has_drafts = self.has_drafts
        return result

    def _lock(self, slugs: set[str]) -> None:
        """Hold the documents that are there until the import is over."""
        list(self.root.objects.select_for_update().filter(slug__in=slugs).order_by("pk"))

    def before_import(self, dataset: Documents, **options) -> None:
        rows = [row for (row,) in dataset]
        self._mark_taken_slugs(rows)
        self._mark_unknown_references(rows)
        dataset[:] = [(row,) for row in _targets_first(rows)]

    def _mark_taken_slugs(self, rows: list[Row]) -> None:
        """Mark new rows whose slug is an earlier address, or that of a record of another kind."""
        new = {row.slug: row for row in rows if row.slug not in self.present}
        for obj in self.model.objects.exclude(former_slugs="").only("slug", "former_slugs"):
            for slug in new.keys() & set(obj.former_slugs):
                message = _t("The slug of this document has changed since. Did you mean “%s”?")
                _mark(new[slug], message % obj.slug)
        if issubclass(self.model, Record):
            others = Record.objects.filter(slug__in=new).values_list("slug", "kind")
            for slug, kind in others:
                message = _t("this slug belongs to a record of another kind: %s.") % kind
                _mark(new[slug], message, _t("Choose another slug."))
        for row in new.values():
            if row.line is None:
                name = self.model._meta.verbose_name
                message = _t("No %(model)s has the slug “%(slug)s”.")
                fix = _t("Write its own row into the sheet “%s”, or correct the slug.")
                told = message % {"model": name, "slug": row.slug}
                _mark(row, told, fix % self.model.FILE)

    def _mark_unknown_references(self, rows: list[Row]) -> None:
        named: dict[type, set[str]] = {}
        for reference in (reference for row in rows for reference in row.references):
            named.setdefault(reference.model, set()).add(reference.slug)
        own = {row.slug for row in rows if row.line}
        unknown = {}
        for model, slugs in named.items():
            known = model.objects.filter(slug__in=slugs).values_list("slug", flat=True)
            written_here = own if issubclass(self.model, model) else set()
            for slug in slugs - set(known) - written_here:
                unknown[model, slug] = self._unknown(model, slug, len(unknown))
        for row in rows:
            row.troubles += [
                Trouble(r.sheet, r.line, r.column, unknown[r.model, r.slug])
                for r in row.references
                if (r.model, r.slug) in unknown
            ]

    def _unknown(self, model, slug: str, count: int) -> str:
        message = _t("No %(model)s has the slug “%(slug)s”.")
        message %= {"model": model._meta.verbose_name, "slug": slug[:100]}
        if count >= MOST_SUGGESTIONS:
            return message
        known = model.objects.values_list("slug", flat=True)
        return " ".join([message, *did_you_mean(nearest(slug, known))])

    def import_row(self, row, instance_loader, *, dry_run, user, file_name="", **options):
        row = row["row"]
        result = DocumentResult()
        result.row = row
        obj = self.present.get(row.slug) or self.model(slug=row.slug)
        before = current(obj) if obj.pk else {}
        result.troubles = [*row.troubles, *row.losses(before), *row.contradictions(before)]
        if not result.troubles:
            door = self._taken_back(row) if dry_run else nullcontext()
            result.troubles = self._save(result, obj, before, user, file_name, door)
        if result.troubles:
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = ValidationError([t.message for t in result.troubles])
        return result

    @contextmanager
    def _taken_back(self, row: Row) -> Iterator[None]:
        """A transaction of which nothing stays; the new documents that the row names are there."""
        self._give_way()
        named = {r.slug for r in row.references if issubclass(self.model, r.model)}
        with transaction.atomic():
            known = self.root.objects.filter(slug__in=named).values_list("slug", flat=True)
            missing = named - {row.slug} - set(known if named else ())
            for slug in missing:
                self.model(slug=slug).save()
            with keeping_targets() if missing else nullcontext():
                yield
            transaction.set_rollback(True)

    def _give_way(self) -> None:
        """Leave SQLite, which has no queue, long enough to whoever waits for it to ask again."""
        if connection.vendor == "sqlite" and time.monotonic() > self.turn_ends:
            time.sleep(PAUSE)
            self.turn_ends = time.monotonic() + TURN

    def _save(
        self, result: DocumentResult, obj, before: dict, user, file_name, door
    ) -> list[Trouble]:
        """Write what the row asks for, inside `door`; the troubles that kept it from that."""
        row, is_new = result.row, not obj.pk
        result.before = result.after = before
        result.import_type = RowResult.IMPORT_TYPE_SKIP
        document = row.merged_over(before)
        if document == before:
            return []
        self.changed += 1
        if self.changed > MOST_CHANGED:
            return self._one_too_many(row)
        result.is_proposal = getattr(obj, "is_public", False)
        result.is_at_once = row.slug in self.public
        try:
            note = _t("Imported from %s") % file_name
            with door:
                revision = save(obj, document, by=user, note=note[:500])
        except Refused as refused:
            return [row.located(problem) for problem in refused.problems]
        except PermissionDenied:
            fix = _t("Take its rows out of the file, or ask an editor.")
            return [row.located(("slug", _t("You may not change this document.")), fix)]
        except OperationalError:
            raise  # it is busy, and nothing is wrong with the row
        except DatabaseError:
            fix = _t("Take its rows out of the file, and write it in its form.")
            return [row.located(("slug", _t("The database does not take this document.")), fix)]
        result.after = revision.document if revision else before
        if is_new:
            result.import_type = RowResult.IMPORT_TYPE_NEW
        elif result.changes:
            result.import_type = RowResult.IMPORT_TYPE_UPDATE
        return []

    def _one_too_many(self, row: Row) -> list[Trouble]:
        """Told once: nothing of the file is imported anyway."""
        message = _t("An import changes at most %d documents.") % MOST_CHANGED
        trouble = row.located(("slug", message), _t("Split the file here."))
        return [trouble] if self.changed == MOST_CHANGED + 1 else []


def _mark(row: Row, message: str, fix: str = "") -> None:
    sheet, line = row.model.FILE, row.line
    if line is None:
        sheet, rows = next(iter(row.parts.items()))
        line = rows[0].line
    row.troubles.append(Trouble(sheet, line, "slug", message, fix))


def _targets_first(rows: list[Row]) -> list[Row]:
    """The rows in an order in which a record that others link to is there before them."""
    by_slug = {row.slug: row for row in rows}

    def targets(row: Row) -> set[str]:
        links = (r.slug for r in row.references if issubclass(row.model, r.model))
        return {slug for slug in links if slug in by_slug and slug != row.slug}

    if not any(targets(row) for row in rows):
        return rows
    try:
        order = TopologicalSorter({row.slug: targets(row) for row in rows if row.slug})
        named = [by_slug[slug] for slug in order.static_order()]
    except CycleError:
        return rows
    return [*(row for row in rows if not row.slug or row is not by_slug[row.slug]), *named]
