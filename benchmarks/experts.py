"""A training step of the mixture of experts beside its bare matrix products.

    python benchmarks/experts.py [--rounds 5] [--json]

1,152 features, 4,716 labels, batches of 1,024: YouTube-8M's sizes. A step is all of it: forward, loss in logarithms,
gradients, L2, Adam. Bare are the products that no implementation can do without: features times the weights of gates
and experts, and the gradients of both weights. One thread, CPU seconds, in turn, medians over rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

N_ITEMS, N_FEATURES, N_LABELS = 1024, 1152, 4716


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    import torch

    from motif.model.experts.network import Experts

    torch.set_num_threads(1)
    torch.manual_seed(0)
    x = torch.nn.functional.normalize(torch.randn(N_ITEMS, N_FEATURES))
    labels = (torch.rand(N_ITEMS, N_LABELS) < 3.4 / N_LABELS).float()
    rows = []
    for n_experts, rank in ((2, None), (4, None), (2, 64)):
        net = Experts(N_FEATURES, N_LABELS, n_experts=n_experts, gate_rank=rank)
        adam = torch.optim.Adam(net.parameters(), lr=0.01, fused=True)

        def step(net=net, adam=adam) -> None:
            loss = net.loss(x, labels).mean() + 0.5e-8 * net.weight_square()
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()

        @torch.no_grad()
        def bare(net=net, rank=rank) -> None:
            seen = x if rank is None else x @ net.narrow.weight.T
            gates, experts = seen @ net.gates.weight.T, x @ net.experts.weight.T
            _ = gates.T @ seen, experts.T @ x
            if rank is not None:
                _ = (gates @ net.gates.weight).T @ x

        seconds = {"step": [], "bare": []}
        step(), bare()
        for _ in range(given.rounds):
            for name, run in (("bare", bare), ("step", step)):
                start = time.process_time()
                run()
                seconds[name].append(time.process_time() - start)
        rows.append((n_experts, rank, *(statistics.median(seconds[name]) for name in ("bare", "step"))))
    if given.json:
        print(json.dumps([dict(zip(("n_experts", "gate_rank", "bare_s", "step_s"), row, strict=True)) for row in rows]))
        return
    print("| experts | rank of gates | bare, CPU s | step, CPU s | share of the bare speed |\n|---|---|---|---|---|")
    for n_experts, rank, bare_s, step_s in rows:
        print(f"| {n_experts} | {rank or 'full'} | {bare_s:.2f} | {step_s:.2f} | {bare_s / step_s:.0%} |")


if __name__ == "__main__":
    main()
