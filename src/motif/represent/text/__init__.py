"""Text before it is read: markup taken out, the language told, and the words of short texts."""

from motif.represent.text.language import language_of, speaks
from motif.represent.text.markup import Cleaned, cleaned
from motif.represent.text.words import Rules, sentence_words, term_words

__all__ = ["Cleaned", "Rules", "cleaned", "language_of", "sentence_words", "speaks", "term_words"]
