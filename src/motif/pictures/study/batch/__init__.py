"""The verbs on many files: results beside each other in one folder, work that is done left alone, failures told.

A result carries in its EXIF tag Software which settings and which input made it: so a second run knows what is done.
"""

from motif.pictures.study.batch.order import FORMATS, Format
from motif.pictures.study.batch.outcome import Batch, Outcome
from motif.pictures.study.batch.run import cartoon_files, cut_files

__all__ = ["FORMATS", "Batch", "Format", "Outcome", "cartoon_files", "cut_files"]
