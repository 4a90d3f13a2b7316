"""What aid packages add to a brief: their totals, and every sum with what becomes of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from aid import ledger
from aid.models import Transaction
from relations.export.brief import Figure, Share


class Sums(Share):
    template = "aid/brief.html"

    def figures(self) -> Iterator[Figure]:
        """A line for each stage: what the ledger counts among these packages, by currency."""
        counted = Transaction.objects.published().counted().filter(package__in=self.records)
        for stage, figures in ledger.by_stage(counted):
            yield Figure(_t("%(stage)s, total") % {"stage": stage}, list(map(shown, figures)))


def shown(figure: ledger.Figure) -> str:
    """A total and how many sums it adds: “¥3,000,000 (2 sums, of them 1 not exact)”."""
    number = ngettext("%(number)s sum", "%(number)s sums", figure.number)
    inexact = ngettext(
        "of them %(number)s not exact", "of them %(number)s not exact", figure.inexact
    )
    parts = [number % {"number": figure.number}]
    if figure.inexact:
        parts.append(inexact % {"number": figure.inexact})
    return f"{figure.shown} ({', '.join(parts)})"
