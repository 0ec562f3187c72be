"""
All turnaround curves of a large network at once, against a loop over its groups with scipy and with lifelines.

    python benchmarks/survival.py --requests 1000000 --lifelines OTHER_ENVIRONMENT/bin/python

One million requests of 500 providers over 24 months: 12,000 groups, a Kaplan-Meier curve with its log-log band for
each. Every side reads the same Parquet file in a process of its own. lifelines pins an older pandas than ours, so its
side runs in an environment of its own, named by --lifelines; without it that side is told as not run. Prints seconds,
ratios, peak memory, and the sum of all curves on either side.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

PROVIDERS, MONTHS = 500, 24

SCIPY = """
    import sys, time, warnings
    import numpy as np, polars as pl
    from scipy import stats
    warnings.filterwarnings("ignore")
    began = time.perf_counter()
    checked = 0.0
    rows = pl.read_parquet(sys.argv[1])
    for _, group in rows.group_by(["provider_id", "month"]):
        days, ended = group["day"].to_numpy(), group["events"].to_numpy() == 1
        sample = stats.CensoredData(uncensored=days[ended], right=days[~ended])
        curve = stats.ecdf(sample).sf
        band = curve.confidence_interval(method="log-log")
        checked += float(np.nansum(curve.probabilities))
"""

LIFELINES = """
    import sys, time, warnings
    import pandas as pd
    from lifelines import KaplanMeierFitter
    warnings.filterwarnings("ignore")
    began = time.perf_counter()
    checked = 0.0
    rows = pd.read_parquet(sys.argv[1])
    for _, group in rows.groupby(["provider_id", "month"], sort=False):
        fitted = KaplanMeierFitter().fit(group["day"], group["events"])
        band = fitted.confidence_interval_
        curve = fitted.survival_function_["KM_estimate"]
        checked += float(curve[curve.index.isin(group["day"])].sum())
"""

END = """
    import resource
    print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, checked)
"""


def make(path: Path, requests: int) -> None:
    """Write one row per request: who, which month, how many days, and whether it was answered or last seen open."""
    import duckdb

    duckdb.sql(f"select setseed(0.4); copy (with drawn as ("
        f"select 'p' || (n % {PROVIDERS}) as provider_id, (n // {PROVIDERS}) % {MONTHS} as month,"
        " cast(-ln(random()) * (8 + n % 11) as integer) as waited, cast(30 * (n // 7 % 5) + 20 as integer) as watched"
        f" from range({requests}) as made(n)) select provider_id, month, least(waited, watched) as day,"
        f" cast(waited <= watched as integer) as events from drawn) to '{path}' (format parquet)")  # fmt: skip


def ours(path: Path) -> tuple[float, float]:
    """Count in the engine, estimate all groups at once; return seconds and the sum of all curves."""
    import duckdb

    from roi_analytics import statistics

    began = time.perf_counter()
    counts = duckdb.sql(
        "select provider_id, month, day, cast(sum(events) as bigint) as events,"
        " cast(count(*) - sum(events) as bigint) as censored"
        f" from '{path}' group by provider_id, month, day"
    ).pl()
    found = statistics.survival(counts, by=["provider_id", "month"])
    seconds = time.perf_counter() - began
    return seconds, float(found.get_column("survival").sum())


def run(python: str, program: str, path: Path) -> tuple[float, float, float]:
    code = textwrap.dedent(program) + textwrap.dedent(END)
    printed = subprocess.run([python, "-c", code, str(path)], check=True, capture_output=True, text=True).stdout
    seconds, memory, checked = map(float, printed.split())
    return seconds, memory, checked


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--requests", type=int, default=1_000_000)
    options.add_argument("--lifelines", metavar="PYTHON", help="an interpreter that has lifelines and pyarrow")
    options.add_argument("--ours", metavar="FILE", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.ours:
        seconds, checked = ours(Path(chosen.ours))
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, checked)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requests.parquet"
        make(path, chosen.requests)
        printed = subprocess.run(
            [sys.executable, __file__, "--ours", str(path)], check=True, capture_output=True, text=True
        ).stdout
        seconds, memory, checked = map(float, printed.split())
        print(f"{chosen.requests:,} requests, {PROVIDERS} providers, {MONTHS} months: all curves with their bands")
        print(f"roi_analytics        {seconds:8.2f} s   {memory:5.2f} GB")
        others = {"scipy": (sys.executable, SCIPY)}
        if chosen.lifelines:
            others["lifelines"] = (chosen.lifelines, LIFELINES)
        for name, (python, program) in others.items():
            their_seconds, their_memory, their_sum = run(python, program, path)
            ratio = their_seconds / seconds
            print(f"loop with {name:10} {their_seconds:8.2f} s   {their_memory:5.2f} GB   ratio {ratio:.1f}")
            print(f"    sum of all curves: {checked:.6f} here, {their_sum:.6f} there")
        if not chosen.lifelines:
            print("loop with lifelines  not run: name an interpreter that has it with --lifelines")


if __name__ == "__main__":
    main()
