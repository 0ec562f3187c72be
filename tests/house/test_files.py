"""What may stand in the repository: small files, no address of a machine or registry, no loose ends."""

import re

from repository import ROOT, python_files, repository_files, shown, text_of

LONGER = {}
"""Python files over 350 lines, each with the reason why it is not two."""

MACHINE = r"(?<![\w.>)\]*-])/(?:home|root|work|Users|private|mnt|tmp)/\w|[A-Z]:\\Users\\"
"""A path of somebody's machine."""

REGISTRY = r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|--(?:extra-)?index-url|/simple/?(?:$|\s)"
"""An address packages are fetched from: that is the installation's own business."""

LOOSE_END = r"\b(?:TO[D]O|FIX[M]E|XX[X])\b"

ELSEWHERE = r"\bDESIG[N]\b|\bSTYL[E][.]md\b|[.][.]/share[d]/"
"""A paper that is not in this repository: a reader could not follow it."""

WRITTEN = {
    ".py",
    ".sql",
    ".toml",
    ".md",
    ".ipynb",
    ".json",
    ".yml",
    ".yaml",
    ".txt",
    ".cfg",
    ".css",
    ".js",
    ".html",
    ".jinja",
    ".typ",
    "",
}
"""Endings of the files people write; the sample data's are left out where a rule is about writing."""


def written() -> list:
    return [
        path for path in repository_files() if path.suffix in WRITTEN and "data" not in path.relative_to(ROOT).parts
    ]


def hits(pattern: str, paths: list) -> list[str]:
    return [
        f"{shown(path)}:{number}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if re.search(pattern, line)
    ]


def test_no_path_of_a_machine():
    found = hits(MACHINE, list(repository_files()))
    assert not found, (
        f"{found} name a folder of somebody's machine.\n"
        "Write paths from the repository's root, or take them as an argument."
    )


def test_no_address_of_a_registry():
    found = hits(REGISTRY, list(repository_files()))
    assert not found, (
        f"{found} name a package registry.\n"
        "Leave it to the installation; constraints.txt holds names and versions only."
    )


def test_no_loose_end():
    found = hits(LOOSE_END, written())
    assert not found, f"{found} leave something for later.\nDo it, or say in an issue what is missing."


def test_no_paper_from_elsewhere_is_cited():
    found = hits(ELSEWHERE, written())
    assert not found, f"{found} cite a paper that is not here.\nSay what it says, or name a page of docs/."


def test_the_patterns_catch():
    assert re.search(MACHINE, "open('" + "/ho" + "me/ann/logs.csv')")
    assert re.search(MACHINE, "C:" + "\\Users\\ann")
    assert not re.search(MACHINE, "https://example.org/" + "home/ann and src/work/x and </root/>")
    assert re.search(REGISTRY, "--index" + "-url x")
    assert re.search(LOOSE_END, "# TO" + "DO: later")
    assert not re.search(LOOSE_END, "todos")
    assert re.search(ELSEWHERE, "see DESIG" + "N 4")


def test_no_lock_file():
    found = [
        shown(path)
        for path in repository_files()
        if path.suffix == ".lock" or re.fullmatch(r"requirements.*\.txt", path.name)
    ]
    assert not found, f"{found} would be a second list of versions, with addresses.\nconstraints.txt is the one."


def test_no_module_called_utils():
    found = [
        shown(path) for path in repository_files() if re.fullmatch(r"_?(utils?|helpers?|misc|common)(_.*)?", path.stem)
    ]
    assert not found, f"{found}: if it has no better name it has no home yet.\nName it for the question it answers."


def test_no_large_file():
    found = [
        f"{shown(path)} ({path.stat().st_size / 1e6:.1f} MB)"
        for path in repository_files()
        if path.stat().st_size > 4_000_000
    ]
    assert not found, f"{found}: over 4 MB.\nMake it when it is needed (`roi sample`, benchmarks), or make it smaller."


def test_no_warehouse_or_pack():
    found = [
        shown(path)
        for path in repository_files()
        if path.suffix in {".duckdb", ".wal"} or "reports" in path.relative_to(ROOT).parts[:1]
    ]
    assert not found, f"{found}: loaded rows and reports are the user's own.\nRemove them; .gitignore names them."


def too_long(paths: list, limit: int, exceptions: dict) -> list[str]:
    counted = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{name} ({lines})" for name, lines in counted.items() if lines > limit and name not in exceptions]


def test_python_files_are_short():
    found = too_long([path for path in repository_files() if path.suffix == ".py"], 350, LONGER)
    assert not found, f"{found}: over 350 lines.\nA file this long holds two ideas; give the second its own."


def test_a_long_python_file_is_seen():
    assert too_long(python_files()[:1], -1, {})


def test_every_module_says_what_it_is_for():
    silent = [
        shown(path) for path in python_files() if not re.match(r'\s*(?:r?"""|$)', path.read_text(encoding="utf-8"))
    ]
    assert not silent, f"{silent} have no docstring at the top.\nSay in one sentence which question the file answers."
