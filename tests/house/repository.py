"""
Where the house rules look: the files of this repository, and small readings of them.

Readings take text or paths, so that a test can hand in a doctored copy.
"""

import ast
import json
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "roi_analytics"
LAYERS = ("staging", "core", "explanations", "relations", "flags", "incidents", "findings", "measures")


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file git holds, or would hold at the next commit."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(sorted(path for name in set(listed.split("\0")) if name and (path := ROOT / name).is_file()))


@cache
def text_of(path: Path) -> str:
    """A file's text, or nothing where it is not text."""
    raw = path.read_bytes()
    return "" if b"\0" in raw else raw.decode("utf-8", errors="replace")


def shown(path: Path) -> str:
    """A path as a message names it."""
    return path.relative_to(ROOT).as_posix()


def models() -> list[Path]:
    """The .sql files models.py builds."""
    return sorted((PACKAGE / "sql").rglob("*.sql"))


def sql_files() -> list[Path]:
    """Every .sql file, models and the lists that other parts ask for."""
    return sorted(path for path in PACKAGE.rglob("*.sql") if "packaged" not in path.parts)


def python_files(folder: Path = PACKAGE) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "packaged" not in path.parts)


def notebooks() -> list[Path]:
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def part_of(path: Path, package: Path = PACKAGE) -> str:
    """The part of the tree a module belongs to: the first name below the package."""
    inside = path.relative_to(package).parts[0]
    return inside.removesuffix(".py")


def imports(source: str, module: str = "") -> set[str]:
    """Dotted names a source imports, anywhere in it. `module` is its own dotted name, to resolve relative imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: -node.level]
                base = ".".join([*above, base] if base else above)
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def module_name(path: Path, package: Path = PACKAGE) -> str:
    """The dotted name of a module file, with a last part for packages too, so that relative imports resolve alike."""
    return ".".join([package.name, *path.relative_to(package).with_suffix("").parts])


def notebook_code(path: Path) -> str:
    """A notebook's code cells as one Python source; lines that begin with a magic sign are left out."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return re.sub(r"(?m)^\s*[%!].*$", "", source)


def without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql)


def without_texts(sql: str) -> str:
    """SQL without comments and without what stands in quotes."""
    return re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"", "''", without_comments(sql))
