"""Models of songs: `Recommender` picks songs for others, `look_up` finds one by its name, `WORDS` name features."""
