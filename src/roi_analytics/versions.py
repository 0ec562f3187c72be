"""
From all versions of a row to the one that counts: which rows does the clock see today?

Successive extracts repeat rows. The newest version by key stands, the earliest extract tells when the row was first
seen. A feed of full extracts also says what is gone: a child row that its newest extract no longer holds. The
statements are written from tables.toml, one shape for every table.
"""

from collections.abc import Collection

from roi_analytics.tables import BOOKKEEPING, TABLES, Table


def landing_tables() -> list[str]:
    """Statements that make the tables a load writes, where they are missing."""
    shapes = {table.landing: table.landing_columns for table in TABLES.values()} | BOOKKEEPING
    return [f"create table if not exists {name} ({', '.join(_quoted(columns))})" for name, columns in shapes.items()]


def _quoted(columns: dict[str, str]) -> list[str]:
    return [f'"{column}" {kind}' for column, kind in columns.items()]


def current_relations(made_elsewhere: set[str], only: Collection[str] | None = None) -> list[str]:
    """
    Statements that make a relation T of today's rows for every canonical table T, parents before children.

    Where a core file of that name makes T (`made_elsewhere`), the rows it starts from are the table `T_newest`. A table
    without versions is a view of its log. `only` makes no more than these relations and their parents.
    """
    named = {table.name: _current_name(table.name, made_elsewhere) for table in TABLES.values()}
    wanted = {name for name in named if only is None or named[name] in only}
    statements = []
    for table in reversed(_parents_first()):
        if table.name not in wanted:
            continue
        if table.versions:
            wanted |= {table.parent} - {None}
            statements.append(f"create table {named[table.name]} as {_newest(table, named.get(table.parent or ''))}")
        else:
            statements.append(f"create view {table.name} as {_seen_once(table)}")
    return [_feed_extract(), _same_transaction(), *reversed(statements)]


def _current_name(table: str, made_elsewhere: set[str]) -> str:
    return f"{table}_newest" if table in made_elsewhere else table


def _parents_first() -> list[Table]:
    placed: dict[str, Table] = {}
    while len(placed) < len(TABLES):
        for table in TABLES.values():
            if table.parent is None or table.parent in placed:
                placed[table.name] = table
    return list(placed.values())


def _seen_once(table: Table) -> str:
    """The rows of a log that the clock sees. What two machines logged of one transaction is one row."""
    columns = ", ".join(f"logged.{column}" for column in table.landing_columns)
    seen = f"select {columns} from {table.landing} as logged cross join clock where logged.extracted_on <= clock.as_of"
    if "reported_by" not in table.columns:
        return seen
    return (
        f"{seen} and logged.transaction_id is null union all {seen} and logged.transaction_id is not null"
        " and not exists (select 1 from same_transaction as left_out"
        " where left_out.load_id = logged.load_id and left_out.source_row = logged.source_row)"
    )


def _same_transaction() -> str:
    """
    One row per row of a log left out because the other machine's stands: client and server logged one transaction.

    The server's row stands (IHE Basic Audit Log Patterns: the two share their X-Request-Id). Rows that do not say which
    machine reported them are left out only beside one that does; rows without a transaction are not looked at.
    """
    logs = []
    for table in TABLES.values():
        if "reported_by" in table.columns:
            same = [name for name in ("patient_id", "action") if name in table.columns]
            key = ", ".join(f"logged.{name}" for name in ["provider_id", "transaction_id", *same])
            logs.append(f"""
                select logged.load_id, logged.source_row, logged.provider_id
                from {table.landing} as logged
                cross join clock
                where logged.transaction_id is not null and logged.extracted_on <= clock.as_of
                qualify
                    count(logged.reported_by) over (partition by {key}) > 0
                    and row_number() over (
                        partition by {key}
                        order by logged.reported_by desc nulls last, logged.opened_at, logged.event_id
                    ) > 1
                """)
    return f"create table same_transaction as {' union all '.join(logs)}"


def _feed_extract() -> str:
    """One row per feed, provider and day of an extract: the deliveries the clock may see, empty ones too."""
    landed = " union ".join(
        f"select load_id, provider_id, extracted_on from {table.landing} group by load_id, provider_id, extracted_on"
        for table in TABLES.values()
        if table.versions
    )
    return f"""
        create table feed_extract as
        with landed as ({landed}),
        delivered as (
            select load_run.feed, landed.provider_id, landed.extracted_on
            from load_run
            inner join landed on landed.load_id = load_run.load_id
            union
            select load_run.feed, feed.provider_id, load_run.extracted_on
            from load_run
            inner join feed on feed.feed = load_run.feed
            where feed.provider_id is not null and load_run.extracted_on is not null
        )
        select delivered.feed, delivered.provider_id, delivered.extracted_on
        from delivered
        cross join clock
        where delivered.extracted_on <= clock.as_of
        """


def _newest(table: Table, parent: str | None) -> str:
    """Today's rows of a table; those of a child table judged by `parent`, the relation of its parents' rows."""
    key = ["provider_id", *table.key]
    columns = list(table.landing_columns)
    partition = ", ".join(f"version.{column}" for column in key)
    kept = ", ".join(f"latest.{column}" for column in columns)
    sql = f"""
        with seen as (
            select
                {", ".join(f"version.{column}" for column in columns)},
                min(version.extracted_on) over (partition by {partition}) as first_seen_on,
                row_number() over (
                    partition by {partition}
                    order by version.extracted_on desc, version.source_file desc, version.source_row desc
                ) as age
            from {table.landing} as version
            cross join clock
            where version.extracted_on <= clock.as_of
        ),
        latest as (
            select seen.*, load_run.feed, load_run.extract
            from seen
            inner join load_run on load_run.load_id = seen.load_id
            where seen.age = 1
        ),
        feed_end as (
            select feed, provider_id, max(extracted_on) as newest_on
            from feed_extract
            group by feed, provider_id
        )
        select
            {kept},
            latest.first_seen_on,
            case
                when latest.extract = 'changes' then greatest(latest.extracted_on, feed_end.newest_on)
                else latest.extracted_on
            end as last_seen_on
        from latest
        left join feed_end on feed_end.feed = latest.feed and feed_end.provider_id = latest.provider_id
        """
    if parent is None:
        return sql
    match = " and ".join(f"parent.{column} = latest.{column}" for column in ["provider_id", *TABLES[table.parent].key])
    return f"""{sql}
        left join {parent} as parent on {match}
        where not (
            latest.extract = 'full'
            and feed_end.newest_on > latest.extracted_on
            and (parent.last_seen_on is null or parent.last_seen_on > latest.extracted_on)
        )
        """
