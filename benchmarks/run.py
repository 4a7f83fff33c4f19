"""Runs every benchmark and writes `docs/benchmarks.md`: for each, what it measures and the table that it prints.

    python benchmarks/run.py [NAME ...]

With names, only those are run and the other sections stay as they are. A benchmark is a script in this folder that can
be run by itself: its docstring says what is measured, and it prints a Markdown table.
"""

import ast
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"
HEAD = """\
# Benchmarks

<!-- Written by benchmarks/run.py from what the benchmarks print; do not edit. `make bench` writes it anew. -->

Ratios against named peers, both sides timed in one run on one machine. Another machine gives other times and, within
reason, the same ratios.
"""


def benchmarks() -> dict[str, str]:
    """Return the docstring of each benchmark, by name."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}
    scripts = {name: text for name, text in texts.items() if '__name__ == "__main__"' in text and name != "run"}
    return {name: ast.get_docstring(ast.parse(text)) or name for name, text in scripts.items()}


def section(name: str, about: str) -> str:
    """Run a benchmark and return its section."""
    title, _, rest = about.partition("\n")
    words = re.sub(r"\n?^    .*$\n?", "", rest, flags=re.MULTILINE).strip()  # without how to call it
    command = [sys.executable, str(FOLDER / f"{name}.py")]
    table = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    parts = [f"## {title.rstrip('.')}", words, table.strip(), f"`python benchmarks/{name}.py` on {machine()}"]
    return "\n\n".join(part for part in parts if part) + "\n"


def machine() -> str:
    """Return what decides the times, and nothing that names the machine."""
    parts = [f"{os.cpu_count()} cores", platform.machine(), platform.system(), f"Python {platform.python_version()}"]
    return ", ".join([*parts, *(f"{name} {version(name)}" for name in ("numpy", "opencv-python-headless", "pyarrow"))])


def sections(page: str) -> dict[str, str]:
    """Return the sections of a page by their headings."""
    found = re.findall(r"^## ([^\n]+)$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return {title: f"## {title}{text}" for title, text in found}


def main(names: list[str]) -> int:
    known = benchmarks()
    if unknown := set(names) - set(known):
        sys.stderr.write(f"no benchmark of that name: {', '.join(sorted(unknown))}; there are {', '.join(known)}\n")
        return 2
    kept = sections(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
    made = {}
    for name, about in known.items():
        title = about.partition("\n")[0].rstrip(".")
        wanted = not names or name in names or title not in kept
        sys.stderr.write(f"{name}: {'running' if wanted else 'kept'}\n")
        made[title] = section(name, about) if wanted else kept[title]
        write([*made.values(), *(text for other, text in kept.items() if other not in made)])  # a later one may fail
    write(made.values())
    return 0


def write(parts: Iterable[str]) -> None:
    PAGE.write_text("\n".join([HEAD, *(part.rstrip() + "\n" for part in parts)]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
