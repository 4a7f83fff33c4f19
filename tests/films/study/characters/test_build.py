"""Plots become a collection of characters, nothing lost unsaid, and a killed extraction resumes equal."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

pytest.importorskip("py3langid", reason="needs the extra 'films'")

from motif.collection import Collection, read
from motif.core.errors import DataError, InputError
from motif.core.files import write_text
from motif.engine import Interrupted
from motif.films.study.characters import batch, characters
from tests.films.study.plots import FakeMaker, films

FRENCH = "Un vieux marin quitte son village et cherche son frère perdu."
CAST = {"character": ["Ada Lovelace", "Bob"], "character_id": ["/m/1", "/m/2"], "actor": ["Ann", "Ben"]}


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def found(tmp_path):
    """Five films, of which two give characters."""
    cast = pa.table({"id": ["f0", "f0"], **CAST, "gender": ["female", None]})
    plots = ("Ada runs home. Bob hides there. Ada runs.", "", FRENCH, "'''Cy''' sleeps.", "all is quiet")
    given = films(*plots, tables={"cast": cast})
    return characters(given, reader=FakeMaker(), out=tmp_path / "c.motif")


def test_items(found, tmp_path):
    """Who they are, how often they are named, and their share of the film, also when read from disk."""
    facts = read(tmp_path / "c.motif").items.to_pylist()
    assert [(one["id"], one["n_mentions"], one["year"]) for one in facts] == [
        ("f0:ada", 2, 1950), ("f0:bob", 1, 1950), ("f3:cy", 1, 1953),
    ]  # fmt: skip
    assert facts[0]["mention_share"] == facts[0]["word_share"] == pytest.approx(2 / 3)
    assert found.collection.blocks["roles"].columns == ("agent:hides", "agent:runs", "agent:sleeps")
    assert found.collection.blocks["roles"].raw.toarray().tolist() == [[0, 2, 0], [1, 0, 0], [0, 0, 1]]


def test_tables(found):
    """The forms of each name, the sentences that mention it, and the cast are carried along."""
    tables = found.collection.tables
    assert {"id": "f0:ada", "alias": "Ada", "n": 2} in tables["aliases"].to_pylist()
    assert tables["sentences"].to_pylist()[1] == {"id": "f0:ada", "n": 2, "text": "Ada runs"}
    assert tables["cast"]["id"].to_pylist() == ["f0:ada", "f0:bob"]


def test_ledger(found):
    """Films are read or dropped with a reason; the counts are those of the films that were read."""
    assert (found.n_films, found.book.n_read) == (5, 2)
    assert found.book.dropped == {"empty_plot": 1, "other_language": 1, "no_characters": 1}
    drops = found.collection.drops.to_pylist()
    assert [(drop["id"], drop["reason"]) for drop in drops] == [
        ("f1", "empty_plot"), ("f2", "other_language"), ("f4", "no_characters"),
    ]  # fmt: skip
    assert (found.book.counts["n_role_words"], found.book.counts["agent"], found.book.counts["n_words"]) == (4, 4, 10)
    assert (found.book.n_cleaned, found.book.counts["n_marks"]) == (1, 2)


def test_record(found):
    """The record says what read the plots, with which settings, and what was found."""
    first, second = found.collection.records[-2:]
    assert first["parameters"]["reader"] == "fake 1.0"
    assert first["inputs"] == {"fake 1.0": "fake1"}
    assert first["parameters"]["read"] == 2
    assert second["step"] == "films.match"
    assert second["parameters"]["n_matched"] == 2


def test_json(found):
    """The result as JSON values has words by role, the effect of pronouns, and what was matched."""
    said = found.as_dict()
    assert said["role_words"]["by_role"] == {"agent": 4, "patient": 0, "attribute": 0, "possession": 0}
    assert said["match"]["share"] == 1.0
    assert said["match"]["tables"]["cast"]["n_found"] == 2


def test_aliases(tmp_path):
    """The user's table of names joins what the rules did not; a decision about nothing is told."""
    write_text(tmp_path / "names.csv", "film,alias,name\nFilm 0,Lovelace,Ada\nf0,Zed,Ada\n")
    found = characters(films("Ada runs. Lovelace hides."), reader=FakeMaker(), aliases=tmp_path / "names.csv")
    assert found.collection.items["name"].to_pylist() == ["Ada"]
    assert (found.told["used"], found.told["unmatched"][0]["reason"]) == (1, "no_such_alias")


def test_min_mentions():
    """Characters that are seldom mentioned are left out, each with its reason."""
    found = characters(films("Ada runs. Bob hides. Ada runs."), reader=FakeMaker(), min_mentions=2)
    assert found.collection.ids == ["f0:ada"]
    assert found.book.n_rare == 1
    assert found.collection.drops.to_pylist()[0]["id"] == "f0:bob"
    with pytest.raises(InputError, match="none of the 2 characters is mentioned 9 times"):
        characters(films("Ada runs. Bob hides."), reader=FakeMaker(), min_mentions=9)


def test_refused(tmp_path):
    """What has no plots, what gives no characters, and a result that is there are refused with one line."""
    with pytest.raises(InputError, match="expected a collection of films, not of kind 'song'"):
        characters(Collection("song", {"id": ["a"]}), reader=FakeMaker())
    with pytest.raises(InputError, match="no column 'title'"):
        characters(Collection("film", {"id": ["a"]}), reader=FakeMaker())
    with pytest.raises(DataError, match="none of the 1 films has a plot"):
        characters(films(None), reader=FakeMaker())
    with pytest.raises(DataError, match="no characters in the plots of 2 films: empty_plot 1, no_characters 1"):
        characters(films("", "all is quiet"), reader=FakeMaker())
    with pytest.raises(InputError, match="language"):
        characters(films("Ada runs."), reader=FakeMaker(), language="fr")
    write_text(tmp_path / "file", "")
    with pytest.raises(InputError, match="'file' exists"):
        characters(films("Ada runs."), reader=FakeMaker(), out=tmp_path / "file")


def test_hostile():
    """A megabyte of one sentence, 10,000 names in one plot, 2,000 in one sentence: each gives characters."""
    endless = "Ada runs " + "and waits " * 100_000
    crowd = ". ".join(f"{name(n)} runs from the house" for n in range(10_000))
    together = crowd[: crowd.index(name(2000))].replace(".", "")
    found = characters(films(endless, crowd, together), reader=FakeMaker())
    assert found.book.n_read == 3
    assert found.collection.n_items == 12_001
    assert max(map(len, found.collection.tables["sentences"]["text"].to_pylist())) <= 1002


def name(n):
    """A name of letters for a number."""
    return "Z" + "".join(chr(97 + int(digit)) for digit in str(n))


def test_interrupt(monkeypatch):
    """Ctrl-C says how many films were read, and the same call then reads the others only."""
    plots = [f"Ada runs for {n} days through the forest." for n in range(130)]
    real, asked = batch.read_plots, []

    def interrupted(request):
        asked.append(len(request.plots))
        if len(asked) == 1:
            signal.raise_signal(signal.SIGINT)
        return real(request)

    monkeypatch.setattr(batch, "read_plots", interrupted)
    with pytest.raises(Interrupted, match="64 finished items are kept"):
        characters(films(*plots), reader=FakeMaker())
    log = Path(os.environ["MOTIF_CACHE_DIR"]) / "log"
    assert characters(films(*plots), reader=FakeMaker(str(log))).book.n_read == 130
    assert len(log.read_text(encoding="utf-8").split()) == 130 - 64


CHILD = """
import sys
from tests.films.study.plots import FakeMaker, films
from motif.films.study.characters import characters
if __name__ == "__main__":
    plots = [f"Ada{'b' * (n % 40)} runs for {n} days. Bob waits for her." for n in range(300)]
    characters(films(*plots), reader=FakeMaker(sys.argv[2], 0.01), out=sys.argv[1], jobs=int(sys.argv[3]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed(tmp_path, jobs):
    """An extraction that was killed goes on where it was and ends equal to one that was not."""
    root = Path(__file__).parents[4]
    script = tmp_path / "child.py"
    write_text(script, CHILD)

    def started(out, cache):
        environment = {**os.environ, "MOTIF_CACHE_DIR": str(tmp_path / cache), "PYTHONPATH": str(root)}
        command = [sys.executable, str(script), str(tmp_path / out), str(tmp_path / f"{cache}.log"), str(jobs)]
        return subprocess.Popen(command, env=environment, cwd=root)

    def n_read(cache):
        log = tmp_path / f"{cache}.log"
        return len(log.read_text(encoding="utf-8").split()) if log.is_file() else 0

    killed = started("a.motif", "one")
    while n_read("one") < 100 and killed.poll() is None:
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    time.sleep(1.5)  # workers end when they see that their parent has
    before = n_read("one")
    assert started("a.motif", "one").wait() == 0
    assert n_read("one") - before <= 300 - before + 2 * jobs  # at most what each worker had under way is read again
    assert started("b.motif", "two").wait() == 0
    a, b = read(tmp_path / "a.motif"), read(tmp_path / "b.motif")
    assert a.items.equals(b.items)
    assert a.drops.equals(b.drops)
    assert a.blocks["roles"].columns == b.blocks["roles"].columns
    assert (a.blocks["roles"].raw != b.blocks["roles"].raw).nnz == 0
    assert a.tables["sentences"].equals(b.tables["sentences"])


TALE = (
    "Detective Mara Quinn hunts a killer. She never gives up. Old Tobias Rehn helps Quinn, "
    "and he is shot by the killer. Quinn buries him and resigns."
)


@pytest.fixture(scope="module")
def read_by_spacy(english, tmp_path_factory):
    """A tale, 120 kB of one sentence, and a crowd, read by the packaged pipeline in two processes."""
    endless = TALE.replace(".", ",") * (120_000 // len(TALE))
    crowd = " ".join(f"{name(n)} Smith loves Ada." for n in range(2000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTIF_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        return characters(films(TALE, endless, crowd), pipeline=english, jobs=2)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_spacy(read_by_spacy):
    """Names are joined, pronouns understood, and it is told how many words these bring."""
    people = {one["name"]: one for one in read_by_spacy.collection.items.to_pylist() if one["film"] == "f0"}
    assert people["Mara Quinn"]["n_mentions"] == 3
    assert people["Mara Quinn"]["n_pronouns"] == 1
    row = read_by_spacy.collection.ids.index(people["Tobias Rehn"]["id"])
    words = read_by_spacy.collection.blocks["roles"]
    said = {words.columns[place] for place in words.raw[[row]].indices}
    assert {"agent:help", "patient:shoot", "attribute:old"} <= said
    assert 0 < read_by_spacy.book.counts["n_pronoun_words"] < read_by_spacy.book.counts["n_role_words"]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_hostile_spacy(read_by_spacy):
    """A text of one sentence and a crowd are read to the end, their sentences kept in part."""
    assert read_by_spacy.book.n_read == 3
    assert read_by_spacy.collection.n_items > 1000
    assert max(map(len, read_by_spacy.collection.tables["sentences"]["text"].to_pylist())) <= 1002


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_jobs(read_by_spacy, english):
    """One process finds what two find."""
    alone = characters(films(TALE), pipeline=english).collection
    both = read_by_spacy.collection.where("film = 'f0'")
    facts = ("name", "n_mentions", "n_pronouns", "n_words", "gender")
    assert alone.items.select(facts).equals(both.items.select(facts))
