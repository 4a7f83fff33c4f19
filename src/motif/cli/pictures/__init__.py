"""`motif pictures`: cut people out of pictures, paint pictures as cartoons."""

from motif.cli import door
from motif.cli.pictures import cartoon, cut, gather, score, show

__all__ = ["app"]

app = door.group("Cut people out of pictures, and paint pictures as cartoons.")
for _verb in (cut, cartoon, gather, score, show):
    _verb.add_to(app)
