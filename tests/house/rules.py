"""The rules of `docs/house.md` and `docs/style.md` that can be read off the source; each returns what breaks it.

Every rule takes the folder that holds the package `motif` (or the checkout), so that a test can plant a violation in a
small tree of its own and see it refused.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
EMPTY_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager", "base2"})
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:root|work|home|Users)/\w")

_WRITERS = frozenset({"core/files.py", "core/cache.py"})
_WRITE_MODE = re.compile(r"(?=.*[wxa+])[rwxabt+]{1,4}")
_CHANGES_DISK = frozenset(
    {"write_text", "write_bytes", "touch", "mkdir", "makedirs", "symlink_to", "hardlink_to", "truncate"}
    | {"copyfile", "copytree", "copy2", "mkstemp", "mkfifo", "NamedTemporaryFile"}
)
_OF_OS = frozenset({"open", "rename", "replace", "link", "symlink", "move", "copy"})
# who writes to a path or to a stream: the position of the target among the arguments, and its keyword
_TAKES_TARGET = {
    "savefig": (0, "fname"), "imsave": (0, "fname"), "imwrite": (0, "filename"), "save_file": (1, "filename"),
    "savez": (0, "file"), "savez_compressed": (0, "file"), "savetxt": (0, "fname"), "save_npz": (0, "file"),
    "tofile": (0, "fid"), "open_memmap": (0, "filename"), "write_table": (1, "where"), "ParquetWriter": (0, "where"),
    "write_csv": (1, "output_file"), "CSVWriter": (0, "sink"), "write_feather": (1, "dest"), "OSFile": (0, "path"),
    "to_parquet": (0, "path"), "to_csv": (0, "path_or_buf"), "to_json": (0, "path_or_buf"), "to_pickle": (0, "path"),
    "write_parquet": (0, "file"), "dump": (1, "file"),
}  # fmt: skip
_SAVERS = frozenset({"np", "numpy", "torch", "Image", "PIL"})  # whose `save` takes a target first (torch: second)


def modules(src: Path) -> Iterator[tuple[str, Path, ast.Module]]:
    """Yield each module of the package: its path inside the package, its file, its tree."""
    for path in sorted((src / "motif").rglob("*.py")):
        yield path.relative_to(src / "motif").as_posix(), path, ast.parse(path.read_text(encoding="utf-8"))


def _room(name: str) -> str:
    return name.partition("/")[0]


def _called(call: ast.Call) -> tuple[str, str]:
    """Return what a call's function hangs on, and its name: `np.save` gives ("np", "save")."""
    function = call.func
    if isinstance(function, ast.Attribute):
        owner = function.value
        return (owner.id if isinstance(owner, ast.Name) else "?", function.attr)
    return "", function.id if isinstance(function, ast.Name) else ""


def known_violations(sheet: Path, rule: str) -> set[str]:
    """Return what the style sheet lists as known for a rule: lines "- `rule` what it reports" of its last section."""
    _, _, section = sheet.read_text(encoding="utf-8").partition("\n## Known violations\n")
    start = f"- `{rule}` "
    return {line.removeprefix(start).strip() for line in section.splitlines() if line.startswith(start)}


def imports_by_string(src: Path) -> list[str]:
    """Modules that import by a string; allowed in `wings.py`, `__init__.py` and `cli/` only."""
    found = []
    for name, path, tree in modules(src):
        if name == "wings.py" or path.name == "__init__.py" or _room(name) == "cli":
            continue
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
            names += [node.id] if isinstance(node, ast.Name) else []
            names += [node.attr] if isinstance(node, ast.Attribute) else []
            found += [f"{name}:{node.lineno} {said}" for said in names if said in {"import_module", "__import__"}]
    return found


def writers(src: Path) -> list[str]:
    """Calls that open a file for writing or change the disk, outside `core/files.py` and `core/cache.py`.

    A library may write into a stream: the target must be a name that the same function got from `atomic_file`, made as
    a `BytesIO` or `StringIO`, or was given as a stream (a parameter annotated with `IO`).
    """
    found = []
    for name, _, tree in modules(src):
        if name not in _WRITERS:
            writes = _writes(tree, frozenset(), own=_own_names(tree), pillow="PIL" in _packages(tree))
            found += [f"{name}:{line} {what}" for line, what in sorted(set(writes))]
    return found


def _packages(tree: ast.Module) -> set[str]:
    nodes = list(ast.walk(tree))
    plain = {alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {(node.module or "").partition(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}


def _own_names(tree: ast.Module) -> set[str]:
    """Functions of the module itself and of Motif: their own calls are looked at where they are written."""
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "motif":
            own |= {alias.asname or alias.name for alias in node.names}
    return own


def _writes(node: ast.AST, streams: frozenset[str], *, own: set[str], pillow: bool) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        streams |= _streams(node)
    if isinstance(node, ast.Call) and not _is_own(node, own) and _opens_for_writing(node, streams, pillow):
        yield node.lineno, ast.unparse(node.func)
    for child in ast.iter_child_nodes(node):
        yield from _writes(child, streams, own=own, pillow=pillow)


def _is_own(call: ast.Call, own: set[str]) -> bool:
    owner, name = _called(call)
    return (owner or name) in own


def _streams(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    arguments = function.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names = {a.arg for a in given if a.annotation is not None and "IO" in ast.unparse(a.annotation)}
    for node in ast.walk(function):
        if (
            isinstance(node, ast.withitem)
            and isinstance(node.optional_vars, ast.Name)
            and _makes_stream(node.context_expr)
        ):
            names.add(node.optional_vars.id)
        if isinstance(node, ast.Assign) and _makes_stream(node.value):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(names)


def _makes_stream(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and _called(value)[1] in {
        "atomic_file",
        "BytesIO",
        "StringIO",
        "BufferOutputStream",
    }


def _opens_for_writing(call: ast.Call, streams: frozenset[str], pillow: bool) -> bool:
    owner, name = _called(call)
    if owner in {"os", "shutil"} and name in _OF_OS:
        return not (call.args and ast.unparse(call.args[0]) == "os.devnull")
    if name in _CHANGES_DISK:
        return isinstance(call.func, ast.Attribute) or name == "NamedTemporaryFile"
    if name in {"open", "ZipFile", "TarFile", "memmap", "FileIO"}:
        return _says_write(call) and not _into_stream(call, 0, "file", streams)
    if name == "save" and (owner in _SAVERS or pillow):
        return not _into_stream(call, 1 if owner == "torch" else 0, "fp", streams)
    if name in _TAKES_TARGET and (call.args or call.keywords):
        position, keyword = _TAKES_TARGET[name]
        written = len(call.args) > position or any(k.arg == keyword for k in call.keywords)
        return written and not _into_stream(call, position, keyword, streams)
    return False


def _says_write(call: ast.Call) -> bool:
    first = 0 if isinstance(call.func, ast.Attribute) else 1  # `path.open(mode)`, `open(path, mode)`
    given = [*call.args[first:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    return any(_WRITE_MODE.fullmatch(mode) for mode in modes)


def _into_stream(call: ast.Call, position: int, keyword: str, streams: frozenset[str]) -> bool:
    targets = [*call.args[position : position + 1], *(k.value for k in call.keywords if k.arg == keyword)]
    return any(isinstance(target, ast.Name) and target.id in streams for target in targets)


def prints(src: Path) -> list[str]:
    """Calls of `print` outside `cli/`, where alone results are printed."""
    found = []
    for name, _, tree in modules(src):
        if _room(name) == "cli":
            continue
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        found += [f"{name}:{call.lineno}" for call in calls if _called(call) == ("", "print")]
    return found


def long_modules(src: Path) -> list[str]:
    """Modules of more than 400 lines."""
    lengths = ((name, len(path.read_text(encoding="utf-8").splitlines())) for name, path, _ in modules(src))
    return [f"{name}: {length} lines" for name, length in lengths if length > LONGEST_MODULE]


def long_functions(src: Path) -> list[str]:
    """Functions of more than 60 lines, their docstring not counted."""
    found = []
    for name, _, tree in modules(src):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = _length(node)
                found += [f"{name} {node.name}: {length} lines"] * (length > LONGEST_FUNCTION)
    return found


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def without_all(src: Path) -> list[str]:
    """Modules that do not say what others may use; `__main__.py` and a room's short `__init__.py` need not."""
    named = ((name, path, tree) for name, path, tree in modules(src) if not path.name.startswith("__"))
    return [name for name, _, tree in named if _listed(tree) is None]


def _listed(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return list(ast.literal_eval(node.value))
    return None


def without_example(src: Path) -> list[str]:
    """Public functions and classes without an example that runs.

    Public is what a room's `__init__` lists; in a room whose `__init__` lists nothing, what its modules list. Not asked
    of `cli/`, whose examples stand in the help and are run from there, nor of protocols, which are shown by what
    implements them.
    """
    rooms = {_room(name): _listed(tree) for name, path, tree in modules(src) if name.count("/") == 1 and _is_door(path)}
    found = []
    for name, _, tree in modules(src):
        listed = set(_listed(tree) or [])
        public = listed.intersection(rooms.get(_room(name)) or listed)
        if _room(name) == "cli":
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in public and not _is_protocol(node):
                text = ast.get_docstring(node) or ""
                if "Examples\n--------" not in text or ">>>" not in text:
                    found.append(f"{name} {node.name}")
    return found


def _is_door(path: Path) -> bool:
    return path.name == "__init__.py"


def _is_protocol(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(ast.unparse(base).startswith("Protocol") for base in node.bases)


def without_mirror(src: Path, tests: Path) -> list[str]:
    """Source files without their test file: `a/b/c.py` is tested by `a/b/test_c.py`, or a folder by `a/test_b.py`."""
    found = []
    for name, path, _ in modules(src):
        if path.name.startswith("__"):
            continue
        folder, stem = Path(name).parent, path.stem
        mirrors = [tests / folder / f"test_{stem}.py"]
        mirrors += [tests / folder.parent / f"test_{folder.name}.py"] * (len(folder.parts) > 1)
        if not any(mirror.is_file() for mirror in mirrors):
            found.append(name)
    return found


def badly_named(src: Path) -> list[str]:
    """Files that repeat their room's name, or whose name says nothing."""
    found = []
    for name, path, _ in modules(src):
        words = set(path.stem.split("_"))
        if path.stem in EMPTY_NAMES or (path.parent.name in words and path.stem not in {"__init__", "__main__"}):
            found.append(name)
    return found


def machine_paths(root: Path) -> list[str]:
    """Lines of the source, the documentation and the build files that name a folder of somebody's machine."""
    found = []
    for path in _texts(root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if MACHINE_PATH.search(line):
                found.append(f"{path.relative_to(root).as_posix()}:{number}")
    return found


def _texts(root: Path) -> Iterator[Path]:
    for name in ("README.md", "NOTICE", "Makefile", "pyproject.toml", "constraints.txt", ".ci/run"):
        if (root / name).is_file():
            yield root / name
    for folder in ("src", "docs", "benchmarks", "changes"):
        for path in sorted((root / folder).rglob("*")):
            if (
                path.suffix in {".py", ".md", ".toml", ".txt", ".json", ".html", ".css", ".j2", ".svg"}
                and path.is_file()
            ):
                yield path


def unknown_extras(root: Path) -> list[str]:
    """Uses of `extra("…")` whose name no extra of the distribution has."""
    declared = set(
        tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    )
    found = []
    for name, _, tree in modules(root / "src"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node)[1] == "extra" and node.args:
                said = node.args[0]
                if isinstance(said, ast.Constant) and said.value not in declared:
                    found.append(f"{name}:{node.lineno} {said.value!r}")
    return found


def wings_missing_from_contracts(root: Path, register: frozenset[str]) -> list[str]:
    """Wings of the register that exist as folders and are missing from a list of the contracts, or the other way."""
    wings = {path.parent.name for path in (root / "src" / "motif").glob("*/__init__.py")} & register
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    lists = {
        "rooms in order": {
            c.removeprefix("motif.") for x in contracts for c in x.get("containers", []) if c != "motif"
        },
        "wing's front door, from": _below_motif(contracts, "source_modules", ".**"),
        "wing's front door, to": _below_motif(contracts, "forbidden_modules", ""),
    }
    return [f"{what}: {sorted(listed ^ wings)}" for what, listed in lists.items() if listed != wings]


def _below_motif(contracts: list[dict], key: str, ending: str) -> set[str]:
    named = {entry.removesuffix(ending) for contract in contracts for entry in contract.get(key, [])}
    return {entry.removeprefix("motif.") for entry in named if entry.startswith("motif.")}
