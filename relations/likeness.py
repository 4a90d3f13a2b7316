"""Names and sources that are probably recorded twice: somebody should look, and merge them."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from functools import reduce
from itertools import combinations
from operator import or_

from django.db.models import Q

from relations.languages import LANGUAGES
from relations.models import Organisation, Person, Place, Source

COMPARED = (Person, Organisation, Place, Source)
NAMES = tuple(f"name_{code}" for code in LANGUAGES)
SCHEMES = ("https://", "http://")


def alike(obj) -> list:
    """The others that are probably the same as a saved name or source. One query."""
    shared = [Q(**look_up) for look_up in look_ups(obj)]
    if not shared:
        return []
    others = type(obj).objects.filter(reduce(or_, shared)).exclude(pk=obj.pk).order_by("slug")
    return [other for other in others.defer("tokens") if are_alike(obj, other)]


def pairs(model) -> Iterator[tuple]:
    """All that are probably there twice, each two once. One query."""
    sharing: dict[Hashable, list] = defaultdict(list)
    for obj in model.objects.order_by("slug").defer("tokens"):
        for key in keys_of(obj):
            sharing[key].append(obj)
    found = {pair: None for same in sharing.values() for pair in combinations(same, 2)}
    yield from (pair for pair in found if are_alike(*pair))


def look_ups(obj) -> list[dict]:
    """What of the rows that may be the same as `obj` is to be asked for."""
    if not isinstance(obj, Source):
        return [{name: text} for name in NAMES if (text := getattr(obj, name))]
    found = [{"title": obj.title}] if obj.title else []
    if rest := bare(obj.url):
        written = [f"{scheme}{rest}{end}" for scheme in SCHEMES for end in ("", "/")]
        found.append({"url__in": written})
    return found


def keys_of(obj) -> list[Hashable]:
    """What two that are the same have in common, at least one of these."""
    if isinstance(obj, Source):
        return [key for key in (("url", bare(obj.url)), ("title", obj.title)) if key[1]]
    return [(name, getattr(obj, name)) for name in NAMES if getattr(obj, name)]


def are_alike(one, other) -> bool:
    """Whether two that have something in common contradict each other in nothing."""
    if not isinstance(one, Source):
        return agree(one, other, *NAMES, "country")
    if one.url and other.url:
        if bare(one.url) == bare(other.url):
            return True
        if not (one.published and other.published):
            return False  # a heading that comes again, such as a yearly greeting
    return agree(one, other, "title", "publisher", "published")


def agree(one, other, *fields: str) -> bool:
    """Whether the fields say the same wherever both say something."""
    said = ((getattr(one, field), getattr(other, field)) for field in fields)
    return all(mine == yours for mine, yours in said if mine and yours)


def bare(url: str) -> str:
    """An address without what makes no difference: its scheme and the slash at its end."""
    for scheme in SCHEMES:
        url = url.removeprefix(scheme)
    return url.rstrip("/")
