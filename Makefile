# The two commands: make demo, make test. They need Python 3.11+ and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help demo test check audit environment screenshots bench
PORT ?= 8000
export PORT
# Each of its programs would else compile the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo     a sample city, once round the loop, on http://127.0.0.1:$(PORT) (RESET=1 starts afresh)"
	@echo "make test     all tests; what is skipped is named at the end with its remedy"
	@echo "make check    ruff, mypy --strict, import-linter"
	@echo "make audit    what Minben depends on: pinned, hashed, licences, age; known holes where their list can be reached"
	@echo "make bench    figures beside those of others, from the same run"

environment:
	@tools/environment.sh dev

demo:
	@tools/environment.sh demo
	@exec .venv/bin/minben demo $(if $(RESET),--reset)

test: environment
	.venv/bin/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: environment
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

audit: environment
	.venv/bin/python tools/audit.py

bench: environment
	.venv/bin/python benchmarks/understanding.py
	.venv/bin/python benchmarks/answering.py
	.venv/bin/python benchmarks/replying.py --replies --write
	.venv/bin/python benchmarks/topics.py
	.venv/bin/python benchmarks/topics_bent.py
	.venv/bin/python benchmarks/turning.py
	.venv/bin/python benchmarks/importing.py
	.venv/bin/python benchmarks/intake.py
	.venv/bin/python benchmarks/million.py
	.venv/bin/python benchmarks/proving.py
	.venv/bin/python benchmarks/following.py
	.venv/bin/python benchmarks/twin.py
	.venv/bin/python tools/measured.py

screenshots: environment
	.venv/bin/python tools/screenshots.py
