"""`motif pictures show`: the page, and what is said of it."""

import json


def test_given(photos, run):
    """With both folders given, nothing is made; the page is there."""
    done = run("show", "photos", "--cuts", "photos", "--cartoons", "photos", "--out", "p.html")
    assert done.exit_code == 0, done.stderr
    assert "p.html: 2 pictures, 2 compared" in done.stdout
    assert "were made for the page" not in done.stderr
    assert (photos / "p.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_json_and_failures(photos, run):
    """A picture that cannot be read is told, on the page and by the exit code."""
    (photos / "photos" / "bad.jpg").write_text("hello")
    done = run("show", "photos", "--cuts", "photos", "--cartoons", "photos", "--out", "p.html", "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert [one["reason"] for one in told["failed"]] == ["not_an_image"]
    assert "bad.jpg" in (photos / "p.html").read_text(encoding="utf-8")


def test_wrong(photos, run):
    """A page that is there stays; another suffix and a missing folder are refused."""
    (photos / "p.html").write_text("mine")
    assert run("show", "photos", "--out", "p.html").exit_code == 1
    assert (photos / "p.html").read_text() == "mine"
    assert run("show", "photos", "--out", "p.pdf").exit_code == 1
    assert run("show", "none", "--out", "q.html").exit_code == 1


def test_options(photos, run):
    """A style that is not there is wrong usage; large pictures are refused by the option that the message names."""
    assert run("show", "photos", "--out", "p.html", "--style", "oil").exit_code == 2
    done = run("show", "photos", "--cuts", "photos", "--cartoons", "photos", "--out", "p.html", "--max-pixels", "4")
    assert (done.exit_code, "allow more with --max-pixels" in done.stderr) == (1, True)


def test_a_damaged_result(photos, run):
    """The page is written, the damaged result is told, and the exit code is 1."""
    import shutil

    shutil.copytree("photos", "made")
    path = min((photos / "made").iterdir())
    path.write_bytes(path.read_bytes()[:100])
    done = run("show", "photos", "--cuts", "photos", "--cartoons", "made", "--out", "p.html")
    assert (done.exit_code, f"made/{path.name}" in done.stderr) == (1, True)
    assert "p.html: 2 pictures, 1 compared" in done.stdout
