"""Bytes become values here: files, tables, images and model weights.

With `collection.store`, these are the only rooms that read files or the network. Each file of the room is entered by
its own name, so that a reader of tables never loads what pictures need:

- `motif.source.file`: bytes with clear errors, gzip known from its bytes, what a file is, which files a folder has;
- `motif.source.table`: CSV, TSV, JSON, JSONL and Parquet as one Arrow table and a report of its dirt;
- `motif.source.image`: pictures as upright pixels at their own depth, and back into bytes;
- `motif.source.weights`: model files that come inside packages.
"""
