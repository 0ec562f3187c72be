"""The command line from outside: a process, its exit code, what it printed."""

import json
import subprocess
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
    """Run `roi` with these words. No run may end in a traceback."""

    def ran(*words: object, cwd: object = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-c", "from roi_analytics.cli import main; main()", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return ran
