#!/usr/bin/env bash
# Load what is new and check it. Lies beside site.toml, roi.duckdb and .venv; leaves a folder of results for each day.
set -uo pipefail
cd "$(dirname "$0")" || exit
results=checks/$(date +%F)
mkdir -p "$results"

# a refused file (3) leaves the others loaded: check them all the same, and fail at the end
.venv/bin/roi load site.toml --warehouse roi.duckdb > "$results/load.txt" || loaded=$?
.venv/bin/roi validate --warehouse roi.duckdb --junit "$results/checks.xml" --html "$results/checks.html" \
    > "$results/checks.txt" || checked=$?
exit "${checked:-${loaded:-0}}"
