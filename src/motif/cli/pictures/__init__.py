"""`motif pictures`: cut people out of pictures, paint pictures as cartoons."""

from motif.cli import door
from motif.cli.pictures import cartoon, cut

__all__ = ["app"]

app = door.group("Cut people out of pictures, and paint pictures as cartoons.")
for _verb in (cut, cartoon):
    _verb.add_to(app)
