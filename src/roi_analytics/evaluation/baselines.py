"""
What would simpler ways to order the same incidents have found? The yardsticks any ranking must beat at the same load.
"""

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

SEED = 7


def baselines(engine: "Engine", incidents: pl.DataFrame) -> dict[str, list[str]]:
    """
    Other orders of the incidents, each as incident ids from first to last.

    random: by a hash. any rule: those with any flag first. rule count: the most flags first. volume: the most patients
    without a reason beside the user's peers first. newest unexplained: only that a reason is missing, newest first.
    isolation forest: the oddest by the same marks, told nothing.
    """
    seen = engine.read(
        """
        select
            incident_episode.incident_id,
            hash(incident_episode.incident_id) as lot,
            max(bit_count(incident_episode.flags & wanted.bits)) as most_flags,
            sum(bit_count(incident_episode.flags & wanted.bits)) as all_flags,
            max(access_episode.last_at) filter (where access_episode.is_question) as newest_at
        from incident_episode
        inner join access_episode on access_episode.episode_no = incident_episode.episode_no
        cross join (
            select cast(coalesce(sum(flag_bit.bit), 0) as bigint) as bits
            from flag_bit
            inner join access_flag on access_flag.flag = flag_bit.flag
            where flag_bit.weighs = 'for' and access_flag.is_on
        ) as wanted
        group by incident_episode.incident_id
        """
    ).join(incidents.select("incident_id", "patients", "peers_patients"), on="incident_id")
    # What nearly every question bears (a short look, nothing written) would make "any rule" say yes to all: the rules
    # counted are all that are on, as a rule engine would run them.
    lot = ["lot", "incident_id"]
    orders = {
        "random": seen.sort(lot),
        "any rule": seen.sort(pl.col("most_flags") > 0, *lot, descending=[True, False, False]),
        "rule count": seen.sort("all_flags", *lot, descending=[True, False, False]),
        "volume": seen.sort(pl.col("patients") / pl.col("peers_patients"), *lot, descending=[True, False, False]),
        "newest unexplained": seen.sort("newest_at", *lot, descending=[True, False, False], nulls_last=True),
    }
    made = {name: frame["incident_id"].to_list() for name, frame in orders.items()}
    made["isolation forest"] = _isolation_forest(engine)
    return made


def _isolation_forest(engine: "Engine") -> list[str]:
    """Incidents by their oddest episode, as an isolation forest sees the marks of the episodes."""
    from sklearn.ensemble import IsolationForest

    from roi_analytics.access.learning import marks_of

    rows = engine.read(
        "select incident_episode.incident_id, incident_episode.flags, access_episode.seconds, access_episode.accesses,"
        " access_episode.hour_no from incident_episode"
        " inner join access_episode on access_episode.episode_no = incident_episode.episode_no"
        " order by incident_episode.episode_no"
    )
    if rows.is_empty():
        return []
    bits = engine.read("select bit from flag_bit order by bit")["bit"].to_list()
    marks = pl.DataFrame(marks_of(rows["flags"].to_numpy(), bits)).hstack(
        rows.select(pl.col("seconds").log1p(), pl.col("accesses").log1p(), "hour_no")
    )
    forest = IsolationForest(n_estimators=100, random_state=SEED).fit(marks.to_numpy())
    odd = rows.select("incident_id", oddness=pl.Series(-forest.score_samples(marks.to_numpy())))
    ranked = odd.group_by("incident_id").agg(pl.col("oddness").max())
    return ranked.sort("oddness", "incident_id", descending=[True, False])["incident_id"].to_list()
