"""The one error tree: what a caller can act on, each with what was given, what was expected and what to do."""

from __future__ import annotations

__all__ = ["DataError", "InputError", "MissingExtra", "MotifError", "NotFitted", "SourceError"]


class MotifError(Exception):
    """Any failure that Motif foresees; its message is one line for people.

    Parameters
    ----------
    message :
        What was given, what was expected, what to do.
    reason :
        A fixed snake_case word for the ledger of what was left out; None uses the class's own word.

    Examples
    --------
    >>> error = MotifError("the disk is away", reason="no_disk")
    >>> str(error), error.reason
    ('the disk is away', 'no_disk')
    """

    default_reason = "error"

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        super().__init__(message)
        self.reason = reason or self.default_reason

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the reason when the error crosses a process border."""
        return (_rebuild, (type(self), str(self), self.reason))


def _rebuild(cls: type[MotifError], message: str, reason: str) -> MotifError:
    return cls(message, reason=reason)


class InputError(MotifError, ValueError):
    """The caller's argument is wrong: a shape, a name, a range, a setting.

    Examples
    --------
    >>> try:
    ...     raise InputError("share must be at most 1, not 1.5")
    ... except ValueError as error:
    ...     print(error)
    share must be at most 1, not 1.5
    """

    default_reason = "wrong_input"


class DataError(MotifError):
    """The data themselves are damaged, of an unknown format or contradict each other.

    Examples
    --------
    >>> DataError("photo.jpg ends early", reason="truncated").reason
    'truncated'
    """

    default_reason = "bad_data"


class NotFitted(MotifError):  # noqa: N818 - the name says it
    """A model was asked for what it learns before it was fitted.

    Examples
    --------
    >>> NotFitted("KMeans has not been fitted; call fit first").reason
    'not_fitted'
    """

    default_reason = "not_fitted"


class SourceError(MotifError):
    """A file, folder or service outside Motif could not be read or written.

    Examples
    --------
    >>> SourceError("'photo.jpg' cannot be read: No such file or directory").reason
    'unreadable'
    """

    default_reason = "unreadable"


class MissingExtra(MotifError, ImportError):  # noqa: N818 - the name says it
    """A part of Motif needs packages that are not installed; the message names the extra that brings them.

    Examples
    --------
    >>> issubclass(MissingExtra, ImportError)
    True
    """

    default_reason = "missing_extra"
