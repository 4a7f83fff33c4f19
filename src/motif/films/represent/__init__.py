"""Plots become characters: who is meant by a name or a pronoun, and what is said of each."""
