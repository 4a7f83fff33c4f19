# `make demo` and `make test` set up what they need in .venv; Python >= 3.11 and a network are all they ask for.

PYTHON ?= python3
OUT ?= demo
PY := .venv/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check

# Model files that the tests fetch are kept here, not among those of the person who runs them.
TEST_CACHE := $(or $(MOTIF_CACHE_DIR),$(CURDIR)/.venv/cache)

# One process a core, tests of one file together; each computes on one thread, so that they do not wait for each other.
PYTEST := MOTIF_CACHE_DIR="$(TEST_CACHE)" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
	$(PY) -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadscope

.PHONY: help setup demo test test-slow check docs picture bench clean

help:
	@echo "make demo       take a photograph, digits, invented films, made-up music and videos the whole way; leaves demo/index.html"
	@echo "make test       the tests; make test-slow runs the slow ones"
	@echo "make check      style, types, floor plan, generated pages"
	@echo "make docs       write the generated pages"
	@echo "make picture    photograph the demo page for the README (needs Chromium)"
	@echo "make bench      time Motif beside its peers and write docs/benchmarks.md (minutes)"
	@echo "make setup      all that the above need, in .venv; make clean removes what make has made"

.venv/.core: pyproject.toml constraints.txt
	"$(PYTHON)" -m venv .venv
	$(PIP) install --upgrade "pip>=25.1"
	$(PIP) install --constraint constraints.txt --editable .
	$(PY) -m compileall -q src
	@touch $@

.venv/.dev: .venv/.core
	$(PIP) install --constraint constraints.txt --group dev
	@touch $@

setup: .venv/.dev

# What the chapters of films, songs, videos and autoencoders need beside the core; torch is pinned to a build without CUDA.
.venv/.demo: .venv/.core
	$(PIP) install --constraint constraints.txt --editable ".[films,songs,videos,latent]"
	@touch $@

demo: .venv/.demo
	.venv/bin/motif demo --out "$(OUT)"
	@echo "Open $(OUT)/index.html in a browser."

test: .venv/.dev
	$(PYTEST)

test-slow: .venv/.dev
	$(PYTEST) -m slow

check: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m pyrefly check --min-severity=warn
	.venv/bin/lint-imports --no-cache --no-logo
	$(PY) docs/generate.py --check

docs: .venv/.core
	$(PY) docs/generate.py

picture: .venv/.core
	$(PY) docs/picture.py

bench: .venv/.dev
	$(PY) benchmarks/run.py

clean:
	rm -rf .venv build dist demo .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests docs benchmarks -name __pycache__ -prune -exec rm -rf {} +
