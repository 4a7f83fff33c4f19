"""Tables of every kind come in by column names, with all their dirt in the report."""

import csv
import gzip
import io
import json
import math
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import DataError, InputError, MotifError, SourceError
from motif.source.table import Table, TableReport, delimited, read_table
from motif.source.table.dialect import NO_DELIMITER, quotes_are_plain, sniff
from motif.source.table.infer import typed
from motif.source.table.name import unique_names


@pytest.fixture
def read(tmp_path):
    """Write bytes or text to a file of a name and read it as a table."""

    def write_and_read(content, name="songs.csv", **settings):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(tmp_path / name, **settings)

    return write_and_read


@pytest.fixture
def refusal(read):
    """The message of the DataError that reading gives, its reason checked."""

    def refused(content, reason, name="songs.csv", **settings):
        with pytest.raises(DataError) as caught:
            read(content, name, **settings)
        assert caught.value.reason == reason
        assert "\n" not in str(caught.value)
        assert repr(name) in str(caught.value)
        return str(caught.value)

    return refused


def table_or_refusal(path):
    """The table, or None where Motif refuses the file in one line."""
    try:
        return read_table(path)
    except MotifError as error:
        if "\n" in str(error):
            raise AssertionError("more than one line") from error
        return None


# --- delimited text -------------------------------------------------------------------------------------------------


def test_columns_come_by_name_with_their_types(read):
    """Numbers, words, dates, truth values and missing cells each become what they are."""
    table = read("id,song,n,tempo,day,live\n007,Stay,3,115.1,1964-05-01,true\n008,,4,,,false\n")
    assert table.columns == ["id", "song", "n", "tempo", "day", "live"]
    assert table.data.to_pylist() == [
        {"id": "007", "song": "Stay", "n": 3, "tempo": 115.1, "day": date(1964, 5, 1), "live": True},
        {"id": "008", "song": None, "n": 4, "tempo": None, "day": None, "live": False},
    ]
    assert table.report == TableReport(kind="csv", encoding="utf-8", delimiter=",", quote='"', n_rows=2)


@pytest.mark.parametrize(
    ("text", "delimiter", "kind"),
    [
        ("a,b\n1,2\n3,4\n", ",", "csv"),
        ("a;b\n1,5;2,5\n3;4\n", ";", "csv"),
        ("a\tb\n1, 2\t3\n", "\t", "tsv"),
        ("a|b\n1|2\n", "|", "csv"),
        ("a\n1\n", "", "csv"),
        ("text\nHello, Goodbye\nYes\n", "", "csv"),
    ],
)
def test_the_delimiter_is_found(read, text, delimiter, kind):
    """The delimiter is the one that fits the rows to the header; one column has none."""
    report = read(text, "table.txt").report
    assert (report.delimiter, report.kind) == (delimiter, kind)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(read, end):
    """The three ways to end a line give the same table."""
    assert read(end.join(["a,b", "1,x", "2,y"])).data.to_pylist() == [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]


def test_quoted_cells_keep_delimiters_quotes_and_line_ends(read):
    """What stands between quotes is one cell; a doubled quote is one quote."""
    table = read('song,n\n"Hello, Goodbye",1\n"the ""best""",2\n"two\nlines",3\n')
    assert table.column("song").to_pylist() == ["Hello, Goodbye", 'the "best"', "two\nlines"]
    assert table.report.dirt == {}


def test_a_row_that_does_not_fit_is_left_out_with_its_number(read):
    """A row with more or fewer cells is a drop `file:row`, the header being row 1, blank rows counting."""
    table = read("a,b\n1,2\n\n3\n4,5\n6,7,8\n")
    assert table.data.to_pylist() == [{"a": 1, "b": 2}, {"a": 4, "b": 5}]
    assert [(drop.origin, drop.reason) for drop in table.report.drops] == [
        ("songs.csv:4", "ragged_row"),
        ("songs.csv:6", "ragged_row"),
    ]
    assert table.report.drops[1].detail == "3 cells, 2 expected: '6,7,8'"
    assert table.report.dirt == {"blank_row": 1, "ragged_row": 2}


def test_a_repeated_header_is_left_out(read):
    """Tables put under each other, headers and all, become one."""
    table = read("a,b\n1,2\na,b\n3,4\na,b\n")
    assert table.column("a").to_pylist() == [1, 3]
    assert [drop.origin for drop in table.report.drops] == ["songs.csv:3", "songs.csv:5"]
    assert table.report.dirt == {"repeated_header": 2}


def test_names_are_made_usable_and_said(read):
    """Empty, equal and padded names are renamed, and the report has the old ones."""
    table = read(",song,song, key ,\n0,a,b,5,x\n")
    assert table.columns == ["column_1", "song", "song_2", "key", "column_5"]
    assert table.report.renamed == {"column_1": "", "song_2": "song", "key": " key ", "column_5": ""}
    assert table.report.dirt == {"duplicate_header": 1, "empty_header": 2, "trimmed_header": 1}


def test_new_names_take_no_name_that_is_there():
    """A name that is made up never takes that of another column."""
    names, _, _ = unique_names(["", "column_1", "a", "a", "a_2", "a"])
    assert names == ["column_1_2", "column_1", "a", "a_3", "a_2", "a_4"]


def test_a_file_without_a_header_is_refused_or_named_by_the_caller(read, refusal):
    """A first row of numbers is no header; `columns` gives the names and keeps the row."""
    assert "has no header" in refusal("1,2.5\n3,4\n", "no_header")
    table = read("1,2.5\n3,4\n", columns=["n", "tempo"])
    assert table.data.to_pylist() == [{"n": 1, "tempo": 2.5}, {"n": 3, "tempo": 4.0}]
    assert read("5120,Avatar\n1843,Titanic\n").report.dirt == {"number_header": 1}


def test_names_that_count_are_names(read):
    """A data frame without names writes 0, 1, 2 above its columns."""
    assert read("0,1,2\n.5,x,7\n").columns == ["0", "1", "2"]


def test_a_title_above_the_table_is_refused(refusal):
    """When hardly a row fits the header, the file is not taken for a table of what is left."""
    message = refusal("My songs 2020\na,b\n1,2\n3,4\n5,6\n", "header_mismatch")
    assert "0 of 4 rows have 1 cells" in message
    assert "row 2 has 2 cells" in message
    refusal("one, two\n" + "a, b, c and d\n" * 20, "header_mismatch")


def test_empty_cells_beyond_the_header_are_cut(read):
    """A delimiter at the end of each row makes no row ragged, a cell there does."""
    table = read("a,b\n1,2,\n3,4,,\n5,6,7\n")
    assert table.column("b").to_pylist() == [2, 4]
    assert table.report.dirt == {"ragged_row": 1, "trailing_delimiter": 2}


def test_a_broken_quote_costs_its_own_row_alone(read):
    """A quote that is opened and not closed does not swallow the rows below it."""
    table = read('a,b\n"good, one",1\n"broken,2\nx,3\n"y, z",4\n')
    assert table.data.to_pylist() == [{"a": "good, one", "b": 1}, {"a": "x", "b": 3}, {"a": "y, z", "b": 4}]
    assert [(drop.origin, drop.reason) for drop in table.report.drops] == [("songs.csv:3", "malformed_row")]


def test_a_quote_inside_a_plain_cell_is_a_character(read):
    """Inches and nicknames in plain cells are kept."""
    table = read('a,b\n5" disk,"x, y"\nO"Neill,z\n')
    assert table.column("a").to_pylist() == ['5" disk', 'O"Neill']
    assert table.report.drops == ()


def test_files_that_never_quote_keep_their_quotes(read):
    """Where quotes at the start of cells are not closed as quotes, they are text."""
    table = read('song\tn\n"Heroes" is a song\t1\n"Low" as well\t2\nStay\t3\n', "a.tsv")
    assert table.column("song").to_pylist() == ['"Heroes" is a song', '"Low" as well', "Stay"]
    assert table.report.quote == ""


def test_quotes_escaped_by_a_backslash_are_read(read):
    """The other way to put a quote into a cell is recognised where doubling fails."""
    table = read('a,b\n"say \\"hi\\", he said",1\n"x, y",2\n')
    assert table.column("a").to_pylist() == ['say "hi", he said', "x, y"]


@pytest.mark.parametrize(
    ("content", "encoding", "dirt"),
    [
        ("a,b\né,ü\n".encode(), "utf-8", {}),
        ("\ufeffa,b\né,ü\n".encode(), "utf-8", {"byte_order_mark": 1}),
        ("\ufeffa,b\né,ü\n".encode("utf-16-le"), "utf-16-le", {"byte_order_mark": 1}),
        ("\ufeff\ufeffa,b\né,ü\n".encode("utf-16-le"), "utf-16-le", {"byte_order_mark": 2}),
        ("\ufeffa,b\né,ü\n".encode("utf-16-be"), "utf-16-be", {"byte_order_mark": 1}),
        ("\ufeffa,b\né,ü\n".encode("utf-32-le"), "utf-32-le", {"byte_order_mark": 1}),
        ("a,b\né,ü\n".encode("cp1252"), "cp1252", {}),
        ("a,b\né,ü\n".encode("latin-1") + b"\x81,z\n", "latin-1", {}),
        (b"a,b\n\xc3\xa9\0,\xc3\xbc\n", "utf-8", {"null_byte": 1}),
        ("a,b\né,ü\n".encode() + b"\xff,z\n", "utf-8", {"undecodable_bytes": 1}),
    ],
)
def test_the_encoding_is_found_and_reported(read, content, encoding, dirt):
    """The same words come out of every encoding, and the report names it with its dirt."""
    table = read(content)
    assert table.data.to_pylist()[0] == {"a": "é", "b": "ü"}
    assert (table.report.encoding, table.report.dirt) == (encoding, dirt)


def test_utf_16_without_a_mark_is_refused_with_what_to_do(refusal):
    """NUL in every second byte is not silently dropped."""
    assert "save it as UTF-8" in refusal("a,b\n1,2\n".encode("utf-16-le"), "not_a_table")


@pytest.mark.parametrize(("text", "n"), [("a,b\n", 2), ("a,b", 2), ("a", 1)])
def test_a_header_alone_is_a_table_without_rows(read, text, n):
    """No rows are no error."""
    table = read(text)
    assert (table.n_rows, len(table.columns)) == (0, n)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"  \n\n", b"\xef\xbb\xbf", b"\xff\xfe\xff\xfe", gzip.compress(b"", mtime=0)]
)
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl", "a.parquet"])
def test_nothing_is_refused(refusal, content, name):
    """A file of no bytes or only blanks holds no table, whatever its name."""
    refusal(content, "empty", name)


def test_a_long_cell_is_read_whole(read):
    """A cell longer than a block of the reader is one cell."""
    text = "x" * (delimited._BLOCK * 2)
    table = read(f"a,b\n1,{text}\n2,y\n")
    assert len(table.column("b")[0].as_py()) == len(text)
    assert table.n_rows == 2


def test_gzip_is_read_and_reported(read):
    """A packed table named as a plain one is read, and the report says so."""
    report = read(gzip.compress(b"a,b\n1,2\n")).report
    assert (report.compression, report.kind, report.n_rows) == ("gzip", "csv", 1)


def test_row_numbers_are_right_far_down_and_over_quoted_lines(read, monkeypatch):
    """Over many blocks of the reader, each left-out row has the number that the csv module counts."""
    monkeypatch.setattr(delimited, "_BLOCK", 1 << 12)
    rng = np.random.default_rng(0)
    rows = [["id", "words"]]
    for place in range(5000):
        kind = rng.integers(12)
        words = "two\nlines" if kind == 0 else "plain"
        rows.append([str(place), words, "more"] if kind == 1 else [str(place)] if kind == 2 else [str(place), words])
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    table = read(stream.getvalue())
    wrong = [f"songs.csv:{number}" for number, row in enumerate(rows, start=1) if len(row) != 2]
    assert [drop.origin for drop in table.report.drops] == wrong
    assert table.column("id").to_pylist() == [int(row[0]) for row in rows[1:] if len(row) == 2]


_CELL = st.text(
    st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc"]), st.sampled_from("\n\r\t")), max_size=6
)


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(_CELL, min_size=n, max_size=n), min_size=1, max_size=8)))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_what_the_csv_module_writes_comes_back_cell_by_cell(tmp_path_factory, rows):
    """Any words, written by another program, come back as they are; empty cells are missing."""
    rows = [row for row in rows if any(row)]
    names = [f"c{place}" for place in range(len(rows[0]))] if rows else ["c0", "c1"]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([names, *rows])
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(stream.getvalue().encode())
    table = read_table(path, text_columns=names)
    expected = [{name: cell or None for name, cell in zip(names, row, strict=True)} for row in rows if row != names]
    assert table.data.to_pylist() == expected


@given(st.lists(st.lists(st.sampled_from(["", "a", '"', '""', 'x"y', ",", "\n", " "]), max_size=4), max_size=6))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_the_fast_and_the_careful_way_agree(rows):
    """Where quotes are plain, both readers give the same cells and leave out the same rows."""
    data = ("a,b\n" + "\n".join(",".join(row) for row in rows)).encode()
    if not quotes_are_plain(data, ","):
        return
    fast = delimited._fast(data, ",", ["a", "b"], "f")
    if fast is None:
        return
    careful = delimited._careful(data, ",", ["a", "b"], "f", quoted=True)
    assert [column.to_pylist() for column in fast.columns] == [column.to_pylist() for column in careful.columns]
    assert fast.numbers.tolist() == careful.numbers.tolist()
    assert [drop.origin for drop in fast.drops] == [drop.origin for drop in careful.drops]


# --- types ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["7", "-3", "0"], "int64", [7, -3, 0]),
        (["7", ""], "int64", [7, None]),
        (["007", "8"], "string", ["007", "8"]),
        (["+7", "8"], "string", ["+7", "8"]),
        (["7 ", "8"], "string", ["7 ", "8"]),
        (["0x10", "8"], "string", ["0x10", "8"]),
        (["9223372036854775807"], "int64", [2**63 - 1]),
        (["9223372036854775808"], "double", [2.0**63]),
        (["9223372036854775809"], "string", ["9223372036854775809"]),
        (["0.5", "1", "-2.0"], "double", [0.5, 1.0, -2.0]),
        (["0.30000000000000004"], "double", [0.1 + 0.2]),
        (["0.3000000000000000401"], "string", ["0.3000000000000000401"]),
        (["1.50", "0.25"], "double", [1.5, 0.25]),
        (["1.10", "1.9"], "string", ["1.10", "1.9"]),
        (["1e5", "2"], "string", ["1e5", "2"]),
        (["1e+05", "2"], "double", [1e5, 2.0]),
        (["1.35e-06", "0.0"], "double", [1.35e-06, 0.0]),
        (["1.", "2"], "string", ["1.", "2"]),
        ([".5", "2"], "string", [".5", "2"]),
        (["00.5"], "string", ["00.5"]),
        (["inf", "1"], "string", ["inf", "1"]),
        (["1,5", "2"], "string", ["1,5", "2"]),
        (["NA", "1"], "int64", [None, 1]),
        (["nan", "0.5"], "double", [None, 0.5]),
        (["NA", "Jo"], "string", ["NA", "Jo"]),
        (["NA", "NA"], "string", ["NA", "NA"]),
        (["true", "false"], "bool", [True, False]),
        (["True", "FALSE"], "string", ["True", "FALSE"]),
        (["2020-01-31"], "date32[day]", [date(2020, 1, 31)]),
        (["2020-01-32"], "string", ["2020-01-32"]),
        (["", ""], "string", [None, None]),
    ],
)
def test_a_column_is_typed_only_where_nothing_is_lost(cells, kind, values):
    """Each rule of `read_table` on a column of a few cells."""
    column, _ = typed(pa.chunked_array([cells]))
    assert (str(column.type), column.to_pylist()) == (kind, values)


def test_missing_markers_are_counted(read):
    """NA in a column of numbers is missing and said; in a column of words it is a word."""
    table = read("n,name\nNA,NA\n3,Jo\nnull,Na\n")
    assert table.data.to_pylist() == [{"n": None, "name": "NA"}, {"n": 3, "name": "Jo"}, {"n": None, "name": "Na"}]
    assert table.report.dirt == {"missing_marker": 2}


def test_markers_above_the_first_number_do_not_hide_it(read):
    """A column that begins with hundreds of NA is still one of numbers."""
    assert str(read("n\n" + "NA\n" * 500 + "5\n").data.schema.field("n").type) == "int64"


def test_text_columns_stay_text(read):
    """A column named by the caller is not typed; a name that is not there is refused."""
    table = read("id,n\n12,1\n13,2\n", text_columns=["id"])
    assert table.data.to_pylist()[0] == {"id": "12", "n": 1}
    with pytest.raises(InputError, match="'nope'"):
        read("id,n\n12,1\n", text_columns=["nope"])


@given(
    st.lists(
        st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**17), 10**17)).map(repr),
        min_size=1,
        max_size=30,
    )
)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_numbers_that_python_writes_come_back_exactly(texts):
    """A typed cell is the number that Python reads from the same text; what would change stays text."""
    column, _ = typed(pa.chunked_array([texts]))
    values = column.to_pylist()
    if pa.types.is_string(column.type):
        assert values == texts
    else:
        assert [float(value) for value in values] == [float(text) for text in texts]
        whole = [(text, value) for text, value in zip(texts, values, strict=True) if text.lstrip("-").isdigit()]
        assert all(int(text) == value for text, value in whole)


@given(st.lists(st.text("0123456789.-+eE ", max_size=8), min_size=1, max_size=6))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_no_two_texts_that_differ_in_more_than_form_become_one_number(texts):
    """Whatever the cells, a column is a number column only if each cell is that number for Python too."""
    column, _ = typed(pa.chunked_array([texts]))
    for text, value in zip(texts, column.to_pylist(), strict=True):
        if value is None:
            assert text == ""
        elif isinstance(value, str):
            assert text == value
        else:
            assert float(text) == value
            digits = text.lstrip("-").split(".")[0]
            assert digits == "0" or not digits.startswith("0")


def test_formatted_numbers_keep_their_column(read):
    """Three fixed decimals, and the long form that NumPy's savetxt writes, are numbers and exact."""
    values = np.random.default_rng(0).normal(size=(300, 2))
    for form in ("%.3f", "%.18e", "%r"):
        text = "a,b\n" + "\n".join(",".join(form % cell for cell in row) for row in values.tolist())
        table = read(text)
        assert table.data.schema.types == [pa.float64()] * 2
        expected = [[float(form % cell) for cell in row] for row in values.tolist()]
        assert np.column_stack([table.column("a").to_numpy(), table.column("b").to_numpy()]).tolist() == expected


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_a_list_of_objects_is_a_table(read):
    """Keys are columns in the order they first appear, a missing key is a missing value, lists stay lists."""
    rows = [{"id": "a", "tags": ["x", "y"], "n": 1}, {"id": "b", "n": 2.5, "live": True}]
    table = read(json.dumps(rows), "a.json")
    assert table.columns == ["id", "tags", "n", "live"]
    assert table.data.to_pylist() == [
        {"id": "a", "tags": ["x", "y"], "n": 1.0, "live": None},
        {"id": "b", "tags": None, "n": 2.5, "live": True},
    ]
    assert (table.report.kind, table.report.dirt) == ("json", {})


def test_nested_and_mixed_values_stay_readable_json(read):
    """Objects, lists of lists and columns of two kinds become JSON text, and the report counts them."""
    table = read('[{"a": {"x": [1]}, "b": 1, "c": [[1]]}, {"a": null, "b": "one"}]', "a.json")
    assert table.data.to_pylist() == [
        {"a": '{"x": [1]}', "b": "1", "c": "[[1]]"},
        {"a": None, "b": "one", "c": None},
    ]
    assert table.report.dirt == {"mixed_column": 1, "nested_column": 2}


def test_numbers_too_large_for_a_column_stay_exact(read):
    """Whole numbers beyond 64 bits, or beyond a double beside decimals, are kept as text."""
    table = read('[{"a": 123456789012345678901, "b": 9007199254740993}, {"a": 1, "b": 0.5}]', "a.json")
    assert table.data.to_pylist()[0] == {"a": "123456789012345678901", "b": "9007199254740993"}


def test_nan_in_json_is_missing_and_counted(read):
    """NaN and Infinity, which JSON does not have but programs write, are missing values."""
    table = read('[{"a": NaN, "b": 1.5}, {"a": 1.0, "b": -Infinity}]', "a.json")
    assert table.data.to_pylist() == [{"a": None, "b": 1.5}, {"a": 1.0, "b": None}]
    assert table.report.dirt == {"not_a_number": 2}


@pytest.mark.parametrize(
    ("text", "reason", "says"),
    [
        ('{"a": 1, "b": 2}', "not_a_list", "one JSON object with the keys 'a', 'b'"),
        ("[1, 2]", "no_objects", "a list of numbers"),
        ('"song"', "not_a_list", "one JSON text"),
        ("null", "not_a_list", "JSON null"),
        ('[{"a": 1},', "not_json", "column 11; if each line is an object by itself, let its name end in .jsonl"),
        ("[" * 100_000, "not_json", "cannot be read as JSON"),
        ('[{"a": ' + "1" * 5000 + "}]", "not_json", "cannot be read as JSON"),
    ],
)
def test_json_that_is_no_table_is_said_to_be_what_it_is(refusal, text, reason, says):
    """One object, a list of numbers, text that breaks off: each is named."""
    assert says in refusal(text, reason, "a.json")


def test_entries_that_are_no_objects_are_left_out(read):
    """The place in the list stands in the drop."""
    table = read('[{"a": 1}, 7, {"a": 2}, null]', "a.json")
    assert table.column("a").to_pylist() == [1, 2]
    assert [(drop.origin, drop.reason) for drop in table.report.drops] == [
        ("a.json:2", "not_an_object"),
        ("a.json:4", "not_an_object"),
    ]


def test_bad_json_lines_are_left_out_with_their_line(read):
    """Lines that are cut or no object are drops; blank lines are nothing."""
    table = read('{"a": 1}\n{"a": \n\n[2]\n{"a": 3}\n', "a.jsonl")
    assert table.column("a").to_pylist() == [1, 3]
    assert [(drop.origin, drop.reason) for drop in table.report.drops] == [
        ("a.jsonl:2", "bad_line"),
        ("a.jsonl:4", "not_an_object"),
    ]


def test_json_lines_are_known_whatever_they_are_called(read, refusal):
    """Objects on lines of their own are JSON lines, also in a file named .json or .csv."""
    for name in ("a.json", "a.csv", "a"):
        assert read('{"a": 1}\n{"a": 2}\n', name).report.kind == "jsonl"
    refusal("no\njson\n", "no_objects", "a.jsonl")


def test_a_header_with_a_bracket_is_still_a_header(read):
    """Delimited text whose first name begins with a bracket is not taken for JSON."""
    assert read("[x],y\n1,2\n").columns == ["[x]", "y"]
    assert read("{x},y\n1,2\n").columns == ["{x}", "y"]


def test_half_characters_and_double_keys_are_mended_and_counted(read):
    """A lone surrogate becomes '?', of two equal keys the last counts."""
    table = read('[{"a": "\\ud800x", "b": 1, "b": 2, "": 3}]', "a.json")
    assert table.data.to_pylist() == [{"a": "?x", "b": 2, "column_3": 3}]
    assert table.report.dirt == {"duplicate_key": 1, "empty_header": 1, "lone_surrogate": 1}


def test_keys_that_are_data_are_refused(refusal):
    """Objects keyed by id would make a column for each row."""
    rows = [{f"id{place}": place} for place in range(10_001)]
    assert "10,001 different keys" in refusal(json.dumps(rows), "too_many_columns", "a.json")


# --- Parquet --------------------------------------------------------------------------------------------------------


@pytest.fixture
def parquet():
    """The bytes of a small Parquet table."""
    stream = pa.BufferOutputStream()
    pq.write_table(pa.table({"id": ["007", "008"], "tempo": [1.5, None], "tags": [["x"], []]}), stream)
    return stream.getvalue().to_pybytes()


def test_parquet_is_read_as_what_it_is_whatever_its_name(read, parquet, refusal):
    """A Parquet table named .csv keeps its types; asked for as csv it is refused."""
    table = read(parquet, "a.csv")
    assert table.report.kind == "parquet"
    assert table.data.to_pylist()[0] == {"id": "007", "tempo": 1.5, "tags": ["x"]}
    assert "is a Parquet table, not csv" in refusal(parquet, "mislabelled", "a.csv", kind="csv")
    assert "is text, not parquet" in refusal("a,b\n1,2\n", "mislabelled", "a.parquet", kind="parquet")


def test_a_cut_parquet_table_is_truncated_at_every_place(read, parquet, refusal):
    """Wherever it is cut behind its mark, the message says that it ends early."""
    for n in range(8, len(parquet), 37):
        assert "ends early" in refusal(parquet[:n], "truncated", "a.parquet")


def test_a_damaged_parquet_table_is_refused(refusal, parquet):
    """Zeros in the index are one line, not a stack of the library's."""
    damaged = bytearray(parquet)
    damaged[-60:-8] = bytes(52)
    refusal(bytes(damaged), "damaged", "a.parquet")


def test_a_parquet_bomb_is_refused_from_its_index(refusal):
    """A column that packs to nothing is measured before it is unpacked."""
    stream = pa.BufferOutputStream()
    pq.write_table(pa.table({"a": np.zeros(300_000)}), stream, use_dictionary=False, compression="zstd")
    data = stream.getvalue().to_pybytes()
    assert len(data) < 100_000
    assert "unpacks to" in refusal(data, "too_large", "a.parquet", max_bytes=1_000_000)


def test_text_columns_of_parquet_become_text(read, parquet):
    """Numbers and lists asked for as text are written as JSON does."""
    table = read(parquet, "a.parquet", text_columns=["tempo", "tags"])
    assert table.data.to_pylist() == [
        {"id": "007", "tempo": "1.5", "tags": '["x"]'},
        {"id": "008", "tempo": None, "tags": "[]"},
    ]


# --- the door -------------------------------------------------------------------------------------------------------


def test_what_is_no_table_is_named(refusal):
    """A picture, a web page and random bytes with a table's name are told apart."""
    assert "a PNG picture" in refusal(b"\x89PNG\r\n\x1a\n" + bytes(50), "not_a_table")
    assert "a web page" in refusal("<!DOCTYPE html><html>404, sorry</html>", "not_a_table")
    assert "unknown kind" in refusal(bytes(range(1, 256)) * 4, "not_a_table")


def test_files_that_cannot_be_read_are_source_errors(tmp_path):
    """A folder and a missing file are not the data's fault."""
    with pytest.raises(SourceError, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        read_table(tmp_path / "none.csv")


def test_a_wrong_kind_and_useless_names_are_refused(read):
    """Kinds are a closed list; names are for text that has none."""
    with pytest.raises(InputError, match="kind must be one of"):
        read("a,b\n1,2\n", kind="xls")
    with pytest.raises(InputError, match="columns are names for delimited text"):
        read('[{"a": 1}]', "a.json", columns=["a"])
    with pytest.raises(InputError, match="text_columns"):
        read("a,b\n1,2\n", text_columns="a")


def test_a_column_that_is_not_there_is_named_with_those_that_are(read):
    """Columns are asked for by name only."""
    table = read("a,b\n1,2\n")
    assert table.column("b").to_pylist() == [2]
    with pytest.raises(InputError, match="no column 'c'; the table has 'a', 'b'"):
        table.column("c")


def test_the_report_is_plain_json_with_a_line_for_each_kind_of_dirt(read):
    """What `--json` prints and what people read come from the same counts."""
    report = read("a,b\n1,2\n\n3\n", "a.csv").report
    assert json.loads(json.dumps(report.as_dict()))["drops"] == {"ragged_row": 1}
    assert report.lines() == [
        "1 rows left out: nothing in them",
        "1 rows left out: more or fewer cells than the header",
    ]


def test_every_kind_of_dirt_has_its_words():
    """A report never fails on a kind of dirt that the readers count."""
    from motif.source.table.report import _SAYS

    assert len(TableReport(kind="csv", dirt=dict.fromkeys(_SAYS, 3)).lines()) == len(_SAYS)
    assert isinstance(Table(pa.table({}), TableReport(kind="csv")).columns, list)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a.json", "a.jsonl", "a.parquet", "a"]))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_random_bytes_give_a_table_or_one_clear_line(tmp_path_factory, data, name):
    """Nothing but Motif's own errors comes out, whatever goes in."""
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    table = table_or_refusal(path)
    assert table is None or table.n_rows == table.report.n_rows == table.data.num_rows


@given(st.text('ab1.,;\t|"\n\r\\{}[]: é\0', max_size=60), st.sampled_from(["a.csv", "a.json", "a"]))
@settings(derandomize=True, max_examples=600, deadline=None)
def test_text_of_delimiters_and_quotes_never_breaks_the_reader(tmp_path_factory, text, name):
    """The characters that mean something to the readers, in any order, keep to the same promise."""
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(text.encode())
    table = table_or_refusal(path)
    assert table is None or table.n_rows == table.report.n_rows
    assert table is None or len(set(table.columns)) == len(table.columns)


@given(st.text('a,;\t|"\n', max_size=40))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_a_delimiter_is_always_found(text):
    """Sniffing gives one of the known delimiters or none."""
    assert sniff(text.encode()) in (",", ";", "\t", "|", NO_DELIMITER)


# --- reference cases ------------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_the_messy_songs_are_read_row_by_row(shared):
    """All 523 planted rows are there, the nameless column is named, and no cell differs from what pandas reads."""
    path = shared / "data/songs/messy/messy_songs.csv"
    table = read_table(path)
    assert table.n_rows == 523
    assert table.report.renamed == {"column_1": ""}
    assert table.report.dirt == {"empty_header": 1}
    assert table.report.drops == ()
    expected = pd.read_csv(path, keep_default_na=False, na_values=[""])
    for name, other in zip(table.columns, expected.columns, strict=True):
        ours, theirs = table.column(name).to_pylist(), expected[other].tolist()
        same = [
            a == b or (a is None and isinstance(b, float) and math.isnan(b)) for a, b in zip(ours, theirs, strict=True)
        ]
        assert all(same), name


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "n_rows", "kind"),
    [
        ("songs/messy/truth.csv", 523, "csv"),
        ("videos/text/vocabulary.csv", 3862, "csv"),
        ("videos/text/us_titles_tags.parquet", 2334, "parquet"),
        ("songs/tables/bdda.parquet", 14_456, "parquet"),
        ("films/plots/films.csv", 175, "csv"),
        ("films/wikimovies/movies-1950s.json.gz", 3151, "json"),
        ("films/wikimovies/movies-1990s.json.gz", 2849, "json"),
        ("films/planted/characters.jsonl.gz", 4000, "jsonl"),
    ],
)
def test_reference_tables_have_their_counts(shared, name, n_rows, kind):
    """Tables made by other programs have the rows that their makers counted, and nothing is left out."""
    table = read_table(shared / "data" / name)
    assert (table.n_rows, table.report.kind, table.report.drops) == (n_rows, kind, ())


@pytest.mark.shared
def test_a_reference_table_without_a_header_is_named_by_the_caller(shared):
    """The box office list has 1,000 films, no header, and quotes that are characters."""
    table = read_table(shared / "data/films/cmu/box.office.txt", kind="tsv", columns=["revenue_usd", "id", "title"])
    assert table.n_rows == 1000
    assert table.column("title")[0].as_py() == "Avatar (2009 film)"


def test_a_json_number_beyond_all_numbers_is_missing_and_counted(tmp_path):
    """1e400 is no number that a computer keeps; it does not become infinity unseen."""
    path = tmp_path / "a.json"
    path.write_text('[{"a": 1e400}, {"a": 1.5}]')
    table = read_table(path)
    assert table.data["a"].to_pylist() == [None, 1.5]
    assert table.report.dirt["not_a_number"] == 1


WHOLE = st.integers(-12, 120).map(str) | st.sampled_from(["007", "+5", "-0", "0", "00", "NA", "", "1.5", "0x1F", " 7"])


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(WHOLE, min_size=1, max_size=6), st.integers(0, 2))
def test_a_column_of_whole_numbers_keeps_what_each_cell_says(cells, start):
    """It is one exactly when each cell that is there, but for missing markers, is written as Python writes it."""
    column = pa.chunked_array([cells])[start:]
    result, n_marked = typed(column)
    told = [cell for cell in cells[start:] if cell not in ("", "NA")]
    assert pa.types.is_integer(result.type) == (bool(told) and all(as_python(cell) for cell in told))
    if pa.types.is_integer(result.type):
        assert [str(number) for number in result.drop_null().to_pylist()] == told
        assert n_marked == cells[start:].count("NA")


def as_python(cell):
    """Whether a text is how Python writes a whole number."""
    return cell.lstrip("-").isdigit() and str(int(cell)) == cell
