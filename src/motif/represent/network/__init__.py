"""The room where frozen networks run: model files that others trained, read and run with no framework.

TFLite and ONNX are told apart by their content. Conventions: a batch is (n, c, h, w), float32, scaled as the network's
authors scaled it; the answer is the network's first output, float32. OpenCV itself accepts wrong shapes and returns
numbers that mean nothing (measured: 1 channel into u2netp, 288 x 288 into selfie), so the shape is read from the file
and checked here.

Measured at one thread (OpenCV 5.0.0; ONNX Runtime, ORT, 1.31.1): processor time of one run (best of 12), memory that
the runs add. The faster one runs, where it is installed.

| file | input, RGB | scaled as | output | by | ms | MB |
|---|---|---|---|---|---|---|
| selfie | (1, 3, 256, 256) | pixels / 255 | (1, 1, 256, 256), probability of a person | OpenCV | 10 | 19 |
| u2netp | (1, 3, 320, 320) | (pixels / max - mean) / sd, ImageNet's | (1, 1, 320, 320), saliency | ORT | 240 | 300 |
| | | | | OpenCV | 392 | 258 |

The two agree on u2netp to 5e-5, and with either one and two threads give the same bytes.
"""

from motif.represent.network.declared import Shape
from motif.represent.network.frozen import RUNTIMES, FrozenNetwork, Runtime, load

__all__ = ["RUNTIMES", "FrozenNetwork", "Runtime", "Shape", "load"]
