# Every target with its line of help; `make` alone prints them.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
FLASK := $(PYTHON) -m flask --app app
PORT ?= 8000
DEMO ?= build/demo
SEED ?= 1000000

.PHONY: help setup setup-dev run demo test test-fast soak check lint fmt types pins bench

help: ## Print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install what the program needs (system packages, fonts, Python packages)
	@scripts/setup.sh run

setup-dev: ## The same, and what tests and checks need
	@scripts/setup.sh dev

run: setup ## Serve this node on 127.0.0.1:8000; the first start makes a demo node
	@home="$${LUOSHI_HOME:-instance}"; if [ ! -e "$$home/luoshi.db" ]; then $(PYTHON) -m scripts.demo_node; \
	elif [ -e "$$home/demo-accounts.txt" ]; then cat "$$home/demo-accounts.txt"; fi
	@$(FLASK) serve --port $(PORT)

demo: setup ## Do the main job without a browser and print one JSON summary
	@$(PYTHON) -m scripts.demo --folder $(DEMO)

test: setup-dev ## Run every test
	$(PYTHON) -m pytest -q

test-fast: setup-dev ## Rules and the shape of the house only
	$(PYTHON) -m pytest -q tests/architecture tests/unit

soak: setup-dev ## 20,000 texts, 20,000 histories of the exchange, a fault at every place
	@echo "histories of the exchange: seeds from $(SEED)"
	LUOSHI_SYNC_HISTORIES=20000 LUOSHI_SYNC_SEED=$(SEED) $(PYTHON) -m pytest -q -rP tests/integration/sync/test_network.py -k network_when
	LUOSHI_PLAN_SAMPLES=20000 $(PYTHON) -m pytest -q tests/unit/plans/test_any_text.py
	LUOSHI_ALL_FAULTS=1 $(PYTHON) -m pytest -q tests/integration/sync/test_faults.py tests/integration/sync/test_kill.py

check: lint types ## All that must be clean besides the tests

lint: setup-dev ## Style, templates and layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint templates --check --lint
	.venv/bin/lint-imports

fmt: setup-dev ## Put code and templates into the house style
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .
	-.venv/bin/djlint templates --reformat --quiet

types: setup-dev ## Types, strict
	.venv/bin/mypy .

pins: ## Pin the wanted packages anew, with hashes
	.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.txt requirements.in
	.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.txt requirements-dev.in

bench: setup-dev ## Measure, and print what was measured
	$(PYTHON) -m bench
