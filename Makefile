# Every command works from a fresh clone; what is missing is installed first (deploy/setup).
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run test test-postgresql check bench-relay bench-delay bench-city bench-align bench-api bench-record fuzz faults-connections hostile soak faults-archive faults-hub rehearsal screenshots bytes first-load pages tools lock faults

help: ## Show the commands
	@echo "同课 Tongke"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

run: setup-python ## Start everything with a demo city and a demo teacher (Ctrl-C ends it)
	@$(PYTHON) -m deploy.bootstrap run

test: setup-python ## Run all tests: unit, integration, web, browser, and the checks
	@$(PYTHON) -m deploy.bootstrap test

test-postgresql: tools ## Run every test of the server over PostgreSQL; make test runs half of them over both
	@.venv/bin/python -m pytest -q tests/server --database postgresql -m "not e2e and not bench"

check: setup-python ## Run the quick checks: ruff, mypy, import rules, web, repository
	@$(PYTHON) -m deploy.bootstrap check

bench-relay: setup-python ## Measure CPU per forwarded packet beside a C floor and Janus
	@$(PYTHON) -m deploy.bootstrap bench-relay

bench-align: tools ## Align generated cities beside greedy and a proven bound
	@.venv/bin/python -m tests.bench.align

bench-city: tools ## Carry 27 lessons to 101 classrooms for SECONDS (300), all of it journaled
	@.venv/bin/python -m tests.bench.city --seconds $(or $(SECONDS),300)

bench-delay: tools pages ## Measure how soon a classroom sees a lesson, and how much later than without a relay
	@.venv/bin/python -m tests.bench.delay $(ARGUMENTS)

bench-api: tools ## Ask every list page of a city with 100,000 lessons over PostgreSQL
	@.venv/bin/python -m tests.bench.api

fuzz: tools ## Run every fuzz target for SECONDS (60) each
	@.venv/bin/python -m pytest -q tests/fuzz --fuzz-seconds $(or $(SECONDS),60)

faults-connections: tools ## Measure outages, changes of address and blocked UDP with a Chromium behind a link (root)
	@.venv/bin/python -m tests.faults.connections
faults: tools ## Measure sound, pictures and layers on bad lines, promise by promise
	@.venv/bin/python -m tests.faults.matrix

hostile: tools ## Measure what strangers and bad neighbours can do to a lesson
	@.venv/bin/python -m tests.faults.hostile

bench-record: tools ## Measure what recording a lesson costs, and how long replays let people wait
	@.venv/bin/python -m tests.bench.record $(ARGUMENTS)

faults-archive: tools ## Kill, fill, cut and flip what a recording needs, and say what was lost
	@.venv/bin/python -m tests.faults.archive $(ARGUMENTS)

faults-hub: tools ## Kill server, database and node in mid-lesson; compare ledger and packets
	@.venv/bin/python -m tests.faults.hub $(ARGUMENTS)

soak: tools ## Hold lessons for MINUTES (60) and follow memory, descriptors and threads
	@.venv/bin/python -m tests.faults.soak --minutes $(or $(MINUTES),60)

bytes: pages ## Say what the first load of each page costs, gzipped, against its budget
	@node web/scripts/bytes.mjs

first-load: tools pages ## Measure how soon pages are usable on 2 Mbit/s and 150 ms (root)
	@.venv/bin/python -m tests.bench.first_load $(ARGUMENTS)

rehearsal: tools pages ## Boot 101 classrooms around a bell, nobody clicks: who plays 5 s after it
	@.venv/bin/python -m tests.bench.rehearsal $(ARGUMENTS)

screenshots: tools pages ## Make pictures of every page and state of the demo city
	@.venv/bin/python -m tests.gallery.pictures $(ARGUMENTS)

tools: setup-python ## Install what tests and measurements need
	@$(PYTHON) -m deploy.bootstrap tools

pages: setup-python ## Build the pages, where their sources have changed
	@$(PYTHON) -m deploy.bootstrap pages

lock: setup-python ## Write requirements*.lock again from pyproject.toml
	@$(PYTHON) -m deploy.bootstrap lock

.PHONY: setup-python
setup-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "✗ 没有找到 Python：请安装 Python 3.11 或更高版本（Debian：apt-get install python3 python3-venv），然后再运行一次。 / Python is missing: install Python 3.11 or later (Debian: apt-get install python3 python3-venv), then run this again." >&2; exit 1; }
