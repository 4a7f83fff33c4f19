"""First names in use where English is spoken, and whether women or men bear them."""

from motif.films.source.given.name import GivenName, given_names

__all__ = ["GivenName", "given_names"]
