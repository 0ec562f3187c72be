"""Does the page for whoever wants to check us say what the code does: every function told, every example as printed?"""

import doctest
import re
from pathlib import Path

import polars as pl
import pytest

from roi_analytics import statistics

PAGE = Path(__file__).parents[2] / "docs" / "statistics.md"

NUMBERS = {"REACHED", "Z"}
"""Names of the package that are no questions."""


def blocks(text: str) -> str:
    """The Python of a page as one session: what one block names the next may use."""
    return "\n".join(re.findall(r"(?s)```python\n(.*?)```", text))


def failures(text: str) -> tuple[int, list[str]]:
    """How many examples a page has, and what went otherwise than printed."""
    session = doctest.DocTestParser().get_doctest(blocks(text), {}, PAGE.name, None, 0)
    told: list[str] = []
    with pl.Config():
        doctest.DocTestRunner(verbose=False).run(session, out=told.append)
    return len(session.examples), told


def untold(text: str) -> set[str]:
    """Functions without a paragraph of their own, or without an example."""
    asked = set(statistics.__all__) - NUMBERS
    return {name for name in asked if f"**`{name}(" not in text or f"statistics.{name}(" not in blocks(text)}


def test_the_examples_of_the_page_print_what_it_shows():
    examples, told = failures(PAGE.read_text(encoding="utf-8"))
    assert examples > len(statistics.__all__) - len(NUMBERS)
    assert not told, f"docs/statistics.md:\n{''.join(told)}\nMend the page or the function."


def test_every_function_has_its_paragraph_and_its_example():
    missing = untold(PAGE.read_text(encoding="utf-8"))
    assert not missing, (
        f"docs/statistics.md says nothing of {sorted(missing)}.\nSay what goes in, what comes out, by whom."
    )


@pytest.mark.parametrize("wrong", ["```python\n>>> 1 + 1\n3\n```", "```python\n>>> 1 / 0\n```"])
def test_an_example_that_lies_is_seen(wrong):
    assert failures(wrong)[1]


def test_a_function_left_out_is_seen():
    text = PAGE.read_text(encoding="utf-8")
    assert untold(text.replace("**`shrink(", "**`(")) == {"shrink"}
