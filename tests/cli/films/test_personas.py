"""`motif films personas`: what is printed, written and kept."""

import json

import pytest
from typer.testing import CliRunner

from motif.cli import door
from motif.cli.films import personas as verb
from motif.collection import read
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection
from motif.source.table import read_table
from tests.films.study.personas.made import people


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the verb in a folder of its own, with characters.motif."""
    monkeypatch.chdir(tmp_path)
    people().save(tmp_path / "characters.motif")
    app = door.group("films")
    app.callback()(lambda: None)
    verb.add_to(app)
    return lambda *words: CliRunner().invoke(app, ["personas", *words])


def test_text(run):
    """A row for each persona with how far it is found again beside chance; who has none, and why, is a note."""
    result = run("characters.motif", "--n-personas", "3")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].split() == [
        "persona",
        "characters",
        "films",
        "found",
        "again",
        "chance",
        "name",
    ]
    assert "mentor" in result.stdout
    assert "chance 0.0" in result.stdout
    assert "of 125 characters have a persona; " in result.stderr
    assert "5 of whom fewer than 3 words are said" in result.stderr


def test_files_and_json(run, tmp_path):
    """One JSON object; labels of every character; films by personas; the collection keeps them."""
    result = run("characters.motif", "--n-personas", "3", "--out", "labels.csv", "--table", "films.parquet", "--json")
    said = json.loads(result.stdout)
    assert (result.stderr, said["few_words"], said["unassigned"] + said["assigned"]) == ("", 5, 125)
    assert (said["out"], said["table"]) == ("labels.csv", "films.parquet")
    labels = read_table(tmp_path / "labels.csv", text_columns=("id", "label"))
    held = read(tmp_path / "characters.motif")
    assert labels.column("id").to_pylist() == held.ids
    assert [label or "" for label in labels.column("label").to_pylist()] == held.items["persona"].to_pylist()
    assert len(read_table(tmp_path / "films.parquet").column("film")) == 40


def test_given_to_new_films(run, tmp_path):
    """--from gives the personas of another collection; nothing is fitted."""
    run("characters.motif", "--n-personas", "3")
    people(5, seed=3, film="g").save(tmp_path / "new.motif")
    result = run("new.motif", "--from", "characters.motif", "--json")
    assert json.loads(result.stdout)["record"]["step"] == "films.apply"
    assert set(read(tmp_path / "new.motif").items["persona"].to_pylist()) == {"", "0", "1", "2"}


def test_numbers_stay(run):
    """--like keeps the numbers of an older collection, and says so."""
    run("characters.motif", "--n-personas", "3")
    assert "3 personas stayed, 0 new, 0 gone" in run("characters.motif", "--n-personas", "3", "--seed", "4").stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--n-personas", "many"), 2, "must be a whole number or auto"),
        (("--n-personas", "999"), 1, "n_personas is 999"),
        (("--out", "labels.txt"), 1, "--out must end in .csv"),
        (("--like", "characters.motif", "--from", "characters.motif"), 2, "fits nothing, so leave out --like"),
        (("--from", "characters.motif", "--n-personas", "7"), 2, "fits nothing, so leave out --n-personas"),
        (("--from", "x.motif", "--model", "lda", "--topics", "9", "--seed", "1"), 2, "--model, --topics, --seed"),
        (("--from", "x.motif", "--min-words", "3", "--min-probability", "0.2"), 2, "--min-words, --min-probability"),
        (("--like", "characters.motif"), 1, "the older collection holds no personas"),
        (("--from", "characters.motif"), 1, "holds no personas"),
        (("--min-words", "99"), 1, "of none of the 125 characters 99 role words are said"),
    ],
)
def test_refusals(run, tmp_path, words, code, said):
    """A clear line, and the collection is as it was."""
    result = run("characters.motif", *words)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert "persona" not in read(tmp_path / "characters.motif").items.column_names


def test_a_file_that_is_there(run, tmp_path):
    """A file of that name is kept without --overwrite."""
    (tmp_path / "labels.csv").write_text("mine")
    assert "exists" in run("characters.motif", "--n-personas", "3", "--out", "labels.csv").stderr
    assert (tmp_path / "labels.csv").read_text() == "mine"


def _tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_personas_that_are_there_are_kept(run, tmp_path):
    """Another number, and another collection's personas, are refused without --overwrite, and no byte is changed."""
    run("characters.motif", "--n-personas", "3")
    people(20, seed=8, film="h").save(tmp_path / "other.motif")
    run("other.motif", "--n-personas", "2")
    before = _tree(tmp_path / "characters.motif")
    for words in (("--n-personas", "4"), ("--from", "other.motif")):
        result = run("characters.motif", *words)
        assert result.exit_code == 1
        assert "the collection has personas already, 3 of 12" in result.stderr
        assert _tree(tmp_path / "characters.motif") == before
    assert run("characters.motif", "--from", "other.motif", "--overwrite").exit_code == 0
    assert len(set(read(tmp_path / "characters.motif").items["persona"].to_pylist()) - {""}) == 2


def test_personas_that_know_no_word_are_not_given(run, tmp_path):
    """Where no word is known, the shares are told, the exit code is 1, and the personas that were there stay."""
    run("characters.motif", "--n-personas", "3")
    strange = ({"agent:abseil": 3, "attribute:yeti": 2}, {"agent:yodel": 3, "attribute:elf": 2})
    cast = [Character(f"s{n // 2}:{n}", f"C{n}", f"s{n // 2}", strange[n % 2]) for n in range(40)]
    character_collection(cast, record=RunRecord("films.characters")).save(tmp_path / "strange.motif")
    run("strange.motif", "--n-personas", "2")
    before = _tree(tmp_path / "characters.motif")
    result = run("characters.motif", "--from", "strange.motif", "--overwrite")
    assert result.exit_code == 1
    assert "the personas know 0 of 725 words of these characters (0%), and at least 10% are needed" in result.stderr
    assert _tree(tmp_path / "characters.motif") == before


def test_personas_without_characters(run):
    """More are asked for than there are kinds: what nobody has is left out, and said to be."""
    result = run("characters.motif", "--n-personas", "40", "--json")
    said = json.loads(result.stdout)
    assert said["n_empty"] + said["n_personas"] == 40
    assert all(one["n_characters"] for one in said["personas"])
    again = run("characters.motif", "--n-personas", "40")
    assert f"{said['n_empty']} of the 40 personas asked for have no characters and are left out" in again.stderr
