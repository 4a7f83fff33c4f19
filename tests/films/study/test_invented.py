"""The demo does the wing's whole job on invented films, and says in words what it lacks."""

import json

import pytest

from motif.collection import read
from motif.core.errors import MissingExtra, SourceError
from motif.films.collection.ledger import ledger
from motif.films.study import invented as study


def test_without_the_pipeline_the_demo_is_skipped_in_words(monkeypatch):
    """As a missing extra, which `motif demo` passes over, with what to run."""

    def nowhere():
        raise SourceError("model file 'en-core-web-sm' is missing; run: motif models install en-core-web-sm")

    monkeypatch.setattr(study, "find_pipeline", nowhere)
    with pytest.raises(MissingExtra, match="motif models install en-core-web-sm"):
        study.demo(quick=True)


@pytest.mark.slow  # a pipeline reads 43 plots: six seconds
class TestDemo:
    def test_its_collections_are_left_in_the_folder(self, invented):
        """Films with their ledger; characters with personas, words and sentences."""
        _, folder = invented
        films, people = read(folder / "films.motif"), read(folder / "characters.motif")
        assert (films.kind, films.n_items, people.kind) == ("film", 43, "character")
        assert [line.n_gathered for line in ledger(films).sources if line.name.endswith("jsonl")] == [43]
        assert {"roles", "personas"} <= set(people.blocks)
        assert "persona" in people.items.column_names

    def test_nine_of_ten_listed_people_are_found(self, invented):
        """Another film's names find hardly anybody."""
        figure = invented[0].figures["found"]
        assert figure.value > 0.9
        assert figure.trivial["list_of_another_film"] < 0.05

    def test_personas_agree_with_the_writers_kinds_beyond_chance(self, invented):
        """Though they were not told."""
        figures = invented[0].score.figures
        assert figures["same_trope_auc"].stands_out()
        assert figures["ami"].stands_out()

    def test_who_is_alike_is_of_a_kind_more_often_than_others(self, invented):
        """Twice as often as any others of other films would be."""
        examples = invented[0].examples
        assert sum(one.n_alike for one in examples) > 2 * sum(one.chance * len(one.near) for one in examples)

    def test_the_result_is_plain_json(self, invented):
        """Without a path of this machine."""
        value = json.dumps(invented[0].as_dict(), allow_nan=False)
        assert str(invented[1]) not in value
