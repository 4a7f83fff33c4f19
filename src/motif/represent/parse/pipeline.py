"""Finding a pipeline of spaCy: by its name, by its folder, or the small English one of the manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motif.core.digest import content_id
from motif.core.errors import DataError, InputError, SourceError
from motif.core.extra import extra
from motif.core.files import is_there
from motif.source.weights import MANIFEST, content_digest, resolve

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["PACKAGED", "Pipeline", "find_pipeline"]

PACKAGED = "en-core-web-sm"  # what is taken where nothing is named: an entry of the weights manifest
_NEEDED = ("tagger", "parser", "lemmatizer", "ner")
_LABELS = ("nsubj", "dobj", "pobj")  # of the English pipelines; the rules that read a parse know no others


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline that was found, not yet loaded; small, so that it travels to other processes.

    Parameters
    ----------
    name, version :
        As its own metadata say, such as "en_core_web_sm" and "3.8.0".
    language :
        The language it reads, such as "en".
    digest :
        16 hex digits of its content: by one version of spaCy two pipelines of one digest give one parse.
    folder :
        Where it lies.

    Examples
    --------
    >>> Pipeline("en_core_web_sm", "3.8.0", "en", "33f105858880b36a", "folder").told
    'en_core_web_sm 3.8.0'
    """

    name: str
    version: str
    language: str
    digest: str
    folder: str

    @property
    def told(self) -> str:
        """Name and version, as a record or a page says them."""
        return f"{self.name} {self.version}"

    def load(self) -> Language:
        """Return spaCy's pipeline with what is needed and no more; a process loads it once.

        Raises
        ------
        MissingExtra
            When spaCy is not installed.
        DataError
            When spaCy cannot read it.
        """
        return _load(self.folder, self.digest)


def find_pipeline(name_or_path: str | Path | None = None) -> Pipeline:
    """Return the pipeline of a name or a folder; without either the small English one, fetched once.

    Nothing of it is run, and nothing is installed: an installed package is only looked into.

    Parameters
    ----------
    name_or_path :
        The name of an installed package ("en_core_web_md"), of the manifest ("en-core-web-sm"), or a folder with
        `meta.json` and `config.cfg`. None: "en-core-web-sm".

    Raises
    ------
    InputError
        When there is none of that name, or it lacks what is needed (a tagger, parser, lemmatizer and names, with the
        labels of the English pipelines).
    DataError
        When its metadata are damaged.
    SourceError
        When the packaged one cannot be fetched; the message says what to run.

    Examples
    --------
    >>> find_pipeline("en_core_web_none")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: pipeline 'en_core_web_none' is neither installed, a folder, nor one of the manifest;
    expected such as 'en-core-web-sm', or the folder of a pipeline
    """
    name = str(name_or_path) if name_or_path is not None else PACKAGED
    if name in MANIFEST and MANIFEST[name].kind == "folder":
        return _described(resolve(name), digest=MANIFEST[name].sha256)
    folder = Path(name) if is_there(name) else _installed(name)
    if folder is None:
        message = f"pipeline {name!r} is neither installed, a folder, nor one of the manifest"
        raise InputError(f"{message}; expected such as {PACKAGED!r}, or the folder of a pipeline")
    return _described(folder)


def _installed(name: str) -> Path | None:
    if not name.isidentifier():
        return None
    found = find_spec(name)  # of a name without a dot: nothing is imported
    if found is None or found.origin is None:
        return None
    package = Path(found.origin).parent
    meta = _metadata(package)
    inner = package / f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}"
    return inner if inner.is_dir() else package


def _described(folder: Path, *, digest: str | None = None) -> Pipeline:
    meta = _metadata(folder)
    if not {"lang", "name", "version"} <= meta.keys() or not (folder / "config.cfg").is_file():
        raise InputError(f"{folder.name!r} is no pipeline of spaCy: expected a folder with meta.json and config.cfg")
    told = f"{meta['lang']}_{meta['name']}"
    _require_parts(told, meta)
    whole = digest or content_digest(folder)
    return Pipeline(told, str(meta["version"]), str(meta["lang"]), content_id(whole), str(folder))


def _require_parts(name: str, meta: dict[str, Any]) -> None:
    parts = meta.get("pipeline") or []
    missing = [part for part in _NEEDED if part not in parts]
    if missing:
        raise InputError(f"pipeline {name!r} has no {', '.join(missing)}; expected one with {', '.join(_NEEDED)}")
    labels = (meta.get("labels") or {}).get("parser") or []
    if labels and not set(_LABELS) <= set(labels):
        message = f"pipeline {name!r} names grammar in another way: expected labels such as {', '.join(_LABELS)}"
        raise InputError(f"{message}; take an English pipeline of spaCy")


def _metadata(folder: Path) -> dict[str, Any]:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise SourceError(f"meta.json of {folder.name!r} cannot be read: {error.strerror or error}") from error
    except ValueError:
        raise DataError(f"meta.json of {folder.name!r} is damaged; expected JSON", reason="damaged") from None
    return meta if isinstance(meta, dict) else {}


@lru_cache(maxsize=2)
def _load(folder: str, digest: str) -> Language:  # noqa: ARG001 - the digest keys the cache: a folder may change
    with extra("films"):
        from spacy.util import load_model_from_path
    try:
        return load_model_from_path(Path(folder), exclude=["senter"])
    except (OSError, ValueError, KeyError) as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"pipeline {Path(folder).name!r} cannot be loaded: {said}", reason="damaged") from error
