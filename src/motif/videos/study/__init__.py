"""What the verbs of the videos wing do: one function each, the twin of `motif videos VERB`."""
