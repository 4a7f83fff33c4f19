"""How good what is said of videos is."""
