"""JupyterLab on the notebooks, with nothing that reaches for the internet."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from roi_analytics.folders import folder

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)

SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
"""What JupyterLab would otherwise ask the user, or look up, at its first start."""


def open_lab() -> int:
    """Run JupyterLab until it is closed; return its exit code."""
    with tempfile.TemporaryDirectory() as settings:
        place = Path(settings) / "labconfig" / "default_setting_overrides.json"
        place.parent.mkdir()
        place.write_text(json.dumps(SETTINGS), encoding="utf-8")
        paths = os.pathsep.join(filter(None, [settings, os.environ.get("JUPYTER_CONFIG_PATH")]))
        return subprocess.run(
            [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder('notebooks').resolve()}", *QUIET],
            check=False,
            env=os.environ | {"JUPYTER_CONFIG_PATH": paths},
        ).returncode
