"""How the addresses of sources answered when they were last asked; no part of any document."""

from collections.abc import Iterator
from datetime import datetime

from django.db import models
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from relations.codes import LinkResult
from relations.models.fields import WebAddress

ANSWERS = (LinkResult.OK, LinkResult.MOVED)
#: What is not there at all. An address that is refused or answers with an error may well open for
#: a reader, so it never counts as dead.
ABSENT = (LinkResult.GONE, LinkResult.UNREACHABLE)
#: On how many days in a row an address must be absent until it is called dead: a server under
#: repair, a lapsed certificate or a fault of our own line rarely outlasts three checks.
DEAD_AFTER = 3


class LinkCheckQuerySet(models.QuerySet):
    def current(self):
        """Those of the address that the source has now: a changed address voids its check."""
        return self.filter(url=F("source__url"))

    def dead(self):
        return self.current().filter(result__in=ABSENT, failures__gte=DEAD_AFTER)

    def failing(self):
        """Those that did not answer as they should and are not dead."""
        failed = self.current().exclude(result__in=ANSWERS)
        return failed.exclude(result__in=ABSENT, failures__gte=DEAD_AFTER)


class LinkCheck(models.Model):
    """The last answer of a source's address, and since when it has been failing.

    Failures count as one row while they are of one sort, absent or not (see ABSENT), and once a
    day; the address is dead after DEAD_AFTER of them. One failed request is never enough.
    """

    source = models.OneToOneField("relations.Source", models.CASCADE, related_name="link_check")
    url = WebAddress(help_text=_("The address that was asked."))
    asked_at = models.DateTimeField()
    result = models.CharField(max_length=20, choices=LinkResult)
    status = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("The status of HTTP; empty where nothing answered.")
    )
    reason = models.CharField(
        max_length=200,
        blank=True,
        help_text=_("What was met instead, in the words of the program."),
    )
    moved_to = WebAddress(help_text=_("Where the address leads for good."))
    failing_since = models.DateField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(
        default=0, help_text=_("Failures of one sort in a row, each on another day.")
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of an address")
        verbose_name_plural = _("checks of addresses")

    def __str__(self) -> str:
        return f"{self.url}: {self.result}"

    @property
    def is_dead(self) -> bool:
        return self.result in ABSENT and self.failures >= DEAD_AFTER

    def told(self) -> Iterator[str]:
        """What an editor should know, line by line, in her language."""
        answer = (self.get_result_display(), self.status and str(self.status), self.reason)
        yield f"{date_format(self.asked_at)}: {', '.join(part for part in answer if part)}"
        if self.moved_to:
            yield _t("Leads for good to %s") % self.moved_to
        if self.failures:
            yield ngettext(
                "Failing since %(day)s: %(count)d failure.",
                "Failing since %(day)s: %(count)d failures in a row, each on another day.",
                self.failures,
            ) % {"day": date_format(self.failing_since), "count": self.failures}
        if self.is_dead:
            yield _t("Readers are told that the address no longer answers.")

    def note(self, url: str, answer, at: datetime) -> None:
        """Take down what `url` answered, as `relations.links.asking.Answer`; `at` is in UTC."""
        self._count(answer.result, at, goes_on=self.url == url)
        self.url, self.asked_at = url, at
        self.result, self.status = answer.result, answer.status
        self.reason, self.moved_to = answer.reason, answer.moved_to

    def _count(self, result: str, at: datetime, *, goes_on: bool) -> None:
        if result in ANSWERS:
            self.failing_since, self.failures = None, 0
        elif goes_on and self.failures and (self.result in ABSENT) == (result in ABSENT):
            self.failures += self.asked_at.date() != at.date()
        else:
            self.failing_since, self.failures = at.date(), 1
