"""The one training loop: batches in, one seam `losses(net, batch, step) -> dict`, weights out."""

from motif.core.extra import extra

with extra("latent"):
    from motif.model.train.checkpoint import Checkpoint
    from motif.model.train.device import DEVICES, Device, device_of, threads
    from motif.model.train.loop import fit
    from motif.model.train.parallel import Team, team, together
    from motif.model.train.plan import SCHEDULES, Plan, Schedule
    from motif.model.train.row import Batch, Rows
    from motif.model.train.seam import Moment, Objective, Trained

__all__ = [
    "DEVICES",
    "SCHEDULES",
    "Batch",
    "Checkpoint",
    "Device",
    "Moment",
    "Objective",
    "Plan",
    "Rows",
    "Schedule",
    "Team",
    "Trained",
    "device_of",
    "fit",
    "team",
    "threads",
    "together",
]
