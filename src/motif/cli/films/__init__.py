"""`motif films`: films from plots and facts, their characters and the personas that recur."""

from motif.cli import door
from motif.cli.films import characters, explain, find, gather, personas, score, show

__all__ = ["app"]

app = door.group("Gather films and their plots, find their characters and the personas that recur.")
for _verb in (gather, characters, personas, explain, score, find, show):
    _verb.add_to(app)
