"""Autoencoders as scikit-learn estimators: codes from which items are restored, drawn or walked between."""

from motif.core.extra import extra

with extra("latent"):
    from motif.model.autoencode.adversarial import AdversarialAutoencoder
    from motif.model.autoencode.classify import PretrainedClassifier
    from motif.model.autoencode.conditional import ConditionalVariationalAutoencoder
    from motif.model.autoencode.contractive import contractive_penalty
    from motif.model.autoencode.divergence import kl_divergence
    from motif.model.autoencode.plain import Autoencoder
    from motif.model.autoencode.pretrain import pretrain
    from motif.model.autoencode.quantized import VectorQuantizedAutoencoder
    from motif.model.autoencode.register import register_network
    from motif.model.autoencode.size import conv_size, transposed_conv_size
    from motif.model.autoencode.variational import VariationalAutoencoder

__all__ = [
    "AdversarialAutoencoder",
    "Autoencoder",
    "ConditionalVariationalAutoencoder",
    "PretrainedClassifier",
    "VariationalAutoencoder",
    "VectorQuantizedAutoencoder",
    "contractive_penalty",
    "conv_size",
    "kl_divergence",
    "pretrain",
    "register_network",
    "transposed_conv_size",
]
