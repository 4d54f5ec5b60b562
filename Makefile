# Two commands do everything from a fresh machine with Python 3.11 or later:
#   make lab     a learner's workspace in JupyterLab    (make lab ARGS="-- --no-browser --port 8899")
#   make test    all tests: Python, TypeScript, content, browser
# The README has the same commands for Windows.

PYTHON ?= python3
VENV   ?= .venv
DIR    ?=
ARGS   ?=
JOBS   ?= $(shell $(PYTHON) -c "import os; print(os.cpu_count() or 2)")

BIN     := $(CURDIR)/$(VENV)/bin
BUNDLE  := mlcourse/labextension
SOURCES := $(shell find labextension/src labextension/style labextension/schema -type f 2>/dev/null) \
           labextension/package.json labextension/package-lock.json labextension/tsconfig.json
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python --reinstall-package mlcourse
export PATH := $(BIN):$(PATH)

.PHONY: lab test lint python-tests typescript-tests content-tests browser-tests benchmarks clean

lab: $(VENV)/.lab
	$(BIN)/mlcourse lab $(DIR) $(ARGS)

# The quick ones first: a slip in the form of a file is told in a minute, not after half an hour.
test: lint typescript-tests python-tests content-tests browser-tests

$(VENV)/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mlcourse needs Python 3.11 or later: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

# The bundle is built by the installation, with Node from a Python wheel; a stale one is removed first.
$(VENV)/.lab: $(VENV)/bin/uv pyproject.toml $(SOURCES)
	@echo "Installing the course into $(VENV); the first time this takes some minutes."
	rm -rf $(BUNDLE)
	$(INSTALL) --editable .
	touch $@

$(VENV)/.test: $(VENV)/bin/uv pyproject.toml $(SOURCES)
	@echo "Installing the course and what its tests need into $(VENV); the first time this takes some minutes."
	rm -rf $(BUNDLE)
	$(INSTALL) --editable '.[test]'
	touch $@ $(VENV)/.lab

labextension/node_modules/.package-lock.json: labextension/package-lock.json $(VENV)/.test
	cd labextension && npm ci --no-audit --no-fund
	touch $@

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

python-tests: $(VENV)/.test
	$(BIN)/pytest -n $(JOBS) --dist loadfile

typescript-tests: labextension/node_modules/.package-lock.json
	cd labextension && npm run lint && npm test

content-tests: $(VENV)/.test
	$(BIN)/mlcourse verify --jobs $(JOBS)

browser-tests: labextension/node_modules/.package-lock.json
	$(BIN)/python tests/browser/run.py

benchmarks: $(VENV)/.test
	$(BIN)/python benchmarks/imports.py
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/explorers.py
	$(BIN)/python benchmarks/figures.py
	$(BIN)/python benchmarks/roadmap.py
	$(BIN)/python benchmarks/events.py
	$(BIN)/python benchmarks/kernel.py
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/browser.py

clean:
	rm -rf $(VENV) $(BUNDLE) labextension/node_modules labextension/lib build dist
