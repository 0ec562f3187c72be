"""How much misuse is planted, of which families, and where? Evenly over the families, at a prevalence of episodes."""

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl

from roi_analytics.synthetic.hospital import scenarios
from roi_analytics.synthetic.hospital.scenarios import Incident, Scene
from roi_analytics.synthetic.hospital.sites import DAY, HOUR

FAMILIES = {
    "family_curiosity": "The record of a relative: of the same household, or of the same name elsewhere",
    "ex_partner": "The record of a former partner, who still shares a telephone number and no address",
    "coworker": "The record of a colleague of the same department",
    "neighbour": "The record of somebody on the same block",
    "vip_burst": "Several look at a patient whose record is watched, within days of the admission",
    "media_event": "Several look at an ordinary patient whom the news told of",
    "guard_browsing": "A security guard reads records through a shift",
    "identity_harvest": "Demographics of one patient after another, in the order of their numbers",
    "terminated_account": "An account is used after its owner has left",
    "break_glass_abuse": "The glass is broken where there is no emergency",
    "serial_snooper": "One stranger a week, for weeks",
    "covered_access": "A relative, neighbour or colleague, amid records opened for show",
    "search_by_name": "Somebody dead or long gone, found by name",
    "self_access": "One's own record, by one's own login at work",
    "minor_of_acquaintance": "The child of a colleague",
    "shared_login": "A stranger's record, under a colleague's open session at another desk",
    "departmental": "A patient of one's own ward whom one does not look after; cannot be told from work",
}
"""Families of misuse, with what they do. `departmental` is the floor no detector reaches: report it apart."""

PLANS: dict[str, tuple[int, int, Callable[[Scene, int], Incident]]] = {
    "family_curiosity": (1, 1, scenarios.of_tie("household", "kin")),
    "ex_partner": (1, 1, scenarios.of_tie("former")),
    "coworker": (1, 1, scenarios.of_tie("coworker")),
    "neighbour": (1, 1, scenarios.of_tie("neighbour")),
    "vip_burst": (3, 6, partial(scenarios.burst, watched=True)),
    "media_event": (4, 8, partial(scenarios.burst, watched=False)),
    "guard_browsing": (3, 8, scenarios.guard),
    "identity_harvest": (5, 12, scenarios.harvest),
    "terminated_account": (1, 3, scenarios.terminated),
    "break_glass_abuse": (1, 1, scenarios.through_the_glass),
    "serial_snooper": (4, 10, scenarios.serial),
    "covered_access": (1, 1, scenarios.covered),
    "search_by_name": (1, 1, scenarios.by_name),
    "self_access": (1, 1, scenarios.of_tie("self")),
    "minor_of_acquaintance": (1, 1, scenarios.of_tie("minor_of_colleague")),
    "shared_login": (1, 1, scenarios.borrowed),
    "departmental": (1, 1, scenarios.departmental),
}
"""Family -> fewest and most episodes of an incident, and how one is planned."""

TRIES = 4
"""How often each site is asked for room for an incident; a plan depends on chance."""


def episodes(glances: pl.DataFrame) -> int:
    """How many episodes some glances are: a user, a patient, a day of work from six in the morning on."""
    return glances.select("user", "patient", (pl.col("at") - 6 * HOUR) // DAY).n_unique()


def plant(
    random: np.random.Generator, scenes: dict[str, Scene], prevalence: float, families: tuple[str, ...]
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """
    Glances to add to each site, and the incidents: incident (number), family, provider_id.

    The family with the fewest episodes so far is next, at a site drawn by its size; no incident is larger than its
    family's fair share unless it must be; a family no site has room for is left out. `prevalence` is planted episodes
    per episode of normal work.
    """
    sizes = {name: episodes(scene.glances) for name, scene in scenes.items()}
    left = round(prevalence * sum(sizes.values()))
    fair = left / max(1, len(families))
    # Where there is room for few, a family of large incidents has its turn the more rarely.
    had = {family: float(random.random() * PLANS[family][0]) for family in families}
    glances: dict[str, list[pl.DataFrame]] = {name: [] for name in scenes}
    incidents: list[tuple[int, str, str]] = []
    while left > 0 and had:
        family = min(had, key=lambda name: had[name])
        low, high, plan = PLANS[family]
        size = min(int(random.integers(low, high + 1)), max(low, round(fair)), left)
        fits = low <= left and _try_sites(random, scenes, sizes, plan, size)
        if not fits:
            del had[family]
            continue
        site, made = fits
        cover = pl.col("is_cover") if "is_cover" in made.columns else pl.lit(False)
        number = pl.when(cover).then(-1).otherwise(len(incidents)).cast(pl.Int64)
        glances[site].append(made.select(*scenarios.PLANTED, incident=number, stay=pl.lit(-1, pl.Int64)))
        incidents.append((len(incidents), family, site))
        planted = made.filter(~cover).height
        had[family] += planted
        left -= planted
    schema = {"incident": pl.Int64, "family": pl.String, "provider_id": pl.String}
    empty = pl.DataFrame(schema={**scenarios.PLANTED, "incident": pl.Int64, "stay": pl.Int64})
    added = {name: pl.concat([empty, *made]) for name, made in glances.items()}
    return added, pl.DataFrame(incidents, schema=schema, orient="row")


def _try_sites(
    random: np.random.Generator, scenes: dict[str, Scene], sizes: dict[str, int],
    plan: Callable[[Scene, int], Incident], size: int,
) -> tuple[str, pl.DataFrame] | None:  # fmt: skip
    """The incident at the first site, larger ones likelier first, that has room for it; None if none has in time."""
    names, weights = list(scenes), np.array(list(sizes.values()), dtype=float)
    rounds = [random.choice(names, len(names), replace=False, p=weights / weights.sum()) for _ in range(TRIES)]
    for name in np.concatenate(rounds).tolist():
        made = plan(scenes[name], size)
        if made is not None:
            return name, made
    return None
