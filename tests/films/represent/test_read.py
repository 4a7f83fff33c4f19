"""Plots read whole: the labelled texts, and what users see of a character."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from motif.films.represent.read import PlotReader, read_characters
from motif.represent.parse import Pipeline, find_pipeline, parse_texts
from tests.films.represent.parses import parse


@pytest.fixture(scope="module")
def pipeline(english: Path) -> Pipeline:
    """The small English pipeline."""
    return find_pipeline(english)


@pytest.fixture(scope="module")
def roles() -> ModuleType:
    """The benchmark that reads and scores the labelled texts."""
    path = Path(__file__).resolve().parents[3] / "benchmarks" / "roles.py"
    spec = importlib.util.spec_from_file_location("roles", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["roles"] = module  # where its dataclass looks for itself
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def counts(pipeline: Pipeline, roles: ModuleType) -> dict:
    """What each way of reading finds in the odd half of the labelled texts, on which the rules were chosen."""
    texts = roles.half_of(roles.read_gold(), "odd")
    return roles.judge(texts, [*parse_texts(pipeline, [text.text for text in texts])])


def test_a_character_as_it_is_stored():
    """Names, titles, counts, gender, sentences and words of a text of two people."""
    hannah, joseph = read_characters(parse("pronouns"), "f1")
    assert (hannah.id, hannah.name, hannah.film, hannah.gender) == ("f1:hannah", "Hannah", "f1", "female")
    assert (hannah.n_mentions, hannah.n_pronouns) == (1, 1)
    assert hannah.words == {"agent:marry": 1, "agent:!love": 1}
    assert joseph.sentences == [(0, "Hannah marries Joseph but she never loves him .")]


def test_the_pronoun_switch_leaves_names_alone():
    """Without pronouns the same characters are found, with fewer words."""
    whole, less = (read_characters(parse("pronouns"), "f", pronouns=switch) for switch in (True, False))
    assert [one.id for one in whole] == [one.id for one in less]
    assert less[0].words == {"agent:marry": 1}
    assert less[0].n_pronouns == 0


def test_plots_come_in_the_order_given_with_their_own_aliases(pipeline: Pipeline):
    """Each film's id comes back with its characters; an empty plot has none."""
    texts = [("b", "Sam robs a bank."), ("a", ""), ("c", "Sam robs a bank.")]
    found = dict(PlotReader(pipeline).read(texts, aliases={"c": {"Sam": "Samuel Vance"}}))
    assert [*found] == ["b", "a", "c"]
    assert [[one.name for one in own] for own in found.values()] == [["Sam"], [], ["Samuel Vance"]]


def test_names_of_one_person_are_joined(pipeline: Pipeline):
    """A full name, its parts and a title are one person; two Potters are told apart by their titles."""
    plot = "Harry Potter leaves home. Harry is sad. Mr. Potter returns. Mrs. Potter scolds Harry."
    found = {one.name: dict(one.aliases) for one in read_characters(next(parse_texts(pipeline, [plot])), "f")}
    assert found["Harry Potter"] == {"Harry Potter": 1, "Harry": 2, "Mr. Potter": 1}
    assert len(found) == 2


def test_a_thousand_names_of_one_plot_cost_what_their_length_costs(pipeline: Pipeline):
    """Names that all end alike are all kept apart."""
    first = [f"{a}{b}{c}" for a in ("Bo", "Da", "Fe", "Gu", "Li") for b in ("ra", "mi", "lo", "ne") for c in "lnrst"]
    plot = " ".join(f"{name} Smith meets Anna." for name in first)
    found = read_characters(next(parse_texts(pipeline, [plot])), "f")
    assert len(found) > 0.9 * len(first)


class TestLabelledTexts:
    """The odd half; the even half is the benchmark's."""

    def test_all_roles_have_a_floor(self, roles: ModuleType, counts: dict):
        """Precision and recall of each role stay where they were, by a few labels."""
        for role, precision, recall in [
            ("agent", 0.95, 0.87),
            ("patient", 0.93, 0.92),
            ("attribute", 0.92, 0.89),
            ("possession", 0.84, 0.88),
        ]:
            scored = roles.scores(counts["Motif"], (role,))
            assert scored[0] >= precision, role
            assert scored[1] >= recall, role

    def test_the_seeds_rules_find_less(self, roles: ModuleType, counts: dict):
        """The rules that Motif began from have a far lower F1, and the interval of the difference excludes nothing."""
        assert roles.apart(counts["Motif"], counts["seed"])[1] > 0.5

    def test_pronouns_are_worth_it(self, roles: ModuleType, counts: dict):
        """Without pronouns recall falls by a tenth, and precision hardly rises."""
        whole, less = (roles.scores(counts[way], roles.ROLES) for way in ("Motif", "Motif without pronouns"))
        assert whole[1] - less[1] > 0.1
        assert less[0] - whole[0] < 0.03


def test_the_scoring_is_by_hand(roles: ModuleType):
    """One label found, one missed, one wrong: precision and recall are a half."""
    labels = {"Ann Lee": {"agent:run": 1, "patient:hit": 1}}
    found = {"Lee": {"agent:run": 1}, "Bob": {"agent:hide": 1}}
    counters = [{name: roles.Counter(words) for name, words in one.items()} for one in (labels, found)]
    assert roles.scores([roles.compared(*counters)], roles.ROLES) == (0.5, 0.5, 0.5)
