# The commands of this project; `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8888
ARGS ?=
BIN := .venv/bin
START := notebooks/00_start_here.ipynb
NOTEBOOKS := notebooks assignments release
ENVIRONMENT := $(PYTHON) tools/environment.py

# JupyterLab refuses to run as root unless told; only containers do.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

# Running the notebooks as a test must not touch the learner's own log.
OWN_HOME := export CLOSED_LOOP_HOME="$$(mktemp -d)"; trap 'rm -r "$$CLOSED_LOOP_HOME"' EXIT;

# One visible, timed step of `make test`: $(call step,name,command).
step = @set -e; echo; echo "==== $(1)"; SECONDS=0; $(2); echo "---- $(1): $$SECONDS s"

.PHONY: help setup setup-test lab instructor test quick demo lock tidy release

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make or update the environment in .venv
	@$(ENVIRONMENT) setup

setup-test:
	@$(ENVIRONMENT) setup --test

lab: setup ## open JupyterLab on the first notebook (PORT=8888, ARGS="--no-browser")
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyter-lab --ServerApp.root_dir="$(CURDIR)" \
		--LabApp.default_url=/lab/tree/$(START) --port=$(PORT) $(AS_ROOT) $(ARGS)

instructor: export JUPYTER_CONFIG_PATH := $(CURDIR)/etc/instructor$(addprefix :,$(JUPYTER_CONFIG_PATH))
instructor: lab ## the same with nbgrader's tools for instructors (formgrader, create assignment)

test: setup-test ## run every check, as .ci/run does
	$(call step,ruff check,$(BIN)/ruff check .)
	$(call step,ruff format,$(BIN)/ruff format --check .)
	$(call step,unit tests,$(BIN)/pytest tests -m "not cohort and not platform and not slow and not browser" -n 2 --dist worksteal)
	$(call step,cohort and platform tests,$(BIN)/pytest tests -m "cohort or platform" -n 2 --dist loadfile)
	$(call step,submissions that want to stop the grader,$(BIN)/pytest tests/hostile -m slow)
	$(call step,browser tests,$(BIN)/pytest tests/browser)
	$(call step,notebooks,$(OWN_HOME) $(BIN)/pytest -o addopts= -q --nbval-lax --nbval-cell-timeout=120 $(NOTEBOOKS))

quick: setup-test ## unit tests and the notebooks in process, on fewer cases
	$(call step,quick tests,CLOSED_LOOP_TEST_SEEDS=100 $(BIN)/pytest tests -m "not cohort and not platform and not slow and not browser" -n 2 --dist worksteal)

demo: setup ## a class of simulated learners, from release to marks
	@$(BIN)/course demo

lock: setup-test ## pin the dependencies again (ARGS=--upgrade takes the newest)
	@$(ENVIRONMENT) lock $(ARGS)

tidy: setup ## put the notebooks in their committed form
	@$(BIN)/course tidy

release: setup ## generate release/ from assignments/
	@$(BIN)/course release
