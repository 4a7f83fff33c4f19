"""The loop: an index shuffle, one gather, losses, backward, fused Adam; held-out loss, best weights, resume, blame.

What is trained is an `Objective`: its `losses(net, batch, step)` returns a dict of scalars. Names that are groups of
parameters are minimised, each by its own optimiser over its own parameters; the others are only kept in the history.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from numbers import Real
from pathlib import Path

import numpy as np
import torch
from torch import nn

from motif.core.errors import InputError
from motif.core.files import remove
from motif.core.progress import Bar, progress
from motif.model.train.blame import blame, first_bad_step, unbounded
from motif.model.train.checkpoint import Checkpoint
from motif.model.train.device import threads
from motif.model.train.parallel import team
from motif.model.train.plan import Plan
from motif.model.train.row import Batch, Rows
from motif.model.train.seam import Moment, Objective, Trained

__all__ = ["fit"]

_LOG = logging.getLogger(__name__)
_CHECKPOINT_S = 10.0  # between two checkpoints: small data have many epochs a second
_LOOK = 256  # steps between two looks at the loss within a long epoch
_HELD_OUT_BATCH = 1024
_HUGE = 1e15  # of a weight: squares of what two such layers make of an item are beyond float32
_REMEMBER_S = 0.5  # between two states that are remembered for an interrupt


def fit(
    net: nn.Module,
    objective: Objective,
    rows: Rows,
    *,
    plan: Plan,
    seed: int = 0,
    device: torch.device | None = None,
    n_threads: int = 1,
    held_out: Rows | None = None,
    monitor: Callable[[Moment], object] | None = None,
    checkpoint: str | Path | None = None,
    key: str = "",
    optimiser: Mapping[str, torch.Tensor] | None = None,
    first_epoch: int = 0,
    title: str = "Training",
) -> Trained:
    """Train a network in place and return how it went.

    Parameters
    ----------
    net :
        In training mode afterwards, on the CPU.
    objective :
        What is minimised.
    rows :
        The items.
    plan :
        Budget, rate and stopping.
    seed :
        Of the shuffles and the noise; the network's own weights come from whoever built it.
    device :
        Where to train; None is the CPU.
    n_threads :
        Of PyTorch. With 1, the same seed gives the same bytes on one machine.
    held_out :
        Items whose loss is looked at after each epoch; the best epoch's weights are kept.
    monitor :
        Called with a `Moment` after each epoch; training stops when it returns True. A number that it returns is a
        score, higher is better: the best epoch's weights are kept, as by the loss of held-out items, which it must
        not be given together with.
    checkpoint :
        A file that gets the state after epochs (at most every 10 s, and on Ctrl-C) and from which a killed run goes on,
        with the same result as one that was not killed; removed at the end.
    key :
        What is trained on what: a checkpoint with another key is refused.
    optimiser, first_epoch :
        Where an earlier training stopped.
    title :
        Of the progress bar.

    Raises
    ------
    DataError
        When one item made the loss infinite; it is named.
    InputError
        When a setting did.

    Examples
    --------
    >>> class Line:
    ...     def losses(self, net, batch, step):
    ...         return {"model": (net(batch.x[:, :1]) - batch.x[:, 1:]).square().mean()}
    ...     def groups(self, net):
    ...         return {"model": net.parameters()}
    >>> x = np.linspace(-1, 1, 64, dtype=np.float32)
    >>> net = nn.Linear(1, 1)
    >>> done = fit(net, Line(), Rows(np.column_stack([x, 3 * x])), plan=Plan(epochs=200, learning_rate=0.1))
    >>> round(net.weight.item(), 1)
    3.0
    """
    with threads(n_threads):
        run = _Run(net, objective, rows, plan, seed, device or torch.device("cpu"), held_out, first_epoch)
        run.load_optimiser(optimiser or {})
        if checkpoint is not None:
            run.resume(Checkpoint.read(checkpoint, key=key))
        with progress(title, total=run.n_steps) as bar:
            bar.advance(run.step)
            try:
                run.train(bar, monitor, None if checkpoint is None else Path(checkpoint), key)
            except KeyboardInterrupt:
                if checkpoint is not None and run.remembered is not None:
                    run.remembered.write(checkpoint)
                raise
        if checkpoint is not None and run.team.rank == 0:
            remove(checkpoint)
        return run.finished()


class _Run:
    def __init__(
        self,
        net: nn.Module,
        objective: Objective,
        rows: Rows,
        plan: Plan,
        seed: int,
        device: torch.device,
        held_out: Rows | None,
        first_epoch: int,
    ) -> None:
        self.net, self.objective, self.rows, self.plan = net.to(device), objective, rows, plan
        self.device, self.held_out = device, held_out
        self.n_steps = plan.n_steps(len(rows))
        self.groups = {name: list(parameters) for name, parameters in objective.groups(net).items()}
        self.optimisers = {name: _adam(group, plan) for name, group in self.groups.items()}
        self.chance = torch.Generator(device)
        self.team = team()
        self.seed = self.team.begin(self.net, seed)
        self.losses = self.team.losses(self.net, objective, n_groups=len(self.groups))
        self.step, self.epoch, self.first_epoch = 0, first_epoch, first_epoch
        self.history: dict[str, list[float]] = {}
        self.start: dict[str, float] = {}
        self.best: dict[str, torch.Tensor] = {}
        self.best_loss = float("inf")
        self.best_epoch: int | None = None
        self.n_worse = 0  # looks since the best one
        self.stop = False
        self.written = self.remembered_at = -math.inf
        self.remembered: Checkpoint | None = None
        if plan.batch_size > len(rows):
            _LOG.info("batch_size=%d is more than the %d items: each batch is all of them", plan.batch_size, len(rows))

    def train(self, bar: Bar, monitor: Callable[[Moment], object] | None, checkpoint: Path | None, key: str) -> None:
        self.written = time.monotonic()
        self.net.train()
        while self.step < self.n_steps and not self.stop:
            self._epoch(bar)
            held_out = self._judged()
            if monitor is not None:
                means = {name: values[-1] for name, values in self.history.items()}
                said = monitor(Moment(self.epoch, self.step, self.n_steps, means, held_out, self.net))
                self.stop |= said is True
                if isinstance(said, Real) and not isinstance(said, bool):
                    self.history.setdefault("monitor", []).append(float(said))
                    self._ranked(-float(said))
            self.stop = self.team.any(self.stop)
            if checkpoint is not None and self.team.rank == 0:
                self._keep_state(checkpoint, key)

    def _epoch(self, bar: Bar) -> None:
        n_items, size = len(self.rows), self.plan.batch_size
        order = np.random.default_rng((self.seed, self.epoch)).permutation(n_items)
        own = (self.seed, self.epoch, 1, *([self.team.rank] if self.team.rank else []))
        self.chance.manual_seed(int(np.random.default_rng(own).integers(2**62)))
        n_steps = min(-(-n_items // size), self.n_steps - self.step)
        seen: list[dict[str, torch.Tensor]] = []
        for i in range(n_steps):
            mine, weight = self.team.share(order[i * size : (i + 1) * size])
            batch = self.rows.batch(mine, chance=self.chance, device=self.device)
            seen.append(self._update(batch, weight))
            bar.advance()
            if (i + 1) % _LOOK == 0:
                self._blamed(seen, order)
        self._blamed(seen, order)
        self.epoch += 1
        for name in dict.fromkeys(name for losses in seen for name in losses):
            values = torch.stack([losses[name] for losses in seen if name in losses])
            self.history.setdefault(name, []).append(values.mean().item())

    def _update(self, batch: Batch, weight: float) -> dict[str, torch.Tensor]:
        """Take one step; return the detached losses. The batch is that share of the whole team's."""
        rate = self.plan.rate(self.step, self.n_steps)
        losses = self.losses(batch, self.step)
        due = [name for name in self.optimisers if name in losses]
        for name in due:
            optimiser = self.optimisers[name]
            optimiser.zero_grad(set_to_none=True)
            for group in optimiser.param_groups:
                group["lr"] = rate
        apart: list[nn.Parameter] = []
        if len(self.optimisers) == 1:
            self.team.weighed(losses[due[0]], weight).backward()
        else:
            for name in due:  # all from one forward pass, before any step
                losses[name].backward(inputs=self.groups[name], retain_graph=name != due[-1])
                apart += self.groups[name]
        seen = self.team.combine(self.net, apart, losses, weight)
        for name in due:
            self.optimisers[name].step()
        self.step += 1
        return seen

    def _blamed(self, seen: list[dict[str, torch.Tensor]], order: np.ndarray) -> None:
        """Raise the error of the first bad step of this epoch, if there is one that was not looked at before."""
        first = (len(seen) - 1) // _LOOK * _LOOK
        for name in self.optimisers:
            places = [i for i in range(first, len(seen)) if name in seen[i]]
            values = [seen[i][name].item() for i in places]
            if not values:
                continue
            bad = first_bad_step(values, self.start.setdefault(name, values[0]))
            if bad is not None:
                i, size = places[bad], self.plan.batch_size
                parts = {part: value.item() for part, value in seen[i].items()}
                step, rows = self.step - len(seen) + i, order[i * size : (i + 1) * size]
                raise blame(self.rows, rows, parts, step=step, n_steps=self.n_steps, plan=self.plan)

    def _judged(self) -> float | None:
        """Return the loss on held-out items; remember the weights where it is the best so far."""
        if self.held_out is None:
            return None
        self.chance.manual_seed(self.seed)  # the same noise each time, so that epochs can be compared
        name, total = next(iter(self.optimisers)), 0.0
        self.net.eval()
        for start in range(0, len(self.held_out), _HELD_OUT_BATCH):
            rows = slice(start, start + _HELD_OUT_BATCH)
            batch = self.held_out.batch(rows, chance=self.chance, device=self.device)
            total += self.objective.losses(self.net, batch, self.step)[name].item() * len(batch)
        self.net.train()
        loss = total / len(self.held_out)
        self.history.setdefault("held_out", []).append(loss)
        self._ranked(loss)
        return loss

    def _ranked(self, loss: float) -> None:
        """Remember the weights where a loss is the best so far, and stop where none was for long."""
        if loss < self.best_loss:
            self.best_loss, self.best_epoch, self.n_worse = loss, self.epoch, 0
            self.best = {name: tensor.clone() for name, tensor in self.net.state_dict().items()}
        else:
            self.n_worse += 1
        self.stop |= self.plan.patience is not None and self.n_worse >= self.plan.patience

    def _state(self, key: str) -> Checkpoint:
        tensors = {f"net.{name}": tensor for name, tensor in self.net.state_dict().items()}
        tensors |= {f"best.{name}": tensor for name, tensor in self.best.items()}
        tensors |= {f"optimiser.{name}": tensor for name, tensor in self._optimiser().items()}
        facts = {
            "step": self.step, "epoch": self.epoch, "history": self.history, "start": self.start, "stop": self.stop,
            "best_loss": self.best_loss if self.best else None, "best_epoch": self.best_epoch,
            "n_worse": self.n_worse,
        }  # fmt: skip
        return Checkpoint(key, tensors, facts)

    def _keep_state(self, checkpoint: Path, key: str) -> None:
        """Write the state now and then; in between remember it, for an interrupt comes in the middle of an epoch."""
        now = time.monotonic()
        if now - self.written >= _CHECKPOINT_S:
            self._state(key).write(checkpoint)
            self.written, self.remembered_at, self.remembered = time.monotonic(), now, None
        elif now - self.remembered_at >= _REMEMBER_S:
            self.remembered, self.remembered_at = deepcopy(self._state(key)), now

    def resume(self, kept: Checkpoint | None) -> None:
        """Go on from a checkpoint, if there is one."""
        if kept is None:
            return
        self.net.load_state_dict(_below(kept.tensors, "net."))
        self.load_optimiser(_below(kept.tensors, "optimiser."))
        self.best = _below(kept.tensors, "best.")
        facts = kept.facts
        self.step, self.epoch, self.history = facts["step"], facts["epoch"], facts["history"]
        self.start, self.stop, self.best_epoch = facts["start"], facts["stop"], facts["best_epoch"]
        self.n_worse = facts["n_worse"]
        self.best_loss = float("inf") if facts["best_loss"] is None else facts["best_loss"]
        _LOG.info("going on at epoch %d, step %d of %d", self.epoch + 1, self.step + 1, self.n_steps)

    def _optimiser(self) -> dict[str, torch.Tensor]:
        found = {}
        for name, optimiser in self.optimisers.items():
            for i, parameter in enumerate(self.groups[name]):
                for what, value in optimiser.state.get(parameter, {}).items():
                    found[f"{name}.{i}.{what}"] = value
        return found

    def load_optimiser(self, kept: Mapping[str, torch.Tensor]) -> None:
        for key, value in kept.items():
            name, i, what = key.rsplit(".", 2)
            if name not in self.groups or int(i) >= len(self.groups[name]):
                raise InputError(f"the optimiser's state {key!r} belongs to another network")
            parameter = self.groups[name][int(i)]
            if what != "step" and value.shape != parameter.shape:
                raise InputError(
                    f"the optimiser's state {key!r} has shape {(*value.shape,)}, not {(*parameter.shape,)}"
                )
            self.optimisers[name].state[parameter][what] = value.clone().to(self.device)

    def finished(self) -> Trained:
        if self.best:
            self.net.load_state_dict(self.best)
        self.net.to("cpu")
        sizes = [parameter.detach().abs().max().item() for parameter in self.net.parameters() if parameter.numel()]
        if not all(size < _HUGE for size in sizes):  # the last loss is that before the last step
            raise unbounded(n_steps=self.n_steps, step=self.step, plan=self.plan)
        done = {name: tensor.cpu() for name, tensor in self._optimiser().items()}
        return Trained(self.step, self.epoch - self.first_epoch, self.history, self.best_epoch, done)


def _below(tensors: Mapping[str, torch.Tensor], head: str) -> dict[str, torch.Tensor]:
    return {name.removeprefix(head): tensor for name, tensor in tensors.items() if name.startswith(head)}


def _adam(parameters: list[nn.Parameter], plan: Plan) -> torch.optim.Optimizer:
    """Return fused Adam; where weights decay, biases and lone numbers do not."""
    if not plan.weight_decay:
        return torch.optim.Adam(parameters, lr=plan.learning_rate, fused=True)
    weights = [parameter for parameter in parameters if parameter.ndim > 1]
    others = [parameter for parameter in parameters if parameter.ndim <= 1]
    groups = [{"params": weights, "weight_decay": plan.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=plan.learning_rate, fused=True)
