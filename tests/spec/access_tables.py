"""What the specs of the detector ask: the names of each access's recorded reasons, and which episodes bear a flag."""

import datetime as dt

from roi_analytics import access, models


def reasons() -> str:
    """Which of all explanations hold for each access? Their names joined by comma, in the order of their codes."""
    names = access.bits(models.of_layer("explanations").values())
    held = ", ".join(f"case when {name} then '{name}' end" for name in names)
    return f"select event_id, nullif(concat_ws(',', {held}), '') as reasons from access_explanation"


REASONS = reasons()


def marked(flag: str) -> str:
    """Every episode, by the user's and the patient's id and the day, and whether it bears the flag."""
    return f"""
        select access_user.user_id, known.patient_id, access_episode.worked_on,
            marked.episode_no is not null as is_marked
        from access_episode
        join access_user on access_user.user_no = access_episode.user_no
        join (select patient_no, min(patient_id) as patient_id from access_patient group by patient_no) as known
            on known.patient_no = access_episode.patient_no
        left join (select distinct episode_no from {flag}) as marked on marked.episode_no = access_episode.episode_no
    """


def second_before(moment: str) -> str:
    """The moment one second earlier, as a spec draws it."""
    return str(dt.datetime.fromisoformat(moment) - dt.timedelta(seconds=1))


def second_after(moment: str) -> str:
    """The moment one second later, as a spec draws it."""
    return str(dt.datetime.fromisoformat(moment) + dt.timedelta(seconds=1))
