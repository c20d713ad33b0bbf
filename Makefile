# A thin front over `python -m jobs`; names and meaning of the targets are a contract (docs/operations.md).
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
export PYTHONUNBUFFERED := 1

.PHONY: run test setup setup-dev check fix bench lock screenshots

run: setup
	@$(PY) -m jobs serve --port $(PORT)

test: setup-dev
	@$(PY) -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder $(PYTEST_ARGS)

setup: $(VENV)/.run-stamp

setup-dev: $(VENV)/.dev-stamp

$(VENV)/.run-stamp: requirements.txt | $(VENV)
	@scripts/install.sh requirements.txt
	@touch $@

$(VENV)/.dev-stamp: requirements-dev.txt $(VENV)/.run-stamp
	@scripts/install.sh requirements-dev.txt
	@touch $@

$(VENV):
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] < (3, 15); sys.exit(0 if ok else "Huaxiang needs Python 3.11 to 3.14; found %d.%d. Name another with PYTHON=python3.12 make run" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV)

check: setup-dev
	@$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check .
	@$(PY) scripts/write_data_dictionary.py --check
	@$(PY) -m jobs check --definitions-only

fix: setup-dev
	@$(VENV)/bin/ruff format . && $(VENV)/bin/ruff check --fix .
	@$(PY) scripts/write_data_dictionary.py

bench: setup-dev
	@for bench in pages refresh ingest train concurrency leaks; do $(PY) -m jobs bench $$bench --students 300 || exit 1; done

screenshots: setup-dev
	@$(PY) -m jobs screenshots

# Resolve the pinned, hashed requirements anew (needs uv); one resolution serves Python 3.11 to 3.14.
lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate -q requirements.in -o requirements.txt
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate -q requirements-dev.in -o requirements-dev.txt
