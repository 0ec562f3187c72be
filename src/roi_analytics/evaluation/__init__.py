"""How well does the detector do, what does it miss, and whom does it trouble? Measured where the truth is known."""

from roi_analytics.evaluation.figures import UNCATCHABLE, Evaluation
from roi_analytics.evaluation.kit import judge_site, run_folds, run_kit, run_stress

__all__ = ["UNCATCHABLE", "Evaluation", "judge_site", "run_folds", "run_kit", "run_stress"]
