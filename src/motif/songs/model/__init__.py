"""Models of songs: `Recommender` picks songs for others, `look_up` finds a song by its name, `Groups` keep numbers."""
