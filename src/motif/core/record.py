"""Records: what was left out and why, and how each result was made."""

from __future__ import annotations

import functools
import platform
import re
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import PurePath, PureWindowsPath
from typing import Any

from motif.core.errors import InputError

__all__ = [
    "DISTRIBUTION",
    "MACHINE_PATH",
    "Drop",
    "RunRecord",
    "Stopwatch",
    "is_machine_path",
    "recording",
    "version",
    "versions",
]

DISTRIBUTION = "motif-media"
# /data/a, ~/a, ~alice/a, file:///a, C:\a, \\server\a; lone separators are none. Python and Arrow (RE2) both read it.
MACHINE_PATH = r"(?i:^(/+[^/]|~[^/\\]*[/\\]|file:([/\\]|[a-z]:)|[a-z]:[/\\]|\\\\[^/\\]+[/\\]))"
_WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_DECISIVE = ("numpy", "scipy", "scikit-learn", "pyarrow", "opencv-python-headless", "pillow")


@dataclass(frozen=True, slots=True)
class Drop:
    """One thing that was left out, and why.

    Parameters
    ----------
    origin :
        Where it came from: a path relative to the source's root, a row, a link; never an absolute path.
    step :
        What left it out, such as "read_image".
    reason :
        A fixed snake_case word, counted in summaries.
    id :
        The item's id where it had one.
    detail :
        One line for people.

    Examples
    --------
    >>> Drop("trip/7.jpg", "read_image", "truncated").reason
    'truncated'
    """

    origin: str
    step: str
    reason: str
    id: str = ""
    detail: str = ""

    def __post_init__(self) -> None:
        if not _WORD.fullmatch(self.reason):
            raise InputError(f"a drop's reason must be a snake_case word, not {self.reason!r}")
        _refuse_absolute(self.origin, what="a drop's origin")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """How one result was made: enough to make it again, and nothing about whose machine it was.

    Parameters
    ----------
    step :
        The verb or step, such as "pictures.cartoon".
    parameters :
        Its settings, JSON values only.
    inputs :
        Name -> sha256 of each input; names are relative.
    seed :
        The seed, where chance plays.
    versions :
        Package -> version.
    started :
        UTC, ISO 8601, seconds.
    seconds, cpu_seconds :
        Wall and processor time of this process, in s.

    Examples
    --------
    >>> RunRecord(step="demo", parameters={"quick": True}).as_dict()["step"]
    'demo'
    """

    step: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    started: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def __post_init__(self) -> None:
        _refuse_absolute([*self.inputs], what="an input's name")
        for name, value in self.parameters.items():
            _refuse_absolute(value, what=f"the parameter {name!r}")

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        return asdict(self)


def is_machine_path(text: str) -> bool:
    """Whether a text is a path of one machine: absolute in any system's way, in a home folder, or a link to a file.

    Examples
    --------
    >>> [is_machine_path(text) for text in ("/data/a.csv", "~/a.csv", "C:/a.csv", "b/a.csv", "https://host/a", "/")]
    [True, True, True, False, False, False]
    """
    return re.search(MACHINE_PATH, text) is not None


def _refuse_absolute(value: object, *, what: str) -> None:
    """Refuse a path of this machine, also inside lists and mappings; the message does not repeat its folders."""
    if isinstance(value, str | PurePath):
        if is_machine_path(str(value)):
            name = PureWindowsPath(value).name  # which knows both separators
            raise InputError(f"{what} must be relative, not an absolute path to {name!r}")
    elif isinstance(value, Mapping):
        _refuse_absolute([*value, *value.values()], what=what)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_absolute(part, what=what)


class Stopwatch:
    """The times of a step while it runs; `record` is complete when the block has ended.

    Examples
    --------
    >>> Stopwatch("demo", {}, {}, None).record.seconds >= 0
    True
    """

    def __init__(self, step: str, parameters: Mapping[str, Any], inputs: Mapping[str, str], seed: int | None) -> None:
        self._facts = {"step": step, "parameters": dict(parameters), "inputs": dict(inputs), "seed": seed}
        self._started, self._wall, self._cpu = time.time(), time.perf_counter(), time.process_time()

    @property
    def record(self) -> RunRecord:
        """The record up to now."""
        return RunRecord(
            **self._facts,  # type: ignore[arg-type]
            versions=versions(),
            started=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._started)),
            seconds=round(time.perf_counter() - self._wall, 3),
            cpu_seconds=round(time.process_time() - self._cpu, 3),
        )


@contextmanager
def recording(
    step: str,
    *,
    parameters: Mapping[str, Any] | None = None,
    inputs: Mapping[str, str] | None = None,
    seed: int | None = None,
) -> Generator[Stopwatch]:
    """Time a step and keep what it was given.

    Examples
    --------
    >>> with recording("demo", parameters={"quick": True}) as watch:
    ...     pass
    >>> watch.record.parameters
    {'quick': True}
    """
    yield Stopwatch(step, parameters or {}, inputs or {}, seed)


def version() -> str:
    """Return Motif's version.

    Examples
    --------
    >>> version().partition(".")[0].isdigit()
    True
    """
    from importlib import metadata  # late: it costs a third of what `motif --help` takes

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0+unknown"  # run from a bare source tree


def versions(packages: tuple[str, ...] = _DECISIVE) -> dict[str, str]:
    """Return the versions of Python, Motif and the packages that decide results.

    Examples
    --------
    >>> sorted(versions(("numpy",)))
    ['motif', 'numpy', 'python']
    """
    return dict(_versions(packages))


@functools.cache
def _versions(packages: tuple[str, ...]) -> dict[str, str]:
    """Return the versions, looked up once in a process: 14 ms, a sixth of a cut-out."""
    from importlib import metadata

    found = {"python": platform.python_version(), "motif": version()}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "absent"
    return found
