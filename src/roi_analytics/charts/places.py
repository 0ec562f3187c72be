"""Where the name of a point can stand in a crowded plot without hiding a point or another name."""

from collections.abc import Sequence

import numpy as np

LINE = 14
"""Height of a line of text, in pixels."""

POINT = 5
"""Half the room of a point, in pixels."""

DISTANCES = (9, 16, 26, 38, 52)
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))
"""Right, left, above, below, and the corners: tried in this order, the nearest distance first."""


def beside(own: np.ndarray, widths: Sequence[float], points: np.ndarray, size: tuple[float, float]) -> np.ndarray:
    """
    Where each text stands near its own point, in pixels: the middle of the text, and the end of a line to it.

    `own`: the points to be named, a row each (x, y); `widths` of their texts; `points`: all points of the plot; `size`:
    the plot's width and height. The texts are placed one after the other, each clear of the points, of the texts before
    it and of the plot's edges. A row of NaN: no free place was left.
    """
    offsets = np.array([(distance * across, distance * down) for distance in DISTANCES for across, down in SIDES])
    corners = np.sign(offsets)
    taken = np.hstack([points - POINT, points + POINT])
    places = np.full((len(own), 4), np.nan)
    for number, (point, width) in enumerate(zip(own, widths, strict=True)):
        half = np.array([width / 2, LINE / 2])
        middles = point + offsets + corners * half
        boxes = np.hstack([middles - half, middles + half])
        is_inside = (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= size).all(axis=1)
        meets = (boxes[:, None, :2] < taken[:, 2:]) & (boxes[:, None, 2:] > taken[:, :2])
        free = np.flatnonzero(is_inside & ~meets.all(axis=2).any(axis=1))
        if free.size:
            place = free[0]
            taken = np.vstack([taken, boxes[place]])
            places[number] = [*middles[place], *(point + offsets[place])]
    return places
