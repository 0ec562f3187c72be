"""What the README tells newcomers to type works, as it stands there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from repository import ROOT

import roi_analytics as roi
from roi_analytics.cli import cli


def blocks() -> dict[str, str]:
    """The README's code blocks: the log, the site file, the commands, the Python."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = [(kind, body) for kind, body in re.findall(r"(?s)```(\w*)\n(.*?)```", text)]
    plain = [body for kind, body in found if not kind]
    return {"log": plain[1], "commands": plain[2]} | dict(found)


@pytest.fixture
def own_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "requests-2026-05-31.csv").write_text(blocks()["log"], encoding="utf-8")
    (tmp_path / "site.toml").write_text(blocks()["toml"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_of_the_readme_work(own_logs):
    for line in blocks()["commands"].splitlines():
        words = shlex.split(line, comments=True)
        result = CliRunner().invoke(cli, words[1:], catch_exceptions=False)
        assert result.exit_code == 0, f"README.md: `{line}` fails.\nMend the README or the command."
        assert "north" in result.output or "1003" in result.output


@pytest.mark.slow
def test_the_python_of_the_readme_works(own_logs):
    names: dict = {}
    exec(compile(blocks()["python"], "README.md", "exec"), names)
    assert isinstance(names["site"], roi.Warehouse)
    assert (own_logs / "reports" / "2026-04" / "report.html").exists()
