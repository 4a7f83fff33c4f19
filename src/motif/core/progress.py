"""Progress of long work: a bar on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Bar", "progress"]


class Bar(Protocol):
    """What long work is handed: it says how far it has come."""

    def advance(self, n: int = 1) -> None:
        """Count n more items as done."""

    def rename(self, title: str) -> None:
        """Say what is being done from now on."""


class _Silent:
    def advance(self, n: int = 1) -> None:
        """Say nothing."""

    def rename(self, title: str) -> None:
        """Say nothing."""


@contextmanager
def progress(title: str, *, total: int | None = None) -> Generator[Bar]:
    """Yield a bar on stderr when that is a terminal, and a silent one otherwise.

    Parameters
    ----------
    title :
        What is being done, such as "Cutting".
    total :
        How many items there are; None when that is not known.

    Examples
    --------
    >>> with progress("Reading", total=2) as bar:
    ...     bar.advance()
    """
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=total)
        yield _Shown(shown, task)


class _Shown:
    def __init__(self, shown: object, task: object) -> None:
        self._shown, self._task = shown, task

    def advance(self, n: int = 1) -> None:
        self._shown.advance(self._task, n)  # type: ignore[attr-defined]

    def rename(self, title: str) -> None:
        self._shown.update(self._task, description=title)  # type: ignore[attr-defined]
