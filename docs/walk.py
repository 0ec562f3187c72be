"""
Carry out the commands of a page as its reader would, and write what they print beneath them: pages that cannot lie.

A page is walked from top to bottom in a folder that holds what git holds, as a fresh clone does. In a block marked
`console` a line `$ ...` is a command (`> ...` goes on with it), and beneath it stands what it prints on a terminal; a
lone `...` stands for lines left out. Blocks marked `bash` or `python` are run, and show nothing. A comment in front of
a block says what else to do with it: `<!-- file: NAME -->` writes it there, `<!-- not run: REASON -->` leaves it out.
Python with `>>>` is left to tests of its own.

Run by `make docs`; tests/functional/test_docs_commands.py fails where a page no longer tells what is printed.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import termios
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 110
"""Columns of the terminal the pages were written at."""

BLOCK = re.compile(r"(?m)^(?:<!-- (file|not run): (.+) -->\n)?```(\w*)\n((?:.*\n)*?)```$")
COMMAND = re.compile(r"(?m)^\$ (.*(?:\n> .*)*)\n?((?:(?!\$ ).*\n)*)")
RUN = ("console", "bash", "python")
LEFT_OUT = "..."
END = "\x1e"
"""Stands before and after the exit code of each command in what the shell prints."""


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its lines, and what the comment in front of it says."""

    kind: str
    body: str
    mark: str
    said: str
    start: int

    @property
    def is_run(self) -> bool:
        return self.kind in RUN and not self.mark and not self.body.startswith(">>> ")

    @property
    def steps(self) -> list[tuple[str, str]]:
        """What is typed, each with what the page shows beneath it."""
        if self.mark == "file":
            return [(f"mkdir -p \"$(dirname '{self.said}')\" && " + _fed(f"cat > '{self.said}'", self.body), "")]
        if not self.is_run:
            return []
        if self.kind == "console":
            return [(one.replace("\n> ", "\n"), shown) for one, shown in COMMAND.findall(self.body)]
        if self.kind == "python":
            return [(_fed("python -", self.body), "")]
        return [(line, "") for line in re.split(r"(?<!\\)\n", self.body) if line.strip()]


def _fed(command: str, text: str) -> str:
    """A command that reads a text."""
    return f"{command} <<'END_OF_TEXT'\n{text}END_OF_TEXT"


def blocks(text: str) -> list[Block]:
    """The blocks of a page."""
    return [Block(one[3], one[4], one[1] or "", one[2] or "", one.start(4)) for one in BLOCK.finditer(text)]


def pages() -> list[Path]:
    """Every page that shows commands."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [page for page in found if any(block.is_run for block in blocks(page.read_text(encoding="utf-8")))]


def left_out(page: Path) -> list[tuple[str, str]]:
    """The commands of a page that are not run, each with the reason."""
    return [
        (block.body.strip(), block.said)
        for block in blocks(page.read_text(encoding="utf-8"))
        if block.kind in RUN and block.mark == "not run"
    ]


def walked(text: str, folder: Path) -> str:
    """
    The page with what its commands print today, carried out in a copy of the repository made in `folder`.

    Raises AssertionError for a command that fails and is not followed by `echo $?`, which shows that it should.
    """
    _clone(folder)
    told = _carried_out([command for block in blocks(text) for command, _ in block.steps], folder)
    failed = [
        f"`{command}` leaves with {code}:\n{printed}"
        for (command, code, printed), after in zip(told, [*told[1:], None], strict=False)
        if code and not (after and after[0] == "echo $?")
    ]
    assert not failed, "\n".join(failed)
    made, end = "", 0
    for block in blocks(text):
        done, told = told[: len(block.steps)], told[len(block.steps) :]
        if block.kind == "console" and block.is_run:
            shown = (_shown(*one, before) for one, (_, before) in zip(done, block.steps, strict=True))
            made, end = made + text[end : block.start] + "".join(shown), block.start + len(block.body)
    return made + text[end:]


def main() -> None:
    for page in pages():
        with tempfile.TemporaryDirectory() as folder:
            text = page.read_text(encoding="utf-8")
            page.write_text(walked(text, Path(folder)), encoding="utf-8")
        print(f"Walked {page.relative_to(ROOT)}.")


def _clone(folder: Path) -> None:
    """What git holds, or would hold at the next commit, with the environment of these tests as .venv."""
    listed = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)


def _carried_out(commands: list[str], folder: Path) -> list[tuple[str, int, str]]:
    """Each command with its exit code and what it prints, typed one after the other into one shell on a terminal."""
    errors = Path(tempfile.gettempdir(), f"{folder.name}.err")
    script = "".join(
        f"{{ {command}\n}} 2> '{errors}'\ncode=$?; cat '{errors}'; printf '{END}%d{END}\\n' $code; (exit $code)\n"
        for command in commands
    )
    parts = _on_a_terminal(script, folder).split(END)
    errors.unlink(missing_ok=True)
    found = zip(commands, parts[1::2], parts[0::2], strict=False)
    return [(command, int(code), _plain(printed, folder)) for command, code, printed in found]


def _on_a_terminal(script: str, folder: Path) -> str:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (50, WIDTH))
    modes = termios.tcgetattr(theirs)
    modes[1] &= ~termios.OPOST
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    here = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(folder / "src")}
    here |= {"COLUMNS": str(WIDTH)}  # a runner's own width would win over the terminal's
    quiet = {"TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    shell = subprocess.Popen(
        ["bash", "-c", script], cwd=folder, env=os.environ | here | quiet, stdin=subprocess.DEVNULL, stdout=theirs
    )
    os.close(theirs)
    printed = bytearray()
    while chunk := _read(ours):
        printed += chunk
    os.close(ours)
    shell.wait()
    return printed.decode("utf-8")


def _read(terminal: int) -> bytes:
    """What the terminal shows next; nothing once the shell has left it, which Linux tells as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def _plain(printed: str, folder: Path) -> str:
    """Without colours, blanks at the end of lines, and the name of the folder."""
    text = re.sub(r"\x1b\[[\d;]*m", "", printed).replace(f"{folder}/", "")
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def _shown(command: str, code: int, printed: str, before: str) -> str:
    """A command and what it prints, lines left out where they were before."""
    lines, wanted = printed.splitlines(), before.splitlines()
    if LEFT_OUT in wanted:
        head = wanted.index(LEFT_OUT)
        tail = len(wanted) - head - 1
        if len(lines) > head + tail:
            lines = [*lines[:head], LEFT_OUT, *lines[len(lines) - tail :]]
    return "\n".join(["$ " + command.replace("\n", "\n> "), *lines]) + "\n"


if __name__ == "__main__":
    main()
