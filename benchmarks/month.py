"""
A month over a large request log: every measure, comparison, trend and chart, against the headline figures in pandas.

    python benchmarks/month.py --requests 1000000

The rows are those of findings.py, 51 providers. Three sides, each in a process of its own: the headline figures of the
month by hand in pandas (from Parquet: on time, answered within with open requests censored, days, denials, fees, by
provider), the same figures from the warehouse, and everything: all measures by provider, their comparisons, their
trends, and a chart of each. Prints seconds, ratios and peak memory. Building the models is told apart: `roi load` does
it once.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import findings

from roi_analytics import charts, measures, models
from roi_analytics.compare import COMPARED, compare
from roi_analytics.engine import Engine
from roi_analytics.trend import trend

MONTH = "2026-02"
HEADLINES = ("on_time", "answered_within", "days_to_answer", "denial_share", "fee_charged")
TABLES = ("request", "request_answer", "request_deadline", "denial", "fee_line")


def build(path: Path) -> str:
    """What a load does at its end, and the tables pandas starts from."""
    with Engine.create_or_open(path) as engine:
        models.build(engine)
        for table in TABLES:
            engine.run(f"copy (select * from {table}) to '{path.with_suffix('')}-{table}.parquet' (format parquet)")
    return ""


def by_hand(path: Path) -> str:
    """The headline figures of the month by provider, as an analyst would write them in pandas."""
    import numpy as np
    import pandas as pd

    read = {table: pd.read_parquet(f"{path.with_suffix('')}-{table}.parquet") for table in TABLES}
    key = ["provider_id", "request_id"]
    whole = read["request"].merge(read["request_answer"].drop(columns="received_on", errors="ignore"), on=key)
    whole = whole.merge(read["request_deadline"][[*key, "due_on"]], on=key, how="left")
    day = {
        name: pd.to_datetime(whole[name])
        for name in ("received_on", "answered_on", "ended_on", "due_on", "last_seen_on")
    }
    whole = whole.assign(**day)
    own = whole[(whole.legal_path == "access") & whole.is_case]
    due = own[(own.due_on.dt.strftime("%Y-%m") == MONTH) & (own.due_on < own.last_seen_on)]
    on_time = (due.answered_on <= due.due_on).groupby(due.provider_id).agg(["mean", "size"])
    came = own[own.received_on.dt.strftime("%Y-%m") == MONTH]
    until = came.answered_on.fillna(came.ended_on).fillna(came.last_seen_on)
    came = came.assign(days=(until - came.received_on).dt.days, answered=came.answered_on.notna())

    def curve(group: pd.DataFrame) -> pd.Series:
        days = np.sort(group.days.unique())
        at_risk = np.array([(group.days >= one).sum() for one in days])
        ended = np.array([((group.days == one) & group.answered).sum() for one in days])
        left = np.cumprod(1 - ended / at_risk)
        within = 1 - left[days <= 30][-1] if (days <= 30).any() else np.nan
        half = days[left <= 0.5]
        return pd.Series({"within": within, "median": half[0] if len(half) else np.nan})

    turnaround = came.groupby("provider_id")[["days", "answered"]].apply(curve)
    denied = own[own.outcome.isin(["provided", "denied"]) & (own.answered_on.dt.strftime("%Y-%m") == MONTH)]
    denials = (denied.outcome == "denied").groupby(denied.provider_id).agg(["mean", "size"])
    fees = read["fee_line"].assign(amount_usd=read["fee_line"].amount_usd.astype(float)).groupby(key).amount_usd.sum()
    charged = own.merge(fees[fees > 0].reset_index(), on=key)
    charged = charged[charged.answered_on.dt.strftime("%Y-%m") == MONTH]
    medians = charged.groupby("provider_id").amount_usd.median()
    return f"{sum(map(len, (on_time, turnaround, denials, medians)))} figures"


def headlines(path: Path) -> str:
    """The same figures from the warehouse, with their intervals."""
    with Engine.open(path) as engine:
        shown = [
            measures.show(engine, name, by=["provider_id"], month=MONTH, legal_path="access") for name in HEADLINES
        ]
    return f"{sum(frame.height for frame in shown)} figures"


def everything(path: Path) -> str:
    """All measures of the month by provider, compared, over the months, and drawn."""
    told = dict.fromkeys(("figures", "comparisons", "trends", "charts"), 0)
    with Engine.open(path) as engine:
        for name, model in models.of_layer("measures").items():
            if not model.header:
                continue
            month = MONTH if measures.show(engine, name, by=["month"]).filter(month=MONTH).height else None
            told["figures"] += measures.show(engine, name, by=["provider_id"], month=month).height
            if model.header["summary"] in COMPARED:
                told["comparisons"] += compare(engine, name, month=month).height
            told["trends"] += trend(engine, name).height
            charts.chart(engine, name, by=["provider_id"], month=month).to_json()
            told["charts"] += 1
    return ", ".join(f"{number:,} {what}" for what, number in told.items())


SIDES = {"build": build, "pandas": by_hand, "headlines": headlines, "everything": everything}


def measured(side: str, path: Path) -> tuple[float, float, str]:
    """Seconds and peak memory in GB of one side, and what it tells, in a process of its own."""
    command = [sys.executable, __file__, "--side", side, "--warehouse", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, memory, said = done.stdout.strip("\n").split("\t")
    return float(seconds), float(memory), said


def main() -> None:
    """Make the rows, run every side, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--warehouse", type=Path, help="keep the rows in this file, or use those it holds")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        begun = time.perf_counter()
        said = SIDES[given.side](given.warehouse)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"{time.perf_counter() - begun}\t{peak}\t{said}")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.warehouse or Path(folder) / "benchmark.duckdb"
        if not path.exists():
            print(f"{given.requests:,} requests, {findings.make(path, given.requests):,} rows")
        seconds = {}
        for side, words in (
            ("build", "building the models (once a load)"), ("pandas", "headlines by hand in pandas"),
            ("headlines", "the same headlines"), ("everything", "everything of the month"),
        ):  # fmt: skip
            seconds[side], memory, said = measured(side, path)
            print(f"{words:34} {seconds[side]:7.1f} s   peak {memory:.2f} GB   {said}")
        print(f"ratio pandas to the same headlines {seconds['pandas'] / seconds['headlines']:.1f}")


if __name__ == "__main__":
    main()
