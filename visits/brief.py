"""What visits add to a brief: how many went which way."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _t

from relations.export.brief import Figure, Share
from visits.models import direction


class Ways(Share):
    def figures(self) -> Iterator[Figure]:
        ways = Counter(str(direction(visit, self.relation)) for visit in self.records)
        values = [f"{way}: {number}" for way, number in ways.most_common()]
        yield Figure(_t("Visits by direction"), values)
