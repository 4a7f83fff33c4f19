"""Ground: errors, door checks, generators, lazy extras, atomic files, cache, progress, records. Knows no media."""
