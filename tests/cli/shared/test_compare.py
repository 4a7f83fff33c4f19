"""`motif compare`: tables and collections in, JSON, strips and a page out."""

import json
from pathlib import Path

import pytest

KEYS = {
    "vi_bits", "nvi", "ami", "ari", "homogeneity", "completeness", "v_measure", "purity", "bcubed_precision",
    "bcubed_recall", "bcubed_f1", "pairwise_auc",
}  # fmt: skip


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """`a.csv`, ten labels, one of them -1; `b.csv`, their gold with a column more, an id twice and one of its own."""
    monkeypatch.chdir(tmp_path)
    labels = [0, 0, 0, 1, 1, 1, 2, 2, 2, -1]
    rows = [f"00{i},{label}" for i, label in enumerate(labels)]
    (tmp_path / "a.csv").write_text("\n".join(["id,label", *rows, ""]))
    gold = [f"00{i},note {i},{'xyz'[i // 3 % 3]}" for i in range(10)]
    (tmp_path / "b.csv").write_text("\n".join(["id,note,label", *gold, "000,again,y", "far,,x", ""]))
    return "a.csv", "b.csv"


def test_json_has_the_documented_keys(tables, motif):
    """Counts, twelve figures, and the twelve numbers of each trivial answer."""
    value = motif("compare", *tables, "--permutations", "99", "--json").value
    assert [value[key] for key in ("n", "n_clusters", "n_gold", "unassigned", "only_gold")] == [9, 3, 3, 1, 1]
    assert set(value["metrics"]) == set(value["trivial"]["one_cluster"]) == set(value["trivial"]["singletons"]) == KEYS
    assert value["metrics"]["ami"]["value"] == pytest.approx(1.0)
    assert set(value["metrics"]["ami"]["null"]) >= {"kind", "mean", "sd", "z", "p"}
    assert sorted(value["record"]["inputs"]) == ["gold b.csv", "predicted a.csv"]


def test_text_has_a_strip_for_each_metric_and_words(tables, motif):
    """Counts, twelve lines with an axis each, and sentences; on stderr nothing."""
    result = motif("compare", *tables, "--permutations", "99")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("items compared 9, clusters 3, gold labels 3, unassigned 1")
    assert sum("●" in line for line in lines) == 12
    assert {line.index("chance") for line in lines if "●" in line} == {lines[2].index("chance")}
    assert any(line.startswith("AMI, which is corrected for chance, is 1.00: better than chance") for line in lines)
    assert result.stderr == ""


def test_repeated_all_counts_every_row(tables, motif):
    """`--repeated` decides how many rows a hard partition has."""
    assert motif("compare", *tables, "--repeated", "all", "--json").value["n"] == 10
    assert "is not one of 'first', 'all'" in motif("compare", *tables, "--repeated", "last", code=2).stderr


def test_the_page_is_written_once(tables, motif):
    """`--out` writes a page with the words; a page that is there is replaced only when asked."""
    value = motif("compare", *tables, "--out", "page.html", "--json").value
    assert value["out"] == "page.html"
    assert "which is corrected for chance" in Path("page.html").read_text(encoding="utf-8")
    assert "exists" in motif("compare", *tables, "--out", "page.html", code=1).stderr
    assert motif("compare", *tables, "--out", "page.html", "--overwrite").stderr == "motif: page: page.html\n"
    assert "must end in .html" in motif("compare", *tables, "--out", "page.pdf", code=1).stderr


def test_the_seed_decides(tables, motif):
    """Equal seeds give equal figures, other seeds other draws."""
    figures = [
        motif("compare", *tables, "--permutations", "50", "--seed", seed, "--json").value["metrics"]
        for seed in ("1", "1", "2")
    ]
    assert figures[0] == figures[1] != figures[2]


def test_a_collection_is_a_table_of_its_columns(songs, motif):
    """Columns of a collection's items are labels too, and a missing value is no label."""
    (songs.parent / "gold.csv").write_text("id,kind\na,old\nb,new\nc,new\n")
    value = motif("compare", songs, "gold.csv", "--label", "year", "--gold-label", "kind", "--json").value
    assert (value["n"], value["unassigned"], value["n_clusters"]) == (2, 1, 2)


def test_lists_of_labels_in_json(tables, motif):
    """A cell that holds a list gives its id several gold labels; an empty list gives none."""
    gold = [{"id": f"00{i}", "label": [["x"], ["x", "y"], []][i % 3]} for i in range(9)]
    Path("gold.json").write_text(json.dumps(gold))
    value = motif("compare", "a.csv", "gold.json", "--repeated", "all", "--permutations", "9", "--json").value
    assert (value["n"], value["n_ids"], value["n_repeated"], value["unlabelled"]) == (9, 6, 3, 3)


def test_a_missing_column_is_named(tables, motif):
    """The columns there are stand in the message."""
    result = motif("compare", *tables, "--label", "cluster", code=1)
    assert (
        result.stderr
        == "motif: 'a.csv' must have columns 'id' and 'cluster'; it lacks 'cluster' and has 'id', 'label'\n"
    )


def test_an_apostrophe_against_formulas_is_taken_off(tmp_path, motif, monkeypatch):
    """Ids such as `-abc` come back from an export with an apostrophe, and still are the same ids."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("id,label\n'-abc,1\n'=b,1\n'quoted',2\n")
    Path("b.csv").write_text("id,label\n-abc,x\n=b,x\n'quoted',y\n")
    value = motif("compare", "a.csv", "b.csv", "--permutations", "9", "--json").value
    assert (value["n"], value["only_predicted"], value["only_gold"]) == (3, 0, 0)


def test_dirt_in_a_table_is_said_on_stderr(tables, motif):
    """Rows that do not fit are counted, as by every reader of tables."""
    with Path("a.csv").open("a") as stream:
        stream.write("x,1,2,3\n")
    result = motif("compare", *tables, "--permutations", "9", "--json")
    assert result.stderr == "motif: a.csv: 1 rows left out: more or fewer cells than the header\n"


@pytest.mark.shared
def test_the_trope_list_says_that_vi_is_no_evidence(tmp_path, motif, monkeypatch, shared):
    """Each of 501 rows an item and 100 random clusters: the page says in words that VI alone is no evidence."""
    import numpy as np

    monkeypatch.chdir(tmp_path)
    lines = (shared / "data/films/cmu/tvtropes.clusters.txt").read_text(encoding="utf-8").splitlines()
    labels = np.random.default_rng(0).integers(100, size=len(lines))
    Path("a.csv").write_text("id,label\n" + "".join(f"{i},{label}\n" for i, label in enumerate(labels)))
    gold = [f"{i},{line.partition(chr(9))[0]}\n" for i, line in enumerate(lines)]
    Path("b.csv").write_text("id,label\n" + "".join(gold))
    value = motif("compare", "a.csv", "b.csv", "--permutations", "199", "--out", "page.html", "--json").value
    assert value["metrics"]["vi_bits"]["value"] == pytest.approx(5.34, abs=0.1)
    assert value["trivial"]["singletons"]["vi_bits"] < 5.42  # the best that was published
    assert value["metrics"]["ami"]["value"] == pytest.approx(0, abs=0.02)
    page = Path("page.html").read_text(encoding="utf-8")
    assert "VI alone is no evidence" in page
    assert "every item alone scores 3.04 bits" in page
    assert json.dumps(value)
