"""TFRecord files: records, Examples and SequenceExamples, read without TensorFlow and without generated code."""

from __future__ import annotations

from motif.source.tfrecord.read import DAMAGE, Place, Record, read_records, record_places
from motif.source.tfrecord.wire import Values

__all__ = ["DAMAGE", "Place", "Record", "Values", "read_records", "record_places"]
