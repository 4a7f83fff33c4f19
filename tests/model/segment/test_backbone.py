from motif.model.segment.backbone import BLOCKS


def test_a_name_says_how_many_layers():
    """Three for each bottleneck, the first convolution, and the last layer that is left out here."""
    assert {name: 3 * sum(blocks) + 2 for name, blocks in BLOCKS.items()} == {"resnet101": 101, "resnet50": 50}
