"""Films come in: the CMU corpus, tables of many shapes, folders of texts, and ready words and vectors of characters."""
