"""Export: other programs get plain cells, no formula of a stranger, and never half a file."""

import csv
import datetime
import decimal
import json

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from motif.collection import Collection
from motif.collection.export import csv_safe, write_table
from motif.core.errors import InputError, SourceError

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]
HARMLESS = ["Alien", "a=1", "1-2", " =1", "'quoted", "", 'say "no"', "two\nlines", "é, ü"]


def rows_of(path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_text_that_a_spreadsheet_would_run_is_disarmed(tmp_path):
    """A leading apostrophe, in cells and in names; everything else is as it was."""
    write_table(pa.table({"id": DANGEROUS + HARMLESS, "=cmd": DANGEROUS + HARMLESS}), tmp_path / "a.csv")
    rows = rows_of(tmp_path / "a.csv")
    assert [row["'=cmd"] for row in rows] == [f"'{text}" for text in DANGEROUS] + HARMLESS
    assert [row["id"] for row in rows] == [f"'{text}" for text in DANGEROUS] + HARMLESS


def test_numbers_stay_numbers():
    """A negative number is no formula."""
    assert csv_safe(pa.table({"x": [-1, None, 2]}))["x"].to_pylist() == [-1, None, 2]


def test_lists_and_records_are_json_and_bytes_are_hex(tmp_path):
    """Readable again, letters as letters; missing stays missing."""
    columns = {
        "id": ["a", "b"],
        "labels": [["noir", "=1"], None],
        "facts": [{"size": [3, 4], "é": "ü"}, None],
        "raw": [b"=\xff", None],
        "days": [[datetime.date(2020, 1, 2)], []],
        "digest": pa.array([b"ab", None], pa.binary(2)),
        "blobs": [[b"\xff"], None],
    }
    write_table(pa.table(columns), tmp_path / "a.csv")
    one, other = rows_of(tmp_path / "a.csv")
    assert json.loads(one["labels"]) == ["noir", "=1"]
    assert json.loads(one["facts"]) == {"size": [3, 4], "é": "ü"}
    assert "é" in one["facts"]
    assert (one["raw"], one["digest"], one["days"], one["blobs"]) == ("3dff", "6162", '["2020-01-02"]', '["ff"]')
    assert (other["labels"], other["facts"], other["raw"], other["days"]) == ("", "", "", "[]")


def test_every_kind_of_column_that_a_collection_keeps_can_be_exported(tmp_path):
    """Times, decimals, durations, columns that hold nothing."""
    columns = {
        "id": ["a"],
        "time": [datetime.datetime(2020, 1, 2, 3, 4, 5)],
        "zone": pa.array([datetime.datetime(2020, 1, 2)], pa.timestamp("us", "UTC")),
        "day": [datetime.date(2020, 1, 2)],
        "hour": [datetime.time(1, 2)],
        "span": [datetime.timedelta(seconds=90)],
        "price": [decimal.Decimal("1.50")],
        "none": pa.nulls(1),
        "yes": [True],
        "number": [0.1],
        "large": pa.array(["x"], pa.large_string()),
    }
    collection = Collection("film", columns)
    for name in ("a.csv", "a.parquet", "B.CSV"):
        collection.export(tmp_path / name)
    assert rows_of(tmp_path / "a.csv")[0]["price"] == "1.50"
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "B.CSV").read_bytes()
    assert pq.read_table(tmp_path / "a.parquet") == collection.items


def test_parquet_comes_back_as_it_was(tmp_path):
    """Formulas included: Parquet is read by programs, not by spreadsheets."""
    table = pa.table({"id": DANGEROUS, "labels": [["x"]] * len(DANGEROUS)})
    write_table(table, tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet") == table
    assert pl.read_parquet(tmp_path / "a.parquet")["id"].to_list() == DANGEROUS
    assert pd.read_parquet(tmp_path / "a.parquet")["id"].to_list() == DANGEROUS


def test_no_items_are_a_header(tmp_path):
    """And nothing below it."""
    write_table(pa.table({"id": pa.array([], pa.string()), "year": pa.array([], pa.int64())}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == '"id","year"\n'


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.csv.gz", ".csv"])
def test_an_unknown_suffix_is_refused(tmp_path, name):
    """With those that are known."""
    with pytest.raises(InputError, match="suffix must be one of 'csv', 'parquet'"):
        write_table(pa.table({"id": ["a"]}), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """It is not made by the way."""
    with pytest.raises(InputError, match=r"the folder of 'a.csv' does not exist"):
        write_table(pa.table({"id": ["a"]}), tmp_path / "nowhere" / "a.csv")


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
@pytest.mark.parametrize("room", [0, 10, 3000])
def test_a_full_disk_leaves_the_old_file(tmp_path, full_disk, name, room):
    """Whole, and alone in its folder."""
    (tmp_path / name).write_text("old")
    table = pa.table({"id": [f"{n * 7919 % 10007:05d}" for n in range(10_000)]})
    with (
        full_disk(after_bytes=room),
        pytest.raises(SourceError, match="the disk is full; nothing that was there") as caught,
    ):
        write_table(table, tmp_path / name)
    assert "\n" not in str(caught.value)
    assert (tmp_path / name).read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_folder_that_refuses_writing_is_told(tmp_path, read_only_folder, name):
    """In one line; the old file is as it was."""
    (tmp_path / name).write_text("old")
    with read_only_folder(tmp_path), pytest.raises(SourceError, match="writing is not allowed there"):
        write_table(pa.table({"id": ["a"]}), tmp_path / name)
    assert (tmp_path / name).read_text() == "old"


def test_what_a_format_cannot_hold_is_told_and_the_old_file_stays(tmp_path):
    """A table from elsewhere may have types that no file of this format has."""
    (tmp_path / "a.parquet").write_text("old")
    with pytest.raises(InputError, match=r"'a.parquet' cannot be written as parquet"):
        write_table(pa.table({"id": [pa.MonthDayNano([1, 2, 3])]}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
