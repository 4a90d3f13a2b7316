"""Properties of the differences between two versions: nothing is lost, nothing is told twice."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from relations.document.changes import ADDED, KEPT, REMOVED, Change, changes, pieces
from relations.document.check import NAMES_OF_A_ROW

texts = st.text("aб日のカ '’-.\n\t 1", max_size=60) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=40
)
words = st.lists(st.sampled_from(["The ", "visit ", "of", "日本", "を", "訪問", "\n\n", "п’ять "]), max_size=40).map("".join)  # fmt: skip
slugs = st.sampled_from(["kyiv", "tokyo", "osaka", "lviv", "nara"])
languages = st.sampled_from(["en", "ja", "uk"])
lines = st.sampled_from(["One", "One two", "二つ", "три слова тут"])
translated = st.dictionaries(languages, lines, min_size=1, max_size=3)


def rows(name: str, **fields) -> st.SearchStrategy:
    """Rows of a part with names that stand once, in any order."""
    row = st.fixed_dictionaries({name: slugs}, optional=fields)
    return st.lists(row, unique_by=lambda found: found[name], max_size=5)


citation = st.fixed_dictionaries(
    {"source": st.sampled_from(["note", "page"])},
    optional={"claim": st.sampled_from(["date", "rank"]), "says": translated, "locator": lines},
)
visits = st.fixed_dictionaries(
    {},
    optional={
        "title": translated,
        "date": st.sampled_from(["2011", "2012-01"]),
        "milestone": st.just(True),
        "order_in_day": st.integers(1, 3),
        "topics": st.lists(slugs, unique=True).map(sorted),
        "purposes": st.lists(slugs, unique=True),
        "checked": st.dictionaries(languages, st.fixed_dictionaries({"by": lines, "on": lines})),
        "participants": rows("person", role=lines, capacity=translated),
        "stops": rows("place", date=lines, what=translated),
        "citations": st.lists(citation, unique_by=lambda c: (c["source"], c.get("claim")), max_size=5),
    },
).map(lambda fields: {"visit": "a-visit"} | fields)  # fmt: skip


@given(texts | words, texts | words)
def test_the_pieces_of_two_texts_make_both(old, new):
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.how in (KEPT, REMOVED)) == old
    assert "".join(piece.text for piece in found if piece.how in (KEPT, ADDED)) == new


@given(texts)
def test_a_text_that_did_not_change_is_kept_in_one_piece(text):
    assert [piece.how for piece in pieces(text, text)] == [KEPT] * bool(text)


@given(visits)
def test_nothing_changed_is_no_change(document):
    assert changes(document, document) == ()


@given(visits, visits)
def test_every_value_that_changed_is_told_exactly_once(before, after):
    old, new = values(before), values(after)
    assert Counter(told_by(changes(before, after))) == (old - new) + (new - old)


@given(visits)
def test_a_first_version_is_told_whole_and_so_is_its_end(document):
    told = Counter(told_by(changes({}, document)))
    assert told == Counter(told_by(changes(document, {}))) == values(document)


@given(visits, st.randoms(use_true_random=False))
def test_rows_in_another_order_have_moved_and_nothing_else(document, random):
    shuffled = dict(document)
    for name in ("participants", "stops", "citations"):
        shuffled[name] = random.sample(document.get(name, []), len(document.get(name, [])))
    found = changes(document, shuffled)
    assert all(change.moved and not change.inner for change in found)
    assert {change.name for change in found} == {
        name for name, rows in shuffled.items() if rows != document.get(name, rows)
    }


@given(visits, st.data())
def test_a_row_that_comes_in_between_shifts_no_other(document, data):
    stops = document.get("stops", [])
    place = data.draw(st.integers(0, len(stops)))
    new = {"place": "a-new-place"}
    after = document | {"stops": [*stops[:place], new, *stops[place:]]}
    (found,) = changes(document, after)
    assert (found.before, found.after, found.row) == (None, new, new)


#: Where a value stands, and what it is: a row stands at its own name.
Leaf = tuple[tuple[str, ...], str]


def values(found, path: tuple[str, ...] = ()) -> Counter[Leaf]:
    """Every value of a document at its path."""
    if isinstance(found, dict):
        inside = (values(value, (*path, name)) for name, value in found.items())
    elif isinstance(found, list):
        inside = (values(row, (*path, called(row))) for row in found)
    else:
        return Counter([(path, repr(found))])
    return sum(inside, Counter())


def called(row) -> str:
    if not isinstance(row, dict):
        return row
    name = next(row[name] for name in NAMES_OF_A_ROW if name in row)
    return f"{name} {row['claim']}" if row.get("claim") else name


def told_by(found: tuple[Change, ...], path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every value that the changes tell of, old or new."""
    for change in found:
        here = (*path, change.name)
        if change.row is not None:
            here = (*here, called(change.row))
        if change.language:
            here = (*here, change.language)
        if change.members:
            for member in change.members:
                yield from leaves(member, (*here, member.after or member.before))
        elif change.inner:
            yield from told_by(change.inner, here)
        elif change.row is None:
            yield from leaves(change, here)


def leaves(change: Change, here: tuple[str, ...]) -> Iterator[Leaf]:
    if not change.moved:
        yield from ((here, repr(v)) for v in (change.before, change.after) if v is not None)
