"""Letters to colleagues: something waits for review, something came back.

Nothing is sent unless mail is configured. A letter that fails is logged and stops nobody.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t

from relations.duties import Duty
from relations.models import Revision


def submitted(obj, revision: Revision) -> None:
    """Tell editors and publishers, but not the one who submitted."""
    duties = Q(groups__name__in=[Duty.EDITOR.group, Duty.PUBLISHER.group]) | Q(is_superuser=True)
    readers = get_user_model().objects.filter(duties, is_active=True).exclude(pk=revision.by_id)
    send(readers, _t("Waiting for review: %s"), obj, revision)


def rejected(obj, revision: Revision) -> None:
    """Tell those who wrote it, but not the one who rejected."""
    wrote = Revision.objects.of(obj).values("by")
    people = get_user_model().objects.filter(pk__in=wrote, is_active=True)
    send(people.exclude(pk=revision.by_id), _t("Came back with a remark: %s"), obj, revision)


def send(people, subject: str, obj, revision: Revision) -> None:
    addresses = sorted(set(people.exclude(email="").values_list("email", flat=True)))
    if not (settings.EMAIL_HOST and addresses):
        return
    name = obj._meta.label_lower.replace(".", "_")
    address = settings.SITE_URL + reverse(f"admin:{name}_change", args=[obj.pk])
    words = [_t("%(who)s wrote:") % {"who": revision.signature}, revision.note, address]
    for one in addresses:
        # One letter each: nobody is shown the others' addresses.
        send_mail(" ".join((subject % obj).split()), "\n\n".join(filter(None, words)), None, [one])
