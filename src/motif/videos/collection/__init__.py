"""Records become a Collection of videos."""
