# make alone lists what there is to do.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What to test: make test T=tests/threads
T ?=
# The worker processes of the test run; one per core.
N ?= auto
# What asks no database anything is not tested a second time.
DATABASELESS := --ignore-glob "tests/core/test_markup*" --ignore tests/test_house.py \
	--ignore tests/test_vendor.py --ignore tests/test_translations.py
# The longest of the slow ones asks about the API's shape, which no database changes.
SCHEMA := tests/api/test_schema.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test check lint bench translations clean

help: ## list what there is to do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run ## start the forum at http://127.0.0.1:8000, with the demo in an empty database
	@$(BIN)/flask --app wsgi serve

test: $(VENV)/dev lint ## run the tests; T=tests/threads runs a part in seconds
ifeq ($(T),)
	$(BIN)/python -m pytest -q -n $(N) --dist worksteal -m "not slow" tests
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n $(N) --dist worksteal -m "not slow and not browser" tests \
		$(DATABASELESS)
else
	$(BIN)/python -m pytest -q -m "not slow" $(T)
endif

check: test ## run the tests and the slow ones
	$(BIN)/python -m pytest -q -n $(N) --dist worksteal -m slow tests
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n $(N) --dist worksteal -m "slow and not browser" tests \
		$(DATABASELESS) --ignore $(SCHEMA)

lint: $(VENV)/dev ## check style, types and floors
	$(BIN)/ruff check -q forum tests benchmarks wsgi.py
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports | tail -4

bench: $(VENV)/dev ## measure; writes what docs/performance.md quotes to standard output
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.telling

translations: $(VENV)/dev ## collect the texts and bring the catalogues up to date
	$(BIN)/flask --app wsgi translations update

clean: ## remove the virtual environment and what tests left; the data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| (echo "Waymark needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; false)
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the forum needs …"
	@$(BIN)/pip install -q -r requirements.txt 2> >(grep -v 'Location .* is ignored' >&2)
	@touch $@

$(VENV)/dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need …"
	@$(BIN)/pip install -q -r requirements-dev.txt 2> >(grep -v 'Location .* is ignored' >&2)
	@touch $@ $(VENV)/run
