"""The command line from outside: words in, an exit code and what was printed out."""

import contextlib
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def run() -> Callable[..., Ran]:
    """
    Run `roi` with these words, as its process would, but in this one, which has started already. No traceback is shown.

    What only a process can show (a window, a pipe, a kill, a start) is tested with one.
    """
    from roi_analytics.cli import main

    def ran(*words: object, cwd: object = ".") -> Ran:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        argv, sys.argv = sys.argv, ["roi", *map(str, words)]
        try:
            with contextlib.chdir(str(cwd)), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = _left_with(main)
        finally:
            sys.argv = argv
        said, complained = (_written(stream) for stream in (out, err))
        assert "Traceback" not in complained, complained
        return Ran(code, said, complained)

    return ran


def _left_with(main: Callable[[], None]) -> int:
    try:
        main()
    except SystemExit as leave:
        return int(leave.code or 0)
    return 0


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")
