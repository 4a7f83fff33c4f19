"""Texts as words with their grammar, through a pipeline of spaCy: an installed one, one in a folder, or the packaged.

`find_pipeline` finds it without running anything of it; `parse_texts` gives each text's words, lemmas, tags, heads,
sentences and names as plain lists, so that nothing above needs spaCy.
"""

from motif.represent.parse.pipeline import Pipeline, find_pipeline
from motif.represent.parse.text import ParsedText, parse_texts

__all__ = ["ParsedText", "Pipeline", "find_pipeline", "parse_texts"]
