"""`motif videos show`: what is said where, JSON, the page."""

import json


def test_what_there_is_is_a_table(run, videos):
    """Blocks and labels; what a page would tell more is a note."""
    code, out, _ = run("videos", "show", videos)
    assert code == 0
    assert out.splitlines()[0].startswith("120 videos; 3 labels")
    assert "visual" in out


def test_the_page_is_written_once(run, videos, tmp_path):
    """Another time only with --overwrite."""
    page = tmp_path / "page.html"
    assert "page: " in run("videos", "show", videos, "--out", page)[2]
    code, _, said = run("videos", "show", videos, "--out", page)
    assert code == 1
    assert "--overwrite" in said
    assert run("videos", "show", videos, "--out", page, "--overwrite")[0] == 0
    assert "120 videos" in page.read_text(encoding="utf-8")


def test_json_holds_all(run, videos):
    """One object."""
    value = json.loads(run("videos", "show", videos, "--json")[1])
    assert value["facts"]["videos"] == 120
    assert value["out"] is None


def test_models_are_judged_or_it_is_said_why_not(run, videos):
    """Each with its strips beside chance."""
    assert run("videos", "fit", videos, "--max-steps", 20, "--no-resume")[0] == 0
    _, out, _ = run("videos", "show", videos)
    assert "labels: experts on visual" in out
    assert "GAP@20" in out
    assert "chance" in out
    _, out, said = run("videos", "show", videos, "--no-score")
    assert "not judged here: it was not asked for" in said
    assert "GAP" not in out
