"""
Write the invented log of five columns beside this file: ten thousand requests of fifty providers over a year.

What is planted, so that one can see whether it is found: providers 07, 23 and 41 take three times as long as the
others; the rest differ a little, as offices do. Requests still open on the day of the extract are open.
"""

import csv
import datetime as dt
import random
from pathlib import Path

REQUESTS, PROVIDERS, SEED = 10_000, 50, 4
FIRST, EXTRACTED = dt.date(2025, 7, 1), dt.date(2026, 6, 30)
PACE = {"07": 3.0, "23": 3.0, "41": 3.0}
"""How many times as long as usual a provider takes."""

ENDS = {"Closed": 78, "Denied": 7, "No records": 6, "Redirected": 4, "Withdrawn": 5}


def rows() -> list[tuple]:
    """One row per request, in the order they came in."""
    chance = random.Random(SEED)
    names = [f"{number:02}" for number in range(1, PROVIDERS + 1)]
    sizes = [chance.lognormvariate(0, 0.8) for _ in names]
    usual = {name: 11 * PACE.get(name, 1.0) * chance.lognormvariate(0, 0.12) for name in names}
    days = sorted(chance.randrange((EXTRACTED - FIRST).days + 1) for _ in range(REQUESTS))
    found = []
    for number, day in enumerate(days, start=1):
        name = chance.choices(names, sizes)[0]
        received = FIRST + dt.timedelta(days=day)
        completed = received + dt.timedelta(days=int(chance.gammavariate(1.6, usual[name] / 1.6)))
        state = chance.choices(list(ENDS), list(ENDS.values()))[0]
        if completed > EXTRACTED:
            found.append((f"R{number:05}", f"provider-{name}", received, "", "Open"))
        else:
            found.append((f"R{number:05}", f"provider-{name}", received, completed, state))
    return found


def write(folder: Path) -> Path:
    """Write the log into a folder and return its path."""
    path = folder / f"requests-{EXTRACTED}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("RequestNo", "Office", "Received", "Completed", "State"))
        table.writerows(rows())
    return path


if __name__ == "__main__":
    print(write(Path(__file__).parent).name)
