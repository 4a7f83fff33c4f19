"""Lazy extras: a missing package is told by the extra that brings it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from motif.core.errors import MissingExtra

__all__ = ["extra"]


@contextmanager
def extra(name: str) -> Generator[None]:
    """Turn a failed import inside the block into one line that names the extra to install.

    The import itself stays an ordinary statement, so that type checkers and the floor plan see it.

    Parameters
    ----------
    name :
        An extra of the distribution, such as "latent".

    Raises
    ------
    MissingExtra
        When a package imported inside the block is not installed.

    Examples
    --------
    >>> with extra("latent"):
    ...     import a_package_nobody_has
    Traceback (most recent call last):
        ...
    motif.core.errors.MissingExtra: 'a_package_nobody_has' is not installed; run: pip install 'motif-media[latent]'
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or str(error)).partition(".")[0]
        message = f"{package!r} is not installed; run: pip install 'motif-media[{name}]'"
        raise MissingExtra(message) from error
