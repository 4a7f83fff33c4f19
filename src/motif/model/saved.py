"""The format of saved estimators: a folder with `params.json` and arrays in safetensors, read without unpickling.

`params.json` is written last and names the array file with its checksum: replacing it is the commit, so that a kill
leaves the old save or the new one. Where a save replaces another, its arrays take the other of two names. Which classes
may be built is told by whoever reads: `motif.model.store` keeps the register of Motif's own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors import numpy as safetensors
from sklearn.base import BaseEstimator

from motif.core.check import few
from motif.core.digest import bytes_digest, settings_digest
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import make_folder, remove, write_bytes, write_json
from motif.core.record import version
from motif.represent.estimator import require_fitted

__all__ = ["FORMAT", "read", "write"]

FORMAT = 1
_NEEDS = "0.1.0"  # the first Motif that reads this format
_DOCUMENT = "params.json"
_ARRAYS = ("arrays.safetensors", "arrays.other.safetensors")
_NOT_STATE = frozenset({"_sklearn_output_config", "_metadata_request"})  # how to show and route; fit learns neither
_NUMBERS = frozenset("?bhilqBHILQefd")  # the number types of NumPy that safetensors holds


def write(estimator: BaseEstimator, folder: str | Path) -> None:
    """Write a fitted estimator to a folder, replacing the estimator that was saved there.

    Parameters
    ----------
    estimator :
        A fitted estimator: its parameters and the learned attributes, whose names end in `_`, are kept.
    folder :
        Made where missing.

    Raises
    ------
    NotFitted
        When there is nothing learned to save.
    InputError
        When a value cannot be kept without pickling; it is named.
    DataError
        When the folder holds a `params.json` that is no whole save, which is left as it is.
    SourceError
        When the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from motif.represent.project import PCA
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(PCA(1).fit([[0.0], [1.0]]), folder)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['arrays.safetensors', 'params.json']
    """
    content, arrays = _packed(estimator)
    folder = make_folder(folder)
    replaced = _replaced(folder)
    file = _ARRAYS[replaced == _ARRAYS[0]]
    data = safetensors.save(arrays)
    content |= {"format": FORMAT, "needs": _NEEDS, "arrays": {"file": file, "sha256": bytes_digest(data)}}
    write_bytes(folder / file, data)
    write_json(folder / _DOCUMENT, content | {"digest": settings_digest(content)})
    remove(folder / _ARRAYS[file == _ARRAYS[0]])


def _replaced(folder: Path) -> str | None:
    """The array file of the save that is there; a damaged save has none that counts, and is replaced whole."""
    if not (folder / _DOCUMENT).exists():
        return None
    try:
        return _document(folder)["arrays"]["file"]
    except DataError as error:
        if error.reason != "damaged":
            raise  # a newer Motif's save, or somebody else's file
        return None


def read(folder: str | Path, known: Mapping[str, Callable[[], type[BaseEstimator]]]) -> Any:
    """Return the estimator that a folder holds, fitted as it was saved.

    Parameters
    ----------
    folder :
        As `write` wrote it.
    known :
        The classes that may be built, by name: functions, so that a class is imported only when it is there.

    Raises
    ------
    SourceError
        When the folder holds no save, or it cannot be read.
    DataError
        When the save is damaged, of an unknown class, or of a newer format (the Motif it needs is named).

    Examples
    --------
    >>> read("nothing-here", {})
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'nothing-here' holds no saved estimator: 'params.json' is missing
    """
    folder = Path(folder)
    content = _document(folder)
    name = str(content.get("class"))
    if name not in known:
        listed = few(sorted(known), most=60)
        raise DataError(
            f"{folder.name!r} holds a {name!r}, which is none of {listed}; give its class in classes=",
            reason="unknown_class",
        )
    try:
        return _rebuilt(known[name](), content, _arrays(folder, content["arrays"]))
    except RecursionError as error:
        raise _damaged(folder, f"{_DOCUMENT!r} is nested too deeply") from error
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise _damaged(folder, f"it does not fit its class {name!r} ({error})") from error


def _packed(estimator: BaseEstimator) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    if not isinstance(estimator, BaseEstimator):
        raise InputError(f"only scikit-learn estimators can be saved, not {type(estimator).__name__!r}")
    require_fitted(estimator)
    params = estimator.get_params(deep=False)
    state = {name: value for name, value in vars(estimator).items() if name not in params and name not in _NOT_STATE}
    hidden = [name for name in state if not _is_learned(name)]
    if hidden:
        raise InputError(
            f"{type(estimator).__name__} keeps state that would be lost, in {few(hidden)}; end learned names in '_'"
        )
    arrays: dict[str, np.ndarray] = {}
    content = {
        "class": type(estimator).__name__,
        "params": {name: _pack(value, name, arrays) for name, value in params.items()},
        "learned": {name: _pack(value, name, arrays) for name, value in state.items()},
    }
    return content, arrays


def _is_learned(name: str) -> bool:
    return name.isidentifier() and name.endswith("_") and not name.startswith("_")


def _rebuilt(cls: type[BaseEstimator], content: dict[str, Any], arrays: Mapping[str, np.ndarray]) -> BaseEstimator:
    estimator = cls(**{name: _unpack(value, arrays) for name, value in content["params"].items()})
    wrong = [name for name in content["learned"] if not _is_learned(name)]
    if wrong:
        raise ValueError(f"{few(wrong)} are no names of learned attributes")
    for name, value in content["learned"].items():
        setattr(estimator, name, _unpack(value, arrays))
    left = arrays.keys() - set(_keys([*content["params"].values(), *content["learned"].values()]))
    if left:
        raise ValueError(f"the arrays {few(sorted(left))} belong to nothing")
    whole = getattr(estimator, "_require_whole", None)  # what only the class can tell: that its parts fit each other
    if whole is not None:
        whole()
    return estimator


def _pack(value: Any, where: str, arrays: dict[str, np.ndarray]) -> Any:
    """Return a value as JSON, its arrays put aside under the name of the place where they belong."""
    match value:
        case None | bool() | str():
            return value
        case np.ndarray():
            return _pack_array(value, where, arrays)
        case np.generic() if value.dtype.char in _NUMBERS:
            return {"kind": "scalar", "dtype": value.dtype.name, "value": _pack(value.item(), where, arrays)}
        case int():
            return value
        case float():
            return value if math.isfinite(value) else {"kind": "float", "value": str(value)}
        case list():
            return [_pack(part, f"{where}[{i}]", arrays) for i, part in enumerate(value)]
        case tuple():
            return {"kind": "tuple", "values": _pack(list(value), where, arrays)}
        case dict() if all(isinstance(key, str) for key in value):
            return {
                "kind": "dict",
                "values": {key: _pack(part, f"{where}[{key!r}]", arrays) for key, part in value.items()},
            }
    kinds = "arrays, numbers, text, None, and lists, tuples and dicts of these"
    raise InputError(
        f"{where!r} is a {type(value).__name__}, which cannot be kept without pickling; a save holds {kinds}"
    )


def _pack_array(array: np.ndarray, where: str, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    if array.dtype.char in _NUMBERS:
        # the layout is kept too: BLAS sums a transposed array in another order, which shows in the last bit
        order = "C" if array.flags.c_contiguous or not array.flags.f_contiguous else "F"
        native = array.astype(array.dtype.newbyteorder("="), order="C", copy=False)
        arrays[where] = np.asarray(native, order="C")
        return {"kind": "array", "key": where, "order": order}
    texts = array.ravel().tolist()
    if array.dtype.kind in "OU" and all(isinstance(text, str) for text in texts):
        return {"kind": "texts", "object": array.dtype.kind == "O", "shape": list(array.shape), "values": texts}
    raise InputError(
        f"{where!r} is an array of {array.dtype}, which cannot be kept without pickling; a save holds numbers and text"
    )


def _unpack(value: Any, arrays: Mapping[str, np.ndarray]) -> Any:
    if isinstance(value, list):
        return [_unpack(part, arrays) for part in value]
    if not isinstance(value, dict):
        return value
    match value["kind"]:
        case "array":
            return np.array(arrays[value["key"]], order=value["order"])
        case "texts":
            return np.array(value["values"], dtype=object if value["object"] else str).reshape(value["shape"])
        case "scalar" if np.dtype(value["dtype"]).char in _NUMBERS:
            return np.dtype(value["dtype"]).type(_unpack(value["value"], arrays))
        case "float":
            return float(value["value"])
        case "tuple":
            return tuple(_unpack(value["values"], arrays))
        case "dict":
            return {key: _unpack(part, arrays) for key, part in value["values"].items()}
    raise ValueError(f"unknown kind {value['kind']!r}")


def _keys(value: Any) -> Iterator[str]:
    """Yield the names of all arrays that a packed value needs."""
    if isinstance(value, list):
        for part in value:
            yield from _keys(part)
    elif isinstance(value, dict):
        match value["kind"]:
            case "array":
                yield value["key"]
            case "tuple":
                yield from _keys(value["values"])
            case "dict":
                yield from _keys(list(value["values"].values()))


def _document(folder: Path) -> dict[str, Any]:
    path = folder / _DOCUMENT
    if not path.exists():
        raise SourceError(f"{folder.name!r} holds no saved estimator: {_DOCUMENT!r} is missing", reason="missing")
    try:
        content = json.loads(_bytes(path))
    except (ValueError, RecursionError) as error:
        ours = any((folder / name).exists() for name in _ARRAYS)  # then it is what is left of a save
        raise (_damaged(folder, f"{_DOCUMENT!r} is no JSON") if ours else _foreign(folder, "is no JSON")) from error
    if not isinstance(content, dict) or type(content.get("format")) is not int or content["format"] < 1:
        raise _foreign(folder, "was not written by Motif")
    if content["format"] > FORMAT:
        raise DataError(
            f"{folder.name!r} is a save of format {content['format']}; it needs Motif {content.get('needs')} or newer, "
            f"and this is {version()}, which reads formats up to {FORMAT}",
            reason="newer_format",
        )
    digest = content.pop("digest", None)
    try:
        same = digest == settings_digest(content)
    except RecursionError as error:
        raise _damaged(folder, f"{_DOCUMENT!r} is nested too deeply") from error
    if not same:
        raise _damaged(folder, f"{_DOCUMENT!r} has changed since it was written")
    if not _is_save(content):
        raise _foreign(folder, "describes no estimator")
    return content


def _is_save(content: Mapping[str, Any]) -> bool:
    parts = [content.get(name) for name in ("params", "learned", "arrays")]
    arrays = parts[-1] if isinstance(parts[-1], dict) else {}
    return all(isinstance(part, dict) for part in parts) and {"file", "sha256"} <= arrays.keys()


def _arrays(folder: Path, named: Mapping[str, str]) -> dict[str, np.ndarray]:
    file = named["file"]
    if file not in _ARRAYS:
        raise _damaged(folder, f"it names {file!r} as its array file")
    if not (folder / file).exists():
        raise _damaged(folder, f"{file!r} is missing")
    data = _bytes(folder / file)
    if bytes_digest(data) != named["sha256"]:
        raise _damaged(folder, f"{file!r} has changed since it was written")
    try:
        return safetensors.load(data)
    except SafetensorError as error:
        raise _damaged(folder, f"{file!r} is no safetensors file") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name!r} cannot be read: {error.strerror or error}") from error


def _foreign(folder: Path, cause: str) -> DataError:
    """What is no save that can be told for Motif's is never replaced."""
    message = f"{folder.name!r} holds no saved estimator: its {_DOCUMENT!r} {cause}; choose another folder"
    return DataError(message, reason="foreign")


def _damaged(folder: Path, cause: str) -> DataError:
    return DataError(
        f"the saved estimator in {folder.name!r} is damaged: {cause}; fit and save it again", reason="damaged"
    )
