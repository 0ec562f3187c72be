"""The packs that several unit tests read: made once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from published import MONTHS


@pytest.fixture(scope="session")
def packs(site: Any, made_once: Callable[..., Path]) -> list[Path]:
    """Three months of the sample site, each published after the one before."""

    def publish(folder: Path) -> None:
        earlier: list[Path] = []
        for month in MONTHS:
            site.report(month, to=folder / month, audience="published", after=earlier[-1:])
            earlier.append(folder / month)

    folder = made_once("published-packs", publish)
    return [folder / month for month in MONTHS]
