"""Where the folders that travel with the toolkit are: the working directory's own wins over the packaged copy."""

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """Find `expectations` or `notebooks`: in the working directory, else the copy in the installed package."""
    here = Path(name)
    return here if here.is_dir() else brought(name)


def brought(name: str) -> Path:
    """The one the toolkit brings, whatever lies in the working directory."""
    installed = Path(str(files("roi_analytics"))) / "packaged" / name
    return installed if installed.is_dir() else Path(__file__).parents[2] / name
