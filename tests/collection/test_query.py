"""`where`: one condition over the columns; whatever else a text asks for is refused in one line."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.collection.query import matching
from motif.core.errors import InputError

ITEMS = pa.table(
    {
        "id": ["a", "b", "c", "d"],
        "year": [1950, 1990, None, 2001],
        "score": [0.5, float("nan"), None, -1.0],
        "tags": [["x"], ["y", "z"], None, []],
        "seen": [True, False, None, True],
        "my col": [1, 2, 3, 4],
        'a "quoted" one': [1, 2, 3, 4],
        "select": [4, 3, 2, 1],
        "Größe": [1, 2, 3, 4],
        "facts": [{"x": 1}, {"x": 2}, None, {"x": 3}],
        "day": pa.array([0, 1, 2, 3], pa.int32()).cast(pa.date32()),
    }
)


@pytest.mark.parametrize(
    ("expression", "ids"),
    [
        ("year > 1960", "bd"),
        ("YEAR > 1960", "bd"),
        ("not year > 1960", "a"),
        ("year is null", "c"),
        ("year in (1950, 2001)", "ad"),
        ("year between 1950 and 1990", "ab"),
        ("year > 1960 and seen", "d"),
        ("year > 1960 or id = 'c'", "bcd"),
        ("seen", "ad"),
        ("true", "abcd"),
        ("false", ""),
        ("null::boolean", ""),
        ("isnan(score)", "b"),
        ('"my col" = 2', "b"),
        ('"a ""quoted"" one" >= 3', "cd"),
        ('"select" = 4', "a"),
        ('"Größe" = 1', "a"),
        ("list_contains(tags, 'y')", "b"),
        ("'x' in tags", "a"),
        ("len(tags) = 0", "d"),
        ("tags[1] = 'y'", "b"),
        ("facts.x = 2", "b"),
        ("id like '_' and id not like 'b%'", "acd"),
        ("regexp_matches(id, '[ab]')", "ab"),
        ("lower(upper(id)) = 'c'", "c"),
        ("case when year > 1960 then true end", "bd"),
        ("coalesce(year, 0) = 0", "c"),
        ("year::varchar like '19%'", "ab"),
        ("day >= date '1970-01-03'", "cd"),
        ("year % 2 = 0 and abs(score) < 1", "a"),
        ("items.year = 1950", "a"),
        ("id = '-- no comment' or id = 'a'", "a"),
        ("id = '; drop table items' or year = 1990", "b"),
        ("  year\n>\t1960  ", "bd"),
    ],
)
def test_a_condition_keeps_the_items_for_which_it_holds(expression, ids):
    """In any case of the names, with quoted names, over lists, records and days; unknown is no."""
    assert "".join(id_ for id_, kept in zip("abcd", matching(ITEMS, expression), strict=True) if kept) == ids


HOSTILE = {
    "subquery": ["(select true)", "exists(select 1)", "year in (select 1)", "(from items)", "year > (values (1))"],
    "hidden subquery": ["struct_pack(a := (select 1)).a = 1", "year = any([1950])", "coalesce((select 1), 1) = 1"],
    "several statements": ["true; drop table items", "true;", "; true", "pragma version", "attach 'x.db'"],
    "left of the condition": ["true union select true", "true order by 1", "true limit 1", "true as x", "true, false"],
    "files": ["read_text('/etc/passwd') is null", "id from read_csv('/etc/passwd')", "glob('/*') is null"],
    "files as tables": ["'/etc/passwd' is not null and exists(from '/etc/passwd')", '"/etc/passwd" = 1'],
    "comments": ["true -- and more", "true /* and more */", "/* */ true", "true --"],
    "parentheses": ["(((year > 1", "year > 1)))", "year > 1) or (true", "true) limit (1", "true) union select (true"],
    "many rows of one": ["unnest([true, false])", "unnest(tags) = 'x'", "generate_subscripts(tags, 1) = 1"],
    "many columns of one": ["columns(*) is null", "columns(*) > 1", "*", "items.* is null", "#1 = 'a'"],
    "parameters": ["? = 1", "$1 = 1", "$year = 1", "year = ?"],
    "aggregates": ["count(*) > 1", "sum(year) > 1", "row_number() over () = 1", "any_value(year) = 1"],
    "endless": ["x" * 20_000, "true " * 3000, "year > " + "9" * 9000],
    "deep": ["(" * 4000 + "true" + ")" * 4000, "not " * 2400 + "true", "not " * 900 + "true", "-" * 9000 + "1 = 1"],
    "deep lists": ["[" * 900 + "]" * 900 + " is null", "case when " * 400 + "true" + " then true end" * 400],
    "null bytes": ["year > 1\0", "\0", "year\0 > 1", "true\0; drop table items"],
    "no text of this world": ["\udc80 = 1", "'\ud800' = 'a'", "year > 1\ud800"],
    "no condition": ["year", "'a'", "null", "1", "items", "[true]", "{'a': true}", "default"],
    "nothing": ["", "   ", "\n", ";", "--", "'", '"', "'''"],
    "unknown": ["nosuch = 1", "nosuch(1) = 1", "rowid = 0", '"motif row number" = 0', "a.b.c.d.e = 1"],
    "memory": [
        "len(repeat('x', 4000000000)) > 1",
        "len(range(100000000)) > 1",
        "length(lpad('', 1000000000, 'x')) > 1",
    ],
    "growing": [
        "replace(replace(id, 'a', 'aaaa'), 'a', 'aaaa') = ''",
        "hex(hex(hex(id))) = ''",
        "format('{:>99999999}', id) = ''",
    ],
    "lambdas": [
        "list_filter([1], lambda x: x > 0) is null",
        "[x for x in [1]] = [1]",
        "list_reduce(tags, (x, y) -> x) is null",
    ],
    "chance": ["random() > 0.5", "uuid() is not null", "gen_random_uuid() is null"],
    "settings": ["current_setting('threads') = '2'", "getvariable('x') is null", "set_config('a', 'b') is null"],
    "the machine": [
        "getenv('HOME') is null",
        "write_log('x') is null",
        "error('x')",
        "nextval('s') = 1",
        "query('select 1')",
    ],
    "failing": [
        "cast('abc' as int) > 1",
        "id::int > 1",
        "year > 99999999999999999999999999999999999999999999",
        "year = id",
    ],
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_condition_is_refused_in_one_line(what):
    """Short enough to read, and nothing of it was run."""
    for expression in HOSTILE[what]:
        with pytest.raises(InputError) as caught:
            matching(ITEMS, expression)
        message = str(caught.value)
        assert message.startswith("where "), message
        assert "\n" not in message
        assert "\0" not in message
        assert len(message) < 600


@pytest.mark.parametrize("expression", [None, 3, b"true", ["true"]])
def test_what_is_no_text_is_refused(expression):
    """A condition is text."""
    with pytest.raises(InputError, match="where takes one boolean expression"):
        matching(ITEMS, expression)


def test_a_refusal_names_the_columns_there_are():
    """At most twenty, then a count."""
    with pytest.raises(InputError, match=r"the columns are id, year, score, tags"):
        matching(ITEMS, "yaer > 1960")
    many = pa.table({f"c{n}": [1] for n in range(1000)})
    with pytest.raises(InputError, match=r"c18, c19 and 980 more$"):
        matching(many, "yaer > 1960")
    with pytest.raises(InputError, match=r"the columns are 'a\\nb'$"):
        matching(pa.table({"a\nb": [1]}), "yaer > 1960")


def test_columns_that_differ_in_case_only_are_told_apart_by_their_owner():
    """SQL cannot; other columns can still be asked for."""
    items = pa.table({"id": ["a"], "Year": [1], "year": [2]})
    with pytest.raises(InputError, match="differ in case only: 'year'; rename one"):
        matching(items, "year = 2")
    assert matching(items, "id = 'a'").tolist() == [True]


def test_a_column_may_have_any_name():
    """Also the one that Motif would give its own."""
    items = pa.table({"id": ["a", "b"], "motif row number": [5, 6], "items": [1, 2], "rowid": [8, 9]})
    assert matching(items, '"motif row number" = 6').tolist() == [False, True]
    assert matching(items, "items = 1 and rowid = 8").tolist() == [True, False]


def test_no_items_match_nothing():
    """An empty collection has conditions too."""
    assert matching(pa.table({"id": pa.array([], pa.string())}), "id = 'a'").tolist() == []


NUMBERS = st.one_of(st.none(), st.integers(-3, 3))
OPERATORS = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "=": np.equal,
    "<>": np.not_equal,
}


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12),
    first=st.tuples(st.sampled_from(["x", "y"]), st.sampled_from(list(OPERATORS)), st.integers(-3, 3)),
    second=st.tuples(st.sampled_from(["x", "y"]), st.sampled_from(list(OPERATORS)), st.integers(-3, 3)),
    both=st.booleans(),
)
def test_comparisons_filter_as_numpy_does(rows, first, second, both):
    """An item without the number is not kept, whichever way it is compared."""
    columns = {"x": [row[0] for row in rows], "y": [row[1] for row in rows]}
    items = pa.table(
        {"id": [f"i{n}" for n in range(len(rows))], **{k: pa.array(v, pa.int64()) for k, v in columns.items()}}
    )

    def kept(condition) -> np.ndarray:
        name, operator, number = condition
        values = np.array([np.nan if value is None else value for value in columns[name]], dtype=float)
        return OPERATORS[operator](values, number) & ~np.isnan(values)

    word, join = ("and", np.logical_and) if both else ("or", np.logical_or)
    text = f" {word} ".join(" ".join(map(str, condition)) for condition in (first, second))
    assert matching(items, text).tolist() == join(kept(first), kept(second)).tolist()
