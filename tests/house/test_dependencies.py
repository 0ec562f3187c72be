"""Every dependency is pinned in constraints.txt, by name and version alone."""

import re
import tomllib

from repository import ROOT


def plain_name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[@]", requirement.strip(), maxsplit=1)[0]).lower()


def unpinned(project: dict, constraints: str) -> set[str]:
    """Dependencies of pyproject.toml that constraints.txt does not pin."""
    extras = project["project"].get("optional-dependencies", {})
    wanted = [*project["project"]["dependencies"], *(name for extra in extras.values() for name in extra)]
    pinned = {plain_name(line) for line in constraints.splitlines() if re.match(r"[\w.-]+==\S", line)}
    return {plain_name(requirement) for requirement in wanted} - pinned


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    missing = unpinned(project, (ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert not missing, f"constraints.txt does not pin {sorted(missing)}.\nAdd name==version."


def test_constraints_hold_names_and_versions_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    odd = [
        number
        for number, line in enumerate(lines, start=1)
        if not re.fullmatch(r"(?:#.*|[\w.-]+==[\w.+!-]+(?: ?;.*)?|)", line)
    ]
    assert not odd, f"constraints.txt, lines {odd}: not name==version.\nNo addresses, options or hashes."
    assert not any("://" in line for line in lines), "constraints.txt holds an address.\nTake it out."


def test_an_unpinned_dependency_is_seen():
    project = {"project": {"dependencies": ["Great_Expectations>=1", "polars>=2"]}}
    assert unpinned(project, "great-expectations==1.24.1\n") == {"polars"}
