"""Corrections that were asked for and answered before."""

from django.utils import timezone

from relations.models import Correction


def made(slug: str = "an-event", **fields) -> Correction:
    usual = {
        "model": "event", "language": "en", "digest": "0" * 64, "wrong": "It was the 19th.",
        "state": "corrected", "answer_en": "The day is the 19th.", "closed_at": timezone.now(),
    }  # fmt: skip
    told = usual | fields
    if told["state"] == "corrected":
        told.setdefault("told_at", told["closed_at"])
    return Correction.objects.create(slug=slug, **told)
