"""What does a person go through who needs the records of several providers? One need, request by request."""

import polars as pl

from roi_analytics.engine import Engine
from roi_analytics.errors import QuestionError


def way(engine: Engine, need: str) -> pl.DataFrame:
    """
    What was asked of which provider, when was the first word, when the end, and what did it take?

    One row per request of the need (a case of days_until_last_record), in the order asked: provider_id, asked_on,
    first_word_on, ended_on, outcome, days, seen_on, channel, own_form_required, identity_copy_required, fee_usd,
    is_bottleneck. Only where a person is known across providers and linking is allowed; there is no need otherwise.
    """
    shown = (
        "provider_id", "request_id", "legal_path", "asked_on", "first_word_on", "ended_on", "outcome", "days",
        "seen_on", "channel", "own_form_required", "identity_copy_required", "fee_usd", "is_bottleneck",
    )  # fmt: skip
    rows = engine.rows("record_need_request", {"need_id": need}, order=("asked_on", "provider_id", "request_id"))
    if rows.is_empty():
        known = engine.value("select count(distinct need_id) from record_need_request")
        raise QuestionError(
            f"There is no need of that name among the {known} known.\n"
            "`roi cases days_until_last_record` lists them as case_id; without person_id there is none."
        )
    return rows.select(shown)
