"""Where does chance come from? One stream of numbers per seed and topic, so that a new provider reshuffles no other."""

from datetime import date, timedelta
from typing import Any
from zlib import crc32

import numpy as np


class Chance:
    """A seeded stream of choices. The same seed and topic give the same choices on every machine."""

    def __init__(self, seed: int, *topic: str) -> None:
        self.generator = np.random.default_rng([seed, *(crc32(word.encode()) for word in topic)])

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return int(self.generator.integers(low, high + 1))

    def share(self) -> float:
        """A number in [0, 1)."""
        return float(self.generator.random())

    def yes(self, probability: float) -> bool:
        """True with the probability given."""
        return self.share() < probability

    def pick(self, options: Any) -> Any:
        """One of the options: of a list evenly, of a dict by its weights."""
        if isinstance(options, dict):
            words = list(options)
            weights = np.cumsum([options[word] for word in words])
            return words[int(np.searchsorted(weights, self.share() * weights[-1], side="right"))]
        return options[int(self.generator.integers(len(options)))]

    def days(self, median: float, spread: float) -> int:
        """Whole days to do something: log-normal, most near the median, a few very late."""
        return round(float(self.generator.lognormal(np.log(median), spread)))

    def day(self, first: date, last: date) -> date:
        """A day between two, weekends ten times rarer than working days."""
        span = max(0, (last - first).days)
        for _ in range(20):
            day = first + timedelta(days=self.whole(0, span))
            if day.weekday() < 5 or self.yes(0.1):
                return day
        return first + timedelta(days=span)
