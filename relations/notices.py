"""Letters to colleagues: something waits for review, something came back.

No account says which language its owner reads, and the language of whoever took the step is no
better guess: every letter tells it in all the languages of the site, one after the other. Nothing
is sent unless mail is configured, and nothing to those who may not open the desk any more. A letter
that fails is logged and stops nobody.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from relations.duties import Duty
from relations.languages import LANGUAGES
from relations.models import Revision
from relations.standing import belongs_to, turns_of, wrote_in


def submitted(obj, revision: Revision) -> None:
    """Tell editors and publishers, but not those whose words they are or who submitted them."""
    reviewers = colleagues(Duty.EDITOR, Duty.PUBLISHER)
    theirs = {*wrote_in(turns_of(obj)), revision.by_id}
    send(reviewers.exclude(pk__in=theirs), _("Waiting for review: %s"), obj, revision)


def rejected(obj, revision: Revision) -> None:
    """Tell those to whom it comes back, but not the one who rejected it."""
    authors = colleagues(Duty.AUTHOR, Duty.EDITOR, Duty.PUBLISHER).exclude(pk=revision.by_id)
    theirs = authors.filter(pk__in=belongs_to(turns_of(obj)))
    send(theirs, _("Came back with a remark: %s"), obj, revision)


def colleagues(*duties: Duty):
    """Those who have one of the duties and may open the desk."""
    held = Q(groups__name__in=[duty.group for duty in duties]) | Q(is_superuser=True)
    return get_user_model().objects.filter(held, is_active=True, is_staff=True)


def send(people, subject, obj, revision: Revision) -> None:
    addresses = sorted(set(people.exclude(email="").values_list("email", flat=True)))
    if not (settings.EMAIL_HOST and addresses):
        return
    said = in_every_language(lambda: " ".join((str(subject) % obj).split()))
    name = obj._meta.label_lower.replace(".", "_")
    address = settings.SITE_URL + reverse(f"admin:{name}_change", args=[obj.pk])
    remark = ": ".join(filter(None, (revision.signature, revision.note)))
    body = "\n\n".join(["\n".join(said), remark, address])
    for one in addresses:
        # One letter each: nobody is shown the others' addresses.
        send_mail(" / ".join(said), body, None, [one])


def in_every_language(say) -> list[str]:
    """What `say` says in each language of the site, in their order."""
    found = []
    for code in LANGUAGES:
        with translation.override(code):
            found.append(say())
    return found
