# One screen. `make report` and `make test` need only Python 3.11 or newer, make and git.
PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/ready

.PHONY: setup check fix test test-fast notebooks docs bench report lab clean

setup: $(READY)            ## install the toolkit and its tools into .venv
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "roi-analytics needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $(READY)

check: $(READY)            ## style and lint, changing nothing
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

fix: $(READY)              ## mend what can be mended by itself
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

test: check                ## everything
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-fast: $(READY)        ## everything but browser, notebooks and what takes long
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser and not slow" --ignore tests/notebooks

notebooks: $(READY)        ## run every notebook on the sample
	$(BIN)/python -m pytest tests/notebooks tests/browser/test_jupyterlab.py

docs: $(READY)             ## write docs/generated from the code, and what the commands of the pages print
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/walk.py

bench: $(READY)            ## speed and memory, as printed figures
	for program in benchmarks/*.py; do $(BIN)/python $$program || exit 1; done

report: $(READY)           ## load the sample, validate it, write the newest full month's pack to reports/
	mkdir -p reports
	$(BIN)/roi load data/sample/site.toml --warehouse reports/sample.duckdb
	-$(BIN)/roi validate --warehouse reports/sample.duckdb --html reports/validation.html
	$(BIN)/roi report --warehouse reports/sample.duckdb --to reports/pack

lab: $(READY)              ## JupyterLab on the notebooks
	$(BIN)/roi lab

clean:
	rm -rf .venv reports dist build
