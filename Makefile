# The commands of the course. All that a fresh machine needs is Python 3.11 or newer, make, and git.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/ready.txt

.PHONY: help book test test-colab serve format repository strip clean

help:                          ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1	/' | expand -t 20

# The environment is made anew in place when what it is made from has changed. It is compiled once, on all cores: every
# test and every chapter starts twice as fast.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  f"Python 3.11 or newer is needed, got {sys.version.split()[0]}: make PYTHON=python3.12 …")'
	@test -x $(RUN) || { echo "Making $(VENV) from requirements.txt (some minutes, once)"; $(PYTHON) -m venv $(VENV); }
	@$(RUN) -m pip install --progress-bar off --no-compile -r requirements.txt 2>&1 \
	  | { grep --line-buffered -E '^(  Downloading|Installing|ERROR|error)' || true; } | cut -c 1-100
	@$(RUN) -m compileall -q -j 0 $(VENV)/lib >/dev/null 2>&1 || true
	@$(RUN) -m pip install -q --no-deps --no-build-isolation -e . 2>&1 | { grep -v '^WARNING: Location' || true; }
	@touch $@

book: $(READY)                 ## build the site: runs what changed, says where it is
	@$(RUN) book/_site/build.py

test: $(READY)                 ## run every test, or PARTS=fast …; the last line says 'N passed, N failed'
	@$(RUN) tools/run_tests.py $(PARTS)

test-colab: $(READY)           ## run every chapter, or CHAPTERS=book/…, alone and with Colab's versions
	@$(RUN) tests/colab.py $(CHAPTERS)

serve: book                    ## look at the site on http://localhost:8000
	@echo "The site is at http://localhost:8000 (stop with Ctrl-C)"
	@$(RUN) -m http.server 8000 --bind 127.0.0.1 --directory _build/html

format: $(READY)               ## give all Python the one form that the tests ask for, and say what is left to mend
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check .

repository:                    ## URL=https://github.com/you/name [BRANCH=main]: all links lead there; alone: lists them
	@$(PYTHON) tools/repository.py $(URL) $(BRANCH)

strip:                         ## take the outputs out of all chapters before a commit
	@$(PYTHON) tools/notebook.py strip

clean:                         ## remove what was built (the environment stays)
	rm -rf _build .pytest_cache .ruff_cache .hypothesis
	find book lecopt tests tools -name __pycache__ -prune -exec rm -rf {} +
