"""The one page of a pack: text, tables and drawn charts in one file; nothing in it can run or be fetched."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import altair as alt
import jinja2
import polars as pl
import vl_convert
from markupsafe import Markup, escape

from roi_analytics.charts import VEGA_LITE, visible
from roi_analytics.report import reading
from roi_analytics.report.parts import ON_A_PHONE, ON_THE_PAGE, Report

SVG = "http://www.w3.org/2000/svg"
DRAWN = {"svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "clipPath"}
"""The elements a chart may bring into the page; anything else is dropped."""

WHOLE = r"\d{4}-\d\d-\d\d|\S{1,14}\)-?\(\S{1,14}"
"""What stays on one line: a day, and a section of law down to its paragraph."""

NAME = r"\b[a-z]+(?:[_.][a-z]+)+\b"
"""A name of ours, of a rule or a column: where it must be broken, between its words."""

FORMATS = {"share": "{:.1%}", "usd": "${:,.2f}", "plain": "{:,.1f}"}


def render(report: Report) -> str:
    """Write the page."""
    page = environment().get_template("page.html.jinja")
    drawings = iter(range(10_000))
    return page.render(
        report=report,
        stamp=report.stamp,
        terms=reading.terms(report.stamp.audience),
        confidential=reading.CONFIDENTIAL[report.stamp.audience],
        month_in_words=dt.date.fromisoformat(f"{report.stamp.month}-01").strftime("%B %Y"),
        limits=(ON_THE_PAGE, ON_A_PHONE),
        style=Markup(files("roi_analytics").joinpath("report", "page.css").read_text(encoding="utf-8")),
        foot=Markup(css_text(report.stamp.line)),
        drawing=lambda chart: drawing(chart, f"d{next(drawings)}"),
    )


def environment() -> jinja2.Environment:
    """How pages are written: everything escaped, nothing undefined passed over, control marks made visible."""

    def source(name: str) -> str:
        return files("roi_analytics").joinpath("report", name).read_text(encoding="utf-8")

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(source),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: (
            value if isinstance(value, Markup) else visible(value) if isinstance(value, str) else value
        ),
    )
    environment.filters |= {
        "cell": cell,
        "rows": lambda frame: frame.to_dicts(),
        "is_number": is_number,
        "verdict_word": verdict_word,
        "broken_well": broken_well,
    }
    return environment


def cell(value: Any, form: str | None = None) -> str:
    """A value as the page writes it; what is not known is a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return FORMATS[form or "plain"].format(value)
    if isinstance(value, int):
        return f"{value:,}"
    return visible(value)


def broken_well(text: str) -> Markup:
    """The text, escaped, with days and citations kept on one line, and long names broken between their words."""
    text, told, end = visible(text), [], 0
    for found in re.finditer(f"({WHOLE})|{NAME}", text):
        told.append(escape(text[end : found.start()]))
        whole = Markup('<span class="unbroken">{}</span>').format(found[0])
        told.append(whole if found[1] else _between_words(found[0]))
        end = found.end()
    told = Markup("").join([*told, escape(text[end:])])
    return Markup("<span>{}</span>").format(told) if end else told  # one piece: a cell of a narrow page is a grid


def _between_words(name: str) -> Markup:
    return Markup("<wbr>").join(re.split(r"(?<=[_.])", name))


def verdict_word(verdict: str) -> str:
    """`apparent` is the strongest word there is."""
    return {"check": "to check", "not_assessable": "not assessable"}.get(verdict, verdict)


def is_number(frame: pl.DataFrame, column: str) -> bool:
    return column in frame.columns and frame.schema[column].is_numeric()


def drawing(chart: alt.TopLevelMixin, prefix: str) -> Markup:
    """The chart as inline SVG: drawn shapes and text only, ids of its own, its alternative text in the numbers."""
    root = ElementTree.fromstring(_drawn(chart.to_json(validate=False)))
    _keep_drawn(root, prefix)
    root.set("role", "img")
    root.set("aria-label", visible(chart.description))
    ElementTree.register_namespace("", SVG)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


@lru_cache(maxsize=256)
def _drawn(chart: str) -> str:
    """Drawing is slow, and the page and the paper show the same charts."""
    return vl_convert.vegalite_to_svg(chart, vl_version=VEGA_LITE)


def _keep_drawn(element: ElementTree.Element, prefix: str) -> None:
    for child in list(element):
        if child.tag.removeprefix(f"{{{SVG}}}") not in DRAWN:
            element.remove(child)
        else:
            _keep_drawn(child, prefix)
    for name, value in list(element.attrib.items()):
        if name.startswith(("aria", "on", "{")) or name in ("role", "href", "pointer-events", "style"):
            del element.attrib[name]
        elif name == "id":
            element.set("id", f"{prefix}{value}")
        elif value.startswith("url("):
            element.set(name, re.sub(r"url\(#(\w+)\)", rf"url(#{prefix}\1)", value))


def css_text(text: str) -> str:
    """A text as a CSS string, every sign but plain letters written as its number."""
    return "".join(
        letter if re.fullmatch(r"[A-Za-z0-9 ]", letter) else f"\\{ord(letter):06x} " for letter in visible(text)
    )
