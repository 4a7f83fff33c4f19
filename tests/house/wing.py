"""What `docs/wing.md` asks of every wing; each rule returns what breaks it, so that a test can plant a violation.

Rules about files take the checkout or its `src`; the others take what a wing gives: its front door, its verbs, its
rooms, a chapter, a ledger.
"""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from motif.evaluate.figure import Figure

_NUMBER = re.compile(r"\d*\.\d+")
_SECTIONS = ("Tour", "Measured")


def card(src: Path, name: str) -> list[str]:
    """What is missing from the card: the docstring of the wing's `__init__`, and its names, which load when used."""
    tree = ast.parse((src / "motif" / name / "__init__.py").read_text(encoding="utf-8"))
    text = ast.get_docstring(tree) or ""
    sections = {title: _section(text, title) for title in _SECTIONS}
    wrong = [f"no section {title}" for title, words in sections.items() if not words]
    if ">>> " not in sections["Tour"]:
        wrong.append("Tour has no example that runs")
    if len(_NUMBER.findall(sections["Measured"])) < 2:
        wrong.append("Measured has no number with another one beside it")
    return wrong + [f"loads {module} when it is imported" for module in _imported(tree)] + _names(tree)


def _section(text: str, title: str) -> str:
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def _imported(tree: ast.Module) -> Iterator[str]:
    """The modules that the front door imports, but for types and for what is always there."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module not in {"__future__", "importlib", "typing"}:
            yield node.module or "."
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _names(tree: ast.Module) -> list[str]:
    assigned = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    public, rooms = (assigned.get(name) for name in ("__all__", "_LIVES_IN"))
    if public is None or rooms is None:
        return ["no lazy names: __all__ and _LIVES_IN"]
    differ = sorted(set(ast.literal_eval(public)) ^ set(ast.literal_eval(rooms)))
    return [f"in only one of __all__ and _LIVES_IN: {differ}"] if differ else []


def verbs(commands: Mapping[str, Any], name: str, front: Any) -> list[str]:
    """What is wrong with the verbs of a wing: help, example, `--json`, and a function of the same name in Python.

    `commands` has the whole command line, full name -> command. A wing without a group has only what the shared verbs
    do with its collections.
    """
    wrong = []
    for path, command in commands.items():
        if not path.startswith(f"motif {name} "):
            continue
        verb = path.rpartition(" ")[2]
        line, _, example = (command.help or "").partition("\n\nExample: ")
        options = {option for parameter in command.params for option in parameter.opts}
        wrong += [f"{verb}: its help is not one sentence"] * (not line.endswith(".") or "\n" in line)
        wrong += [f"{verb}: no example of itself"] * (not example.startswith(path))
        wrong += [f"{verb}: no --json"] * ("--json" not in options)
        twin = getattr(front, verb.replace("-", "_"), None) if verb in front.__all__ else None
        wrong += [f"{verb}: motif.{name} has no function {verb!r}"] * (not callable(twin))
    return wrong


def page(root: Path, name: str) -> list[str]:
    """What is missing: the wing's page, and its row in the README's table with a link to the page."""
    wrong = [] if (root / "docs" / f"{name}.md").is_file() else [f"no docs/{name}.md"]
    readme = (root / "README.md").read_text(encoding="utf-8")
    row = re.compile(rf"^\| {name} \|.*\(docs/{name}\.md\)", re.MULTILINE)
    return wrong + ([] if row.search(readme) else [f"the README's table has no row {name!r} with a link to its page"])


def sample(src: Path, name: str) -> list[str]:
    """What is missing: sample media with a notice, or a maker of them, whose module lists its NOTICE."""
    room = src / "motif" / name / "source"
    files = [path for path in (room / "samples").glob("*") if path.name not in {"NOTICE.txt", "__init__.py"}]
    if files:
        return [] if (room / "samples" / "NOTICE.txt").is_file() else ["samples without a NOTICE.txt"]
    modules = [*room.rglob("*.py"), room.with_suffix(".py")]
    makers = [path for path in modules if path.is_file() and _makes(path)]
    return [] if makers else ["no sample: neither files in source/samples nor a maker with its NOTICE in source"]


def _makes(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        t.id for node in tree.body if isinstance(node, ast.Assign) for t in node.targets if isinstance(t, ast.Name)
    }
    return "NOTICE" in names and any(isinstance(node, ast.FunctionDef) for node in tree.body)


def demo(study: Any, view: Any) -> list[str]:
    """What is wrong with `study.demo(*, folder, quick)` and `view.chapter(result)`, as `motif demo` calls them."""
    wrong = []
    if not callable(getattr(study, "demo", None)):
        wrong.append("no study.demo")
    else:
        parameters = inspect.signature(study.demo).parameters.values()
        by_name = {one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.default is not one.empty}
        wrong += [f"study.demo: {name} is not given by name, with a default" for name in ("folder", "quick")
                  if name not in by_name]  # fmt: skip
        wrong += [f"study.demo cannot do without {p.name}" for p in parameters if p.default is p.empty]
    if not callable(getattr(view, "chapter", None)):
        wrong.append("no view.chapter")
    elif not _takes_one(view.chapter):
        wrong.append("view.chapter does not take the result alone")
    return wrong


def _takes_one(function: Any) -> bool:
    try:
        inspect.signature(function).bind(object())
    except TypeError:
        return False
    return True


def bare(chapter: Any) -> list[str]:
    """The figures of a chapter without chance and without a trivial answer; or that there are no figures."""
    figures = [figure for part in chapter.parts for figure in getattr(part, "figures", ())]
    if not figures:
        return ["the chapter measures nothing"]
    return [figure.name for figure in figures if _alone(figure)]


def _alone(figure: Figure) -> bool:
    return figure.null is None and not figure.trivial


def unbalanced(ledger: Any) -> list[str]:
    """The sources of a ledger of which more or less was gathered than was kept and dropped; or that there are none."""
    if not ledger.sources:
        return ["the ledger has no sources"]
    return [line.name for line in ledger.sources if line.n_gathered != line.n_kept + sum(line.dropped.values())]
