"""The invented network: a small site with ground truth, for learning, for tests and for measuring our own checks.

Imports neither the law nor the SQL of the package, so that what it plants is known independently of what they find.
"""

from roi_analytics.synthetic.sample import write_sample

__all__ = ["write_sample"]
