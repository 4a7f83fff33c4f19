"""Which pictures a list of files, folders, patterns and bytes means, and where each lies in its tree."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from motif.core.errors import InputError
from motif.pictures.source.pattern import is_pattern, matches
from motif.source.image import FORMATS

__all__ = ["SUFFIXES", "Failure", "Found", "Listing", "list_pictures", "shown"]

SUFFIXES = frozenset(FORMATS)
_PIPED = "stdin"  # what a result of bytes is called


@dataclass(frozen=True, slots=True)
class Found:
    """A picture that was asked for.

    Parameters
    ----------
    path :
        Where it lies.
    name :
        What the user would call it: the path as given, with the way below a given folder.
    place :
        Its place in the tree: its name alone, or the way from the folder that was given.
    folder :
        The name of that folder, or of the one the file lies in.
    data :
        The bytes themselves, where no file holds them; None otherwise.
    """

    path: Path
    name: str
    place: PurePosixPath
    folder: str
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that came to nothing.

    Parameters
    ----------
    input :
        What the user called it; an absolute path where one was given, so it belongs on the screen, not in a record.
    reason :
        A fixed snake_case word.
    message :
        One line for people.
    """

    input: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of inputs comes to.

    Parameters
    ----------
    found :
        Each picture once, ordered by path.
    failed :
        Inputs that are missing, folders that cannot be read or hold no picture.
    n_ignored :
        Files in the folders that are no pictures by their names.
    """

    found: tuple[Found, ...]
    failed: tuple[Failure, ...]
    n_ignored: int


def list_pictures(inputs: Iterable[str | Path | bytes], *, apart_from: str | Path | None = None) -> Listing:
    """Return the pictures that files, folders and patterns mean; folders are searched to the bottom.

    A file that is given is taken whatever its name; in folders the suffix decides, and hidden files and folders are
    passed over. Patterns (`photos/*.jpg`, `photos/**/*.png`) are matched where nothing has their name; the tree behind
    their fixed part is kept. A picture that is named twice counts once, at its place in the deeper tree.

    Parameters
    ----------
    inputs :
        Files, folders, patterns, and the bytes of a picture.
    apart_from :
        A folder below a given one that is not searched, such as the one for the results.

    Raises
    ------
    InputError
        When nothing is given, an input is empty text, or `apart_from` is itself a given folder: results would be taken
        for inputs next time.

    Examples
    --------
    >>> listing = list_pictures(["nowhere.jpg"])
    >>> listing.found, listing.failed[0].reason
    ((), 'missing')
    """
    asked = [*inputs]
    if "" in asked:
        raise InputError("an input is empty text; name a picture or a folder, '.' for the current one")
    wanted = [given if isinstance(given, bytes) else Path(given) for given in asked]
    if not wanted:
        raise InputError("no input given; name pictures or folders of pictures")
    if sum(isinstance(given, bytes) for given in wanted) > 1:
        raise InputError("only one of the inputs may be bytes (standard input); name files for the others")
    search = _Search(skip=None if apart_from is None else Path(apart_from).resolve())
    for given in wanted:
        search.add(given)
    found = sorted(search.found.values(), key=lambda one: str(_real(one.path)))
    failed = sorted(search.failed.values(), key=lambda one: one.input)
    return Listing(tuple(found), tuple(failed), search.n_ignored)


def shown(path: Path) -> str:
    """Return a path as text that can be printed and sent as JSON; bytes that are no UTF-8 are spelled out.

    Examples
    --------
    >>> shown(Path("trip") / "a.jpg")
    'trip/a.jpg'
    """
    return path.as_posix().encode(errors="backslashreplace").decode()


def _real(path: Path) -> Path:
    """Return the absolute path, its folder's links followed but not its own: two names of one file stay two."""
    return Path(os.path.realpath(path.parent)) / path.name if path.name not in ("", "..") else path.resolve()


@dataclass(slots=True)
class _Search:
    skip: Path | None
    found: dict[Path, Found] = field(default_factory=dict)
    failed: dict[str, Failure] = field(default_factory=dict)
    ignored: set[Path] = field(default_factory=set)

    @property
    def n_ignored(self) -> int:
        return len(self.ignored - self.found.keys())

    def add(self, given: Path | bytes) -> None:
        if isinstance(given, bytes):
            self._keep(Found(Path("-"), "-", PurePosixPath(_PIPED), "", given))
        elif os.path.isdir(given):  # noqa: PTH112 - which answers for names that are too long, too
            if given.resolve() == self.skip:
                raise InputError(f"{shown(given)!r} is both read and written; choose another folder for --out")
            self._add_folder(given)
        elif is_pattern(given):
            self._add_matches(given)
        else:
            self._add_file(given, PurePosixPath(given.name), _real(given).parent.name)

    def _add_matches(self, pattern: Path) -> None:
        """Add what a pattern means: files as if they lay in a folder that was given, folders with all below them."""
        top, found = matches(pattern)
        named = Path(pattern.name).suffix[1:].isalnum()  # an ending that is spelled out is wanted, whatever it is
        n_before, known = len(self.found) + len(self.failed), False
        for path in found:
            real = Path(os.path.realpath(path))  # which, unlike `resolve`, ends for links in a circle
            if self.skip is not None and self.skip in (real, *real.parents):
                continue
            if real.is_dir():
                self._add_folder(path, is_named=False)
            elif named or path.suffix.lower() in SUFFIXES:
                self._add_file(path, PurePosixPath(path.relative_to(top).as_posix()), top.resolve().name)
                known = True
            else:
                self.ignored.add(_real(path))
        if not known and len(self.found) + len(self.failed) == n_before:
            self._fail(shown(pattern), "no_pictures", f"no pictures match {shown(pattern)!r}")

    def _add_file(self, path: Path, place: PurePosixPath, folder: str) -> None:
        name = shown(path)
        if os.path.isfile(path):  # noqa: PTH113 - as above
            self._keep(Found(path, name, place, folder))
        elif os.path.exists(path):  # noqa: PTH110 - as above
            self._fail(name, "not_a_file", f"{name!r} is no file that can be read to its end")
        elif os.path.islink(path):  # noqa: PTH114 - as above
            self._fail(name, "missing", f"{name!r} is a link to nothing, or one in a circle")
        else:
            self._fail(name, "missing", f"{name!r} does not exist")

    def _add_folder(self, given: Path, *, is_named: bool = True) -> None:
        n_before, n_failed = len(self.found), len(self.failed)
        for path in self._walk(given):
            if path.suffix.lower() in SUFFIXES:
                self._add_file(path, PurePosixPath(path.relative_to(given).as_posix()), given.resolve().name)
            else:
                self.ignored.add(_real(path))
        grown = (len(self.found), len(self.failed)) != (n_before, n_failed)
        if is_named and not grown and not any(_is_below(one.path, given) for one in self.found.values()):
            self._fail(shown(given), "no_pictures", f"no pictures in {shown(given)!r}")

    def _walk(self, top: Path) -> Iterator[Path]:
        def refused(error: OSError) -> None:
            name = shown(Path(error.filename or top))
            self._fail(name, "unreadable", f"the folder {name!r} cannot be read: {error.strerror or error}")

        for folder, below, names in os.walk(top, onerror=refused):
            here = Path(folder)
            seen = (name for name in sorted(below) if not name.startswith("."))
            below[:] = [name for name in seen if (here / name).resolve() != self.skip]
            yield from (here / name for name in sorted(names) if not name.startswith("."))

    def _keep(self, new: Found) -> None:
        key = _real(new.path)
        old = self.found.get(key)
        if old is None or _depth(new) > _depth(old):
            self.found[key] = new

    def _fail(self, name: str, reason: str, message: str) -> None:
        self.failed[name] = Failure(name, reason, message)


def _depth(one: Found) -> tuple[int, str, str]:
    return len(one.place.parts), str(one.place), one.name


def _is_below(path: Path, folder: Path) -> bool:
    return _real(folder) in _real(path).parents
