"""Folders of texts: each file is the plot of one film, and its name the film's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from motif.core.errors import MotifError
from motif.films.source.cmu import MOST_CHARACTERS
from motif.films.source.film import Film
from motif.films.source.line import read_text
from motif.films.source.reading import Reading

__all__ = ["read_texts", "stem"]


def stem(path: str | Path) -> str:
    """Return what a film is called by its file: the name without its ending.

    Examples
    --------
    >>> stem("plots/Mr. Smith Returns.txt.gz")
    'Mr. Smith Returns'
    """
    name = Path(path).name
    name = name[:-3] if name.lower().endswith(".gz") else name
    return name[:-4] if name.lower().endswith(".txt") else name


def read_texts(folder: Path, files: Sequence[Path], told: Reading) -> Iterator[tuple[str, Film]]:
    """Yield the films of text files with the files' names inside the folder.

    A film's id is its title, and the way to the file where two folders have one of the same name. A file that cannot
    be read, or is no text, is left out with the reason.

    Parameters
    ----------
    folder :
        Where the files lie.
    files :
        Relative to it.
    told :
        The folder's tally.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_text(folder / "Stray.txt", "She runs.")
    >>> place, film = next(read_texts(folder, [Path("Stray.txt")], Reading("plots", "texts")))
    >>> place, film.title, film.plot
    ('Stray.txt', 'Stray', 'She runs.')
    """
    titles = [stem(file) for file in files]
    times = Counter(titles)
    for file, title in zip(files, titles, strict=True):
        place = file.as_posix().encode(errors="backslashreplace").decode()
        told.n_gathered += 1
        try:
            plot = read_text(folder / file, told).decode().strip()
        except MotifError as error:
            told.leave_out(place, "empty_plot" if error.reason == "empty" else error.reason, detail=str(error))
            continue
        if not plot or len(plot) > MOST_CHARACTERS:
            told.leave_out(place, "too_long" if plot else "empty_plot")
            continue
        own = title.encode(errors="backslashreplace").decode()
        yield place, Film(place if times[title] > 1 else own, own, plot=plot, origin=told.name)
    told.digest = ""
