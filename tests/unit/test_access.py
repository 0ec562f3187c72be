"""Are the windows of the explanations read strictly, and does a new explanation need only its file and its window?"""

import datetime as dt
from dataclasses import dataclass

import pytest

from roi_analytics import access, models
from roi_analytics.engine import Engine
from roi_analytics.errors import RuleError
from roi_analytics.versions import landing_tables

GOOD = """
[named_on_encounter]
before_hours = 1
after_hours = 2
open_for_hours = 3
strength = "strong"
owner = "privacy officer"
review_on = 2027-06-30
why = "because"
"""


@dataclass
class Explanation:
    name: str
    header: dict
    path: str = "sql/explanations/doctored.sql"


def test_every_window_has_an_owner_and_a_day_of_review():
    windows = access.windows()
    assert {window["explanation"] for window in windows} == set(models.of_layer("explanations"))
    for window in windows:
        assert window["owner"]
        assert isinstance(window["review_on"], dt.date)
        assert window["strength"] in access.STRENGTHS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("before_hours = 1", "before_hour = 1"), "Did you mean 'before_hours'"),
        (("after_hours = 2\n", ""), "after_hours is missing"),
        (("after_hours = 2", "after_hours = -2"), "none below 0"),
        (("after_hours = 2", "after_hours = true"), "whole number"),
        (('"strong"', '"sturdy"'), "strong, medium, weak"),
        (("2027-06-30", '"soon"'), "review_on"),
        (("before_hours = 1", "before_hours 1"), "not TOML"),
    ],
)
def test_a_wrong_window_is_refused_with_its_mend(change, words):
    assert access.read_windows(GOOD)
    with pytest.raises(RuleError, match=words):
        access.read_windows(GOOD.replace(*change))


def test_an_explanation_without_a_window_or_with_an_unknown_key_is_refused():
    with pytest.raises(RuleError, match=r"Add a block \[friend_of\]"):
        access.sweep([Explanation("friend_of", {"key": "user_patient"})])
    with pytest.raises(RuleError, match="user_patient, department_patient, patient"):
        access.sweep([Explanation("named_on_encounter", {"key": "surname"})])


def test_the_sweep_agrees_with_asking_each_window_of_each_event():
    """Crowded windows and few people, so that windows overlap, touch and nest: the slow way must give the same rows."""
    with Engine.memory() as engine:
        for statement in landing_tables():
            engine.run(statement)
        engine.run(
            "insert into load_run (load_id, feed, table_name, extract) values ('l', 'f', 'access_event', 'full')"
        )
        engine.run(
            """
            insert into access_event_log
                (provider_id, event_id, opened_at, user_id, patient_id, department, extracted_on, load_id)
            select
                'p' || (hash(i) % 2), 'e' || i, timestamp '2026-01-01' + to_hours(cast(hash(i * 3) % 4000 as integer)),
                'u' || (hash(i * 5) % 6), 't' || (hash(i * 7) % 12), 'd' || (hash(i * 11) % 3), date '2026-06-30', 'l'
            from range(3000) as t(i)
            """
        )
        engine.run(
            """
            insert into care_record_log
                (provider_id, record_id, kind, patient_id, user_id, department, starts_at, ends_at, extracted_on,
                load_id)
            select
                'p' || (hash(i) % 2), 'r' || i,
                ['encounter', 'appointment', 'order'][1 + cast(hash(i * 2) % 3 as integer)],
                't' || (hash(i * 3) % 12), 'u' || (hash(i * 5) % 6), 'd' || (hash(i * 13) % 3), began,
                case when hash(i * 17) % 2 = 0 then began + to_hours(cast(hash(i * 19) % 90 as integer)) end,
                date '2026-06-30', 'l'
            from (
                select i, timestamp '2026-01-01' + to_hours(cast(hash(i * 7) % 4000 as integer)) as began
                from range(60) as t(i)
            )
            """
        )
        models.build(engine)
        for model in models.of_layer("explanations").values():
            third = access.KEYS[model.header["key"]][-1]
            slow = f"""
                select access_event.provider_id, access_event.event_id
                from access_event
                where exists (
                    select 1 from {model.name} as reason
                    where reason.provider_id = access_event.provider_id
                        and reason.patient_id = access_event.patient_id
                        and reason.{third} = access_event.{third}
                        and access_event.opened_at >= reason.starts_at and access_event.opened_at < reason.ends_at
                )
                order by all
            """
            swept = f"select provider_id, event_id from access_explanation where {model.name} order by all"
            found = engine.read(swept)
            assert 50 < found.height < 2950
            assert found.equals(engine.read(slow))
