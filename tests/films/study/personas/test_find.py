"""`personas` finds known kinds, names them, and says who has none."""

import hashlib
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from motif.collection import Collection, dense, read
from motif.core.errors import InputError
from motif.evaluate import clustering
from motif.films.study.apply import apply
from motif.films.study.personas import find, personas
from motif.films.study.personas.number import NumberFound
from motif.represent.vector import WordVectors
from tests.films.study.personas.made import KINDS, N_THIN, found, people, planted, truth

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def three():
    """The three personas of made characters."""
    return found()


def test_known_kinds_are_found(three):
    """The personas are the kinds that the characters were drawn from, all but a few."""
    enough = truth() >= 0
    assert clustering.ami(three.labels[enough], truth()[enough]) > 0.85


def test_named_in_words(three):
    """Each persona is named by the words of its kind, none by what all have."""
    words = " ".join(one.name for one in three.personas)
    assert all(word in words for word in ("killer", "bride", "mentor"))
    assert all(word.word not in ("go", "see", "tell", "old") for one in three.personas for word in one.words)


def test_too_little_evidence_is_counted(three):
    """Characters of whom one word is said have no persona, and are counted with the reason."""
    assert three.labels[-N_THIN:].tolist() == [-1] * N_THIN
    assert three.placed.counts["few_words"] == N_THIN
    assert sum(three.placed.counts.values()) == len(three.labels)


def test_collection_holds_them(three):
    """Labels, probabilities, memberships and personas are in the collection, one row each."""
    items = three.collection.items
    assert items["persona"].to_pylist() == ["" if label < 0 else str(label) for label in three.labels.tolist()]
    assert items["persona_probability"].to_pylist() == three.placed.probability.tolist()
    block = three.collection.blocks["personas"]
    assert (block.shape, block.columns) == ((len(three.labels), 3), ("0", "1", "2"))
    assert np.flatnonzero(~np.asarray(block.present)).tolist() == [*range(120, 125)]
    assert three.collection.tables["personas"]["name"].to_pylist() == [one.name for one in three.personas]


def test_typical_are_of_different_films(three):
    """Typical characters are of the persona, of different films, and speak for it most."""
    for one in three.personas:
        assert len({who.film for who in one.typical}) == len(one.typical) == 8
        assert {
            three.collection.items["persona"][three.collection.ids.index(who.id)].as_py() for who in one.typical
        } == {one.label}


def test_largest_is_first(three):
    """Numbers go by size."""
    sizes = [one.n_characters for one in three.personas]
    assert all(one >= other for one, other in pairwise(sizes))


def test_same_seed_same_personas(three):
    """The same seed gives the same labels, names and memberships."""
    again = found()
    assert np.array_equal(again.placed.memberships, three.placed.memberships)
    assert [one.name for one in again.personas] == [one.name for one in three.personas]


@pytest.mark.slow
def test_same_seed_in_another_process(three):
    """Another process with another hash seed finds the same memberships."""
    code = (
        "import hashlib; from tests.films.study.personas.made import found;"
        "f = found(); print(hashlib.sha256(f.placed.memberships.tobytes() + str(f.name_of).encode()).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "1", "PATH": ""}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
                          env=environment)  # fmt: skip
    own = hashlib.sha256(three.placed.memberships.tobytes() + str(three.name_of).encode()).hexdigest()
    assert said.stdout.strip() == own


def test_auto_finds_the_number():
    """Three kinds are three personas, and the choice says what speaks for it."""
    chosen = found(n_personas="auto", n_refits=0)
    assert len(chosen.personas) == 3
    assert "held-out words gain" in chosen.choice.words


def test_topics():
    """Words in topics: personas have pairs of role and topic, by name, beside their words."""
    by_topic = found(n_topics=4, n_refits=0)
    assert all(one.pairs for one in by_topic.personas)
    assert {pair.role for one in by_topic.personas for pair in one.pairs} <= {
        "agent",
        "patient",
        "attribute",
        "possession",
    }
    assert by_topic.frame.features_ != by_topic.frame.columns_


def test_saved_and_read(three, tmp_path):
    """A saved collection holds the personas and two models."""
    three.save(tmp_path / "c.motif")
    held = read(tmp_path / "c.motif")
    assert sorted(held.models) == ["persona_frame", "personas"]
    assert held.items["persona"].to_pylist() == three.collection.items["persona"].to_pylist()


def test_numbers_stay(three):
    """Found again with another seed, or among more films, personas keep their numbers."""
    again = personas(three.collection, n_personas=3, n_refits=0, random_state=5)
    assert again.kept.stayed == (0, 1, 2)
    more = personas(people(60), n_personas=3, n_refits=0, like=three.collection)
    assert more.kept.stayed == (0, 1, 2)
    assert {one.number: one.name.split()[0] for one in more.personas}.keys() == {0, 1, 2}
    shared = [more.name_of[number] for number in range(3)]
    assert [name.split(";")[-1] for name in shared] == [three.name_of[number].split(";")[-1] for number in range(3)]


def test_new_numbers_were_never_used():
    """A persona more gets a number that none has had, and is new."""
    four = people().with_column("persona", ["0" if label < 2 else "7" for label in truth().tolist()])
    more = personas(four, n_personas=3, n_refits=0, overwrite=True)
    assert sorted(one.number for one in more.personas) == [0, 7, 8]
    assert [one.number for one in more.personas if one.is_new] == [8]


def test_a_component_without_characters_is_no_persona():
    """Asked for many more than there are kinds, every persona has characters, and the others are counted."""
    many = found(n_personas=40, n_refits=1)
    assert all(one.n_characters and one.stability is not None for one in many.personas)
    assert many.n_empty == 40 - len(many.personas) > 0
    assert [one.number for one in many.personas] == [*range(len(many.personas))]
    assert many.placed.memberships.shape[1] == len(many.personas)
    assert many.placed.memberships[many.placed.asked].sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert many.as_dict()["n_empty"] == many.n_empty


def test_the_choice_tells_of_components_without_characters(monkeypatch):
    """Where the chosen number has some, the sentence says how many are left out."""
    monkeypatch.setattr(find, "choose_number", lambda *_, **__: NumberFound(40, "40 personas", (), -5.0))
    chosen = found(n_personas="auto", n_refits=0)
    assert chosen.choice.words == f"40 personas; {chosen.n_empty} of the 40 have no characters and are left out"
    assert chosen.record.parameters["choice"]["words"] == chosen.choice.words


def test_a_plain_record_holds_the_choice(three):
    """What was measured is in the record, so that a page can be made of the saved collection."""
    assert three.record.parameters["figures"]["stability"]["value"] == three.figures["stability"].value
    assert three.collection.records[-1]["step"] == "films.personas"


def test_a_record_tells_all_that_the_personas_follow_from(three):
    """Given word vectors, older numbers and refits are in it, each as long as it was there."""
    assert three.record.parameters["n_refits"] == 2
    assert set(three.record.inputs) == {"roles"}
    words = [name.partition(":")[2].lstrip("!") for kind in KINDS for name in kind]
    given = WordVectors(tuple(words), np.eye(len(words), dtype=np.float32))
    again = personas(three.collection, n_personas=3, n_topics=6, vectors=given, n_refits=0, overwrite=True)
    assert set(again.record.inputs) == {"roles", "word_vectors", "older_numbers"}
    assert again.record.inputs["word_vectors"] == given.digest


def _with_vectors():
    """Characters whose kinds are told by vectors; of one of them there is none."""
    rng = np.random.default_rng(0)
    vectors = np.eye(4)[truth()] + rng.normal(0, 0.1, (len(truth()), 4))
    present = np.arange(len(truth())) != 7
    return people().with_block("embedding", dense(vectors.astype(np.float32), present=present))


def test_vectors_of_characters(tmp_path):
    """Where characters have vectors, the embedding gathers these; words describe; saved, it is applied to vectors."""
    held = _with_vectors()
    by_vector = personas(held, model="embedding", n_personas=4, n_refits=0)
    some = by_vector.labels >= 0
    assert by_vector.placed.counts["unknown_words"] == 1
    assert clustering.ami(by_vector.labels[some], truth()[some]) > 0.99
    assert "killer" in " ".join(one.name for one in by_vector.personas)
    by_vector.save(tmp_path / "c.motif")
    again = apply(held, read(tmp_path / "c.motif"))
    assert np.array_equal(again.labels, by_vector.labels)
    with pytest.raises(InputError, match="has no block 'embedding'"):
        apply(people(3), read(tmp_path / "c.motif"))


def _bare():
    held = _with_vectors()
    return Collection("character", {"id": held.ids}, blocks={"embedding": held.blocks["embedding"]})


def test_vectors_alone():
    """Without words, vectors are gathered all the same; nothing names the personas, and other models have nothing."""
    chosen = personas(_bare(), model="embedding", n_personas=4, n_refits=0)
    assert chosen.placed.counts["assigned"] == 124
    assert chosen.personas[0].name == "no word tells it apart"
    with pytest.raises(InputError, match="of none of the 125 characters 3 role words are said"):
        personas(_bare())


@pytest.mark.slow
def test_number_of_vectors():
    """How many groups of vectors there are follows from how tight and stable they are."""
    chosen = personas(_bare(), model="embedding", n_refits=0)
    assert len(chosen.personas) == 4
    assert "4 personas" in chosen.choice.words


@pytest.mark.parametrize(("model", "n_topics"), [("lda", None), ("embedding", None)])
def test_other_models(model, n_topics, tmp_path):
    """Other models find the kinds too, are saved, and give the same again."""
    other = found(model=model, n_topics=n_topics, n_refits=0)
    enough = (truth() >= 0) & (other.labels >= 0)
    assert clustering.ami(other.labels[enough], truth()[enough]) > 0.6
    other.save(tmp_path / "c.motif")
    assert np.array_equal(apply(people(), read(tmp_path / "c.motif")).labels, other.labels)


@pytest.mark.slow
@pytest.mark.parametrize(("model", "n_topics"), [("autoencoder", None), ("dirichlet_persona", 16)])
def test_slow_models(model, n_topics, tmp_path):
    """The network's codes and the sampler's personas do too."""
    test_other_models(model, n_topics, tmp_path)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"model": "oracle"}, "model must be one of"),
        ({"n_personas": 0}, "n_personas must be"),
        ({"n_personas": 999}, "n_personas is 999, and 120 characters have words enough"),
        ({"min_words": 50}, "of none of the 125 characters 50 role words are said"),
        ({"like": Collection("character", {"id": ["a"]})}, "the older collection holds no personas"),
        ({"n_refits": -1}, "n_refits must be"),
        ({"n_topics": 999}, "n_topics=999"),
        ({"min_probability": 1}, "no character has a membership above 1, the largest is .*a lower min_probability"),
    ],
)
def test_refusals(settings, said):
    """What cannot be done is said before the work."""
    with pytest.raises(InputError, match=said):
        found(**settings)


def test_no_words():
    """A collection of films has no words by role."""
    with pytest.raises(InputError, match="has no block 'roles'"):
        personas(Collection("film", {"id": ["a"]}))


@pytest.mark.shared
def test_planted(shared):
    """On the planted corpus two seeds reach an AMI of .79, of .89 possible; dealt-out labels reach none."""
    held, label = planted(shared)
    seeds = [personas(held, n_personas=30, n_refits=0, random_state=seed) for seed in range(2)]
    assert np.mean([clustering.ami(one.labels, label) for one in seeds]) >= 0.79
    assert all(one.placed.counts["assigned"] > 0.95 * len(label) for one in seeds)
    dealt = clustering.evaluate(
        np.random.default_rng(0).permutation(seeds[0].labels), label, n_permutations=49, n_resamples=2, random_state=0
    )["ami"]
    assert abs(dealt.value) < 0.01
    assert not dealt.stands_out()
