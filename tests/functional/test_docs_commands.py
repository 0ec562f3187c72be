"""Every command of the documentation runs and prints what stands beneath it: pages are walked as by their reader."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def walker() -> ModuleType:
    found = importlib.util.spec_from_file_location("walk", ROOT / "docs" / "walk.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


walk = walker()
PAGES = walk.pages()


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_tells_what_its_commands_print(page, tmp_path):
    text = page.read_text(encoding="utf-8")
    found = walk.walked(text, tmp_path)
    assert found == text, f"{named(page)} no longer shows what is printed.\nRun `make docs`, and read the difference."


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        pytest.param(*one, id=f"{named(page)}-{number}")
        for page in PAGES
        for number, one in enumerate(walk.left_out(page), start=1)
    ],
)
def test_a_command_that_is_not_run_says_why(command, reason):
    pytest.skip(f"a block of the docs is not run: {reason}")


# -- the walker itself -----------------------------------------------------------------------------


def page(*lines: str) -> str:
    return "\n".join([*lines, ""])


def test_what_is_printed_is_written_beneath_and_lines_left_out_stay_so(tmp_path):
    text = page("```console", "$ printf 'a\\nb\\nc\\nd\\n'", "old", "...", "old", "$ cd docs", "$ ls walk.py", "```")
    told = page(
        "```console", "$ printf 'a\\nb\\nc\\nd\\n'", "a", "...", "d", "$ cd docs", "$ ls walk.py", "walk.py", "```"
    )
    assert walk.walked(text, tmp_path) == told


def test_files_are_written_and_python_is_run(tmp_path):
    text = page("<!-- file: of/a.txt -->", "```text", "one", "```", "", "```python", "print(open('of/a.txt').read())")
    assert walk.walked(page(text.rstrip(), "```"), tmp_path) == page(text.rstrip(), "```")
    assert (tmp_path / "of" / "a.txt").read_text() == "one\n"


def test_a_command_that_fails_is_told_unless_the_page_shows_its_exit_code(tmp_path):
    with pytest.raises(AssertionError, match="`false` leaves with 1"):
        walk.walked(page("```bash", "false", "```"), tmp_path / "one")
    text = page("```console", "$ roi show nothing", "$ echo $?", "```")
    assert walk.walked(text, tmp_path / "two").endswith("$ echo $?\n5\n```\n")


def test_a_block_that_is_not_run_is_left_as_it_is(tmp_path):
    text = page("<!-- not run: it would end the test -->", "```bash", "exit 1", "```")
    assert walk.walked(text, tmp_path) == text
