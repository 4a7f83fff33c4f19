"""Videos from outside: records of YouTube-8M, vocabularies."""
