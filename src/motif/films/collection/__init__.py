"""Films and characters as collections, each loss on record."""

from motif.films.collection.character import ROLES, Character, character_collection, column, split_column
from motif.films.collection.film import Film, film_collection

__all__ = ["ROLES", "Character", "Film", "character_collection", "column", "film_collection", "split_column"]
