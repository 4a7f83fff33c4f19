"""Settings: argument, then environment `MOTIF_*`, then `motif.toml` in the current folder, then the default.

`motif.toml` has a section for each verb, such as ``[pictures.cut]`` with ``jobs = 2``; the environment variable of the
same setting is ``MOTIF_PICTURES_CUT_JOBS``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["FILE", "PREFIX", "check_known", "from_file"]

FILE = "motif.toml"
PREFIX = "MOTIF"


def from_file(folder: Path) -> dict[str, Any]:
    """Return the settings of the folder's `motif.toml`, none where there is no such file.

    Raises
    ------
    SourceError
        When it cannot be read.
    DataError
        When it is no TOML.

    Examples
    --------
    >>> import tempfile
    >>> from_file(Path(tempfile.mkdtemp()))
    {}
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    import tomllib

    from motif.core.errors import DataError, SourceError

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{FILE!r} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"{FILE!r} is no TOML: {error}") from error


def check_known(settings: dict[str, Any], command: Any, *, path: str = "") -> None:
    """Refuse a section that is no verb and a setting that its verb does not have.

    Parameters
    ----------
    settings :
        Of the file, or of one of its sections.
    command :
        The verb or group of verbs that they are for.
    path :
        Where we are, for the message.

    Raises
    ------
    InputError
        With the name and what there is.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> verb = SimpleNamespace(params=[SimpleNamespace(name="jobs")])
    >>> check_known({"jobs": 2}, verb, path="pictures.cut")
    """
    from motif.core import check
    from motif.core.errors import InputError

    verbs = getattr(command, "commands", {})
    names = [parameter.name for parameter in command.params if parameter.name != "version"]
    for name, value in settings.items():
        full = f"{path}.{name}" if path else name
        if name in verbs and isinstance(value, dict):
            check_known(value, verbs[name], path=full)
        elif name not in names or isinstance(value, dict):
            raise InputError(
                f"{FILE!r} has {full!r}, which is unknown; known there: {check.few([*verbs, *names], most=30)}"
            )
