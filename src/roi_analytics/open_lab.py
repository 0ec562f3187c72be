"""JupyterLab on the notebooks, with nothing that reaches for the internet."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from roi_analytics.errors import QuestionError
from roi_analytics.folders import brought
from roi_analytics.steps import Progress

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)

SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
"""What JupyterLab would otherwise ask the user, or look up, at its first start."""


def open_lab(here: Path, tell: Progress) -> int:
    """Run JupyterLab on the notebooks of the folder `here` until it is closed; return its exit code."""
    notebooks = own_notebooks(here, tell)
    with tempfile.TemporaryDirectory() as own:
        environment = prepare(Path(own))
        return subprocess.run(command(notebooks, here), check=False, env=environment).returncode


def own_notebooks(here: Path, tell: Progress) -> Path:
    """The folder `notebooks` in `here`; where there is none, a copy of those the toolkit brings is made."""
    own, making = here / "notebooks", here / ".notebooks.making"
    if not own.is_dir():
        try:
            shutil.rmtree(making, ignore_errors=True)
            shutil.copytree(brought("notebooks"), making, ignore=shutil.ignore_patterns(".*"))
            making.rename(own)
        except OSError as error:
            shutil.rmtree(making, ignore_errors=True)
            raise QuestionError(
                f"The notebooks could not be copied to {own}: {error.strerror or 'not all could be written'}.\n"
                "Run `roi lab` in a folder of yours, where you may write."
            ) from None
        tell(f"The notebooks were copied to {own}: they are yours to change.")
    return own


def command(notebooks: Path, here: Path) -> list[str]:
    """
    What starts JupyterLab on a folder of notebooks.

    Their cells run in `here`, so that a file named in a notebook is the file that `roi` means by that name there.
    """
    return [
        *(sys.executable, "-m", "jupyterlab"),
        f"--ServerApp.root_dir={notebooks.resolve()}",
        f"--MappingKernelManager.root_dir={here.resolve()}",
        *QUIET,
    ]


def prepare(own: Path) -> dict[str, str]:
    """
    Write the settings and the kernel into a folder of our own, and return the environment in which both are found.

    The kernel the notebooks name is the Python that runs this toolkit, whatever else goes by its name on the machine.
    """
    from ipykernel.kernelspec import write_kernel_spec

    settings = own / "config" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS), encoding="utf-8")
    write_kernel_spec(own / "data" / "kernels" / "python3")
    return os.environ | {
        "JUPYTER_CONFIG_PATH": _first(own / "config", "JUPYTER_CONFIG_PATH"),
        "JUPYTER_PATH": _first(own / "data", "JUPYTER_PATH"),
    }


def _first(path: Path, variable: str) -> str:
    """A path before those the variable holds already."""
    return os.pathsep.join(filter(None, [str(path), os.environ.get(variable)]))
