"""The wheel, away from the repository: it brings the law, the models, the expectations, the pages and the notebooks."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MONTH = "2026-03"


@pytest.fixture(scope="module")
def away(tmp_path_factory) -> Path:
    """A folder that holds the unpacked wheel and nothing else of ours."""
    folder = tmp_path_factory.mktemp("away")
    building = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(building, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder


def roi(away: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as the wheel brings it, in a folder outside the repository."""
    return subprocess.run(
        [sys.executable, "-c", "from roi_analytics.cli import main; main()", *words],
        cwd=away,
        env=os.environ | {"PYTHONPATH": str(away / "site")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_commands_run_from_the_wheel_alone(away):
    where = subprocess.run(
        [sys.executable, "-c", "import roi_analytics; print(roi_analytics.__file__)"],
        cwd=away,
        env=os.environ | {"PYTHONPATH": str(away / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(away)
    done = roi(away, "sample", "sample", "--requests", "300", "--accesses", "2000", "--months", "1")
    assert done.returncode == 0, done.stderr
    done = roi(away, "load", "sample/site.toml", "--json")
    assert done.returncode == 0, done.stderr
    assert sum(feed["loaded"] for feed in json.loads(done.stdout)["feeds"]) > 1000
    done = roi(away, "validate")
    assert done.returncode in (0, 1), done.stderr
    assert "roi-analytics" not in done.stderr
    done = roi(away, "report", "--month", MONTH, "--to", "pack", "--notebook")
    assert done.returncode == 0, done.stderr
    assert json.loads((away / "pack" / "manifest.json").read_text(encoding="utf-8"))["month"] == MONTH


def test_the_wheel_brings_every_notebook(away):
    brought = {path.name for path in (away / "site" / "roi_analytics" / "packaged" / "notebooks").glob("*.ipynb")}
    assert brought == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
