"""Who takes part in the records of a brief: in which roles and capacities, and how often."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from relations.export.listing import Entry
from relations.models import Participation
from relations.models.actors import Actor


@dataclass
class Present:
    """A person or an organisation in the records that name it."""

    actor: Actor
    roles: Counter = field(default_factory=Counter)
    capacities: dict = field(default_factory=dict)
    records: set = field(default_factory=set)

    def takes(self, part: Participation) -> None:
        self.roles[part.get_role_display()] += 1
        self.records.add(part.record_id)
        if capacity := part.capacity_shown:
            self.capacities[capacity] = None

    def in_roles(self) -> list[tuple[str, int]]:
        """The roles and how often each, the most frequent first."""
        return self.roles.most_common()

    @property
    def number(self) -> int:
        """In how many records."""
        return len(self.records)


def present(entries: Iterable[Entry], name: str) -> list[Present]:
    """Everybody whom participants name in the field `name`, those of most records first."""
    found = {}
    for entry in entries:
        for part in entry.obj.participants.all():
            if getattr(part, name):
                actor = with_offices(part, name, entry.names)
                found.setdefault(actor.slug, Present(actor)).takes(part)
    return sorted(found.values(), key=lambda one: (-one.number, one.actor.slug))


def with_offices(part: Participation, name: str, names) -> Actor:
    """The participant as the names around the document know it: its offices are fetched."""
    actor = getattr(part, name)
    setattr(part, name, names[type(actor), actor.slug])
    return getattr(part, name)
