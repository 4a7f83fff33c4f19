"""Personas on pages: the atlas of characters, cards, how the number was chosen, how stable all is, who has none."""

from motif.films.view.persona.part import persona_map, persona_parts

__all__ = ["persona_map", "persona_parts"]
