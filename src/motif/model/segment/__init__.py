"""Networks that say what each pixel shows: DeepLabV3, the printed program's, with weights that the caller brings.

`load_deeplabv3` (needs torch, extra `latent`), `CLASSES` and `COLOURS` (the 21 classes of Pascal VOC and the printed
program's colour for each), `paint` (a map of labels in these colours).
"""

from motif.model.segment.load import load_deeplabv3
from motif.model.segment.voc import CLASSES, COLOURS, paint

__all__ = ["CLASSES", "COLOURS", "load_deeplabv3", "paint"]
