"""Names of one person are known as such, and names that fit several are left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.films.collection.likeness import Named, Pair, name_forms, name_parts, pair_names, plain_title


def named(name, *aliases, gender=None, weight=0):
    parts = name_parts(name)
    return Named(parts, frozenset({parts, *map(name_parts, aliases)}), gender, weight)


CAST = [named(name) for name in ("Harry Potter", "Lily Potter", "Dr. Miles O'Brien", "Henry F. Potter", "T-1000")]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Mr. O’Brien's", ("obrien",)),
        ("Jean-Luc Dupré", ("jean", "luc", "dupre")),
        ('J.J. "Jake" Gittes', ("j", "j", "jake", "gittes")),
        ("Detective", ("detective",)),
        ("?!", ()),
    ],
)
def test_parts(name, parts):
    """Case, accents, apostrophes and titles make no other name; a title alone is a name."""
    assert name_parts(name) == parts


def test_forms():
    """A role of two names has two forms, remarks in brackets none."""
    assert name_forms("Tony Stark/Iron Man (uncredited)") == [("tony", "stark"), ("iron", "man")]
    assert name_forms("Bob aka Robert") == [("bob",), ("robert",)]
    assert name_forms("(voice)") == []


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (named("Harry Potter"), 0, "name"),
        (named("harry"), 0, "part"),
        (named("Harry James Potter"), 0, "part"),
        (named("Mr. O'Brien"), 2, "part"),
        (named("Henry Potter"), 3, "part"),
        (named("The Boy", "Harry Potter"), 0, "name"),
        (named("Potter"), None, None),
        (named("Obrienne"), "nobody", None),
        (named("Barry Potter"), "nobody", None),
    ],
)
def test_pairs(one, other, rule):
    """The same name goes before a part; a part that fits several is ambiguous; another name is nobody's."""
    expected = None if other == "nobody" else Pair(other, rule, is_ambiguous=other is None)
    assert pair_names([one], CAST) == [expected]


def test_gender():
    """A part is no woman's where a man is meant."""
    cast = [named("Ann Lee", gender="female"), named("Bob Lee", gender="male")]
    assert pair_names([named("Lee", gender="male")], cast) == [Pair(1, "part")]
    assert pair_names([named("Lee", gender="male")], cast[:1]) == [None]


def test_begins():
    """Of several that a part fits, the one that begins so is meant."""
    cast = [named("Jack Dawson"), named("Fabrizio Jack")]
    assert pair_names([named("Jack")], cast) == [Pair(0, "part")]


def test_once():
    """Each is given once: to the same name, else to who is named twice as often."""
    some = [
        named("Harry", weight=9),
        named("Harry Potter", weight=1),
        named("Miles", weight=1),
        named("O'Brien", weight=2),
    ]
    assert pair_names(some, CAST) == [Pair(None, None), Pair(0, "name"), Pair(None, None), Pair(2, "part")]


@pytest.mark.parametrize(
    ("listed", "some", "expected"),
    [
        ("Malfoy", [("Draco Malfoy", 3), ("Lucius Malfoy", 3)], ["unclear", "unclear"]),
        ("Mary", [("Mary Jones", 3), ("Mary Brown", 2)], ["unclear", "unclear"]),
        ("Mary", [("Mary Jones", 4), ("Mary Brown", 2)], [0, None]),
        ("Mary", [("Mary Jones", 0), ("Mary Brown", 0)], ["unclear", "unclear"]),
        ("Mary", [("Mary Jones", 4), ("Mary Brown", 4), ("Mary", 1)], [None, None, 0]),
        ("Mary Ann Lee", [("Mary", 4), ("Ann", 4), ("Mary Lee", 1)], [None, None, 0]),
        ("Tony Stark / Iron Man", [("Tony Stark", 3), ("Iron Man", 4)], [None, 0]),
    ],
)
def test_a_listed_name_that_fits_several(listed, some, expected):
    """The nearest has it, of those as near who is named twice as often; else nobody, and that is ambiguous."""
    forms = name_forms(listed)
    pairs = pair_names([named(name, weight=n) for name, n in some], [Named(forms[0], frozenset(forms))])
    assert ["unclear" if pair.is_ambiguous else pair.other for pair in pairs] == expected


@pytest.mark.timeout(20)
def test_many():
    """Ten thousand who share a name on both sides are told apart, or not, in seconds."""
    some = [named(f"John Z{n}") for n in range(10_000)]
    pairs = pair_names([*some, named("John")], some)
    assert [pair.other for pair in pairs[:-1]] == list(range(10_000))
    assert pairs[-1] is None or pairs[-1].is_ambiguous


@settings(max_examples=40, derandomize=True)
@given(st.lists(st.sampled_from(["Ann Lee", "Ann", "Lee", "Bob Lee", "Bob", "Cy", "Ann B. Lee"]), max_size=6))
def test_permuted(names):
    """What fits does not depend on the order of the others, and nobody is given twice."""
    cast = [named(name) for name in ("Ann Lee", "Bob Lee", "Cy Young")]
    some = [named(name, weight=-place) for place, name in enumerate(names)]
    pairs = pair_names(some, cast)
    others = [pair.other for pair in pairs if pair is not None and pair.other is not None]
    assert len(others) == len(set(others))
    turned = [pair and pair.other for pair in pair_names(some, cast[::-1])]
    assert [None if other is None else 2 - other for other in turned] == [pair and pair.other for pair in pairs]


def test_titles():
    """Spellings of one title are equal; no title is empty."""
    assert plain_title("Amélie — Le Fabuleux!") == plain_title("amelie le fabuleux")
    assert plain_title("Schindler's List") == "schindlers list"
    assert plain_title(None) == ""
