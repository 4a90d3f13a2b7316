"""A document as somebody follows it who keeps her own account of who wrote what and who saw it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from relations import workflow
from relations.document.renaming import renamed
from relations.models import Event, Revision, Topic
from relations.models.documented import WithStatus

#: The duties by their names, each with all that those before may.
DUTIES = ("viewer", "author", "editor", "publisher")
WRITTEN = {"draft", "rejected"}
JUDGED = {"submitted", "scheduled"}
#: What each step needs: the least duty, and the states in which it is taken.
STEPS = {
    "submit": ("author", WRITTEN),
    "drop": ("author", WRITTEN | JUDGED),
    "reject": ("editor", JUDGED),
    "publish": ("publisher", JUDGED),
    "schedule": ("publisher", JUDGED),
    "withdraw": ("publisher", {"published"}),
}
LEADS_TO = {"submit": "submitted", "reject": "rejected", "schedule": "scheduled"}
APPROVALS = {"publish", "schedule"}
#: What says nothing of the subject: the desk decides it, or an editor's reading.
BESIDE_THE_WORDS = ("status", "publish_at", "public_reason", "merged_into", "checked")
ADDRESSES = {Event: "/en/events/{}/", Topic: "/en/topics/{}/"}


@dataclass(frozen=True, repr=False)
class Colleague:
    name: str
    duty: str
    is_superuser: bool = False

    def __repr__(self) -> str:
        return self.name

    def has(self, duty: str) -> bool:
        return DUTIES.index(self.duty) >= DUTIES.index(duty)


class Approval(NamedTuple):
    by: str
    note: str
    due: datetime | None = None


def words(document: dict) -> dict:
    return {name: value for name, value in document.items() if name not in BESIDE_THE_WORDS}


@dataclass
class Followed:
    """`public` and `waits` are states, '' for none; `page` is what readers last got.

    `writers` are the names of those whose words wait, `remark` is the note of the last of them;
    `earlier` are the addresses that readers knew, `former` is the one that it has just lost.
    """

    model: type[WithStatus]
    pk: int
    slug: str
    public: str = ""
    waits: str = ""
    says: dict = field(default_factory=dict)
    readers_have: dict = field(default_factory=dict)
    writers: set[str] = field(default_factory=set)
    remark: str = ""
    approval: Approval | None = None
    earlier: list[str] = field(default_factory=list)
    former: str = ""
    page: str = ""

    @classmethod
    def begun(cls, obj) -> "Followed":
        """As it is after a load: nobody's words."""
        found = cls(obj.__class__, obj.pk, obj.slug)
        found.loaded(obj)
        return found

    def row(self) -> WithStatus:
        return self.model.objects.get(pk=self.pk)

    def history(self):
        """Its revisions, the first first."""
        return Revision.objects.filter(model=self.model.KEY, slug=self.row().slug).order_by("pk")

    def stands(self) -> bool:
        """Whether editors are shown what this account says."""
        return words(workflow.current(self.row())) == self.says

    @property
    def state(self) -> str:
        return self.waits or self.public

    @property
    def name(self) -> tuple[str, str]:
        return self.model.KEY, self.slug

    @property
    def address(self) -> str:
        return self.address_of(self.slug)

    def address_of(self, slug: str) -> str:
        return ADDRESSES[self.model].format(slug)

    # Who may

    def may_write(self, who: Colleague) -> bool:
        if who.has("editor") or not who.has("author"):
            return who.has("editor")
        is_untouched = self.public and not self.waits
        return bool(is_untouched) or not self.writers or who.name in self.writers

    def may_delete(self, who: Colleague) -> bool:
        return not self.public and self.may_write(who)

    def may_take(self, who: Colleague, step: str) -> bool:
        duty, states = STEPS[step]
        state = self.public if step == "withdraw" else self.state
        if state not in states or not who.has(duty):
            return False
        if duty == "author" and not self.may_write(who):
            return False
        if step == "drop":
            return bool(self.public)
        return not self.is_own_approval(who, step) or who.is_superuser

    def is_own_approval(self, who: Colleague, step: str) -> bool:
        return step in APPROVALS and who.name in self.writers

    # What happens

    def written(self, who: Colleague, revision: Revision) -> None:
        is_brought_back = self.public == "withdrawn" and not self.waits
        if is_brought_back or words(revision.document) != self.says:
            self.writers.add(who.name)
            self.says, self.remark = words(revision.document), revision.note
        self.waits = "submitted" if self.waits == "submitted" else "draft"
        if not self.public:
            self.slug = self.row().slug

    def follows(self, target: type[WithStatus], former: str, slug: str) -> None:
        """What it may name has another address, and nobody wrote that."""
        self.says = renamed(self.says, target, former, slug)

    def loaded(self, obj) -> None:
        """A file speaks for itself: what it publishes is approved by whoever loads it."""
        self.says, self.slug = words(self.history().last().document), obj.slug
        self.remark = ""
        if obj.status == "published":
            self.published()
        else:
            self.waits = obj.status

    def took(self, who: Colleague, step: str, note: str = "", due=None) -> None:
        if step in LEADS_TO:
            self.waits = LEADS_TO[step]
            self.approval = Approval(who.name, note, due)
        elif step == "publish":
            self.published()
        elif step == "withdraw":
            self.withdrawn()
        else:
            self.settled()

    def published(self) -> None:
        self.public = "published"
        slug = self.row().slug
        if slug != self.slug:
            self.former, self.slug = self.slug, slug
            self.earlier = [*(had for had in self.earlier if had != slug), self.former]
        self.settled()

    def withdrawn(self) -> None:
        """What waits goes on waiting, but not for a time that was set before."""
        self.public = "withdrawn"
        if not self.waits:
            self.settled()
            return
        self.readers_have = self.last_public()
        if self.waits == "scheduled":
            self.waits = "submitted"

    def settled(self) -> None:
        """Nothing waits any more: what it says is what readers have."""
        self.waits = ""
        self.writers.clear()
        self.readers_have = self.last_public()
        self.says = words(self.readers_have)

    def last_public(self) -> dict:
        return self.history().filter(state=self.public).last().document
