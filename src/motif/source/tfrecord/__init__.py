"""TFRecord files: records, Examples and SequenceExamples, read without TensorFlow and without generated code."""

from __future__ import annotations

from motif.source.tfrecord.read import Record, read_records
from motif.source.tfrecord.wire import Values

__all__ = ["Record", "Values", "read_records"]
