"""Links by which somebody without an account may read one version that waits."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import models
from django.utils import timezone

from relations.models.fields import Slug

#: A link is good for a day.
LIFETIME = timedelta(hours=24)
SIGNER = signing.TimestampSigner(salt="relations.preview")


class PreviewLink(models.Model):
    """Good for one version of one document, while whoever gave it away stays logged in."""

    model = models.CharField(max_length=20)
    slug = Slug()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.model} {self.slug} {self.digest[:8]}"

    @property
    def token(self) -> str:
        return SIGNER.sign(self.pk)

    @classmethod
    def behind(cls, token: str) -> "PreviewLink | None":
        """The link of a token; None if it was tampered with, is too old, or its giver has left."""
        try:
            key = SIGNER.unsign(token, max_age=LIFETIME)
        except signing.BadSignature:
            return None
        link = cls.objects.filter(pk=int(key)).select_related("by").first()
        alive = Session.objects.filter(expire_date__gt=timezone.now())
        here = link and link.by.is_active and alive.filter(session_key=link.session_key).exists()
        return link if here else None
