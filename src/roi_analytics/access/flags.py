"""Where does each flag begin, does the site use it, who answers for that; and which flags does each episode bear?"""

import datetime as dt
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import polars as pl

from roi_analytics.access.asking import flag_files
from roi_analytics.errors import RuleError, did_you_mean

if TYPE_CHECKING:
    from roi_analytics.engine import Engine
    from roi_analytics.models import Model

MUST_HAVE = {"weight": float, "is_on": bool, "owner": str, "review_on": dt.date, "why": str}
MAY_HAVE = {"least": int, "days": int, "seconds": int, "share": float, "nearly_all": float, "deviations": int}
SHARES = ("share", "nearly_all")
"""Keys that hold a share of a whole, 1 at most."""

SCHEMA = {
    "flag": pl.String, "weight": pl.Float64, "is_on": pl.Boolean, "least": pl.Int64, "days": pl.Int64,
    "seconds": pl.Int64, "share": pl.Float64, "nearly_all": pl.Float64, "deviations": pl.Int64, "owner": pl.String,
    "review_on": pl.Date, "why": pl.String,
}  # fmt: skip


def flag_table() -> pl.DataFrame:
    """Where does each flag begin, is it on, and who answers for it? One row per flag. Raises RuleError."""
    return read_flags(files("roi_analytics").joinpath("access", "flags.toml").read_text(encoding="utf-8"))


def read_flags(text: str) -> pl.DataFrame:
    """Read the text of a flags.toml into one row per flag. Raises RuleError with the mend."""
    try:
        blocks = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"access/flags.toml is not TOML: {error}.\nMend that line.") from None
    return pl.DataFrame([{"flag": name, **_checked(name, block)} for name, block in blocks.items()], schema=SCHEMA)


def _checked(name: str, block: dict[str, Any]) -> dict[str, Any]:
    where, known = f"access/flags.toml, [{name}]", MUST_HAVE | MAY_HAVE
    for key, value in block.items():
        if key not in known:
            raise RuleError(
                f"{where}: '{key}' is not known.{did_you_mean(key, known)}\nThe keys are: {', '.join(known)}."
            )
        if type(value) is not known[key] or (key in MAY_HAVE and value < 0) or (key in SHARES and value > 1):
            raise RuleError(
                f"{where}: {key} is not of its kind ({known[key].__name__}, none below 0, no share above 1).\nMend it."
            )
    for key in MUST_HAVE:
        if key not in block:
            raise RuleError(f"{where}: {key} is missing.\nGive it one.")
    return dict(block)


def used(engine: "Engine") -> pl.DataFrame:
    """
    Which flags does this site use, who decided that, and what does each weigh? One row per flag, by code.

    Columns: flag, code, title, weighs (for or against a look), is_on, decided_by, decided_on (null where the site file
    says nothing of the flag), weight (log-odds; null where it is off), episodes (questions that bear it), owner,
    review_on, says (a sentence where the flag is off, or on by the site's own decision).
    """
    files_of = flag_files()
    said = pl.DataFrame(
        [
            (name, files_of[name].header["code"], files_of[name].header["title"])
            for name in flag_bits(files_of.values())
        ],
        schema={"flag": pl.String, "code": pl.String, "title": pl.String},
        orient="row",
    )
    found = engine.read(
        """
        select
            access_flag.flag, flag_bit.weighs, access_flag.is_on, access_flag.decided_by, access_flag.decided_on,
            access_weight.weight, cast(access_weight.observed as bigint) as episodes, access_flag.owner,
            access_flag.review_on
        from access_flag
        inner join flag_bit on flag_bit.flag = access_flag.flag
        left join access_weight on access_weight.term = access_flag.flag and access_weight.kind = flag_bit.weighs
        """
    )
    by_site = pl.format(", by the site's decision ({}, {})", "decided_by", "decided_on")
    state = pl.when("is_on").then(pl.lit("on")).otherwise(pl.lit("off"))
    sentence = pl.format("Flag {} is {}{}: {}.", "flag", state, by_site.fill_null(""), "title")
    return said.join(found, on="flag", how="inner", maintain_order="left").with_columns(
        says=pl.when(~pl.col("is_on") | pl.col("decided_by").is_not_null()).then(sentence)
    )


def flag_bits(models: Iterable["Model"]) -> dict[str, int]:
    """The place of each flag in the bit masks: S1, S2, ... weigh for a look, A1, A2, ... against it."""
    ordered = sorted(
        models, key=lambda model: (model.header["code"][0] == "A", int(model.header["code"][1:]), model.name)
    )
    return {model.name: 2**place for place, model in enumerate(ordered)}


def flag_episodes(engine: "Engine", models: Iterable["Model"]) -> None:
    """Make `episode_flag`: the bit mask of the flags of every episode that bears one."""
    parts = "\nunion all\n".join(
        f"select episode_no, cast({bit} as bigint) as bit from {name}" for name, bit in flag_bits(models).items()
    )
    engine.run(
        "create or replace table episode_flag as\n"
        f"select episode_no, bit_or(bit) as flags\nfrom (\n{parts}\n) as marked"
        "\ngroup by episode_no"
    )


FAKES = 50_000
"""
Questions put beside a patient of another question, to see how often what speaks against a look is there by chance.
"""


def fake_questions(engine: "Engine", models: Iterable["Model"]) -> pl.DataFrame:
    """
    How many questions would bear each circumstance, had the user looked at another patient?

    Columns: flag, fakes, flagged_fakes. A look without a need falls on patients as if by chance; honest work whose
    record is missing does not.
    """
    against = [model for model in models if model.header["weighs"] == "against"]
    engine.run(_FAKED)
    engine.run("create or replace temp view real_episode as select * from access_episode")
    counts = " union all ".join(
        f"select '{model.name}' as flag, (select count(*) from fake_question) as fakes,"
        f" count(distinct episode_no) as flagged_fakes from ({_on_fakes(model)}) as found where episode_no < 0"
        for model in against
    )
    found = engine.read(counts)
    engine.run("drop view temp.real_episode")
    engine.run("drop table temp.fake_question")
    return found


def _on_fakes(model: "Model") -> str:
    """The flag's SQL with the fake questions beside the real episodes."""
    both = "select * from real_episode union all select * from fake_question"
    return f"with access_episode as ({both}) select * from (\n{model.sql}\n) as found"


_FAKED = f"""create or replace temp table fake_question as
with drawn as (
    select *, row_number() over (partition by provider_id order by hash(episode_no)) as place
    from access_episode
    where is_question
    qualify place <= {FAKES}
),
turned as (
    select
        drawn.*,
        coalesce(
            lead(patient_no) over (partition by provider_id order by place),
            first_value(patient_no) over (partition by provider_id order by place)
        ) as fake_patient_no
    from drawn
)
select * exclude (place, fake_patient_no) replace (fake_patient_no as patient_no, -episode_no as episode_no)
from turned
where fake_patient_no <> patient_no"""
