"""The public history: versions as they stood, what changed between them, and what stays unseen."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from relations.document import apply, build, changes, digest, names_in
from relations.document.compare import canonical
from relations.languages import LANGUAGES
from relations.models import Event, Page, Person, Revision, Topic
from relations.recording import recording
from tests import reading
from tests.making import aid, event, load, person, place, source, topic, visit

pytestmark = pytest.mark.django_db

ADDRESS = "/en/events/an-event/"
HISTORY = f"{ADDRESS}history/"
FIRST_DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def change(obj, note: str = "", **fields) -> Revision:
    """One more version of a document, three days after the one before."""
    with recording(obj, signature="olena", note=note):
        for name, value in fields.items():
            setattr(obj, name, value)
    return dated(obj)[-1]


def dated(obj) -> list[Revision]:
    """The revisions from the first, written down three days after one another from 1 March 2026."""
    found = list(Revision.objects.filter(model=obj.KEY, slug=obj.slug).order_by("pk"))
    for number, revision in enumerate(found):
        revision.at = FIRST_DAY + timedelta(days=3 * number)
        revision.save()
    return found


@pytest.fixture
def told(tmp_path) -> list[Revision]:
    """An event of which three versions were published: on 1, 4 and 7 March 2026."""
    title = {"en": "Talks in Kyiv", "ja": "キーウで会談", "uk": "Переговори в Києві"}
    load(tmp_path, event(title=title))
    found = Event.objects.get()
    change(found, note="The day was wrong.", date="2011-01-19")
    change(found, title_en="Long talks in Kyiv", order_in_day=2)
    return dated(found)


def answer(client, address: str, status: HTTPStatus = HTTPStatus.OK) -> reading.Page:
    response = client.get(address)
    assert response.status_code == status, address
    return reading.Page(response)


def robots(page: reading.Page) -> list[str]:
    return [m.get("content") for m in page.root.iter("meta") if m.get("name") == "robots"]


def words_of(page: reading.Page, tag: str) -> list[str]:
    return [reading.words(element) for element in page.main.iter(tag)]


# At the foot of a page


DAYS = {"en": "7 March 2026", "ja": "2026年3月7日", "uk": "7 березня 2026 р."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_which_version_it_is_and_since_when(client, told, language):
    page = answer(client, f"/{language}/events/an-event/")
    assert told[-1].short in page.words
    assert DAYS[language] in page.words
    assert f"/{language}/events/an-event/history/" in [a.get("href") for a in page.main.iter("a")]


@pytest.mark.parametrize("model", [Topic, Page])
def test_topics_and_pages_say_so_too(client, tmp_path, model):
    folder = {Topic: "topics", Page: "about"}[model]
    load(tmp_path, {model.KEY: "a-text", "title": {"en": "A text"}, "body": {"en": "One."}, "status": "published"})  # fmt: skip
    obj = model.objects.get(slug="a-text")
    change(obj, body_en="Two.")
    first, last = dated(obj)
    page = answer(client, f"/en/{folder}/a-text/")
    assert last.short in page.words
    assert "Two." in page.words
    old = answer(client, f"/en/{folder}/a-text/?version={first.short}")
    assert "One." in old.words
    assert "Two." not in old.words
    history = answer(client, f"/en/{folder}/a-text/history/")
    assert "removed: One added: Two" in history.words


def test_the_history_of_the_first_page_about_the_site_has_an_address(client, tmp_path):
    load(tmp_path, {"page": "about", "title": {"en": "About"}, "status": "published"})
    page = answer(client, "/en/about/")
    (address,) = (a.get("href") for a in page.main.iter("a") if "history" in a.get("href", ""))
    assert answer(client, address).heading == "History"


# As it stood


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_shows_the_page_as_it_stood(client, told, language):
    present = f"/{language}/events/an-event/"
    page = answer(client, f"{present}?version={told[0].short}")
    day = {"en": "18 January 2011", "ja": "2011年1月18日", "uk": "18 січня 2011 р."}
    until = {"en": "4 March 2026", "ja": "2026年3月4日", "uk": "4 березня 2026 р."}
    assert page.lang == language
    assert day[language] in page.words
    assert until[language] in page.words
    assert told[0].short in page.words
    with translation.override(language):
        assert gettext("This is an earlier version.") in page.words
    assert {present, f"{present}history/"} <= {a.get("href") for a in page.main.iter("a")}


def test_an_old_version_is_not_for_search_engines_but_its_present_page_is(client, told):
    old = answer(client, f"{ADDRESS}?version={told[0].digest}")
    assert robots(old) == ["noindex"]
    assert old.canonical == f"http://testserver{ADDRESS}"
    assert old.alternates == {}
    assert old.switch["ja"] == f"/ja/events/an-event/?version={told[0].digest}"
    assert robots(answer(client, ADDRESS)) == []


AS_OF = {"2026-03-01": 0, "2026-03-03": 0, "2026-03-04": 1, "2026-03-06": 1, "2026-03-07": 2, "2026-04-01": 2}  # fmt: skip


@pytest.mark.parametrize("day", AS_OF)
def test_a_day_shows_what_stood_at_its_end(client, told, day):
    page = answer(client, f"{ADDRESS}?as_of={day}")
    asked = answer(client, f"{ADDRESS}?version={told[AS_OF[day]].short}")
    assert page.words == asked.words
    assert ("This version stands today." in page.words) == (AS_OF[day] == 2)


def test_what_was_said_twice_is_shown_where_it_stood(client, told):
    found = Event.objects.get()
    change(found, title_en="Talks in Kyiv", order_in_day=0)
    last = dated(found)[-1]
    assert last.digest == told[1].digest
    assert "It stood until 7 March 2026" in answer(client, f"{ADDRESS}?as_of=2026-03-05").words
    assert "stands today" in answer(client, f"{ADDRESS}?version={last.short}").words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", ["as_of=2026-02-28", "as_of=0001-01-01", "version=00000000"])
def test_what_never_stood_is_a_404_that_leads_on(client, told, language, query):
    page = answer(client, f"/{language}/events/an-event/?{query}", HTTPStatus.NOT_FOUND)
    assert page.lang == language
    assert query.partition("=")[2] in page.words
    with translation.override(language):
        assert page.heading == gettext("There is no such version")
    present = f"/{language}/events/an-event/"
    assert {present, f"{present}history/"} <= {a.get("href") for a in page.main.iter("a")}


BAD = [
    "version=3f9a", "version=nothing-such", "version=ABCDEF01", "version=%00", "version=3f9a2c17%00",
    "version=%ED%A0%80", "version=" + "a" * 65, "version=" + "1" * 8192, "version=３f9a2c17",
    "as_of=yesterday", "as_of=2026-02-30", "as_of=20260301", "as_of=2026-W01-1", "as_of=9999-12-31",
    "as_of=0000-01-01", "as_of=２０２６-03-01", "as_of=%00", "as_of=" + str(10**40), "as_of=2026-03",
    "as_of=2026-03-01&as_of=2026-03-02", "version=00000000&version=00000001",
    "version=00000000&as_of=2026-03-01", "nothing=1", "from=00000000", "after=1", "version[]=1",
]  # fmt: skip
BAD_OF_A_HISTORY = [
    "from=00000000", "to=00000000", "from=&to=", "from=%00&to=%00", "from=x&to=y", "from=" + "9" * 8192 + "&to=1",
    "after=0", "after=-1", "after=4", "after=1", "after=x", "after=%00", "after=" + str(10**40), "after=２",
    "after=2&after=3", "from=00000000&to=00000000&after=2", "version=00000000", "as_of=2026-03-01", "nothing=1",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_what_is_not_understood_is_refused_with_a_reason(client, told, query):
    page = answer(client, f"{ADDRESS}?{query}", HTTPStatus.BAD_REQUEST)
    assert query.split("=")[0] in page.words


@pytest.mark.parametrize("query", BAD_OF_A_HISTORY)
def test_a_history_refuses_what_it_does_not_understand(client, told, query):
    page = answer(client, f"{HISTORY}?{query}", HTTPStatus.BAD_REQUEST)
    assert words_of(page, "h2")


@pytest.mark.parametrize("address", [ADDRESS, HISTORY])
@pytest.mark.parametrize("query", ["utm_source=letter", "fbclid=1"])
def test_what_networks_append_is_ignored(client, told, address, query):
    assert answer(client, f"{address}?{query}").words == answer(client, address).words


@pytest.mark.parametrize("query", ["version=", "as_of=", "version=&as_of="])
def test_a_blank_field_asks_for_the_present(client, told, query):
    assert answer(client, f"{ADDRESS}?{query}").words == answer(client, ADDRESS).words


def test_two_versions_of_one_beginning_need_more_digits(client, told):
    for revision, end in zip(told, "abb", strict=True):
        Revision.objects.filter(pk=revision.pk).update(digest="a" * 63 + end)
    page = answer(client, f"{ADDRESS}?version=aaaaaaaa", HTTPStatus.BAD_REQUEST)
    assert "write more digits" in page.words
    assert "18 January 2011" in answer(client, f"{ADDRESS}?version={'a' * 64}").words


# The history


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_history_tells_every_version_newest_first(client, told, language):
    page = answer(client, f"/{language}/events/an-event/history/")
    linked = [a.get("href") for a in page.main.iter("a") if "?version=" in a.get("href", "")]
    assert linked == [f"/{language}/events/an-event/?version={r.short}" for r in reversed(told)]
    days = {"en": "4 March 2026", "ja": "2026年3月4日", "uk": "4 березня 2026 р."}
    assert words_of(page, "h2")[:2] == [DAYS[language], days[language]]
    assert "The day was wrong." in page.words
    assert [d.get("open") for d in page.main.iter("details")] == ["", None]
    with translation.override(language):
        assert page.heading == gettext("History")
        assert gettext("Date") in words_of(page, "dt")
    before = {"en": "18 January 2011", "ja": "2011年1月18日", "uk": "18 січня 2011 р."}
    assert any(before[language] in told for told in words_of(page, "del"))


def test_a_difference_is_told_in_words_and_not_by_colour_alone(client, told):
    page = answer(client, HISTORY)
    assert "removed: 18 January 2011" in words_of(page, "del")
    assert "added: 19 January 2011" in words_of(page, "ins")
    assert "removed: Talks added: Long talks in Kyiv" in page.words


def test_only_what_changed_is_told(client, told):
    labels = words_of(answer(client, HISTORY), "dt")
    assert labels == ["Title · English", "Place among the entries of the day", "Date"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_another_language_is_marked(client, told, language):
    change(Event.objects.get(), title_ja="キーウで首脳会談", title_uk="Довгі переговори в Києві")
    page = answer(client, f"/{language}/events/an-event/history/")
    texts = {"en": "Long talks in Kyiv", "ja": "首脳", "uk": "Довгі"}
    for code, text in texts.items():
        inside = [dd for dd in page.main.iter("dd") if text in reading.words(dd)]
        assert [dd.get("lang") for dd in inside] == [None if code == language else code]


def test_any_two_versions_are_compared(client, told):
    page = answer(client, f"{HISTORY}?from={told[0].short}&to={told[2].short}")
    assert words_of(page, "dt") == ["Title · English", "Date", "Place among the entries of the day"]
    assert robots(page) == ["noindex"]
    assert page.canonical == f"http://testserver{HISTORY}"
    selects = {select.get("name"): select for select in page.main.iter("select")}
    chosen = {
        name: [option.get("value") for option in select if "selected" in option.attrib]
        for name, select in selects.items()
    }
    assert chosen == {"from": [told[0].short], "to": [told[2].short]}
    back = answer(client, f"{HISTORY}?from={told[2].short}&to={told[0].short}")
    assert "removed: Long talks added: Talks" in back.words
    same = answer(client, f"{HISTORY}?from={told[1].short}&to={told[1].short}")
    assert "Nothing that is shown here changed." in same.words


def test_a_version_that_never_was_cannot_be_compared(client, told):
    address = f"{HISTORY}?from={told[0].short}&to=00000000"
    assert answer(client, address, HTTPStatus.NOT_FOUND).heading == "There is no such version"


def test_a_long_history_goes_on(client, told):
    found = Event.objects.get()
    for number in range(42):
        change(found, title_en=f"Talks, number {number}")
    every = [revision.short for revision in reversed(dated(found))]
    seen, address = [], HISTORY
    while address:
        page = answer(client, address)
        hrefs = [a.get("href") for a in page.main.iter("a")]
        seen += [href.partition("?version=")[2] for href in hrefs if "?version=" in href]
        assert len(list(page.main.iter("details"))) == 20 or not page.next
        address = page.next and HISTORY + page.next
    assert seen == every
    assert "The first version that was published." in page.words


def test_a_history_of_rows_names_them_and_keeps_them_apart(client, tmp_path):
    load(tmp_path, person("a-visitor"), person("b-visitor"), place("kyiv"), place("lviv"), source("b-source"))  # fmt: skip
    came = [{"person": "a-visitor", "role": "visitor", "tier": "minister"}]
    load(tmp_path, visit(participants=came, stops=[{"place": "kyiv"}]))
    joined = [{"person": "b-visitor", "role": "participant"}, {**came[0], "tier": "head-of-state"}]
    load(
        tmp_path,
        visit(participants=joined, stops=[{"place": "lviv"}, {"place": "kyiv"}], rank="state"),
    )
    page = answer(client, "/en/visits/a-visit/history/")
    labels = words_of(page, "dt")
    assert "Participant: B Visitor · added" in labels
    assert "Participant: A Visitor" in labels
    assert "Stop: Lviv · added" in labels
    assert not any(label.startswith("Stop: Kyiv") for label in labels)
    assert "removed: Minister" in words_of(page, "del")
    assert {"added: Head of state", "added: State visit"} <= set(words_of(page, "ins"))
    assert not {"head-of-state", "b-visitor", "lviv"} & set(page.words.split())


def test_a_sum_and_a_citation_are_told_in_a_readers_words(client, tmp_path):
    load(tmp_path, source("b-source", title="Записка", language="uk"), aid())
    step = {"key": "note", "stage": "pledge", "amount": 2_500_000, "currency": "JPY"}
    cited = [{"source": "b-source", "claim": "transactions/note", "quotation": "Два мільйони"}]
    load(tmp_path, aid(transactions=[step], citations=[*cited, {"source": "a-source"}]))
    page = answer(client, "/ja/aid/an-aid/history/")
    assert any("2,500,000" in told for told in words_of(page, "ins"))
    assert any("Записка" in label and "note" in label for label in words_of(page, "dt"))
    assert any("Два мільйони" in marked for marked in page.marked("uk"))


# What stays unseen

UNSEEN = ["draft", "submitted", "rejected", "scheduled"]
PROPOSAL = "A proposal nobody may read"


@pytest.mark.parametrize("state", UNSEEN)
def test_a_proposal_changes_no_byte(client, told, state):
    pages = [
        *(f"/{code}/events/an-event/" for code in LANGUAGES),
        *(f"/{code}/events/an-event/history/" for code in LANGUAGES),
        *(f"{ADDRESS}?as_of={day}" for day in ("2026-02-01", "2026-03-05", "2026-03-10", "2026-03-31")),
        *(f"{ADDRESS}?version={revision.short}" for revision in told),
        f"{HISTORY}?from={told[0].short}&to={told[2].short}",
        f"{HISTORY}?after=2",
    ]  # fmt: skip
    before = {address: client.get(address).content for address in pages}
    proposed = propose(Event.objects.get(), state)
    after = {address: client.get(address).content for address in pages}
    assert [address for address in pages if before[address] != after[address]] == []
    unknown = client.get(f"{ADDRESS}?version=00000000").content.decode()
    asked = client.get(f"{ADDRESS}?version={proposed.short}").content.decode()
    assert asked == unknown.replace("00000000", proposed.short)
    for pair in (f"from={proposed.short}&to={told[0].short}", f"from={told[0].short}&to={proposed.short}"):  # fmt: skip
        page = answer(client, f"{HISTORY}?{pair}", HTTPStatus.NOT_FOUND)
        assert PROPOSAL not in page.html


def propose(obj, state: str) -> Revision:
    """A newer revision beside a live row that stays as it is."""
    document = build(obj) | {"title": {"en": PROPOSAL}, "status": state}
    return Revision.objects.create(
        model=obj.KEY, slug=obj.slug, digest=digest(document), content=canonical(document),
        signature="olena", note="Not yet", at=FIRST_DAY + timedelta(days=8), state=state,
    )  # fmt: skip


@pytest.mark.parametrize("status", [*UNSEEN, "withdrawn"])
@pytest.mark.parametrize(
    "end", ["", "history/", "?version=00000000", "history/?from=1", "?as_of=x"]
)
def test_what_was_never_published_has_no_history(client, tmp_path, status, end):
    load(tmp_path, event(status=status, publish_at="2999-01-01T00:00:00+00:00", public_reason={"en": "Never."}))  # fmt: skip
    hidden = client.get(ADDRESS + end)
    unknown = client.get(f"/en/events/nothing/{end}")
    assert hidden.status_code == unknown.status_code == HTTPStatus.NOT_FOUND
    assert hidden.content == unknown.content


def test_drafts_before_the_first_version_are_no_part_of_the_history(client, tmp_path):
    load(tmp_path, event(status="draft", title={"en": "A rough draft"}))
    draft = Revision.objects.of(Event.objects.get()).get()
    load(tmp_path, event())
    page = answer(client, HISTORY)
    assert "rough" not in page.html
    assert "The first version that was published." in page.words
    answer(client, f"{ADDRESS}?version={draft.short}", HTTPStatus.NOT_FOUND)


@pytest.mark.parametrize("end", ["", "history/"])
def test_a_withdrawn_document_shows_its_reason_and_none_of_its_versions(client, told, end):
    change(Event.objects.get(), status="withdrawn", public_reason_en="It never took place.")
    for query in ("", f"?version={told[0].short}", "?as_of=2026-03-05"):
        page = answer(client, ADDRESS + end + query, HTTPStatus.GONE)
        assert "It never took place." in page.words
        assert "19 January 2011" not in page.words


@pytest.mark.parametrize("model", [Topic, Page])
@pytest.mark.parametrize("end", ["", "history/"])
def test_a_withdrawn_text_is_not_a_bare_404(client, tmp_path, model, end):
    folder = {Topic: "topics", Page: "about"}[model]
    load(tmp_path, {model.KEY: "a-text", "title": {"en": "A text"}, "status": "published"})
    change(model.objects.get(), status="withdrawn", public_reason_en="Told elsewhere.")
    page = answer(client, f"/en/{folder}/a-text/{end}", HTTPStatus.GONE)
    assert "Told elsewhere." in page.words


def test_a_time_in_which_it_was_withdrawn_is_told_and_shows_nothing(client, told):
    found = Event.objects.get()
    change(found, status="withdrawn", public_reason_en="Under review.", title_en="Hush")
    change(found, status="published", title_en="Talks again")
    assert "Hush" not in answer(client, HISTORY).html
    assert "Under review." in answer(client, HISTORY).words
    answer(client, f"{ADDRESS}?as_of=2026-03-11", HTTPStatus.NOT_FOUND)
    assert "Talks again" in answer(client, f"{ADDRESS}?as_of=2026-03-14").words
    assert "until 10 March 2026" in answer(client, f"{ADDRESS}?as_of=2026-03-08").words


# Names inside an old version


def test_an_old_version_leads_to_nothing_that_readers_cannot_open(client, tmp_path):
    load(
        tmp_path,
        *(person("a-guest"), place("a-town"), source("b-source", title="A leaflet")),
        topic("a-theme", title={"en": "Secret plans"}),
        event("a-follower", title={"en": "Hush"}),
        event(
            participants=[{"person": "a-guest", "role": "speaker"}],
            places=["a-town"],
            topics=["a-theme"],
            citations=[{"source": "b-source"}, {"source": "a-source"}],
            links=[{"to": "a-follower", "role": "follows"}],
        ),
        event("another"),
    )
    load(tmp_path, event(), topic("a-theme", title={"en": "Secret plans"}, status="draft"), event("a-follower", title={"en": "Hush"}, status="draft"))  # fmt: skip
    first, _last = dated(Event.objects.get(slug="an-event"))
    for page in (answer(client, f"{ADDRESS}?version={first.short}"), answer(client, HISTORY)):
        assert {"A Guest", "A Town"} <= {
            name for name in ("A Guest", "A Town") if name in page.words
        }
        assert "A leaflet" in page.words
        for unseen in ("Secret plans", "a-theme", "Hush", "a-follower"):
            assert unseen not in page.html
        links = {a.get("href") for a in page.main.iter("a")}
        answers = {link: client.get(link).status_code for link in links if link.startswith("/")}
        assert set(answers.values()) == {HTTPStatus.OK}, answers


def test_a_link_to_a_draft_is_not_told_even_when_it_comes_and_goes(client, told, tmp_path):
    load(tmp_path, topic("secret-plan", status="draft"), event("secret-talks", status="draft"))
    old = Revision.objects.of(Event.objects.get(slug="an-event")).first().document
    named = {"topics": ["secret-plan"], "links": [{"to": "secret-talks", "role": "follows"}]}
    claimed = {"source": "a-source", "claim": "links/secret-talks"}
    found = Event.objects.get(slug="an-event")
    with recording(found, signature="olena"):
        apply(found, old | named | {"citations": [*old["citations"], claimed]})
    page = answer(client, HISTORY)
    assert len(list(page.main.iter("details"))) == 3
    assert "secret" not in page.html


def test_an_old_version_still_knows_who_was_renamed(client, tmp_path):
    load(tmp_path, person("a-guest"), event(participants=[{"person": "a-guest", "role": "speaker"}]))  # fmt: skip
    change(Person.objects.get(), slug="a-renamed-guest", name_en="Renamed")
    first = Revision.objects.of(Event.objects.get()).last()
    page = answer(client, f"{ADDRESS}?version={first.short}")
    assert "Renamed" in page.words
    assert "/en/people/a-renamed-guest/" in [a.get("href") for a in page.main.iter("a")]


def test_a_code_that_is_gone_does_not_break_the_version_that_used_it(client, told):
    document = told[0].document | {"type": "embassy-moved"}
    Revision.objects.filter(pk=told[0].pk).update(content=canonical(document))
    assert "18 January 2011" in answer(client, f"{ADDRESS}?version={told[0].short}").words
    assert "removed: embassy-moved" in answer(client, HISTORY).words


# A new address


@pytest.mark.parametrize("end", ["", "history/"])
@pytest.mark.parametrize("model", [Event, Topic, Page])
def test_an_old_address_leads_to_the_new_one_with_its_question(client, tmp_path, model, end):
    folder = {Event: "events", Topic: "topics", Page: "about"}[model]
    text = {"title": {"en": "A text"}, "status": "published"}
    load(tmp_path, event("a-text") if model is Event else {model.KEY: "a-text"} | text)
    change(model.objects.get(), slug="renamed")
    response = client.get(f"/uk/{folder}/a-text/{end}?utm_source=a%0Db")
    assert response.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert response["Location"] == f"/uk/{folder}/renamed/{end}?utm_source=a%0Db"


def test_the_history_follows_a_new_address(client, told):
    change(Event.objects.get(), slug="renamed")
    response = client.get(f"{ADDRESS}?version={told[0].short}", follow=True)
    page = reading.Page(response)
    assert response.status_code == HTTPStatus.OK
    assert "18 January 2011" in page.words
    assert page.canonical == "http://testserver/en/events/renamed/"
    history = answer(client, "/en/events/renamed/history/")
    assert words_of(history, "dt")[:2] == ["Address", "Earlier addresses"]
    assert len(list(history.main.iter("details"))) == 3


# At the desk


def test_the_differences_can_be_shown_without_a_readers_page(told):
    before, after = told[0].document, told[2].document
    found = {"changes": changes(before, after), "names": names_in(before, after)}
    with translation.override("uk"):
        shown = render_to_string("relations/_changes.html", found)
    assert "<html" not in shown
    assert '<dd lang="en">' in shown
    assert "<ins>" in shown
