"""
What can be picked on Tab: `site.measure.on_time`, a measure to be asked, and `site.provider.riverbend_general`, an id.
"""

import keyword
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import polars as pl

from roi_analytics import measures, models
from roi_analytics.errors import QuestionError, RoiError, did_you_mean

if TYPE_CHECKING:
    import altair

    from roi_analytics.explain import Explanation

Named = TypeVar("Named")


class UnknownName(QuestionError, AttributeError):
    """There is no such name. It is a missing attribute too, so that hasattr() says no and nothing that probes fails."""


class Names(Generic[Named]):
    """
    Things of a site by name: as attributes, and by key where a name cannot be written as one. Both complete on Tab.

    >>> site.measure.on_time.explain()
    >>> site.provider["riverbend-general"]
    """

    def __init__(self, kind: str, known: Callable[[], Mapping[str, Named]]) -> None:
        self._kind = kind
        self._known = known

    def __getitem__(self, name: str) -> Named:
        known = self._known()
        if name not in known:
            raise self._unknown(name, known)
        return known[name]

    def __getattr__(self, word: str) -> Named:
        if word.startswith("_"):
            raise AttributeError(word)
        known = self._known()
        names = as_attributes(known)
        if word not in names:
            raise self._unknown(word, names)
        return known[names[word]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __dir__(self) -> list[str]:
        return sorted(as_attributes(self._completed()))

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._completed())

    def __repr__(self) -> str:
        return "\n".join([f"{self._kind}s, by attribute or key:", *self._known()])

    def _completed(self) -> Iterable[str]:
        """The names for Tab, which is not the place to fail."""
        try:
            return self._known()
        except RoiError:
            return ()

    def _unknown(self, name: str, known: Iterable[str]) -> UnknownName:
        return UnknownName(
            f"There is no {self._kind} called '{name}'.{did_you_mean(name, known)}\n"
            f"Press Tab after `site.{self._kind}.`, or see list(site.{self._kind})."
        )


def as_attributes(names: Iterable[str]) -> dict[str, str]:
    """From how a name is written as an attribute to the name, where it can be and no other is written alike."""
    written = [(re.sub(r"\W", "_", name), name) for name in names]
    times = Counter(word for word, _ in written)
    return {
        word: name
        for word, name in written
        if times[word] == 1 and word.isidentifier() and not keyword.iskeyword(word) and not word.startswith("_")
    }


@dataclass(frozen=True, repr=False)
class Measure:
    """One measure of a site: `show` is its figure, `cases` the rows behind it, `explain` what it means."""

    name: str
    site: Any

    def __repr__(self) -> str:
        title = models.of_layer("measures")[self.name].header["title"]
        return f"{self.name}: {title}.\nAsk it for .show(), .cases(), .chart() or .explain()."

    def show(
        self,
        by: str | Sequence[str] = (),
        month: str | None = None,
        legal_path: str | None = None,
        interval: str = "wilson",
    ) -> pl.DataFrame:
        """What is the figure, with n and its interval? See `site.show`."""
        return self.site.show(self.name, by=by, month=month, legal_path=legal_path, interval=interval)

    def cases(
        self,
        provider: str | None = None,
        value: float | None = None,
        month: str | None = None,
        legal_path: str | None = None,
    ) -> pl.DataFrame:
        """Which rows stand behind the figure? See `site.cases`."""
        return self.site.cases(self.name, provider=provider, value=value, month=month, legal_path=legal_path)

    def chart(
        self,
        by: str | Sequence[str] = (),
        month: str | None = None,
        legal_path: str | None = None,
        shape: str | None = None,
    ) -> "altair.TopLevelMixin":
        """Draw the figure. See `site.chart`."""
        return self.site.chart(self.name, by=by, month=month, legal_path=legal_path, shape=shape)

    def explain(
        self, month: str | None = None, provider: str | None = None, legal_path: str | None = None
    ) -> "Explanation":
        """What does the measure mean, which cases count, and what do three of them look like? See `site.explain`."""
        return self.site.explain(self.name, month=month, provider=provider, legal_path=legal_path)


def measures_of(site: Any) -> Names[Measure]:
    """The measures of a site, to be asked."""
    names = measures.measures().get_column("measure").to_list()
    handles = {name: Measure(name, site) for name in names}
    return Names("measure", lambda: handles)


def providers_of(site: Any) -> Names[str]:
    """The providers of a site, by their ids: as they are when Tab is pressed, for a load may bring new ones."""

    def known() -> dict[str, str]:
        with site.engine() as engine:
            ids = engine.read("select provider_id from provider order by provider_id").get_column("provider_id")
            return {name: name for name in ids}

    return Names("provider", known)
