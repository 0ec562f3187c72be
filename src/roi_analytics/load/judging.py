"""
From typed rows to their fates, in temporary tables only: `left_out` (duplicates), `refused_row`, `made_key`.

Nothing is written to the warehouse here, so a load that is killed while it judges has changed nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roi_analytics.engine import Engine, quoted
from roi_analytics.load import cells, problems
from roi_analytics.load.files import FileRefused
from roi_analytics.load.plan import Mapped, Plan
from roi_analytics.load.problems import Problem
from roi_analytics.load.tabular import RawRows

SWAP_DATES = 60
SWAP_MONTHS = 3
"""So many dates over so many months, none with a day above 12: day and month are exchanged."""

TELLS_APART = ("opened_at", "user_id", "login", "patient_id", "action", "record_class", "source_system", "kind")
"""Where one of these differs, two rows of one id are no copies: each tells of something else."""


@dataclass(frozen=True)
class Fates:
    """What became of a file's rows, and the notes that can still be made."""

    read: int
    refused: int
    duplicate: int
    notes: list[Problem]


def profile(engine: Engine, plan: Plan) -> dict[str, Any]:
    """One scan: per column how many cells say something and how many could be read, and the range of dates."""
    wanted = {"rows": "count(*)"}
    for one in plan.mapped.values():
        if one.is_constant:
            continue
        wanted[f"said {one.name}"] = f"count({one.x_name})"
        wanted[f"read {one.name}"] = f"count({one.y_name})"
        if one.is_dated:
            wanted[f"least {one.name}"] = f"cast(min({one.y_name}) as varchar)"
            wanted[f"most {one.name}"] = f"cast(max({one.y_name}) as varchar)"
            wanted[f"last day {one.name}"] = f"max(day({one.y_name}))"
        if one.column.type == "instant" and not one.is_native and one.form is None:
            wanted[f"shortest {one.name}"] = f"min(length({one.x_name}))"
    asked = ", ".join(f'{sql} as "{name}"' for name, sql in wanted.items())
    return engine.read(f"select {asked} from typed_rows").row(0, named=True)


def refuse_swapped_dates(engine: Engine, plan: Plan, seen: dict[str, Any]) -> None:
    """Refuse the file where a column's days and months are exchanged, showing both readings."""
    for one in plan.mapped.values():
        if one.is_constant or one.is_native or not one.is_dated or one.column.type == "wall_clock":
            continue
        last_day = seen[f"last day {one.name}"]
        if last_day is None or not 1 < last_day <= 12 or problems.swapped(one.form) is None:
            continue
        whole = f"length({one.x_name}) > 7" if one.form is None else "true"
        found = engine.read(
            f"select count({one.y_name}) as dates, count(distinct date_trunc('month', {one.y_name})) as months,"
            f" cast(min(cast({one.y_name} as date)) as varchar) as first, cast(max(cast({one.y_name} as date)) "
            f"as varchar) as last"
            f" from typed_rows where {whole}"
        ).row(0, named=True)
        if found["dates"] >= SWAP_DATES and found["months"] >= SWAP_MONTHS:
            raise FileRefused("day_month_swapped", _both_readings(engine, plan, one, found, seen))


def _both_readings(engine: Engine, plan: Plan, one: Mapped, found: dict[str, Any], seen: dict[str, Any]) -> str:
    other = problems.swapped(one.form) or ""
    text = one.x_name if one.form else f"left({one.x_name}, 10)"
    again = engine.read(
        f"select count(d) as dates, count(*) filter (where day(d) > 12) as late, cast(min(d) as varchar) as first,"
        f" cast(max(d) as varchar) as last from (select cast(try_strptime({text}, {quoted(other)}) as date) as "
        f"d from typed_rows) as read_again"
    ).row(0, named=True)
    return (
        f"{plan.source_file}: day and month of '{one.header}' ({one.name}) look exchanged.\n"
        f"Read as {one.form or '%Y-%m-%d'}: {found['dates']} of {seen[f'said {one.name}']} dates, "
        f"{found['first']} to {found['last']},"
        f" none with a day above 12.\n"
        f"Read as {other}: {again['dates']} dates, {again['first']} to {again['last']}, {again['late']} with a "
        f"day above 12.\n"
        f"If that is right, declare it in feed '{plan.feed.name}':  [feed.formats]  {one.name} = \"{other}\""
    )


def judge(engine: Engine, plan: Plan, raw: RawRows, seen: dict[str, Any], replaced: Sequence[str]) -> Fates:
    """Say for every row whether it is a duplicate, refused, or to be loaded. `replaced` loads will make way."""
    set_aside = engine.value("select count(*) from set_aside")
    engine.run("create or replace temp table left_out (source_row bigint)")
    engine.run("create or replace temp table refused_row (source_row bigint, problem integer)")
    engine.run("create or replace temp table made_key (source_row bigint, made_key varchar)")
    if plan.table.versions or plan.made:
        _leave_out_copies(engine, raw)
    refusals = [*problems.refusals(engine, plan, seen), problems.id_taken(plan)]
    _refuse(engine, refusals)
    _make_keys(engine, plan)
    _leave_out_known(engine, plan, replaced, taken=len(refusals) - 1)
    _tell_refused(engine, plan, raw, refusals)
    notes = problems.notes(plan, seen)
    duplicate = engine.value("select count(*) from left_out")
    refused = engine.value("select count(*) from refused_row") + set_aside
    return Fates(seen["rows"] + set_aside, refused, duplicate, notes)


def _leave_out_copies(engine: Engine, raw: RawRows) -> None:
    """Exact copies of a whole row of the file; the first of them stays."""
    content = ", ".join(raw.cells)
    engine.run(
        f"create or replace temp table repeated as select hash({content}) as h from numbered_raw group by all "
        f"having count(*) > 1"
    )
    if engine.value("select count(*) from repeated"):
        engine.run(
            "insert into left_out select row_no from numbered_raw"
            f" where hash({content}) in (select h from repeated)"
            f" qualify row_number() over (partition by {content} order by row_no) > 1"
        )


def _refuse(engine: Engine, refusals: Sequence[Problem]) -> None:
    """Give each row that shows a problem its first."""
    whens = " ".join(f"when {problem.condition} then {number}" for number, problem in enumerate(refusals))
    engine.run(
        f"insert into refused_row select source_row, problem from"
        f" (select source_row, case {whens} end as problem from typed_rows anti join left_out using "
        f"(source_row)) as judged"
        " where problem is not null"
    )


def _tell_refused(engine: Engine, plan: Plan, raw: RawRows, refusals: Sequence[Problem]) -> None:
    """Make `refusal`: the refused rows with code, message, mend and their raw cells."""
    engine.run(
        "create or replace temp table refusal (source_row bigint, provider_id varchar, extracted_on date, on_date date,"
        ' code varchar, "column" varchar, message varchar, mend varchar, raw varchar)'
    )
    if engine.value("select count(*) from refused_row"):
        mends = " ".join(f"when {number} then {problem.mend}" for number, problem in enumerate(refusals))
        codes, columns, messages = (
            " ".join(f"when {number} then {_text(getattr(problem, field))}" for number, problem in enumerate(refusals))
            for field in ("code", "column", "message")
        )
        pairs = ", ".join(
            f"{quoted(header)}, cast({cell} as varchar)" for header, cell in zip(raw.headers, raw.cells, strict=True)
        )
        engine.run(
            f"insert into refusal select source_row, {plan.provider}, {plan.extract_day}, {plan.leading_date},"
            f" case problem {codes} end, case problem {columns} end, case problem {messages} end, case problem "
            f"{mends} end,"
            f" cast(json_object({pairs}) as varchar)"
            " from refused_row inner join typed_rows using (source_row) inner join numbered_raw on row_no = source_row"
        )
    provider = plan.mapped["provider_id"].x if plan.mapped["provider_id"].is_constant else "null"
    extracted_on = f"date '{plan.extracted_on}'" if plan.extracted_on else "null"
    told = problems.set_aside(plan.feed)
    messages, mends = (
        " ".join(f"when {quoted(code)} then {quoted(words[place])}" for code, words in told.items()) for place in (0, 1)
    )
    engine.run(
        f"insert into refusal select source_row, {provider}, {extracted_on}, null, code, null,"
        f" case code {messages} end, case code {mends} end, raw from set_aside"
    )


def _text(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def _make_keys(engine: Engine, plan: Plan) -> None:
    """Number or hash the rows of a log that has no number or id of its own."""
    if plan.made is None:
        return
    if plan.made == plan.table.numbered:
        parents = ", ".join([plan.provider, *(plan.value(name) for name in plan.table.key if name != plan.made)])
        number = f"cast(row_number() over (partition by {parents} order by source_row) as varchar)"
    else:
        content = " || chr(31) || ".join(
            f"coalesce({one.x_name}, chr(30))" for one in [plan.mapped["provider_id"], *plan.own]
        )
        engine.run(
            f"create or replace temp view hashed as select source_row, md5({content}) as made_key from typed_rows"
        )
        number = "case when ordinal > 1 then made_key || '-' || cast(ordinal as varchar) else made_key end"
        engine.run(
            "create or replace temp table repeated as select made_key from hashed group by made_key having count(*) > 1"
        )
        if not engine.value("select count(*) from repeated"):
            engine.run("insert into made_key select source_row, made_key from hashed")
            return
        engine.run(
            f"insert into made_key select source_row, {number} from (select source_row, made_key,"
            " row_number() over (partition by made_key order by source_row) as ordinal"
            " from hashed anti join left_out using (source_row)) as counted"
        )
        return
    engine.run(
        f"insert into made_key select source_row, {number} from typed_rows anti join left_out using (source_row)"
    )


def ready(engine: Engine, plan: Plan) -> str:
    """The rows that are to be loaded, with the key that was made for them."""
    relation = "typed_rows"
    for table in ("left_out", "refused_row"):
        if engine.value(f"select 1 from {table} limit 1"):
            relation += f" anti join {table} using (source_row)"
    return f"{relation} inner join made_key using (source_row)" if plan.made else relation


def _leave_out_known(engine: Engine, plan: Plan, replaced: Sequence[str], taken: int) -> None:
    """
    Rows the warehouse holds already: a repeated key of a log that only grows, a copy within the same extract. A row of
    a repeated key that tells of something else is refused instead, with the problem number `taken`.
    """
    table = plan.table
    key = ", ".join(plan.key)
    telling = [one for one in TELLS_APART if one in table.columns]
    engine.run("create or replace temp table known_row (source_row bigint, is_other boolean)")
    if not table.versions:
        engine.run(
            f"create or replace temp table repeated as select hash({key}) as h from {ready(engine, plan)} group "
            f"by all having count(*) > 1"
        )
        if engine.value("select count(*) from repeated"):
            firsts = {one: f"first_value({plan.value(one)}) over same" for one in telling}
            engine.run(
                f"insert into known_row select source_row, {_differs(plan, firsts)} from {ready(engine, plan)}"
                f" where hash({key}) in (select h from repeated)"
                f" window same as (partition by {key} order by source_row) qualify row_number() over same > 1"
            )
            _part(engine, taken)
    others = "load_id not in (select unnest(cast(? as varchar[])))"
    values: list[Any] = [list(replaced)]
    if table.versions:
        others += " and load_id in (select load_id from load_run where feed = ?)"
        values.append(plan.feed.name)
    if engine.value(f"select 1 from {table.landing} where {others} limit 1", values) is None:
        return
    same = [f"landed.provider_id = {plan.provider}"]
    if table.versions:
        same += [f"landed.extracted_on = {plan.extract_day}"]
        same += [
            f'landed."{name}" is not distinct from {plan.value(name)}'
            for name in table.columns
            if name in plan.mapped or name == plan.made
        ]
    else:
        same += [f'landed."{name}" = {plan.value(name)}' for name in table.key]
    landed = f"select * exclude (source_row) from {table.landing} where {others}"
    others_tell = {} if table.versions else {one: f'landed."{one}"' for one in telling}
    engine.run(
        f"insert into known_row select source_row, bool_or({_differs(plan, others_tell)})"
        f" from {ready(engine, plan)} inner join ({landed}) as landed on {' and '.join(same)} group by source_row",
        values,
    )
    _part(engine, taken)


def _differs(plan: Plan, others: Mapping[str, str]) -> str:
    """SQL: whether a column tells the row and another (its columns as SQL) apart; a blank tells nothing."""
    return " or ".join(f"coalesce({plan.value(name)} <> {other}, false)" for name, other in others.items()) or "false"


def _part(engine: Engine, taken: int) -> None:
    """Known rows are copies, or other rows of the same id."""
    engine.run("insert into left_out select source_row from known_row where not is_other")
    engine.run(f"insert into refused_row select source_row, {taken} from known_row where is_other")
    engine.run("delete from known_row")


def write_notes(engine: Engine, plan: Plan, raw: RawRows, notes: Sequence[Problem], load_id: str) -> None:
    """Write the notes of the rows that are loaded: what one row shows, a repeated key, a replacement character."""
    rows = ready(engine, plan)
    if not notes and not raw.has_replacement and not plan.table.versions:
        return
    asked = ", ".join(["count(*)", *(f"count(*) filter (where {note.condition})" for note in notes)])
    counts = engine.read(f"select {asked} from {rows}").row(0)[1:]
    for note in (note for note, count in zip(notes, counts, strict=True) if count):
        engine.run(
            f"insert into load_note select ?, source_row, ?, ?, {plan.provider} from {rows} where {note.condition}",
            [load_id, note.code, note.column],
        )
    if plan.table.versions and not plan.made:
        key = ", ".join(plan.key)
        engine.run(
            f"create or replace temp table repeated as select hash({key}) as h from {rows} group by all having "
            f"count(*) > 1"
        )
        if engine.value("select count(*) from repeated"):
            engine.run(
                f"insert into load_note select ?, source_row, 'possible_duplicate', null, {plan.provider} from {rows}"
                f" where hash({key}) in (select h from repeated) qualify count(*) over (partition by {key}) > 1",
                [load_id],
            )
    if raw.has_replacement:
        broken = " ".join(
            f"when contains(cast({cell} as varchar), chr(65533)) then {quoted(header)}"
            for cell, header in zip(raw.cells, raw.headers, strict=True)
        )
        engine.run(
            f"insert into load_note select ?, source_row, 'replacement_character', header, {plan.provider} from {rows}"
            f" inner join (select row_no, case {broken} end as header from numbered_raw) as broken on row_no = "
            f"source_row"
            " where header is not null",
            [load_id],
        )


def write_rows(engine: Engine, plan: Plan, load_id: str) -> None:
    """Write the rows into the landing table of their canonical table."""
    columns = {name: f"cast({plan.value(name)} as {column.sql_type})" for name, column in plan.table.columns.items()}
    columns = {"provider_id": plan.provider} | columns
    columns |= {
        "extracted_on": plan.extract_day,
        "load_id": quoted(load_id),
        "source_file": quoted(plan.source_file),
        "source_row": "source_row",
    }
    names, values = ", ".join(f'"{name}"' for name in columns), ", ".join(columns.values())
    engine.run(f"insert into {plan.table.landing} ({names}) select {values} from {ready(engine, plan)}")


def write_file_notes(engine: Engine, plan: Plan, load_id: str) -> None:
    """One note for the whole file where times stand without a zone and neither feed nor provider gives one."""
    if plan.zone_is_known:
        return
    zoneless = []
    for one in plan.own:
        if one.column.type == "instant" and not one.is_constant and one.kind != "TIMESTAMP WITH TIME ZONE":
            zoneless.append(f"({one.x_name} is not null and not {one.says(cells.HAS_OFFSET)})")
    if zoneless and engine.value(f"select 1 from typed_rows where {' or '.join(zoneless)} limit 1"):
        engine.run("insert into load_note (load_id, code) values (?, 'assumed_zone')", [load_id])


def write_refusals(engine: Engine, load_id: str) -> None:
    """Put the refused rows into quarantine."""
    columns = 'source_row, provider_id, extracted_on, on_date, code, "column", message, mend, raw'
    engine.run(f"insert into quarantine (load_id, {columns}) select ?, {columns} from refusal", [load_id])


def clear(engine: Engine) -> None:
    """Drop what was only needed to judge one file."""
    for table in ("left_out", "refused_row", "refusal", "made_key", "repeated", "known_row"):
        engine.run(f"drop table if exists temp.{table}")
