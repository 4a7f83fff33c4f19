"""The wing's verbs: on one picture (`cut`, `cartoon`), on many files (`cut_files`, `cartoon_files`), and its demo."""

from motif.pictures.study.batch import FORMATS, Batch, Format, Outcome, cartoon_files, cut_files
from motif.pictures.study.cartoon import STYLES, Style, cartoon
from motif.pictures.study.cut import LOW_CONFIDENCE, cut
from motif.pictures.study.plan import output_names
from motif.pictures.study.portrait import Demo, demo
from motif.pictures.study.result import Result

__all__ = [
    "FORMATS",
    "LOW_CONFIDENCE",
    "STYLES",
    "Batch",
    "Demo",
    "Format",
    "Outcome",
    "Result",
    "Style",
    "cartoon",
    "cartoon_files",
    "cut",
    "cut_files",
    "demo",
    "output_names",
]
