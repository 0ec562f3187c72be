"""
The evaluation kit: an invented hospital to learn the weights on, another with other misuse to judge them by.

Half of the families and half of the sites teach; the report is on the other half of both. Nothing is chosen on what is
reported. A site's own labelled log is judged with the weights it would have had without a single review.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from roi_analytics import models
from roi_analytics.access.learning import relearn
from roi_analytics.engine import Engine
from roi_analytics.errors import LoadError, did_you_mean
from roi_analytics.evaluation.figures import UNCATCHABLE, Evaluation, evaluate
from roi_analytics.evaluation.stress import CASES
from roi_analytics.load import load
from roi_analytics.synthetic.hospital import FAMILIES, Hospital, hospital
from roi_analytics.tables import TABLES
from roi_analytics.versions import landing_tables

TAUGHT = tuple(name for place, name in enumerate(name for name in FAMILIES if name != UNCATCHABLE) if place % 2 == 0)
JUDGED = tuple(name for name in FAMILIES if name not in TAUGHT)
"""
Every other family of the list teaches; the others are judged, with the one that cannot be told from work beside them.
"""

TEACHING_SITES = ("harrow-university", "isle-point", "saltbrook")
JUDGED_SITES = ("cedar-flats", "thornbury", "mill-hollow")

TAUGHT_PREVALENCE = 1e-3
"""
Misuse is commoner where the weights are learnt, so that there is something to learn from; labels are weighed back.
"""

ALL = {"access_incident", "access_spurious"}

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Fold:
    """One split of families and sites: what teaches, what is judged."""

    families: tuple[str, ...]
    sites: tuple[str, ...]
    judged: tuple[str, ...]
    judged_sites: tuple[str, ...]


FOLDS = (
    Fold(TAUGHT, TEACHING_SITES, JUDGED, JUDGED_SITES),
    Fold(tuple(name for name in JUDGED if name != UNCATCHABLE), JUDGED_SITES, (*TAUGHT, UNCATCHABLE), TEACHING_SITES),
)


def run_kit(
    accesses: int = 5_000_000, prevalence: float = 1e-4, seed: int = 1, fold: Fold = FOLDS[0],
    say: Progress = lambda line: None,
) -> Evaluation:  # fmt: skip
    """
    Learn on one invented hospital group, judge on another of `accesses` rows at `prevalence` of episodes.

    >>> run_kit(accesses=300_000, prevalence=1e-3).last_line
    """
    with tempfile.TemporaryDirectory(prefix="roi-evaluate-") as folder:
        say("inventing the hospitals that teach")
        taught = hospital(
            seed, sites=fold.sites, accesses=max(60_000, accesses // 2), prevalence=TAUGHT_PREVALENCE,
            families=fold.families,
        )  # fmt: skip
        say("learning the weights")
        weights = learn(taught, prevalence, Path(folder) / "taught.duckdb")
        del taught
        say("inventing the hospitals that are judged")
        judged = hospital(
            seed + 1, sites=fold.judged_sites, accesses=accesses, prevalence=prevalence, families=fold.judged
        )
        say("explaining, flagging and ranking their accesses")
        with opened(judged, Path(folder) / "judged.duckdb") as engine:
            put(engine, weights)
            say("comparing with the truth")
            return evaluate(engine, judged.truth.drop("incident"), judged.traits)


def run_folds(accesses: int, prevalence: float, seed: int, full: bool, say: Progress) -> Evaluation:
    """The first fold; with `full` also the second fold's families and the stress cases, in the same Evaluation."""
    first = run_kit(accesses, prevalence, seed, FOLDS[0], say)
    if not full:
        return first
    say("the other half of the families and sites")
    second = run_kit(accesses, prevalence, seed + 2, FOLDS[1], say)
    stress = run_stress(min(accesses, 1_000_000), max(prevalence, TAUGHT_PREVALENCE), seed + 4, FOLDS[0], say)
    return replace(first, other_fold=second, stress=stress)


def run_stress(
    accesses: int = 1_000_000, prevalence: float = 1e-3, seed: int = 1, fold: Fold = FOLDS[0],
    say: Progress = lambda line: None,
) -> pl.DataFrame:  # fmt: skip
    """
    What do missing records, wrong clocks, shared accounts and covered tracks do to the figures? One row per case.

    The weights are learnt once, on hospitals with nothing wrong. Columns: case, recall (at 0.4 incidents per 1,000
    accesses), false_alarms (innocent incidents per breach at that load), precision_at_k, explained, questions,
    not_assessable (episodes without a reason where the sources that could give one are missing).
    """
    with tempfile.TemporaryDirectory(prefix="roi-evaluate-") as folder:
        taught = hospital(
            seed, sites=fold.sites, accesses=accesses, prevalence=TAUGHT_PREVALENCE, families=fold.families
        )
        weights = learn(taught, prevalence, Path(folder) / "taught.duckdb")
        judged = hospital(
            seed + 1, sites=fold.judged_sites, accesses=accesses, prevalence=prevalence, families=fold.judged
        )
        rows = []
        for place, (case, change) in enumerate(CASES.items()):
            say(f"with {case}")
            with opened(change(judged), Path(folder) / f"stress-{place}.duckdb") as engine:
                put(engine, weights)
                told = evaluate(engine, judged.truth.drop("incident")).told
                asked = engine.read(
                    "select count(*) filter (where is_question) as questions,"
                    " count(*) filter (where unexplained > 0 and not is_covered) as not_assessable from access_episode"
                )
            kept = ("recall", "false_alarms", "precision", "explained")
            rows.append({"case": case, **{name: told[name] for name in kept}, **asked.row(0, named=True)})
        return pl.DataFrame(rows)


def learn(taught: Hospital, prevalence: float, path: Path) -> pl.DataFrame:
    """The weights a hospital group's truth teaches, as if misuse were as rare as `prevalence` there."""
    with opened(taught, path) as engine:
        engine.create("truth", taught.truth.select("event_id", "provider_id"))
        labelled = engine.read(
            """
            select
                access_episode.episode_no,
                max(truth.event_id) is not null as is_breach
            from access_episode
            inner join access_explained
                on access_explained.user_no = access_episode.user_no
                and access_explained.patient_no = access_episode.patient_no
                and access_explained.worked_on = access_episode.worked_on
            left join truth
                on truth.event_id = access_explained.event_id and truth.provider_id = access_explained.provider_id
            where access_episode.is_question
            group by access_episode.episode_no
            """
        )
        rarer = TAUGHT_PREVALENCE / prevalence
        chance = pl.when("is_breach").then(pl.lit(rarer)).otherwise(1.0)
        return relearn(engine, labelled.with_columns(probability=chance))


def opened(made: Hospital, path: Path) -> Engine:
    """A warehouse of an invented hospital, with everything the detector makes of it."""
    engine = Engine.create_or_open(path)
    for statement in landing_tables():
        engine.run(statement)
    engine.run("insert into load_run (load_id, feed, table_name, extract) values ('kit', 'kit', 'all', 'full')")
    for name, frame in made.tables.items():
        table = TABLES[name]
        engine.create("incoming", frame)
        engine.run(
            f"insert into {table.landing} by name select *, date '2027-12-31' as extracted_on, 'kit' as load_id,"
            " row_number() over () as source_row from incoming"
        )
        engine.run("drop table incoming")
    zones = made.zones
    for provider_id, zone in zones.items():
        engine.run(
            "insert into provider (provider_id, kind, state, time_zone) values (?, 'hospital', 'NY', ?)",
            [provider_id, zone],
        )
    models.build(engine, only=ALL)
    return engine


def put(engine: Engine, weights: pl.DataFrame) -> None:
    """Rank anew with other weights for flags and start; explanations keep what the log's own fake says."""
    own = engine.read("select * from access_weight where kind in ('explanation', 'volume')")
    learnt = weights.filter(~pl.col("kind").is_in(["explanation", "volume"]))
    engine.run("drop table access_weight")
    engine.create("access_weight", pl.concat([learnt, own.cast(learnt.schema)]))  # type: ignore[arg-type]
    models.remake(engine, "incidents")


def judge_site(site: str | Path, truth: str | Path, say: Progress = lambda line: None) -> Evaluation:
    """
    Judge the ranks of a site's own log against its labels (CSV or Parquet: event_id, family; provider_id if ids
    repeat).

    The site is loaded into a warehouse of its own, beside the working directory's files and removed at the end, and
    ranked by the weights it has without a review. Raises LoadError where a label is of no access.

    """
    labels = read_truth(Path(truth))
    with tempfile.TemporaryDirectory(prefix=".roi-evaluate-", dir=".") as folder:
        warehouse = Path(folder) / "site.duckdb"
        say("loading the site")
        load(site, warehouse)
        with Engine.create_or_open(warehouse) as engine:
            known = engine.read("select event_id from access_event")
            missing = labels.join(known, on="event_id", how="anti").height
            if missing:
                raise LoadError(
                    f"{missing} of {labels.height} labels name an event_id that is in no access log of the site.\n"
                    "Give each event_id as it was loaded; `roi access show` prints them."
                )
            say("comparing with the labels")
            return evaluate(engine, labels)


def read_truth(path: Path) -> pl.DataFrame:
    """Read labels (columns event_id, family; provider_id if ids repeat) from CSV or Parquet. Raises LoadError."""
    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError):
        raise LoadError(f"{path.name} cannot be read as CSV or Parquet.\nGive columns event_id and family.") from None
    for column in ("event_id", "family"):
        if column not in frame.columns:
            raise LoadError(
                f"{path.name} has no column '{column}'.{did_you_mean(column, frame.columns)}\n"
                f"It has: {', '.join(frame.columns)}."
            )
    kept = [name for name in ("event_id", "family", "provider_id") if name in frame.columns]
    return frame.select(pl.col(kept).cast(pl.String))
