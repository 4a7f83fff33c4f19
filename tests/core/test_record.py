"""Records: what was left out and why, and how each result was made."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from motif.core import record
from motif.core.errors import InputError
from motif.core.record import Drop, RunRecord, is_machine_path, recording, version, versions


@pytest.mark.parametrize("reason", ["truncated", "too_large", "e404", "not_an_image"])
def test_a_reason_is_one_snake_case_word(reason):
    """Words that can be counted in a table of reasons pass."""
    assert Drop("a.jpg", "read_image", reason).reason == reason


@pytest.mark.parametrize(
    "reason", ["", "Truncated", "too large", "too-large", "_x", "x_", "a__b", "404", "größe", "a\n"]
)
def test_a_reason_that_is_a_sentence_is_refused(reason):
    """Free text belongs in `detail`; a reason is a fixed word."""
    with pytest.raises(InputError, match="a drop's reason must be a snake_case word, not "):
        Drop("a.jpg", "read_image", reason)


def test_a_drop_cannot_be_changed():
    """The ledger is not rewritten."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Drop("a", "b", "c").reason = "d"  # type: ignore[misc]


@pytest.mark.parametrize("origin", ["trip/7.jpg", "films.csv:12", "https://example.org/a.jpg", "", "a b/ü.png"])
def test_an_origin_is_relative_or_a_link(origin):
    """A path below the source's root, a row, a link, or nothing."""
    assert Drop(origin, "read", "truncated").origin == origin


def test_an_absolute_origin_is_refused_without_being_repeated():
    """The message has the file's name and not the folders of this machine."""
    path = Path.cwd() / "private" / "7.jpg"
    with pytest.raises(InputError) as caught:
        Drop(str(path), "read_image", "truncated")
    assert str(caught.value) == "a drop's origin must be relative, not an absolute path to '7.jpg'"


@pytest.mark.parametrize(
    "wrap", [str, Path, lambda p: [str(p)], lambda p: {"deep": ("x", [str(p)])}, lambda p: {str(p): 1}]
)
def test_a_run_record_holds_no_absolute_path(wrap):
    """Settings are looked through to the bottom, and the names of inputs too."""
    path = Path.cwd() / "private" / "photo.jpg"
    with pytest.raises(
        InputError, match=r"^the parameter 'source' must be relative, not an absolute path to 'photo.jpg'$"
    ):
        RunRecord(step="demo", parameters={"source": wrap(path)})
    with pytest.raises(InputError, match=r"^an input's name must be relative"):
        RunRecord(step="demo", inputs={str(path): "0" * 64})


def test_a_lone_separator_is_no_path():
    """A setting such as a delimiter may be a slash."""
    assert RunRecord(step="table", parameters={"delimiter": "/", "none": None, "n": 3}).parameters["delimiter"] == "/"


def test_a_recorded_step_has_all_that_is_needed_to_make_it_again():
    """Step, parameters, inputs, seed, versions, start and times; all of it plain JSON."""
    with recording("pictures.cartoon", parameters={"style": "khist"}, inputs={"photo.jpg": "0" * 64}, seed=7) as watch:
        sum(range(1000))
    made = watch.record.as_dict()
    assert json.loads(json.dumps(made)) == made
    assert {key: made[key] for key in ("step", "parameters", "inputs", "seed")} == {
        "step": "pictures.cartoon",
        "parameters": {"style": "khist"},
        "inputs": {"photo.jpg": "0" * 64},
        "seed": 7,
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made["started"])
    assert made["versions"]["motif"] == version()
    assert made["seconds"] >= 0
    assert made["cpu_seconds"] >= 0


def test_the_times_of_a_step_are_those_of_the_clocks(monkeypatch):
    """Wall and processor time are told apart, in seconds."""
    wall, cpu = iter([10.0, 12.5]), iter([1.0, 1.25])
    monkeypatch.setattr(record.time, "perf_counter", lambda: next(wall))
    monkeypatch.setattr(record.time, "process_time", lambda: next(cpu))
    monkeypatch.setattr(record.time, "time", lambda: 0.0)
    with recording("demo") as watch:
        pass
    made = watch.record
    assert (made.started, made.seconds, made.cpu_seconds) == ("1970-01-01T00:00:00Z", 2.5, 0.25)


def test_later_changes_of_the_settings_do_not_reach_the_record():
    """The record keeps what was given when the step began."""
    given = {"seed": 1}
    with recording("demo", parameters=given, inputs=given) as watch:  # type: ignore[arg-type]
        given["seed"] = 2
    assert watch.record.parameters == watch.record.inputs == {"seed": 1}


def test_a_package_that_is_not_there_is_said_to_be_absent():
    """A record made without an extra says so instead of failing."""
    assert versions(("nobody-has-this",))["nobody-has-this"] == "absent"


def test_a_bare_source_tree_has_a_version_too(monkeypatch):
    """Without an installed distribution the version is unknown, not an error."""
    monkeypatch.setattr(record, "DISTRIBUTION", "nobody-has-this")
    assert version() == "0+unknown"


@pytest.mark.parametrize(
    "path",
    [
        "/home/alice/x.csv",
        "~/x.csv",
        "~alice/x.csv",
        "file:///home/alice/x.csv",
        "FILE:C:/x.csv",
        "C:\\Users\\alice\\x.csv",
        "c:/Users/alice/x.csv",
        "\\\\server\\alice\\x.csv",
    ],
)
def test_a_path_of_a_machine_is_known_on_every_system(path):
    """Whatever the system that wrote it; the message has the file's name alone."""
    assert is_machine_path(path)
    with pytest.raises(InputError, match=r"^a drop's origin must be relative, not an absolute path to 'x.csv'$"):
        Drop(path, "read", "truncated")


@pytest.mark.parametrize(
    "text", ["", "/", "//", "~", "~$a.doc", "file:12", "c:12", "\\d+", "\\\\", "a/b", "http://h/a"]
)
def test_other_text_is_no_path_of_a_machine(text):
    """Separators, patterns, links, and rows of a table that is called `file` or `c`."""
    assert not is_machine_path(text)


def test_versions_are_the_callers_own():
    """Who changes the dict that came back changes nobody else's."""
    versions()["motif"] = "changed"
    assert versions()["motif"] == version()
