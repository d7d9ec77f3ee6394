# Two commands matter: `make run` and `make test`. Both need nothing but Python 3.11 or later.
PYTHON ?= python3
RUNTIME = @command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: sudo apt-get install python3 python3-venv"; exit 1; }; \
	exec $(PYTHON) config/runtime/bootstrap.py
export ARGS

.DEFAULT_GOAL := help
.PHONY: help run reset test bench contracts lint types lock messages screenshots shell

help: ## this list
	@echo "Ágora. CITY=torreon|hermosillo, PORT=8000, HOST=127.0.0.1, DATABASE_URL= and BROKER_URL= are honoured."
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: ## everything on this machine, in the foreground; the second start takes seconds
	$(RUNTIME) run

reset: ## forget one city: its database, files and keys (asks first; YES=1 in scripts)
	$(RUNTIME) reset

test: ## contracts, lint, types and all tests; ARGS="tests/cases -k x" for some of them
	$(RUNTIME) test

bench: ## measure at 10k, 100k and 1m cases; SIZES=10k,100k CLIENTS=1,16 QUICK=1 DOORS=intake,queue
	$(RUNTIME) bench

contracts: ## who may import whom
	$(RUNTIME) contracts

lint: ## ruff: rules and format
	$(RUNTIME) lint

types: ## mypy
	$(RUNTIME) types

lock: ## requirements*.in -> requirements*.txt, with versions and hashes
	$(RUNTIME) lock

messages: ## compile the translations
	$(RUNTIME) messages

screenshots: ## the pictures of the README, from the city that runs
	$(RUNTIME) screenshots

shell: ## Django's shell against the running city
	$(RUNTIME) shell
