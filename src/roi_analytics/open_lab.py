"""JupyterLab on the notebooks, with nothing that reaches for the internet."""

import subprocess
import sys

from roi_analytics.folders import folder

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def open_lab() -> int:
    """Run JupyterLab until it is closed; return its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder('notebooks').resolve()}", *QUIET], check=False
    ).returncode
