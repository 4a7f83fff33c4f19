"""Songs come in: tables of many shapes as rows with ids, names, features and all dirt counted."""

from motif.songs.source.feature import FEATURES
from motif.songs.source.rows import Rows, Source, stacked
from motif.songs.source.table import OWN_COLUMNS, read_songs
from motif.songs.source.track import track_id

__all__ = ["FEATURES", "OWN_COLUMNS", "Rows", "Source", "read_songs", "stacked", "track_id"]
