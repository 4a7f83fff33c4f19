"""`motif videos`: from records, pictures, sound and text to labels."""

from motif.cli import door
from motif.cli.videos import describe, download, fit, gather, predict, read, score, show, words

__all__ = ["app"]

app = door.group("Say what videos are about, from what is seen, heard and written of them.")
for _verb in (gather, download, describe, words, read, fit, predict, score, show):
    _verb.add_to(app)
