"""`characters`: who is in the plots of films, how often each is mentioned, and what is said of them.

In the order of the work: `told` lays the user's table of names over the films, `batch` cuts the films into pieces of
work, `read` reads plots in the workers, `pack` keeps what they gave, `collect` makes the collection of it.
"""

from motif.films.study.characters.build import characters
from motif.films.study.characters.read import Reader, ReaderMaker
from motif.films.study.characters.result import Extraction

__all__ = ["Extraction", "Reader", "ReaderMaker", "characters"]
