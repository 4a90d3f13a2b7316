"""A round: whom it asks, how it waits, what it tells and keeps."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from relations.links.network import Network
from relations.links.rounds import Pace
from relations.models import LinkCheck, Source
from tests.making import event, load, source
from tests.rounds import BACK, Clock, check_links, noted, sources_at


@pytest.mark.django_db
def test_a_round_tells_of_each_address_and_sums_up(network):
    sources_at("http://a.example/", "http://b.example/404", "http://c.example/moved", "")
    assert check_links(network).splitlines() == [
        "1 of 3: s0: ok, 200",
        "2 of 3: s1: gone, 404",
        "3 of 3: s2: moved, 200, to http://new.example/%E3%83%AB%E3%83%BC%E3%83%88?q=a%20b#part",
        "Asked 3 of 3: 1 ok, 1 moved, 1 gone. Dead links: 0.",
    ]
    assert check_links(network) == "Asked 0 of 0: nothing is due. Dead links: 0.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("option", [{"quiet": True}, {"verbosity": 0}])
def test_a_quiet_round_says_nothing(network, option):
    sources_at("http://a.example/")
    assert check_links(network, **option) == ""
    assert LinkCheck.objects.get().result == "ok"


@pytest.mark.django_db
def test_what_failed_is_kept_with_its_reason(network):
    sources_at("http://unknown.example/", "http://a.example/500", "http://a.example/inside")
    check_links(network)
    kept = LinkCheck.objects.order_by("pk").values_list("result", "status", "reason", "failures")
    assert list(kept) == [
        ("unreachable", None, "Name or service not known", 1),
        ("error", 500, "", 1),
        ("unsafe", None, "inside.example is 10.0.0.7, which is not on the public web", 1),
    ]


@pytest.mark.django_db
def test_readers_come_first_then_what_waited_longest(server, network, tmp_path, monkeypatch):
    hosts = ("asked-lately", "asked-long-ago", "never-asked", "seen", "changed")
    load(
        tmp_path,
        *(source(slug=host, url=f"http://{host}.example/") for host in hosts),
        event(citations=[{"source": "seen"}, {"source": "a-source", "claim": "date"}]),
    )
    now = datetime.now(UTC)
    days = {"asked-lately": 3, "asked-long-ago": 30, "seen": 8, "changed": 1}
    for slug, ago in days.items():
        found = Source.objects.get(slug=slug)
        url = "http://old.example/" if slug == "changed" else found.url
        noted(found, BACK, now - timedelta(days=ago), url=url)
    check_links(network)
    order = [host.removesuffix(".example") for _method, host, _path in server.asked]
    assert order == ["seen", "changed", "never-asked", "asked-long-ago"]
    server.asked.clear()
    check_links(network, older_than=0, limit=1)
    assert [host for _method, host, _path in server.asked] == ["seen.example"]


@pytest.mark.django_db
def test_a_round_is_bounded_and_the_next_goes_on(server, network):
    sources_at(*(f"http://h{n}.example/" for n in range(5)))
    assert "Asked 2 of 2" in check_links(network, limit=2)
    assert "Asked 2 of 2" in check_links(network, limit=2)
    assert "Asked 1 of 1" in check_links(network, limit=2)
    assert [host for _m, host, _p in server.asked] == [f"h{n}.example" for n in range(5)]


@pytest.mark.django_db
def test_a_round_broken_off_ends_cleanly_and_loses_nothing(server, network):
    sources_at(*(f"http://h{n}.example/" for n in range(4)))

    def resolve(host, port):
        if host == "h2.example":
            raise KeyboardInterrupt
        return network.resolve(host, port)

    told = check_links(Network(resolve=resolve, allows=network.allows))
    assert told.splitlines()[2:] == [
        "Interrupted; what was answered until now is kept.",
        "Asked 2 of 4: 2 ok. Dead links: 0.",
    ]
    assert LinkCheck.objects.count() == 2
    check_links(network)
    assert [host for _m, host, _p in server.asked] == [f"h{n}.example" for n in range(4)]


@pytest.mark.django_db
def test_a_host_has_a_pause_between_two_requests_and_others_do_not_wait(server, network):
    sources_at(
        "http://a.example/no-head",
        "http://b.example/",
        "http://a.example/lent",
        "http://c.example/",
    )
    clock = Clock()
    check_links(network, Pace(2, clock=clock, sleep=clock.wait))
    asked = [(method, host) for method, host, _path in server.asked]
    assert asked == [
        ("HEAD", "a.example"), ("GET", "a.example"), ("HEAD", "b.example"),
        ("HEAD", "a.example"), ("HEAD", "a.example"), ("HEAD", "c.example"),
    ]  # fmt: skip
    assert clock.waits == [2, 2, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/429", "/503"])
def test_a_host_that_wants_rest_is_left_alone_for_this_round(server, network, path):
    sources_at(
        f"http://tired.example{path}",
        "http://tired.example/",
        "http://a.example/to-tired",
        "http://a.example/",
    )
    told = check_links(network, limit=2).splitlines()
    assert told[1:] == [
        "1 of 2: s1: left for another round",
        "1 of 2: s2: left for another round",
        "2 of 2: s3: ok, 200",
        f"Asked 2 of 2: 1 ok, 1 {'refused' if path == '/429' else 'error'}, "
        "2 left for another round. Dead links: 0.",
    ]
    assert [path for _m, host, path in server.asked if host == "tired.example"] == [path]
    assert set(LinkCheck.objects.values_list("source__slug", flat=True)) == {"s0", "s3"}


@pytest.mark.django_db
def test_a_machine_without_a_line_condemns_nobody(network):
    sources_at(*(f"http://unknown{n}.example/" for n in range(12)))
    with pytest.raises(CommandError, match="is this machine online"):
        check_links(network)
    assert LinkCheck.objects.count() == 10


@pytest.mark.django_db
def test_one_dead_host_with_many_pages_is_no_missing_line(network):
    sources_at(*(f"http://unknown.example/{n}" for n in range(12)))
    assert "12 unreachable" in check_links(network)


@pytest.mark.parametrize(
    "option", ["--limit=0", "--limit=many", "--timeout=0", "--timeout=nan", "--older-than=-1"]
)
def test_an_option_out_of_bounds_is_refused(option):
    with pytest.raises(CommandError):
        call_command("check_links", option)
