"""
The invented hospital group of the evaluation kit: normal work, misuse planted in it, and the truth about both.

Knows neither the law nor the SQL nor the detector, so that what it plants is known independently of what they find.
"""

from roi_analytics.synthetic.hospital.build import Hospital, hospital
from roi_analytics.synthetic.hospital.planting import FAMILIES
from roi_analytics.synthetic.hospital.writing import write_hospital

__all__ = ["FAMILIES", "Hospital", "hospital", "write_hospital"]
