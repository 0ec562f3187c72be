"""A command in a window of so many columns: what a person sees."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

ROI = "from roi_analytics.cli import main; main()"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def in_window(columns: int, *words: object, code: str = ROI, cwd: Path | None = None, **settings: str) -> str:
    """Run Python in a terminal of its own, and return all it wrote there, escapes and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    child = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True, cwd=cwd,
        env=kept | {"TERM": "xterm-256color"} | settings,
    )  # fmt: skip
    os.close(theirs)
    written = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not chunk:
            break
        written += chunk
    os.close(ours)
    child.wait()
    return written.decode("utf-8").replace("\r\n", "\n")


def without_colours(text: str) -> str:
    return ESCAPE.sub("", text)
