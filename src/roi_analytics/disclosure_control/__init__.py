"""
Which counts have to be hidden, so that no small number can be read in what is published, nor worked out from it?

`small_numbers` is the rule, `protect` keeps it. Neither knows what is counted.
"""

from roi_analytics.disclosure_control.small_numbers import SmallNumbers, small_numbers
from roi_analytics.disclosure_control.suppression import Cell, Protected, protect

__all__ = ["Cell", "Protected", "SmallNumbers", "protect", "small_numbers"]
