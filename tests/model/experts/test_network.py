"""The networks: shapes, first biases, what is kept small."""

import torch

from motif.model.experts.network import Experts, Logistics


def test_planes_are_experts():
    """(n_items, n_experts + 1, n_labels) and (n_items, n_experts, n_labels)."""
    gates, experts = Experts(3, 5, n_experts=2)(torch.zeros(4, 3))
    assert (gates.shape, experts.shape) == ((4, 3, 5), (4, 2, 5))


def test_gates_have_no_bias_and_low_rank_ones_fewer_weights():
    """As the original's; 1152 x 4716 x 3 weights become (1152 + 14148) x 64."""
    plain, narrow = Experts(100, 50, n_experts=2), Experts(100, 50, n_experts=2, gate_rank=4)
    assert plain.gates.bias is None
    assert narrow.gates.weight.numel() + narrow.narrow.weight.numel() == (100 + 150) * 4
    assert narrow.probabilities(torch.zeros(1, 100)).shape == (1, 50)


def test_the_first_biases_are_the_shares_of_the_labels():
    """A logistic says exactly the share of nothing; a mixture two thirds of it, for a third says no."""
    logits = torch.logit(torch.tensor([0.1, 0.6]))
    for net, part in ((Logistics(3, 2), 1), (Experts(3, 2, n_experts=2), 2 / 3)):
        with torch.no_grad():
            net.begin(logits)
        assert torch.allclose(net.probabilities(torch.zeros(1, 3)), torch.tensor([[0.1, 0.6]]) * part)


def test_biases_cost_nothing():
    """Only weights are squared."""
    net = Experts(2, 1, n_experts=1)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.fill_(2.0)
    assert net.weight_square().item() == 4 * (2 * 2 + 2)
