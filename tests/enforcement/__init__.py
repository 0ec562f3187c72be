"""The enforcement replay: public cases of the right of access, turned into logs and judged by the findings."""
