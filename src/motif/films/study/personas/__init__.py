"""`personas`: the personas of a collection of characters, in words, with who is one of each and how sure that is."""

from motif.films.study.personas.find import personas
from motif.films.study.personas.result import FilmOf, Member, Persona, Personas, SaidWord

__all__ = ["FilmOf", "Member", "Persona", "Personas", "SaidWord", "personas"]
