"""What holds at the desk whatever anybody does: seen from outside, after every step."""

import re
from collections import Counter
from html import escape
from http import HTTPStatus

from django.contrib.auth import get_user_model
from django.test import Client

from relations import workflow
from relations.models import Event, Revision, Topic
from tests.following import Approval, Followed

ANSWERS = {"published": HTTPStatus.OK, "withdrawn": HTTPStatus.GONE, "": HTTPStatus.NOT_FOUND}
LISTS = ("/en/events/", "/en/topics/", "/en/chronology/")
#: What a revision says for ever. Its slug follows the document, and a file may come to hold it.
LASTING = ("model", "digest", "content", "signature", "by", "approved_by", "note", "at", "state")
CITATION = re.compile(r'<details>\s*<summary class="total">.*?</details>', re.DOTALL)
#: What came about, in all programs together, and how often.
CAME_ABOUT: Counter[str] = Counter()


class Watch:
    """The documents, and what their history told at the last look."""

    def __init__(self):
        rows = (*Event.objects.order_by("slug"), *Topic.objects.order_by("slug"))
        self.documents = [Followed.begun(obj) for obj in rows]
        self.history = told()
        for document in self.documents:
            self.look(document, anew=True)

    # After a step

    def refused(self, what: str) -> None:
        """Nothing was written."""
        CAME_ABOUT[what] += 1
        assert told() == self.history

    def unnoticed(self, what: str, document: Followed, *, anew: bool = False) -> None:
        """Something was written of which no reader learns."""
        CAME_ABOUT[what] += 1
        self.check_history()
        row = document.row()
        assert (row.slug, row.status) == (document.slug, document.public or document.waits)
        wrote = get_user_model().objects.filter(pk__in=workflow.writers(row))
        assert {user.username for user in wrote} == document.writers
        assert document.stands()
        self.look(document, anew=anew)

    def noticed(self, what: str, document: Followed) -> None:
        """Something that readers see: on its own page, and on those that name it."""
        if former := document.former:
            document.former = ""
            for other in self.documents:
                if other is not document:
                    other.follows(document.model, former, document.slug)
        self.unnoticed(what, document, anew=True)
        for other in self.documents:
            if other.public and other.model is not document.model:
                self.look(other, anew=True)
        opened("/en/")

    def approved(self, document: Followed, given: Approval, wrote: set[str]) -> None:
        """By four eyes, or by a superuser who tells readers why."""
        published = document.history().last()
        assert (published.state, published.note) == ("published", given.note or document.remark)
        assert published.approved_by.username == given.by
        assert published.by is None or published.by.username in wrote
        if given.by in wrote:
            assert published.approved_by.is_superuser
            assert given.note
        self.noticed("approved her own" if given.by in wrote else "approved", document)

    def everything(self) -> None:
        """Every document, the front page and one of the lists."""
        for document in self.documents:
            self.look(document)
        opened("/en/")
        opened(LISTS[len(self.history) % len(LISTS)])

    # One look

    def check_history(self) -> None:
        """What was told is told for ever, in its order."""
        now = told()
        assert now[: len(self.history)] == self.history
        self.history = now

    def look(self, document: Followed, *, anew: bool = False) -> None:
        """Its page is what it was, or, `anew`, what its readers are to have from now on."""
        if not document.public:
            self.is_unknown(document)
            return
        page = opened(document.address, ANSWERS[document.public])
        if anew:
            document.page = page
            assert escape(document.readers_have["title"]["en"]) in page
        assert page == document.page
        for slug in document.earlier:
            self.leads_on(document, slug)

    def is_unknown(self, document: Followed) -> None:
        """As an address that nobody ever had, or the earlier one of another."""
        had = [
            d for d in self.documents if d.model is document.model and document.slug in d.earlier
        ]
        moved = HTTPStatus.MOVED_PERMANENTLY
        opened(document.address, moved if had else HTTPStatus.NOT_FOUND)

    def leads_on(self, document: Followed, slug: str) -> None:
        """An earlier address leads to the document, unless another has it by now."""
        others = [d for d in self.documents if d is not document and d.model is document.model]
        if not any(slug in (*d.earlier, d.slug) for d in others):
            answer = Client().get(document.address_of(slug))
            assert (answer.status_code, answer["Location"]) == (301, document.address)


def told() -> list[tuple]:
    return list(Revision.objects.order_by("pk").values_list("pk", *LASTING))


def opened(address: str, expected: HTTPStatus = HTTPStatus.OK) -> str:
    """The main part of a page; the site's name, around it and where it is cited, may change."""
    answer = Client().get(address)
    assert answer.status_code == expected, address
    page = answer.content.decode()
    assert "<script>" not in page
    return CITATION.sub("", page.partition("<main")[2].partition("</main>")[0])
