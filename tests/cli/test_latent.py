"""`motif latent`: what is said where, JSON, exit codes, and from the command line to the result."""

import json

import pytest
from typer.testing import CliRunner

from motif.cli.main import app
from motif.latent.source import digits

QUICK = ("--max-steps", "60", "--device", "cpu")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Where `digits.motif` has a plain and a conditional network."""
    home = tmp_path_factory.mktemp("home")
    digits().select(slice(0, 300)).save(home / "digits.motif")
    for words in (("-k", "4"), ("-k", "2", "--kind", "conditional", "--label", "digit", "--name", "told")):
        result = _run("fit", str(home / "digits.motif"), "--block", "pixels", *words, *QUICK)
        assert result.exit_code == 0, result.stderr
    return home


@pytest.fixture
def at_home(home, monkeypatch):
    monkeypatch.chdir(home)


def _run(*words):
    return CliRunner().invoke(app, ["latent", *words], prog_name="motif")


def test_fit_says_who_was_held_out_and_what_pca_does(at_home):
    """The error has its interval, PCA and the mean beside it."""
    result = _run("fit", "digits.motif", "--block", "pixels", "--name", "again", "-k", "4", *QUICK)
    lines = result.stdout.splitlines()
    assert lines[0].startswith("block again: items of block pixels by 4 numbers (autoencoder, 60 steps); fitted to 2")
    assert "held out by a hash of their ids" in lines[0]
    assert "PCA with as many numbers 0.0" in lines[-1]
    assert ", the mean 0.0" in lines[-1]


def test_settings_reach_the_network(at_home):
    """Sizes, noise and penalties; the record has them."""
    result = _run(
        "fit", "digits.motif", "--block", "pixels", "--name", "set", "--encoder", "mlp,32", "--noise", "masking=0.3",
        "--penalty", "l1=0.001", "--penalty", "l2", "--json", *QUICK,
    )  # fmt: skip
    told = json.loads(result.stdout)["record"]["parameters"]
    assert (told["encoder"], told["noise"]) == (["mlp", 32], ["masking", 0.3])
    assert told["penalty"] == [["l1", 0.001], "l2"]


def test_a_name_that_is_taken_leaves_the_collection_as_it_was(at_home, home):
    """One line, exit code 1."""
    before = (home / "digits.motif" / "collection.json").read_bytes()
    result = _run("fit", "digits.motif", "--block", "pixels", *QUICK)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert (home / "digits.motif" / "collection.json").read_bytes() == before


@pytest.mark.parametrize(
    "words", [("--encoder", "mlp,wide"), ("--noise", "masking=much"), ("--penalty", "l1="), ("--kind", "gan")]
)
def test_wrong_usage(at_home, words):
    """Exit code 2."""
    assert _run("fit", "digits.motif", "--block", "pixels", "--name", "x", *words).exit_code == 2


def test_reconstruct_sample_score(at_home, tmp_path):
    """Files are where they were asked for, and stdout says what they are."""
    result = _run("reconstruct", "digits.motif", "codes", "--out", str(tmp_path / "r.html"), "-n", "3")
    assert (result.exit_code, (tmp_path / "r.html").is_file()) == (0, True)
    assert "better than PCA" in result.stdout
    result = _run("sample", "digits.motif", "codes", "--out", str(tmp_path / "g.png"), "-n", "4")
    assert "no density of its own" in result.stdout
    result = _run(
        "sample", "digits.motif", "told", "--out", str(tmp_path / "drawn"), "-n", "2", "--label", "3", "--json"
    )
    assert json.loads(result.stdout)["labels"] == ["3", "3"]
    told = json.loads(_run("score", "digits.motif", "codes", "--label", "digit", "--json").stdout)
    assert set(told["figures"]) == {"error", "neighbours_kept", "distance_correlation", "read"}
    assert "Read rightly by a line: better than chance" in _run("score", "digits.motif", "codes").stdout


def test_a_model_that_is_not_there(at_home):
    """One line with those that are."""
    result = _run("score", "digits.motif", "nothing")
    assert result.exit_code == 1
    assert "no model 'nothing'" in result.stderr


def test_more_pictures_than_were_held_out(at_home, tmp_path):
    """All are shown, and a note says so."""
    result = _run("reconstruct", "digits.motif", "codes", "--out", str(tmp_path / "r.html"), "-n", "100000")
    assert result.exit_code == 0, result.stderr
    said = " ".join(result.stderr.split())
    n = said.partition("; all ")[2].split()[0]
    assert f"-n 100,000 is more than there are; all {n} held-out items are shown" in said
    assert f"the {n} best, median and worst of {n} held-out items" in " ".join(result.stdout.split())
