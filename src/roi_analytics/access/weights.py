"""
What does each flag and each explanation weigh? Log-odds from the log itself, with no label, to be bettered by reviews.

A flag weighs by how much oftener questions bear it than explained work does; a mark that user and patient share
outside care, by how much oftener it is found than chance would pair it. An explanation weighs by how much oftener it
explains the real log than a fake one. Questions are mostly honest work whose record is missing: what they bear in
excess is laid to the few that are not, of whom `PRIOR` is the share. Every rate is shrunk, so that no handful of
accesses makes a weight.
"""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from roi_analytics.engine import Engine

PRIOR = 0.005
"""The share of questions taken to be looks without a need, before anything is known of a site."""

HEAVIEST_BY_LOG = 6.0
"""No flag weighs more by the log alone (odds of 400 to 1): two marks always say more than one."""

CAPS = {"strong": 6.0, "medium": 4.0, "weak": 2.0}
"""What explanations of one strength take off at most, together."""

BORNE = 0.5
"""The share of looks without a need taken to bear a flag, when its rarity among questions is weighed."""

VOLUME = 0.1
"""What one nat of surprise at a user's count of patients without a reason, beside the peers', adds to the odds."""

LEARNT_FROM = 20.0
"""Cases after which what the log tells counts as much as what was thought before."""

RELATIONS = {
    "own_record": "self",
    "same_household": "household",
    "same_telephone": "phone",
    "coworker_household": "coworker_home",
    "same_last_name": "last_name",
    "same_block": "block",
    "coworker": "workplace",
}
"""Flags that are marks shared by user and patient, which chance alone would make them share now and then."""

SCHEMA = {
    "term": pl.String, "kind": pl.String, "bit": pl.Int64, "strength": pl.String, "weight": pl.Float64,
    "cases": pl.Int64, "observed": pl.Float64, "expected": pl.Float64,
}  # fmt: skip
"""
The table `access_weight`. kind: for, against (flags), explanation, or base. Observed among so many cases beside
expected: for a flag among questions, by its share of explained work or by chance; for what speaks against a look and
for an explanation, on the real log beside the fake one.
"""


def cold_weights(engine: "Engine", fake_questions: pl.DataFrame) -> pl.DataFrame:
    """What does each term weigh before any review? One row per flag and explanation; see SCHEMA."""
    weights = pl.concat([_flags(engine, fake_questions), _explanations(engine), _base(engine)])
    return weights.with_columns(pl.col("weight", "expected").round(4))


def excess_weight(observed: np.ndarray, expected: np.ndarray, questions: np.ndarray, before: np.ndarray) -> np.ndarray:
    """
    The log-odds a flag adds where it is observed more often among questions than expected, laid to the few of PRIOR.

    It cannot say more than its rarity: a mark that most questions bear tells none of them from the others. What it
    weighs before the log has told (`before`) stands as if LEARNT_FROM cases had been seen; with many cases the log
    decides.
    """
    lift = (observed + 0.5) / (expected + 0.5)
    by_excess = np.log1p(np.maximum(lift - 1.0, 0.0) / PRIOR)
    by_rarity = np.log(BORNE * (questions + 1.0) / (observed + 0.5))
    told = np.clip(np.minimum(by_excess, by_rarity), 0.0, HEAVIEST_BY_LOG)
    cases = observed + expected
    return (LEARNT_FROM * before + cases * told) / (LEARNT_FROM + cases)


def lift_weight(observed: np.ndarray, expected: np.ndarray, cases: np.ndarray) -> np.ndarray:
    """The log of how much oftener something is seen on the real log than on the fake one, of so many cases each."""
    return np.maximum(np.log((observed + 0.5) / (cases + 1.0)) - np.log((expected + 0.5) / (cases + 1.0)), 0.0)


def _flags(engine: "Engine", fake_questions: pl.DataFrame) -> pl.DataFrame:
    counted = engine.read(_COUNTED).join(fake_questions, on="flag", how="left").sort("bit")
    asked, seen = counted["questions"].to_numpy(), counted["flagged_questions"].to_numpy().astype(float)
    others, flagged = counted["others"].to_numpy(), counted["flagged_others"].to_numpy()
    expected = asked * (flagged + 0.5) / (others + 1.0)
    chance = {row["kind"]: row["expected"] for row in by_chance(engine).iter_rows(named=True)}
    shared = np.array([RELATIONS.get(flag, "") for flag in counted["flag"]])
    expected = np.where(shared != "", [chance.get(kind, 0.0) for kind in shared], expected)
    faked, fakes = counted["flagged_fakes"].fill_null(0).to_numpy(), counted["fakes"].fill_null(0).to_numpy()
    is_for = counted["weighs"].to_numpy() == "for"
    scale = np.where(asked > 0, fakes / np.maximum(asked, 1), 0.0)
    against = np.minimum(lift_weight(seen * scale, faked.astype(float), fakes), CAPS["medium"])
    before = counted["before"].to_numpy()
    against = (LEARNT_FROM * -before + fakes * against) / (LEARNT_FROM + fakes)
    return pl.DataFrame(
        {
            "term": counted["flag"],
            "kind": counted["weighs"],
            "bit": counted["bit"],
            "strength": pl.Series([None] * len(counted), dtype=pl.String),
            "weight": np.where(is_for, excess_weight(seen, expected, asked, before), -against),
            "cases": asked,
            "observed": seen,
            "expected": np.where(is_for, expected, np.where(scale > 0, faked / np.maximum(scale, 1e-9), 0.0)),
        },
        schema_overrides=SCHEMA,
    )


_COUNTED = """
    with mask as (
        select coalesce(episode_flag.flags, 0) as flags, access_episode.is_question, count(*) as episodes
        from access_episode
        left join episode_flag on episode_flag.episode_no = access_episode.episode_no
        where access_episode.deliberate > 0
        group by coalesce(episode_flag.flags, 0), access_episode.is_question
    )
    select
        flag_bit.flag,
        flag_bit.bit,
        flag_bit.weighs,
        access_flag.weight as before,
        cast(coalesce(sum(episodes) filter (where is_question), 0) as bigint) as questions,
        cast(coalesce(sum(episodes) filter (where not is_question), 0) as bigint) as others,
        cast(coalesce(sum(episodes) filter (where is_question and (flags & bit) > 0), 0) as bigint)
        as flagged_questions,
        cast(coalesce(sum(episodes) filter (where not is_question and (flags & bit) > 0), 0) as bigint)
        as flagged_others
    from flag_bit
    inner join access_flag on access_flag.flag = flag_bit.flag and access_flag.is_on
    left join mask on true
    group by flag_bit.flag, flag_bit.bit, flag_bit.weighs, access_flag.weight
"""


def by_chance(engine: "Engine") -> pl.DataFrame:
    """
    How many questions would share each mark if their users and patients were put together by chance?

    Chance pairs within a provider and group of roles, so that a small town or a large ward is its own yardstick.
    Columns: kind, questions (that share it), expected.
    """
    return engine.read(
        """
        with pair as (
            select provider_id, role_group, user_no, patient_no from access_episode where is_question
        ),
        cell as (
            select provider_id, role_group, count(*) as pairs from pair group by provider_id, role_group
        ),
        of_users as (
            select pair.provider_id, pair.role_group, user_mark.kind, user_mark.mark, count(*) as n
            from pair inner join user_mark on user_mark.user_no = pair.user_no
            group by pair.provider_id, pair.role_group, user_mark.kind, user_mark.mark
        ),
        of_patients as (
            select pair.provider_id, pair.role_group, patient_mark.kind, patient_mark.mark, count(*) as n
            from pair inner join patient_mark on patient_mark.patient_no = pair.patient_no
            group by pair.provider_id, pair.role_group, patient_mark.kind, patient_mark.mark
        )
        select of_users.kind, sum(of_users.n * of_patients.n / cell.pairs) as expected
        from of_users
        inner join of_patients
            on of_patients.provider_id = of_users.provider_id and of_patients.role_group = of_users.role_group
            and of_patients.kind = of_users.kind and of_patients.mark = of_users.mark
        inner join cell on cell.provider_id = of_users.provider_id and cell.role_group = of_users.role_group
        group by of_users.kind
        """
    )


def _explanations(engine: "Engine") -> pl.DataFrame:
    counted = engine.read(
        "select access_bit.explanation, access_bit.bit, access_window.strength, access_spurious.accesses,"
        " access_spurious.real_accesses, access_spurious.fake_accesses from access_bit"
        " inner join access_window on access_window.explanation = access_bit.explanation"
        " inner join access_spurious on access_spurious.explanation = access_bit.explanation order by access_bit.bit"
    )
    real, fake = (counted[name].to_numpy().astype(float) for name in ("real_accesses", "fake_accesses"))
    caps = np.array([CAPS[strength] for strength in counted["strength"]])
    return pl.DataFrame(
        {
            "term": counted["explanation"],
            "kind": pl.Series(["explanation"] * len(counted), dtype=pl.String),
            "bit": counted["bit"],
            "strength": counted["strength"],
            "weight": -np.minimum(lift_weight(real, fake, counted["accesses"].to_numpy()), caps),
            "cases": counted["accesses"],
            "observed": real,
            "expected": fake,
        },
        schema_overrides=SCHEMA,
    )


def _base(engine: "Engine") -> pl.DataFrame:
    """Where a question starts: the odds of PRIOR. Work with a reason starts lower, by what its reasons take off."""
    base = float(np.log(PRIOR / (1 - PRIOR)))
    questions = engine.value("select count(*) from access_episode where is_question") or 0
    rows = [
        ("question", "base", 0, None, base, questions, None, None),
        ("more_than_peers", "volume", 0, None, VOLUME, questions, None, None),
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
