"""Corrections that were asked for and answered before, and the form in which readers ask."""

from django.utils import timezone

from relations.models import Correction
from tests.reading import Page

HERE = {"origin": "http://testserver"}
FORM = "/en/correct/event/an-event/"
REPORT = {
    "wrong": "The day is wrong:\r\nit was the 19th.",
    "source": "https://example.org/minutes?day=19",
    "email": "reader@example.org",
}


def made(slug: str = "an-event", **fields) -> Correction:
    usual = {
        "model": "event", "language": "en", "digest": "0" * 64, "wrong": "It was the 19th.",
        "state": "corrected", "answer_en": "The day is the 19th.", "closed_at": timezone.now(),
    }  # fmt: skip
    told = usual | fields
    if told["state"] == "corrected":
        told.setdefault("told_at", told["closed_at"])
    return Correction.objects.create(slug=slug, **told)


def token(client, address: str = FORM) -> str:
    page = Page(client.get(address))
    return next(box.get("value") for box in page.main.iter("input") if box.get("name") == "token")


def send(client, address: str = FORM, headers=HERE, **fields):
    sent = REPORT | {"token": token(client, address), "homepage": ""} | fields
    return client.post(address, sent, headers=headers)
