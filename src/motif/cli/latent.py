"""`motif latent`: networks that describe pictures by a few numbers: fit, reconstruct, sample, score."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import BlockOption, CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.evaluate.figure import Figure
    from motif.latent.study.fit import Fitted
    from motif.latent.study.score import Score

__all__ = ["app"]

app = door.group("Describe pictures by the few numbers that a network restores them from.")
_MIN_STEPS = 100  # that small data get where nothing else is said
ModelArgument = Annotated[str, typer.Argument(metavar="MODEL", help="The model's name in the collection.")]


class _Kind(StrEnum):
    autoencoder = "autoencoder"
    variational = "variational"
    conditional = "conditional"
    vector_quantized = "vector_quantized"
    adversarial = "adversarial"


class _Likelihood(StrEnum):
    gaussian = "gaussian"
    bernoulli = "bernoulli"


class _Output(StrEnum):
    identity = "identity"
    sigmoid = "sigmoid"


class _Device(StrEnum):
    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


def _sized(text: str) -> Any:
    """Return a network's setting: a name, or a name and numbers."""
    name, *numbers = (part.strip() for part in text.split(","))
    try:
        return (name, *map(int, numbers)) if numbers else name
    except ValueError:
        raise typer.BadParameter(f"must be a name and whole numbers, such as mlp,512,256, not {text!r}") from None


def _strength(text: str) -> Any:
    """Return a name, or a name with its strength."""
    name, sign, number = text.partition("=")
    try:
        return (name, float(number)) if sign else name
    except ValueError:
        raise typer.BadParameter(f"must be a name or name=strength, not {text!r}") from None


def _given(**options: Any) -> dict[str, Any]:
    """Return the options that say something, as the estimators take them; few steps need no floor."""
    said = {name: getattr(value, "value", value) for name, value in options.items() if value not in (None, ())}
    return said | ({"min_steps": min(said["max_steps"], _MIN_STEPS)} if "max_steps" in said else {})


_EncoderOption = Annotated[
    Any,
    typer.Option(
        parser=_sized,
        metavar="NAME[,N...]",
        help="mlp, conv, conv_pool, with sizes as in mlp,512,256; or lecture_vae and others.",
    ),
]
_NoiseOption = Annotated[
    Any,
    typer.Option(
        parser=_strength,
        metavar="NAME[=X]",
        help="gaussian, masking, salt_and_pepper, with a strength as in masking=0.5.",
    ),
]
_PenaltyOption = Annotated[
    list[Any] | None,
    typer.Option(
        parser=_strength,
        metavar="NAME[=X]",
        help="l2, l1, kl, contractive, with a strength as in l1=0.001; may be repeated.",
    ),
]


@door.verb(app, "fit", example="motif latent fit digits.motif --block pixels -k 10 --name net")
def fit(
    collection: CollectionArgument,
    block: BlockOption = None,
    kind: Annotated[_Kind, typer.Option(help="Which network; conditional needs --label.")] = _Kind.autoencoder,
    n_components: Annotated[
        int | None, typer.Option("-k", "--n-components", min=1, help="Numbers for each item; else the kind's own.")
    ] = None,
    label: Annotated[str | None, typer.Option(help="The column that the conditional kind's decoder is told.")] = None,
    encoder: _EncoderOption = None,
    likelihood: Annotated[_Likelihood | None, typer.Option(help="What an error costs; else gaussian.")] = None,
    output: Annotated[_Output | None, typer.Option(help="sigmoid keeps what is restored in [0, 1].")] = None,
    noise: _NoiseOption = None,
    penalty: _PenaltyOption = None,
    beta: Annotated[float | None, typer.Option(min=0, help="Weight of the divergence, of variational kinds.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the items; else 100.")] = None,
    max_steps: Annotated[int | None, typer.Option(min=1, help="Steps at most; else 10,000.")] = None,
    batch_size: Annotated[int | None, typer.Option(min=1, help="Items in a step; else 128.")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="The highest; else 0.002.")] = None,
    held_out: Annotated[float, typer.Option(help="Share of the items kept for judging, by a hash of their ids.")] = 0.2,
    device: Annotated[_Device, typer.Option(help="Where to train; auto takes a graphics card if there is one.")] = (
        _Device.auto
    ),
    threads: Annotated[int, typer.Option(min=1, help="Of PyTorch; with 1, a seed gives the same bytes.")] = 1,
    name: Annotated[str, typer.Option(help="Of the new block of codes and of the model.")] = "codes",
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Fit a network to a block, keep it and the codes, and say how well it restores what it never saw."""
    from motif.collection import read
    from motif.latent.study.fit import fit as twin

    settings = _given(
        n_components=n_components, encoder=encoder, likelihood=likelihood, output=output, noise=noise,
        penalty=tuple(penalty or ()), beta=beta, epochs=epochs, max_steps=max_steps, batch_size=batch_size,
        learning_rate=learning_rate, device=device, n_threads=threads,
    )  # fmt: skip
    found = twin(
        read(collection), block=block, kind=kind.value, label=label, name=name, held_out=held_out,
        overwrite=overwrite, random_state=seed, **settings,
    )  # fmt: skip
    found.save(collection, overwrite=True)
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print_fit(found))
    if found.n_absent and not as_json:
        door.note(f"{found.n_absent:,} items lack block {found.block!r} or a label and have no codes")


def _print_fit(found: Fitted) -> None:
    n = found.model.network_["n_components"]
    typer.echo(
        f"block {found.name}: items of block {found.block} by {n:,} number{'s' * (n > 1)} "
        f"({found.kind.replace('_', ' ')}, {found.model.n_steps_:,} steps); "
        f"fitted to {found.n_fitted:,}, judged on {found.n_held_out:,} held out by a hash of their ids"
    )
    door.strips(found.figures.values())
    error = found.figures["error"]
    told = ", ".join(f"{name} {error.format(number)}" for name, number in _answers(error))
    door.say(f"error of held-out items: {error.format(error.value)}{_interval(error)}; {told}")


def _answers(figure: Figure) -> list[tuple[str, float]]:
    words = {"pca": "PCA with as many numbers", "the_mean_picture": "the mean"}
    return [(words[name], number) for name, number in figure.trivial.items()]


def _interval(figure: Figure) -> str:
    if figure.interval is None:
        return ""
    low, high = (figure.format(end) for end in figure.interval)
    return f" ({low} to {high})"


@door.verb(app, "reconstruct", example="motif latent reconstruct digits.motif net --out restored.html")
def reconstruct(
    collection: CollectionArgument,
    model: ModelArgument,
    out: Annotated[Path, typer.Option("--out", help="A page (.html), or a folder for pictures.")],
    n: Annotated[int, typer.Option("-n", min=1, help="How many of the best, the median and the worst.")] = 10,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Show held-out pictures beside what the network, and PCA, restore from their codes."""
    from motif.collection import read
    from motif.latent.study.reconstruct import reconstruct as twin

    found = twin(read(collection), model, out=out, n=n, overwrite=overwrite, random_state=seed)
    shown = len(found.groups[0].ids)
    if shown < n:
        door.note(f"-n {n:,} is more than there are; all {shown:,} held-out items are shown")

    def told() -> None:
        typer.echo(f"{out}: the {shown:,} best, median and worst of {found.figures['error'].n:,} held-out items")
        door.strips(found.figures.values())
        door.say(f"The network restores {found.better_than_pca:.0%} of them better than PCA.")

    door.emit(found.as_dict() | {"out": str(out)}, as_json=as_json, text=told)


@door.verb(app, "sample", example="motif latent sample digits.motif net -n 64 --out grid.png")
def sample(
    collection: CollectionArgument,
    model: ModelArgument,
    out: Annotated[Path, typer.Option("--out", help="One picture of all (.png), or a folder for one each.")],
    n: Annotated[int, typer.Option("-n", min=1, help="How many.")] = 64,
    label: Annotated[
        str | None, typer.Option(help="What the conditional kind is to draw; else its labels in turn.")
    ] = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Draw new pictures: what the network makes of codes drawn at random."""
    from motif.collection import read
    from motif.latent.study.sample import sample as twin

    found = twin(read(collection), model, n, out=out, label=label, overwrite=overwrite, random_state=seed)
    door.emit(
        found.as_dict() | {"out": str(out)},
        as_json=as_json,
        text=lambda: typer.echo(f"{out}: {n:,} pictures, {found.how}"),
    )


@door.verb(app, "score", example="motif latent score digits.motif net --label digit")
def score(
    collection: CollectionArgument,
    model: ModelArgument,
    label: Annotated[
        str | None,
        typer.Option(help="A column for a linear classifier to read from the codes; else the one that fits."),
    ] = None,
    seed: SeedOption = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Say what the codes keep of held-out items, beside PCA, the mean item and chance."""
    from motif.collection import read
    from motif.latent.study.score import score as twin

    found = twin(read(collection), model, label=label, random_state=seed)
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print_score(found))
    if found.label is None and not as_json:
        door.note("no column sorts the items, or several do; name one with --label")


def _print_score(found: Score) -> None:
    read = f", read for column {found.label}" if found.label is not None else ""
    typer.echo(f"{found.kind.replace('_', ' ')}, {found.n_components:,} numbers{read}")
    door.strips(found.figures.values())
    for figure in found.figures.values():
        door.say(f"{figure.name}: {figure.verdict()}")
