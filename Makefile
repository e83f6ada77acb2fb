# Two commands matter: `make demo` shows the suite, `make test` checks everything.
# `make` alone lists the rest.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)
RUN := .venv-run
DEV := .venv
BADGES := .venv-badges
ORACLES := .venv-oracles
BESIDE := .venv-beside
BROWSER ?= yes

.PHONY: help demo test deep lint badges oracles bench bench-beside conformance lock translations clean

help:
	@echo "make demo          start the suite and the demo LMS, seeded, until Ctrl-C"
	@echo "make test          set up and run everything that checks the project (BROWSER=no leaves the browser out)"
	@echo "make lint          formatting, types, import rules, templates"
	@echo "make deep          the long versions of the tests"
	@echo "make badges        badges of a running suite before openbadgeslib, in an environment of its own"
	@echo "make oracles       elections before pref_voting, starvote and abcvoting, in an environment of their own"
	@echo "make bench         every benchmark beside its target (ONLY=name for one)"
	@echo "make bench-beside  counting beside pref_voting and pyrankvote, in an environment of their own"
	@echo "make conformance   HARNESS=path ARGS='--seed 7': run an outside LTI judge against the suite"
	@echo "make lock          resolve the lock files anew"
	@echo "make translations  collect the texts of all packages into their catalogues"

$(RUN)/.done: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: no python3 on the PATH is."; exit 1; }
	$(PYTHON) -m venv $(RUN)
	$(RUN)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV)/.done: requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: no python3 on the PATH is."; exit 1; }
	$(PYTHON) -m venv $(DEV)
	$(DEV)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(DEV)/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(RUN)/.done
	@$(RUN)/bin/lti-tools demo

test: $(DEV)/.done lint
	@BROWSER=$(BROWSER) $(DEV)/bin/python tests/run.py

lint: $(DEV)/.done
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/mypy
	$(DEV)/bin/lint-imports
	$(DEV)/bin/djlint lti_tools tools --lint --quiet

$(BADGES)/.done:
	$(PYTHON) -m venv $(BADGES)
	$(BADGES)/bin/python -m pip install -q --disable-pip-version-check openbadgeslib==4.6.3
	@touch $@

$(ORACLES)/.done: tests/oracles/packages.lock tests/oracles/cases.lock
	$(PYTHON) -m venv $(ORACLES)
	$(ORACLES)/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes \
		-r tests/oracles/packages.lock
	$(ORACLES)/bin/python -m pip download -q --disable-pip-version-check --no-deps --require-hashes \
		--no-binary :all: -d $(ORACLES)/cases -r tests/oracles/cases.lock
	@touch $@

deep: $(DEV)/.done $(BADGES)/.done $(ORACLES)/.done
	BADGE_VERIFIER=$(BADGES)/bin/python VOTE_ORACLES=$(ORACLES)/bin/python VOTE_CASES=$(ORACLES)/cases HYPOTHESIS_PROFILE=deep \
		$(DEV)/bin/python -m pytest -n 3 --timeout=7200 -m "deep or not deep" tests

badges: $(DEV)/.done $(BADGES)/.done
	BADGE_VERIFIER=$(BADGES)/bin/python $(DEV)/bin/python -m pytest -m deep tests/functional/quests/test_independent_verifier.py

oracles: $(DEV)/.done $(ORACLES)/.done
	VOTE_ORACLES=$(ORACLES)/bin/python VOTE_CASES=$(ORACLES)/cases \
		$(DEV)/bin/python -m pytest -m deep tests/unit/vote/counting/test_oracles.py

bench: $(DEV)/.done
	@$(DEV)/bin/python -m benchmarks $(ONLY)

$(BESIDE)/.done: benchmarks/beside/packages.lock
	$(PYTHON) -m venv $(BESIDE)
	$(BESIDE)/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

bench-beside: $(DEV)/.done $(BESIDE)/.done
	@COUNTED_BESIDE=$(BESIDE)/bin/python $(DEV)/bin/python -m benchmarks counting

conformance: $(DEV)/.done
	@test -n "$(HARNESS)" || { echo "Say where the judge is: make conformance HARNESS=path"; exit 1; }
	@$(DEV)/bin/python tests/conformance.py "$(HARNESS)" $(ARGS)

lock: $(DEV)/.done
	$(DEV)/bin/python -m pip install -q uv
	$(DEV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate -q --upgrade --extra build pyproject.toml -o requirements.lock
	$(DEV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate -q --upgrade --extra build --extra dev pyproject.toml -o requirements-dev.lock

translations: $(DEV)/.done
	$(DEV)/bin/python -m lti_tools.web.catalogue

clean:
	rm -rf $(RUN) $(DEV) $(BADGES) $(ORACLES) $(BESIDE) build dist *.egg-info
