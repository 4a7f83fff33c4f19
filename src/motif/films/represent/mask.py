"""Masking: a text without the words that name its genre, so that a genre can be predicted from the story alone.

Encyclopedias begin with "X is a 1950 American crime film noir directed by …". Words that name a genre wherever they
stand (`comedy`, `film noir`, `biopic`) go everywhere; words that can also be of the story (`war`, `family`, `crime`) go
where they name a kind of film: before `film`, `movie` and the like, or beside a word of the first kind. Every text
loses them, not only those of its own genres: else the gaps would tell the genre.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["GenreMask", "named_genres"]

_NAMES = re.compile(  # words that name a genre wherever they stand
    r"(?:tragi|action|horror|rom)?comed(?:y|ies|ic)|romcoms?|(?:melo|docu|psycho)?dramas?|melodramatic|dramed(?:y|ies)"
    r"|thrillers?|westerns?|horrors?|noirs?|musicals?|(?:mocku|docu|rocku)?mentar(?:y|ies)|documentar(?:y|ies)"
    r"|mockumentar(?:y|ies)|biopics?|(?:auto)?biographical|slashers?|splatter|scifi|satires?|satirical|parod(?:y|ies)"
    r"|spoofs?|(?:blax|sex|nun|oz)ploitation|exploitation|operettas?|dramatizations?|dramatisations?|swashbucklers?|swashbuckling|screwball|slapstick|anime"
    r"|animated|animations?|erotica?|pornograph(?:y|ic)|whodunn?its?|farces?|farcical|suspense|superheroes|cyberpunk"
    r"|steampunk|spy-fi|giallo|kaiju|wuxia|genres?"
)
_PHRASES = re.compile(
    r"science[- ]fiction|sci[- ]fi|rom[- ]com|film[s]? noir|coming[- ]of[- ]age|found[- ]footage|live[- ]action"
    r"|martial[- ]arts|stop[- ]motion|stand[- ]up|sword[- ]and[- ](?:sorcery|sandal)|period piece|post[- ]apocalyptic"
    r"|period drama|women[- ]in[- ]prison|made[- ]for[- ](?:television|tv)|direct[- ]to[- ]video|black[- ]and[- ]white",
    re.IGNORECASE,
)
_HEADS = frozenset(
    {"film", "films", "movie", "movies", "picture", "pictures", "feature", "features", "cartoon", "cartoons"}
    | {"miniseries", "serial", "serials", "flick", "flicks", "vehicle", "genre", "genres", "cinema", "melodrama"}
)
_OF_STORIES = frozenset(
    {
        "action",
        "adventure",
        "adventures",
        "anthology",
        "apocalyptic",
        "art",
        "aviation",
        "b",
        "beach",
        "biblical",
        "biker",
    }
    | {"black", "buddy", "caper", "children", "christmas", "comic", "concert", "cop", "costume", "courtroom", "crime"}
    | {"cult", "dance", "dark", "detective", "disaster", "dramatic", "dystopian", "epic", "espionage", "experimental"}
    | {"family", "fantastic", "fantasy", "feature-length", "fiction", "gangster", "gothic", "heist", "historical"}
    | {
        "history",
        "independent",
        "independently",
        "indie",
        "jungle",
        "legal",
        "low-budget",
        "mafia",
        "military",
        "monster",
    }
    | {"music", "mystery", "paranormal", "party", "performance", "period", "pirate", "police", "political", "prison"}
    | {"propaganda", "psychological", "religious", "revisionist", "road", "romance", "romances", "romantic", "science"}
    | {"sequel", "sex", "short", "silent", "space", "spaghetti", "sport", "sports", "spy", "submarine", "superhero"}
    | {
        "supernatural",
        "surf",
        "surreal",
        "surrealist",
        "survival",
        "teen",
        "teenage",
        "tragedy",
        "vampire",
        "vigilante",
        "procedural",
    }
    | {"war", "zombie", "comedian", "opera", "outlaw", "body", "sorcery", "sword", "slice-of-life"}
)
_STOPS = frozenset(
    {"is", "was", "are", "were", "be", "been", "by", "of", "in", "the", "a", "an", "with", "for", "to", "on", "at"}
    | {"from", "as", "that", "which", "who", "whose", "his", "her", "its", "their", "this", "about", "into", "it", "he"}
    | {"she", "they", "has", "had", "have", "then", "than", "when", "while", "where", "but", "or", "after", "before"}
)
_PREFIXES = frozenset({"neo", "semi", "anti", "post", "mini", "pseudo", "quasi", "ultra", "proto"})
_LONGEST_PHRASE = 12  # words before "film" that can belong to it
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\s+|[^\w\s]|_+")
_GENERAL = frozenset(
    {"film", "films", "movie", "movies", "world", "and", "the", "of", "based", "on", "in", "s", "themed"}
)
_VOWELS = frozenset("aeiouAEIOU8")


class GenreMask:
    """Takes the words that name a genre out of texts.

    Parameters
    ----------
    genres :
        The genres of the films that the texts are about; their words are masked where they name a kind of film, too.

    Examples
    --------
    >>> mask = GenreMask(["Crime", "Drama", "Noir"])
    >>> mask("711 Ocean Drive is a 1950 American crime film noir directed by Joseph M. Newman.")
    ('711 Ocean Drive is a 1950 American film directed by Joseph M. Newman.', 2)
    >>> mask("In the war, her family turns to crime.")
    ('In the war, her family turns to crime.', 0)
    """

    def __init__(self, genres: Iterable[str] = ()) -> None:
        words = {word for genre in set(genres) for word in re.findall(r"[^\W_]+", genre.lower())}
        self._of_stories = _OF_STORIES | (words - _GENERAL - _STOPS)

    def __call__(self, text: str) -> tuple[str, int]:
        """Return the text without them, and how many words went."""
        pieces = [found[0] for found in _PIECE.finditer(text)]
        gone = self._gone(text, pieces)
        if not gone:
            return text, 0
        return _without(pieces, gone), len(gone)

    def _gone(self, text: str, pieces: list[str]) -> set[int]:
        words = [place for place, piece in enumerate(pieces) if piece[0].isalnum()]
        lower = {place: pieces[place].lower() for place in words}
        gone = {place for place in words if _NAMES.fullmatch(lower[place])}
        gone |= _in_phrases(text, pieces, lower)
        heads = {place for place in words if lower[place] in _HEADS} | gone
        for place in sorted(heads):
            gone |= self._before(place, pieces, lower)
            gone |= self._after(place, pieces, lower, gone)
        return gone

    def _before(self, head: int, pieces: list[str], lower: dict[int, str]) -> set[int]:
        """The words of the phrase that ends at a head which can name a kind of film."""
        found: set[int] = set()
        n_words = 0
        for place in range(head - 1, -1, -1):
            piece = pieces[place]
            if place not in lower:
                if piece in '.;:!?()"“”' or "\n" in piece:
                    break
                continue
            n_words += 1
            if lower[place] in _STOPS or n_words > _LONGEST_PHRASE:
                break
            is_prefix = lower[place] in _PREFIXES and pieces[place + 1] in ("-", "–", " ")
            if lower[place] in self._of_stories or is_prefix:
                found.add(place)
        return found

    def _after(self, head: int, pieces: list[str], lower: dict[int, str], gone: set[int]) -> set[int]:
        """The words directly after a head: a "film noir thriller", an "action-adventure"."""
        found: set[int] = set()
        for place in range(head + 1, len(pieces)):
            if place not in lower:
                if pieces[place] not in ("-", "–", "/") and not pieces[place].isspace():
                    break
            elif lower[place] in self._of_stories and place not in gone:
                found.add(place)
            else:  # what has gone is a head itself, or stands behind one: what follows it was or will be looked at
                break
        return found


def _in_phrases(text: str, pieces: list[str], lower: dict[int, str]) -> set[int]:
    """The words inside names of several words; of a "film noir", the film stays."""
    spans = (found.span() for found in _PHRASES.finditer(text))  # in order, and none within another
    found: set[int] = set()
    low, high = next(spans, (len(text), len(text)))
    begin = 0
    for place, piece in enumerate(pieces):
        end = begin + len(piece)
        while high <= begin and high < len(text):
            low, high = next(spans, (len(text), len(text)))
        if low <= begin and end <= high and place in lower and lower[place] not in _HEADS:
            found.add(place)
        begin = end
    return found


def _without(pieces: list[str], gone: set[int]) -> str:
    """The pieces that stay, with the marks that only joined what went; `an` and `a` fit what follows now."""
    kept: list[str] = []
    article = -1  # where one stands whose next word has gone
    for place, piece in enumerate(pieces):
        joins = piece in ("-", "–", "/", ",") and (place - 1 in gone) and (piece != "," or place + 2 in gone)
        begins = piece in ("-", "–", "/") and place + 1 in gone
        if place in gone or joins or begins:
            continue
        if article >= 0 and piece[0].isalnum():
            kept[article] = kept[article][0] + ("n" if piece[0] in _VOWELS else "")
            article = -1
        kept.append(piece)
        if piece.lower() in ("a", "an") and place + 2 in gone:
            article = len(kept) - 1
    text = re.sub(r"[ \t]{2,}", " ", "".join(kept))
    text = re.sub(r" +([,.;:!?)])", r"\1", text)
    text = re.sub(r"\b(?:and|,) (?=(?:films?|movies?|pictures?)\b)", "", text)
    return re.sub(r"\b(films?|movies?) (?=\1\b)", "", text)  # of a "film noir mystery film"


def named_genres(text: str, genres: Iterable[str]) -> list[str]:
    """Return the genres that a text names: each word of the genre's name stands there, whatever its ending.

    Examples
    --------
    >>> named_genres("A romantic comedy of two wars.", ["Comedy", "Romance", "War", "Western"])
    ['Comedy', 'Romance', 'War']
    """
    words = set(re.findall(r"[^\W_]+", text.lower()))
    return [one for one in genres if all(_stands(part, words) for part in re.findall(r"[^\W_]+", one.lower()))]


def _stands(part: str, words: set[str]) -> bool:
    stem = part if len(part) < 5 else "romanc" if part == "romance" else part[:-1]
    others = ("romantic",) if stem == "romanc" else ()
    return any(word in (stem, f"{stem}s") if len(part) < 5 else word.startswith((stem, *others)) for word in words)
