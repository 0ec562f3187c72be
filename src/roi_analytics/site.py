"""
site.toml as typed feeds: which files hold which canonical table, and how their headers, dates and words are to be read.

Every mistake is refused here, before any file is opened, with what is wrong, where, and the mend. Knows no database.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from roi_analytics.errors import LoadError, did_you_mean
from roi_analytics.site_feed import Feed, read_feed, with_followers
from roi_analytics.site_words import PROVIDER_KINDS, check_keys, check_zone

SECTIONS = {
    "site": dict, "targets": dict, "provider": list, "business_associate": list, "feed": list, "baseline": list,
    "flags": dict,
}  # fmt: skip
SITE_KEYS = {"name": str, "as_of": date}
TARGET_KEYS = {"answered_within_days": int, "record_need_window_days": int, "second_request_window_days": int}
PROVIDER_KEYS = {
    "provider_id": str, "name": str, "kind": str, "state": str, "time_zone": str,
    "is_covered_entity": bool, "is_part2_program": bool, "custodian_of": str,
}  # fmt: skip
FLAG_KEYS = {"is_on": bool, "decided_by": str, "decided_on": date}
BASELINE_KEYS = {"starts": str, "until": str, "reason": str, "measure": str, "provider_id": str}
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
ASSOCIATE_KEYS = {"business_associate_id": str, "name": str, "service": str, "is_agent": bool}


@dataclass(frozen=True)
class Provider:
    """One overseen provider. A place outside the 51 is accepted; legal measures then read not_assessable."""

    provider_id: str
    name: str | None = None
    kind: str = "other"
    state: str | None = None
    time_zone: str | None = None
    is_covered_entity: bool | None = None
    is_part2_program: bool | None = None
    custodian_of: str | None = None


@dataclass(frozen=True)
class BusinessAssociate:
    """One company that handles requests for a provider."""

    business_associate_id: str
    name: str | None = None
    service: str | None = None
    is_agent: bool | None = None


@dataclass(frozen=True)
class Baseline:
    """
    A declared change: from the month `starts` on, control limits are made anew, of the months up to `until`.

    Limits are never moved otherwise. The reason is printed on the chart. Without a measure or provider: of all.
    """

    starts: str
    reason: str
    until: str | None = None
    measure: str | None = None
    provider_id: str | None = None


@dataclass(frozen=True)
class FlagSwitch:
    """The site's own decision to use a flag of the detector, or not, with who took it and when."""

    flag: str
    is_on: bool
    decided_by: str
    decided_on: date


@dataclass(frozen=True)
class Targets:
    """The site's own targets in days; they are no law."""

    answered_within_days: int = 30
    record_need_window_days: int = 120
    second_request_window_days: int = 120


@dataclass(frozen=True)
class Site:
    """One installation: its providers, targets and feeds. Files are found from `folder`, where site.toml lies."""

    path: Path
    name: str
    as_of: date | None
    targets: Targets
    providers: tuple[Provider, ...]
    business_associates: tuple[BusinessAssociate, ...]
    feeds: tuple[Feed, ...]
    baselines: tuple[Baseline, ...] = ()
    flags: tuple[FlagSwitch, ...] = ()

    @property
    def folder(self) -> Path:
        return self.path.parent

    def zone_of(self, provider_id: str) -> str | None:
        """The declared time zone of a provider, or None."""
        return next((one.time_zone for one in self.providers if one.provider_id == provider_id), None)


def read_site(path: str | Path) -> Site:
    """Read site.toml, or raise LoadError saying what is wrong, where, and the mend."""
    path = Path(path)
    content = _toml(path)
    check_keys(content, SECTIONS, path.name)
    head = content.get("site", {})
    check_keys(head, SITE_KEYS, "[site]")
    if not head.get("name", "").strip():
        raise LoadError(f'{path.name} gives the site no name.\nAdd:  [site]  name = "My network"')
    targets = content.get("targets", {})
    check_keys(targets, TARGET_KEYS, "[targets]")
    for key, days in targets.items():
        if days < 1:
            raise LoadError(f"[targets]: {key} = {days} is not a number of days.\nGive a whole number of 1 or more.")
    providers = tuple(_provider(block, i) for i, block in enumerate(_blocks(content, "provider"), start=1))
    associates = tuple(_associate(block, i) for i, block in enumerate(_blocks(content, "business_associate"), start=1))
    feeds = with_followers([read_feed(block, i) for i, block in enumerate(_blocks(content, "feed"), start=1)])
    _check_unique([one.provider_id for one in providers], "provider", "provider_id")
    _check_unique([one.business_associate_id for one in associates], "business associate", "business_associate_id")
    _check_unique([one.name for one in feeds], "feed", "name")
    if not feeds:
        raise LoadError(f"{path.name} has no feed, so there is nothing to load.\nAdd a [[feed]] block for each log.")
    baselines = tuple(_baseline(block, i) for i, block in enumerate(_blocks(content, "baseline"), start=1))
    flags = tuple(_switch(flag, block) for flag, block in content.get("flags", {}).items())
    return Site(
        path,
        head["name"].strip(),
        head.get("as_of"),
        Targets(**targets),
        providers,
        associates,
        feeds,
        baselines,
        flags,
    )


def _toml(path: Path) -> dict[str, Any]:
    if path.is_dir():
        raise LoadError(f"{path} is a folder, not a site file.\nName the file in it: {path / 'site.toml'}")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise LoadError(
            f"There is no site file {path}.\nName an existing one, or make a sample with: roi sample DIR"
        ) from None
    except UnicodeDecodeError:
        raise LoadError(f"{path} is not UTF-8 text.\nSave it as UTF-8.") from None
    except OSError as error:
        raise LoadError(f"{path} cannot be read: {error.strerror}.\nAsk for read access to it.") from None
    except tomllib.TOMLDecodeError as error:
        raise LoadError(
            f"{path} is not valid TOML: {error}.\nMend that line; texts stand in quotes, tables in [ ]."
        ) from None


def _blocks(content: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    blocks = content.get(key, [])
    if not all(isinstance(block, dict) for block in blocks):
        raise LoadError(f"'{key}' must be blocks headed [[{key}]].\nWrite one [[{key}]] block for each.")
    return blocks


def _check_unique(names: list[str], what: str, key: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise LoadError(f"Two {what} blocks have the {key} '{name}'.\nGive each {what} a {key} of its own.")


def _provider(block: dict[str, Any], number: int) -> Provider:
    where = f"provider {number}" + (f" ('{block['provider_id']}')" if "provider_id" in block else "")
    check_keys(block, PROVIDER_KEYS, where)
    if not block.get("provider_id", "").strip():
        raise LoadError(f'{where} has no provider_id.\nAdd:  provider_id = "riverbend-general"')
    kind = block.get("kind", "other")
    if kind not in PROVIDER_KINDS:
        raise LoadError(
            f"{where}: kind '{kind}' is not known.{did_you_mean(kind, PROVIDER_KINDS)}\nUse one of: "
            f"{', '.join(PROVIDER_KINDS)}."
        )
    check_zone(block.get("time_zone"), where)
    return Provider(**block | {"provider_id": block["provider_id"].strip()})


def _associate(block: dict[str, Any], number: int) -> BusinessAssociate:
    where = f"business_associate {number}"
    check_keys(block, ASSOCIATE_KEYS, where)
    if not block.get("business_associate_id", "").strip():
        raise LoadError(f'{where} has no business_associate_id.\nAdd:  business_associate_id = "copyworks"')
    return BusinessAssociate(**block)


def _baseline(block: dict[str, Any], number: int) -> Baseline:
    where = f"baseline {number}"
    check_keys(block, BASELINE_KEYS, where)
    if not block.get("reason", "").strip():
        raise LoadError(f'{where} gives no reason.\nLimits are moved for a reason only:  reason = "New request portal"')
    for key in ("starts", "until"):
        if not MONTH.fullmatch(block.get(key, "")) and (key == "starts" or key in block):
            raise LoadError(f'{where}: {key} is not a month.\nWrite it as:  {key} = "2026-01"')
    if block.get("until", "9999") < block["starts"]:
        raise LoadError(f"{where} ends before it starts.\nGive `until` a month on or after `starts`.")
    return Baseline(**block)


def _switch(flag: str, block: Any) -> FlagSwitch:
    where = f"[flags.{flag}]"
    wanted = f'A switch says who decided and when:\n{where}  is_on = true  decided_by = "..."  decided_on = 2026-05-01'
    if not isinstance(block, dict):
        raise LoadError(f"{where} is no block of its own.\n{wanted}")
    check_keys(block, FLAG_KEYS, where)
    for key in FLAG_KEYS:
        if not str(block.get(key, "")).strip():
            raise LoadError(f"{where} has no {key}.\n{wanted}")
    return FlagSwitch(flag, **block)
