"""Anybody tries anything with any document, and readers get nothing that nobody else approved.

A machine plays at the desk, and beside it keeps its own account of who wrote what and of what
readers have. After each step the two must agree.
"""

from copy import deepcopy
from datetime import timedelta
from inspect import signature
from itertools import cycle, product

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from relations import workflow
from relations.document import Refused, roots
from relations.models import Event, Relation, Revision, Topic
from tests.counts import TIMES
from tests.desk import colleague
from tests.exchanging import csv_of
from tests.following import Approval, Colleague, Followed
from tests.making import event, load, topic
from tests.properties.deeds import (
    BEFORE,
    COLLEAGUES,
    DEEDS,
    EXPECTED,
    FILES,
    LIKED,
    LONG,
    MOST_DOCUMENTS,
    OFTEN,
    PUBLISHERS,
    WORST,
    attempt,
    common,
    files_in,
    imported,
    restored,
    rotated,
    take,
    typed_into,
)
from tests.properties.watching import CAME_ABOUT, Watch, opened

pytestmark = pytest.mark.django_db

#: The full count, 2,000 programs of 50 steps, is reached on both databases together.
PARTS, PROGRAMS, STEPS_OF_ONE = (1, 17, 25) if TIMES == 1 else (4, 250, 50)


def deed(name: str) -> st.SearchStrategy:
    """What the method of a deed asks for."""
    asked = list(signature(getattr(Desk, name)).parameters)[1:]
    said = common | DEEDS[name][1]
    return st.fixed_dictionaries({word: said[word] for word in asked})


class Desk(RuleBasedStateMachine):
    """One rule for all deeds, in an order that holds each as often as it is to come.

    Of several rules some would be left out of a whole program.
    """

    def __init__(self, users: dict, files: dict, watch: Watch):
        super().__init__()
        self.users, self.files, self.watch = users, files, deepcopy(watch)
        self.is_sound = True
        self.program = transaction.atomic()
        self.program.__enter__()

    @initialize(order=st.permutations(OFTEN))
    def begins_the_day(self, order):
        self.order = cycle(order)

    @rule(data=st.data())
    def somebody(self, data):
        name = next(self.order)
        how = data.draw(deed(name), name)
        self.is_sound = False
        getattr(self, name)(**how)
        self.is_sound = True

    def teardown(self):
        try:
            if self.is_sound:
                self.watch.everything()
        finally:
            transaction.set_rollback(True)
            self.program.__exit__(None, None, None)

    @property
    def documents(self) -> list[Followed]:
        return self.watch.documents

    def chosen(self, which: int) -> Followed:
        return self.documents[which % len(self.documents)]

    # Writing

    def begins(self, who, model, slug, form):
        if len(self.documents) == MOST_DOCUMENTS:
            return
        blank = {Event: event(slug, status="draft"), Topic: topic(slug, status="draft")}[model]
        obj, typed = model(), typed_into(blank, form | {"slug": slug})
        made = attempt(lambda: workflow.save(obj, typed, by=self.users[who]))
        assert isinstance(made, PermissionDenied) == (not who.has("author"))
        if isinstance(made, Revision):
            begun = Followed(model, obj.pk, slug)
            begun.written(who, made)
            self.documents.append(begun)
            self.watch.unnoticed("began", begun)

    def writes(self, which, who, form, note):
        obj = self.chosen(which).row()
        typed = typed_into(workflow.current(obj), form)
        self.saves(which, who, lambda: workflow.save(obj, typed, by=self.users[who], note=note))

    def restores(self, which, who, nth, version, note, is_approved):
        every = rotated(self.documents, which)
        document = next((d for d in every if LIKED.get(version, bool)(d)), every[0])
        obj, chosen = document.row(), restored(document, version)
        number = self.documents.index(document)
        self.saves(
            number, who, lambda: workflow.restore(obj, chosen, by=self.users[who], note=note)
        )
        for step in ("submit", "publish") if is_approved else ():
            able = [one for one in rotated(COLLEAGUES, nth) if document.may_take(one, step)]
            for one in able[:1]:
                self.takes(document, one, step, note or "As it was.")

    def imports(self, which, who, title):
        events = [n for n, document in enumerate(self.documents) if document.model is Event]
        number = events[which % len(events)]
        row = csv_of({"slug": self.documents[number].row().slug, "title_en": title})
        self.saves(number, who, lambda: imported(row, by=self.users[who]))

    def saves(self, which, who, save):
        document = self.chosen(which)
        made = attempt(save)
        if not isinstance(made, Revision):
            assert isinstance(made, Refused) or bool(made) == (not document.may_write(who))
            self.watch.refused(f"wrote: {type(made).__name__}")
            return
        assert document.may_write(who)
        assert made.by == self.users[who]
        document.written(who, made)
        self.watch.unnoticed("wrote", document)

    def reads(self, which, who, language):
        document = self.chosen(which)
        made = attempt(lambda: workflow.mark_read(document.row(), language, by=self.users[who]))
        assert isinstance(made, PermissionDenied) == (not who.has("editor"))
        if made:
            self.watch.refused("read: PermissionDenied")
        else:
            self.watch.noticed("read", document)

    # Steps

    def tries(self, which, who, step, note):
        self.takes(self.chosen(which), who, step, note)

    def goes_on(self, which, nth, step, note):
        if way := self.way(which, nth, step):
            self.takes(*way, step, note)

    def approves_herself(self, which, nth, note):
        """Somebody who publishes writes, and tries to approve her own words."""
        who = rotated(PUBLISHERS, nth)[0]
        document = self.untouched(which)
        self.writes_anew(document, who)
        if document.may_take(who, "submit"):
            for step in ("submit", "schedule", "publish"):
                self.takes(document, who, step, note)

    def way(self, which, nth, step) -> tuple[Followed, Colleague] | None:
        """A document that is ready for a step, made so if none is, and who may take it."""
        if not (found := self.ready(which, nth, step)):
            before = BEFORE.get(step)
            if before:
                self.goes_on(which, nth, before, "Brought so far.")
            else:
                document = self.untouched(which)
                colleagues = rotated(COLLEAGUES, nth)
                self.writes_anew(document, next(w for w in colleagues if document.may_write(w)))
            found = self.ready(which, nth, step)
        return found

    def ready(self, which, nth, step) -> tuple[Followed, Colleague] | None:
        pairs = product(rotated(self.documents, which), rotated(COLLEAGUES, nth))
        return next((pair for pair in pairs if pair[0].may_take(pair[1], step)), None)

    def untouched(self, which) -> Followed:
        """A document that readers have and beside which nothing waits, else any."""
        every = rotated(self.documents, which)
        return next((d for d in every if d.public and not d.waits), every[0])

    def writes_anew(self, document, who):
        number = len(self.watch.history)
        form = {"title": f"{WORST} {number}", "milestone": True}
        if number % 2:
            form["slug"] = f"address-{number}"
        self.writes(self.documents.index(document), who, form, "")

    def takes(self, document, who, step, note, days=1):
        due = timezone.now() + timedelta(days=days)
        wrote = set(document.writers)
        about = {"note": note, "publish_at": due, "public_reason": {"en": "A forgery."}}
        taken = attempt(lambda: take(document, step, by=self.users[who], **about))
        assert isinstance(taken, PermissionDenied) == (not document.may_take(who, step))
        if not isinstance(taken, Revision):
            self.watch.refused(f"{step}: {type(taken).__name__}")
            return
        assert taken.note == note or (step == "publish" and not note)
        document.took(who, step, note, due)
        if step == "publish":
            self.watch.approved(document, Approval(who.name, note), wrote)
        elif step == "withdraw":
            self.watch.noticed(step, document)
        else:
            self.watch.unnoticed(step, document)

    def judges_another_version(self, which, who, step):
        document = self.chosen(which)
        taken = attempt(lambda: take(document, step, by=self.users[who], note="Seen.", seen="0"))
        assert isinstance(taken, workflow.Conflict)
        self.watch.refused("judged another version")

    def deletes(self, which, who):
        document = self.chosen(which)
        gone = attempt(lambda: workflow.delete(document.row(), by=self.users[who]))
        assert isinstance(gone, PermissionDenied) == (not document.may_delete(who))
        if gone:
            self.watch.refused("delete: PermissionDenied")
        else:
            self.documents.remove(document)
            self.watch.check_history()
            self.watch.is_unknown(document)
            CAME_ABOUT["deleted"] += 1

    def begins_what_another_gave_up(self, nth, model, slug, form):
        one, other = rotated(COLLEAGUES[1:], nth)[:2]
        self.begins(one, model, slug, form)
        self.deletes(len(self.documents) - 1, one)
        self.begins(other, model, slug, form)

    # What comes from elsewhere

    def time_passes(self, which, nth, days, is_read):
        if not any(d.waits == "scheduled" for d in self.documents):
            self.goes_on(which, nth, "schedule", "Looked at.")
        for number, document in enumerate(self.documents):
            if is_read and document.waits == "scheduled":
                self.reads(number, COLLEAGUES[3], "en")
        now = timezone.now() + timedelta(days=days)
        waiting = [d for d in self.documents if d.waits == "scheduled" and d.approval.due <= now]
        due = {(d.model.KEY, d.row().slug): d for d in waiting}
        for scheduled, problems in workflow.publish_due(now):
            document = due.pop((scheduled.model, scheduled.slug))
            if not problems:
                wrote = set(document.writers)
                document.published()
                self.watch.approved(document, document.approval, wrote)
        assert not due

    def loads_again(self, file, is_changed):
        key, slug = next(iter(FILES[file].items()))
        before = Revision.objects.filter(model=key, slug=slug).last()
        try:
            call_command("loaddata", self.files[file, is_changed], verbosity=0)
        except CommandError:
            self.watch.refused("load refused")
            return
        obj = roots()[key].objects.get(slug=slug)
        if Revision.objects.of(obj).first() != before:
            assert before is None or before.in_fixtures
            document = self.followed(obj)
            document.loaded(obj)
            self.watch.noticed("loaded", document)

    def followed(self, obj) -> Followed:
        known = [d for d in self.documents if (d.model, d.pk) == (type(obj), obj.pk)]
        if not known:
            known = [Followed.begun(obj)]
            self.documents.append(known[0])
        return known[0]

    def changes_what_stands_everywhere(self, who, title):
        relation = Relation.objects.get()
        names = ("intro",) if title == LONG else ("name", "strapline", "intro")
        typed = workflow.current(relation) | {name: {"en": title} for name in names}
        made = attempt(lambda: workflow.save(relation, typed, by=self.users[who]))
        assert isinstance(made, PermissionDenied) == (not who.has("editor"))
        self.watch.check_history()
        opened("/en/")
        CAME_ABOUT[f"everywhere: {type(made).__name__}"] += 1


@pytest.mark.parametrize("part", range(PARTS))
def test_readers_get_what_somebody_else_approved_and_nothing_else(part, tmp_path):
    load(tmp_path, *FILES.values())
    users = {
        who: colleague(who.name, who.duty, is_superuser=who.is_superuser) for who in COLLEAGUES
    }
    files, watch = files_in(tmp_path), Watch()
    run_state_machine_as_test(
        lambda: Desk(users, files, watch),
        settings=settings(max_examples=PROGRAMS, stateful_step_count=STEPS_OF_ONE),
    )
    assert set(CAME_ABOUT) >= EXPECTED
