"""
Does a log write `Patient/x` where the site's lists write `x`? If so, no record explains its accesses, and that is told.

The two are not taken for one by themselves: a server may number its patients, and another of them be the number `x` of
the hospital. The site says that they are the same ids, by the format `reference`.
"""

from roi_analytics.engine import Engine
from roi_analytics.load import cells
from roi_analytics.site import Feed, Site
from roi_analytics.site_words import REFERENCE, REFERRED
from roi_analytics.tables import TABLES

LISTS = {
    "Patient": (("patient", "patient_id"), ("care_record", "patient_id")),
    "Practitioner": (("workforce_member", "user_id"), ("user_account", "login"), ("care_record", "user_id")),
}
"""Where the ids of patients and users stand that a reference may mean."""
AUDITED = [column for column, resource in REFERRED.items() if resource in LISTS]
"""The columns of an access log that may refer to them."""


def told(engine: Engine, site: Site) -> list[str]:
    """
    A line for each column of an access log that holds references to ids of the lists, unless the feed says it does.

    >>> told(engine, site)[0].split(" refers")[0]
    "feed 'audit': patient_id"
    """
    lines = []
    for feed in site.feeds:
        for column in AUDITED if feed.table.name == "access_event" else ():
            count = 0 if column not in feed.columns or column in feed.formats else _count(engine, feed, column)
            if count:
                lines.append(
                    f"feed '{feed.name}': {column} refers to {count} id(s) that the site's lists write without "
                    f"`{REFERRED[column]}/`, so no record explains those accesses. If they are the same ids, say so:  "
                    f'[feed.formats]  {column} = "{REFERENCE}"'
                )
    return lines


def _count(engine: Engine, feed: Feed, column: str) -> int:
    resource = REFERRED[column]
    listed = " union ".join(
        f"select provider_id, {name} as id from {TABLES[table].landing}" for table, name in LISTS[resource]
    )
    return engine.value(
        f"with said as (select distinct provider_id, {column} as id from {feed.table.landing}"
        f" where contains({column}, '{resource}/') and load_id in (select load_id from load_run where feed = ?)),"
        f" listed as ({listed})"
        " select count(*) from said"
        " inner join listed on listed.provider_id = said.provider_id"
        f" and listed.id = {cells.referred(column).replace(cells.X, 'said.id')}"
        " left join listed as itself on itself.provider_id = said.provider_id and itself.id = said.id"
        " where itself.id is null",
        [feed.name],
    )
