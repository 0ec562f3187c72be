"""The README is short, and what it names is there; tests/functional/test_docs_commands.py runs its commands."""

import re

from repository import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TWO_SCREENS = 150


def test_the_readme_is_two_screens():
    lines = len(README.splitlines())
    assert lines <= TWO_SCREENS, f"README.md has {lines} lines.\nMove what is not for newcomers to a page of docs/."


def unknown_targets(text: str, makefile: str) -> list[str]:
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    return sorted(set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) - targets)


def test_the_make_targets_it_names_exist():
    found = unknown_targets(README, (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert not found, f"README.md names make {found}, which the Makefile lacks.\nMend the README or the Makefile."


def test_an_unknown_target_is_seen():
    assert unknown_targets("`make lab`, `make tea`", "lab: x\n\tlab\n") == ["tea"]


def test_every_block_says_what_it_is():
    """A block without a language is neither run nor written: its commands would rot unseen."""
    fences = re.findall(r"(?m)^```(.*)$", README)
    assert all(fences[::2]), "README.md has a block without a language.\nCall it bash, python, toml or text."
