"""A drawn chart as one can measure it: its size, where its texts stand, how many marks it has."""

import math
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

import altair as alt
import vl_convert

from roi_analytics.charts.style import text_width

SVG = "{http://www.w3.org/2000/svg}"
ABOVE, BELOW = 0.75, 0.2
"""How far letters reach above and below their line, in parts of their size."""


@dataclass(frozen=True)
class Text:
    """A line of text and the box it stands in."""

    words: str
    left: float
    top: float
    right: float
    bottom: float
    is_halo: bool

    def meets(self, other: "Text", by: float = 2.5) -> bool:
        """Whether two texts lie on each other by more than some pixels both ways."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > by and down > by


@dataclass
class Drawing:
    """`marks`: kind (symbol, rule, line, area, rect) -> the attributes of each mark; axes and titles are none."""

    svg: str
    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    marks: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        return [text.words for text in self.texts if text.words.strip() and not text.is_halo]

    def count(self, kind: str, **looks: str) -> int:
        """How many marks of a kind look so (fill, stroke, ...)."""
        wanted = {name.replace("_", "-"): value for name, value in looks.items()}
        return sum(wanted.items() <= mark.items() for mark in self.marks.get(kind, []))

    def outside(self) -> list[str]:
        """Texts that stand out of the picture, or would be cut; letters are measured with a little doubt."""
        doubt = 6
        return [
            text.words
            for text in self.texts
            if text.left < -doubt or text.right > self.width + doubt or text.top < -2 or text.bottom > self.height + 2
        ]

    def overlaps(self) -> list[tuple[str, str]]:
        """Pairs of texts that lie on each other."""
        shown = [text for text in self.texts if not text.is_halo and text.words.strip()]
        return [
            (one.words, other.words)
            for place, one in enumerate(shown)
            for other in shown[place + 1 :]
            if one.meets(other)
        ]


def drawn(chart: alt.TopLevelMixin) -> Drawing:
    """Draw a chart; one that does not hold to the grammar is refused here."""
    svg = vl_convert.vegalite_to_svg(chart.to_json())
    root = ElementTree.fromstring(svg)
    drawing = Drawing(svg, float(root.get("width")), float(root.get("height")))
    _walk(root, (0.0, 0.0), "", drawing)
    return drawing


def _walk(element: ElementTree.Element, at: tuple[float, float], kind: str, drawing: Drawing) -> None:
    for x, y in re.findall(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", element.get("transform", "")):
        at = (at[0] + float(x), at[1] + float(y))
    names = element.get("class", "").split()
    if "role-mark" in names:
        kind = names[0].removeprefix("mark-")
    elif names and names[0].startswith("mark-") and "role-frame" not in names and "role-scope" not in names:
        kind = ""
    tag = element.tag.removeprefix(SVG)
    if tag == "text":
        _read(element, at, drawing)
    elif tag in ("path", "line", "rect") and kind and kind != "group":
        drawing.marks.setdefault(kind, []).append(dict(element.attrib))
    for child in element:
        _walk(child, at, kind, drawing)


def _read(element: ElementTree.Element, at: tuple[float, float], drawing: Drawing) -> None:
    if element.get("opacity") == "0":
        return
    size = float(element.get("font-size", "12px").removesuffix("px"))
    lines = list(element.iter(f"{SVG}tspan")) or [element]
    y = at[1]
    for line in lines:
        y += float(line.get("dy", "0"))
        words = line.text or ""
        wide = text_width(words, size) * (1.06 if element.get("font-weight") in ("600", "bold") else 1.0)
        left = at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        halo = element.get("stroke") == "white"
        drawing.texts.append(Text(words, left, y - ABOVE * size, left + wide, y + BELOW * size, halo))


def lightness(colour: str) -> float:
    """How light a colour is in grey print, 0 to 100 (CIE L*)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * math.cbrt(light) - 16 if light > 0.008856 else 903.3 * light
