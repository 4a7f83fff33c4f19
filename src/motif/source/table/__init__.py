"""Tables: CSV, TSV, JSON, JSONL and Parquet as one Arrow table, with a report of what was found and left out."""

from __future__ import annotations

from motif.source.table.read import KINDS, SUFFIXES, read_table
from motif.source.table.report import Table, TableReport

__all__ = ["KINDS", "SUFFIXES", "Table", "TableReport", "read_table"]
