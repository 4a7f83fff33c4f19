"""Cut-outs: how much of each pixel belongs to the subject, found by frozen networks and the picture's own edges.

`person_matte` looks for people (`selfie`), `thing_matte` for what any `Segmenter` finds; `each_person` takes people
apart, `cleaned` takes the old background out of the border's colours.
"""

from motif.pictures.represent.clean import cleaned
from motif.pictures.represent.edge import MATTINGS, Matting, check_matting
from motif.pictures.represent.look import Network, Segmenter, saliency, unet
from motif.pictures.represent.matte import NOBODY, Matte, person_matte, thing_matte
from motif.pictures.represent.person import each_person

__all__ = [
    "MATTINGS",
    "NOBODY",
    "Matte",
    "Matting",
    "Network",
    "Segmenter",
    "check_matting",
    "cleaned",
    "each_person",
    "person_matte",
    "saliency",
    "thing_matte",
    "unet",
]
