"""How much of a photograph a cut-out or a cartoon keeps, beside trivial answers; arrays in, figures out."""

from motif.pictures.evaluate.fidelity import AGAINST, Against, Fidelity, answers_to, fidelity, row, skin_of
from motif.pictures.evaluate.many import common_view, together

__all__ = ["AGAINST", "Against", "Fidelity", "answers_to", "common_view", "fidelity", "row", "skin_of", "together"]
