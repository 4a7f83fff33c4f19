"""The loop: what it minimises, its budget, best weights, resume, groups, monitors, blame, and what it costs."""

import itertools
import multiprocessing
import os
import time
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from motif.core.errors import DataError, InputError
from motif.model.train import Plan, Rows, fit, loop

RNG = np.random.default_rng(0)
X = RNG.normal(size=(100, 5)).astype(np.float32)


class Restore:
    """Restores items, with noise, so that chance plays too."""

    def groups(self, net):
        return {"model": net.parameters()}

    def losses(self, net, batch, step):
        noise = 0.1 * torch.randn(batch.x.shape, generator=batch.chance)
        loss = (net(batch.x + noise) - batch.x).square().sum(dim=1).mean()
        return {"model": loss, "again": loss.detach()}


def _net(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(5, 3), nn.Linear(3, 5))


def chain(*lists):
    return list(itertools.chain(*lists))


def _weights(net):
    return torch.cat([parameter.detach().ravel() for parameter in net.parameters()])


def test_it_takes_the_steps_of_adam():
    """Whole batches, a constant rate: the weights are those of PyTorch's Adam written out by hand."""
    ours, theirs = _net(), _net()

    class Plain(Restore):
        def losses(self, net, batch, step):
            return {"model": functional.mse_loss(net(batch.x), batch.x)}

    done = fit(ours, Plain(), Rows(X), plan=Plan(5, 100, 0.01, "constant"))
    adam = torch.optim.Adam(theirs.parameters(), lr=0.01)
    x = torch.from_numpy(X)
    for _ in range(5):
        adam.zero_grad()
        functional.mse_loss(theirs(x), x).backward()
        adam.step()
    torch.testing.assert_close(_weights(ours), _weights(theirs), rtol=1e-4, atol=1e-6)  # batches are shuffled
    assert done.n_steps == done.n_epochs == 5
    assert len(done.history["model"]) == 5


def test_each_item_is_seen_once_an_epoch():
    """Batches are a shuffle of the items without gaps, another one in each epoch; the ceiling cuts the last."""
    seen = []

    class Watch(Restore):
        def losses(self, net, batch, step):
            seen.append(batch.x[:, 0].tolist())
            return super().losses(net, batch, step)

    fit(
        _net(),
        Watch(),
        Rows(np.repeat(np.arange(10, dtype=np.int16)[:, None], 5, axis=1)),
        plan=Plan(9, 4, max_steps=8),
    )
    assert [len(batch) for batch in seen] == [4, 4, 2, 4, 4, 2, 4, 4]
    first, second = chain(*seen[:3]), chain(*seen[3:6])
    assert first != second
    assert sorted(first) == sorted(second) == list(range(10))


def test_same_seed_same_bytes():
    """Two runs with one seed agree bit for bit, whatever the global generator does; another seed differs."""
    made = []
    for seed in (0, 0, 1):
        net = _net()
        torch.manual_seed(len(made))
        fit(net, Restore(), Rows(X), plan=Plan(3, 32), seed=seed)
        made.append(_weights(net))
    assert torch.equal(made[0], made[1])
    assert not torch.equal(made[0], made[2])


def test_weights_decay_and_biases_do_not():
    """Decoupled decay shrinks matrices alone."""

    class Idle(Restore):
        def losses(self, net, batch, step):
            return {"model": sum((parameter * 0).sum() for parameter in net.parameters())}

    net, before = _net(), _net()
    fit(net, Idle(), Rows(X), plan=Plan(1, 100, 0.1, "constant", weight_decay=0.5))
    torch.testing.assert_close(net[0].weight, before[0].weight * 0.95)
    assert torch.equal(net[0].bias, before[0].bias)


class Rival(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Parameter(torch.tensor(2.0)), nn.Parameter(torch.tensor(3.0))


class Duel:
    """a lowers the product and b raises it; b steps only every other time."""

    def groups(self, net):
        return {"lower": [net.a], "raise": [net.b]}

    def losses(self, net, batch, step):
        product = net.a * net.b
        return {"lower": product} | ({"raise": -product} if step % 2 == 0 else {})


def test_groups_are_minimised_apart():
    """Each loss moves its own parameters alone, all from one forward pass; a loss that is missing moves nothing."""
    net = Rival()
    done = fit(net, Duel(), Rows(X), plan=Plan(2, 100, 0.1, "constant"))
    assert net.a.item() == pytest.approx(1.8, abs=1e-4)
    assert net.b.item() == pytest.approx(3.1, abs=1e-4)
    assert done.history["lower"][0] == pytest.approx(6.0)
    assert len(done.history["raise"]) == 1


def test_best_weights_are_kept_and_training_stops():
    """When the held-out loss only grows, the first epoch's weights come back, after `patience` more epochs."""

    class Spoil(Restore):
        def losses(self, net, batch, step):
            loss = sum(parameter.square().sum() for parameter in net.parameters())
            return {"model": loss if net.training else -loss}

    kept = []
    net = _net()
    done = fit(
        net, Spoil(), Rows(X), plan=Plan(50, 100, 0.01, "constant", patience=3), held_out=Rows(X[:7]),
        monitor=lambda moment: kept.append(_weights(moment.net).clone()),
    )  # fmt: skip
    assert done.best_epoch == 1
    assert done.n_epochs == 4
    assert torch.equal(_weights(net), kept[0])
    assert len(done.history["held_out"]) == 4


def test_held_out_loss_is_that_of_the_items():
    """Batches of held-out items weigh by their size."""

    class Square(Restore):
        def losses(self, net, batch, step):
            zero = sum((parameter * 0).sum() for parameter in net.parameters())
            return {"model": batch.x.square().mean() + zero}

    many = np.arange(2500.0, dtype=np.float32)[:, None].repeat(5, axis=1) / 1000
    done = fit(_net(), Square(), Rows(X), plan=Plan(1), held_out=Rows(many))
    assert done.history["held_out"][0] == pytest.approx(np.square(many).mean(), rel=1e-5)


def test_a_monitor_sees_and_stops():
    """It is told epoch, steps and losses, and True from it ends the training; other answers do not."""
    seen = []

    def monitor(moment):
        seen.append((moment.epoch, moment.step, moment.n_steps, sorted(moment.losses)))
        return "no" if moment.epoch < 3 else True

    done = fit(_net(), Restore(), Rows(X), plan=Plan(10, 50), monitor=monitor)
    assert seen == [(1, 2, 20, ["again", "model"]), (2, 4, 20, ["again", "model"]), (3, 6, 20, ["again", "model"])]
    assert done.n_epochs == 3


def _killed(path, epoch, n_held_out):
    loop._CHECKPOINT_S = 0.0

    def die(moment):
        if moment.epoch == epoch:
            os._exit(9)

    fit(_net(), Restore(), Rows(X), plan=Plan(8, 32), seed=3, checkpoint=path, key="k", monitor=die,
        held_out=Rows(X[:n_held_out]) if n_held_out else None)  # fmt: skip


@pytest.mark.parametrize("n_held_out", [0, 10])
def test_a_killed_run_goes_on(n_held_out, tmp_path, monkeypatch):
    """A process that is killed in epoch 5 leaves a checkpoint; the same call ends with the same bytes and history."""
    monkeypatch.setattr(loop, "_CHECKPOINT_S", 0.0)
    path = tmp_path / "run.safetensors"
    process = multiprocessing.get_context("spawn").Process(target=_killed, args=(path, 5, n_held_out))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert path.exists()
    epochs, whole, resumed = [], _net(), _net(seed=99)
    held_out = Rows(X[:n_held_out]) if n_held_out else None
    straight = fit(whole, Restore(), Rows(X), plan=Plan(8, 32), seed=3, held_out=held_out)
    done = fit(resumed, Restore(), Rows(X), plan=Plan(8, 32), seed=3, held_out=held_out, checkpoint=path, key="k",
               monitor=lambda moment: epochs.append(moment.epoch))  # fmt: skip
    assert epochs == [5, 6, 7, 8]
    assert torch.equal(_weights(whole), _weights(resumed))
    assert (done.history, done.best_epoch, done.n_steps) == (straight.history, straight.best_epoch, straight.n_steps)
    assert not path.exists()


def test_checkpoints_are_apart_in_time(tmp_path):
    """A short training writes none."""
    wrote = []
    fit(_net(), Restore(), Rows(X), plan=Plan(5), checkpoint=tmp_path / "run",
        monitor=lambda moment: wrote.append((tmp_path / "run").exists()))  # fmt: skip
    assert wrote == [False] * 5


def test_training_goes_on_with_the_optimiser(monkeypatch):
    """Two trainings of an epoch, with the state handed on, are one of two epochs."""
    plan = Plan(1, 100, 0.01, "constant")
    whole, halves = _net(), _net()
    fit(whole, Restore(), Rows(X), plan=Plan(2, 100, 0.01, "constant"))
    first = fit(halves, Restore(), Rows(X), plan=plan)
    fit(halves, Restore(), Rows(X), plan=plan, optimiser=first.optimiser, first_epoch=1)
    assert torch.equal(_weights(whole), _weights(halves))
    with pytest.raises(InputError, match="belongs to another network"):
        fit(_net(), Restore(), Rows(X), plan=plan, optimiser={"model.9.exp_avg": torch.zeros(1)})


def test_a_rate_that_diverges_is_told():
    """One line says the step and the setting to lower."""
    with pytest.raises(InputError, match=r"^the loss became \S+ at step \d+ of 50; lower learning_rate=1e\+18$"):
        fit(_net(), Restore(), Rows(X), plan=Plan(50, 100, 1e18, "constant"))


@pytest.mark.parametrize("n_steps", [1, 300])
def test_an_item_that_breaks_it_is_told(n_steps):
    """The item is named by its row, also in a long epoch, soon after it was seen."""
    spoilt = np.repeat(X, 6, axis=0)
    spoilt[271] = 3e38
    with pytest.raises(DataError, match=r"item 271 of X lies 2e\+38 times as far out"):
        fit(_net(), Restore(), Rows(spoilt), plan=Plan(1, 600 // n_steps))


@pytest.mark.slow
def test_a_step_costs_what_its_mathematics_costs():
    """The loop takes at most 5 % more CPU time than the bare forward, backward and optimiser: the best of 5 pairs."""
    x = torch.rand(60 * 128, 784)
    plan = Plan(4, 128, 1e-3, "constant")

    class Plain(Restore):
        def losses(self, net, batch, step):
            return {"model": functional.mse_loss(net(batch.x), batch.x, reduction="sum") / len(batch)}

    def net():
        torch.manual_seed(0)
        layers = [(nn.Linear(*pair), nn.GELU()) for pair in pairwise([784, 400, 20, 400, 784])]
        return nn.Sequential(*chain(*layers)[:-1])

    def bare():
        module = net()
        adam = torch.optim.Adam(module.parameters(), lr=1e-3, fused=True)
        start = time.process_time()
        for batch in x.split(128) * 4:
            adam.zero_grad(set_to_none=True)
            (functional.mse_loss(module(batch), batch, reduction="sum") / 128).backward()
            adam.step()
        return time.process_time() - start

    def ours():
        module, rows = net(), Rows(x.numpy())
        start = time.process_time()
        fit(module, Plain(), rows, plan=plan)
        return time.process_time() - start

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        pairs = [(ours(), bare()) for _ in range(5)]
    finally:
        torch.set_num_threads(before)
    assert min(own / other for own, other in pairs) <= 1.05


def test_ctrl_c_keeps_the_last_epoch(tmp_path, monkeypatch):
    """What was interrupted in the middle of an epoch goes on from the end of the one before, with the same bytes."""
    monkeypatch.setattr(loop, "_REMEMBER_S", 0.0)
    path, plan = tmp_path / "run", Plan(epochs=4, batch_size=10)

    class Interrupted(Restore):
        def losses(self, net, batch, step):
            if step == 25:
                raise KeyboardInterrupt
            return super().losses(net, batch, step)

    with pytest.raises(KeyboardInterrupt):
        fit(_net(), Interrupted(), Rows(X), plan=plan, checkpoint=path, key="a")
    on, whole, steps = _net(1), _net(), []
    fit(on, Restore(), Rows(X), plan=plan, checkpoint=path, key="a", monitor=lambda moment: steps.append(moment.step))
    fit(whole, Restore(), Rows(X), plan=plan)
    assert steps == [30, 40]
    np.testing.assert_array_equal(_weights(on), _weights(whole))


def test_the_optimiser_of_another_network_is_refused():
    """By the shapes of its state."""
    state = {"model.0.exp_avg": torch.zeros(2, 2)}
    with pytest.raises(InputError, match=r"has shape \(2, 2\), not \(3, 5\)"):
        fit(_net(), Restore(), Rows(X), plan=Plan(epochs=1), optimiser=state)
