# make live   set up what is missing, then play the built-in demo
# make test   set up what is missing, then run every test
.PHONY: live test setup gpu docs lint clean
export PYTHON
# Byte code is kept in any case: without it each start compiles the program and what it imports again.
unexport PYTHONDONTWRITEBYTECODE

live: setup
	@.venv/bin/python live.py show $(ARGS)

setup:
	@./setup.sh base

test:
	@./setup.sh test
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m pytest

# On a machine with an NVIDIA card: install the extra, fetch SD-Turbo, compile it.
gpu:
	@./setup.sh gpu
	@.venv/bin/python live.py compile stabilityai/sd-turbo --size 512x512 --steps 1 --precision fp16

# The tables of README.md, CONTRIBUTING.md and docs/ are made from those of the program.
docs:
	@.venv/bin/python -m docs.tables

lint:
	@./setup.sh test
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m ruff format --check .
	@.venv/bin/python -m mypy

clean:
	rm -rf .venv out build dist *.egg-info
