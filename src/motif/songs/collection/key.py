"""Keys: what two songs must share to be judged one recording, from the strictest rule to the widest."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.songs.collection.plain import plain_text

__all__ = ["RECORDING_RULES", "SAYS", "Names", "plain_song"]

RECORDING_RULES = ("exact", "case_and_blanks", "remaster_note", "feat_note", "punctuation")
"""Each rule takes what the one before it left, and ignores one thing more."""

SAYS = {
    "same_spelling": "the id was there already, spelled the same",
    "same_id": "the id was there already, spelled otherwise",
    "same_sound": "the same sound in another file",
    "told": "the table of decisions says that they are the same",
    "exact": "the same song and artist",
    "case_and_blanks": "the same but for letter case and blanks",
    "remaster_note": "the same but for a remaster note",
    "feat_note": "the same but for a note of guests",
    "punctuation": "the same but for punctuation",
}
"""Rule -> what it judges by, for people."""

# Only words that say nothing but "made anew from the same tape" may stand in a remaster note: "Live", "Mono" or "Remix"
# beside it is another recording and stays.
_WORD = r"(?:\d{4}|\d+(?:st|nd|rd|th)|\d+[- ]?bit|digital(?:ly)?|version|edition|anniversary|album|hd)"
_NOTE = rf"(?:{_WORD}[\s,/]+)*remaster(?:ed|ing)?(?:[\s,/]+{_WORD})*"
_REMASTER = rf"\s*\((?:{_NOTE})\)|\s*\[(?:{_NOTE})\]|\s+[-–—]\s+(?:{_NOTE})\s*$"
_DASHED = rf"\s+[-–—]\s+(?:{_NOTE})(\s*[(\[].*)$"  # the note stands before a bracket
_GUEST = r"(?:feat|ft|featuring)"
_BRACKETED = rf"\s*[(\[]\s*{_GUEST}\b\.?[^)\]]*[)\]]"
_OPEN = r"\s+(?:feat\.|ft\.|featuring)\s+[^()\[\]]*?(\s+[-–—]\s.*|\s*[(\[].*|)$"
_PUNCTUATION = r"[\p{P}\s]+"
_SEPARATOR = "\x1f"


class Names:
    """Songs and artists of rows, from which each rule makes its keys.

    Each rule sees what the one before it saw with one thing more taken away. So rows that the widest rule tells apart
    are told apart by all, and only the others are looked at.

    Parameters
    ----------
    song :
        (n_rows,) text, null where it is not known.
    artists :
        (n_rows,) lists of text, null where none is known.
    widest :
        The last rule that will be asked for.

    Examples
    --------
    >>> names = Names(pa.array(["Stay", "STAY ", "Stay (Live)"]), pa.array([["Eternal"]] * 3))
    >>> names.keys("exact").tolist(), names.keys("case_and_blanks").tolist()
    ([0, 1, -1], [0, 0, -1])
    """

    def __init__(self, song: pa.Array, artists: pa.Array, *, widest: str = RECORDING_RULES[-1]) -> None:
        self._n_rows = len(song)
        artist = pc.binary_join(artists, _SEPARATOR).dictionary_encode()
        seen = _at_rule(widest, artist.dictionary, is_artist=True).dictionary_encode()
        codes = _pairs(_at_rule(widest, song), seen.indices.take(artist.indices))
        counts = np.bincount(codes[codes >= 0], minlength=1)
        self._rows = np.flatnonzero((codes >= 0) & (counts[codes] > 1))
        rows = pa.array(self._rows)
        of_artist = artist.indices.take(rows).dictionary_encode()  # of these rows alone
        self._artist = of_artist.indices
        self._seen = [(song.take(rows), artist.dictionary.take(of_artist.dictionary))]

    def keys(self, rule: str) -> np.ndarray:
        """Return a whole number for each row, the same for rows that the rule takes for one; -1 equals nothing."""
        for step in RECORDING_RULES[len(self._seen) : RECORDING_RULES.index(rule) + 1]:
            song, artist = self._seen[-1]
            self._seen.append((_next(step, song), _next(step, artist, is_artist=True)))
        song, artist = self._seen[RECORDING_RULES.index(rule)]
        keys = np.full(self._n_rows, -1)
        keys[self._rows] = _pairs(song, artist.dictionary_encode().indices.take(self._artist))
        return keys


def _at_rule(rule: str, text: pa.Array, *, is_artist: bool = False) -> pa.Array:
    """What a rule sees of songs, or of artists joined to one text."""
    if rule != RECORDING_RULES[-1]:
        return _after(rule, text, is_artist=is_artist)
    plain, rest = plain_text(text)
    if not rest.any():
        return plain
    mask = pa.array(rest)
    return pc.replace_with_mask(plain, mask, _after(rule, text.filter(mask), is_artist=is_artist))


def _after(rule: str, text: pa.Array, *, is_artist: bool) -> pa.Array:
    for step in RECORDING_RULES[: RECORDING_RULES.index(rule) + 1]:
        text = _next(step, text, is_artist=is_artist)
    return text


def _next(rule: str, seen: pa.Array, *, is_artist: bool = False) -> pa.Array:
    """What a rule sees, from what the one before it saw."""
    match rule:
        case "case_and_blanks":
            return _folded(seen)
        case "remaster_note":
            return seen if is_artist else _without_remaster(seen)
        case "feat_note":
            return _without_guests(_first(seen)) if is_artist else _without_remaster(_without_guests(seen))
        case "punctuation":
            return _bare(seen)
        case _:  # "exact"
            return seen


def _pairs(song: pa.Array, artists: pa.Array) -> np.ndarray:
    """One whole number for each pair of a song and an artist's number; -1 where one is not known."""
    songs = song.dictionary_encode()
    codes, others = (pc.fill_null(side, -1).to_numpy().astype(np.int64) for side in (songs.indices, artists))
    both = pa.array(codes * (others.max(initial=0) + 1) + others).dictionary_encode().indices.to_numpy()
    return np.where((codes < 0) | (others < 0), -1, both)


def plain_song(song: str) -> str:
    """Return a song's name without remaster and guest notes, in lower case, as the widest rule reads it.

    Examples
    --------
    >>> plain_song("Domino (2011 Remastered Version) [feat. Some Guest]"), plain_song("Domino - Live")
    ('domino', 'dominolive')
    """
    return _at_rule("punctuation", pa.array([song]))[0].as_py()


def _folded(text: pa.Array) -> pa.Array:
    other = pc.invert(pc.string_is_ascii(text))
    if pc.any(other).as_py():
        text = pc.replace_with_mask(text, other, pc.utf8_normalize(text.filter(other), form="NFKC"))
    lower = pc.utf8_lower(text)
    trimmed = pc.utf8_trim_whitespace(lower)
    return _replaced(trimmed, pc.match_substring_regex(trimmed, r"\s{2,}|[^\S ]"), r"\s+", " ")


def _replaced(text: pa.Array, mask: pa.Array, pattern: str, by: str) -> pa.Array:
    """The text with a pattern replaced where it can stand, which is in few rows; one never becomes nothing."""
    mask = pc.fill_null(mask, fill_value=False)
    if not pc.any(mask).as_py():
        return text
    old = text.filter(mask)
    new = pc.replace_substring_regex(old, pattern, by)
    return pc.replace_with_mask(text, mask, pc.if_else(pc.equal(new, ""), old, new))


def _without_remaster(text: pa.Array) -> pa.Array:
    noted = pc.match_substring(text, "remaster")
    return _replaced(_replaced(text, noted, _DASHED, r"\1"), noted, _REMASTER, "")


def _without_guests(text: pa.Array) -> pa.Array:
    noted = pc.or_(pc.match_substring(text, "feat"), pc.match_substring(text, "ft"))
    return _replaced(_replaced(text, noted, _BRACKETED, ""), noted, _OPEN, r"\1")


def _first(artists: pa.Array) -> pa.Array:
    return _replaced(artists, pc.match_substring(artists, _SEPARATOR), rf"{_SEPARATOR}.*$", "")


def _bare(text: pa.Array) -> pa.Array:
    """Letters, digits and signs alone; a text that has none of them stays as it is."""
    marked = pc.match_substring_regex(text, r"\p{P}")
    return pc.replace_substring(_replaced(text, marked, _PUNCTUATION, ""), " ", "")
