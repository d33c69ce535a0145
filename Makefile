# make live   set up what is missing, then play the built-in demo
# make check  what to run before each commit: lint, types and the quick tests, in under a minute
# make test   set up what is missing, then run every test
.PHONY: live check test setup gpu docs lint sbom clean
export PYTHON
# Byte code is kept in any case: without it each start compiles the program and what it imports again.
unexport PYTHONDONTWRITEBYTECODE

live: setup
	@.venv/bin/python live.py show $(ARGS)

setup:
	@./setup.sh base

# These need no GL, no torch and no server, and none of them takes long.
QUICK = tests/mapping tests/setlist $(filter-out %/test_hit.py %/test_stuck_display.py, $(wildcard tests/live/test_*.py)) \
    tests/audio/feature/test_bands.py tests/audio/beat/test_pattern.py \
    tests/audio/io/test_ring.py tests/audio/test_feature_table.py tests/control/test_keyboard.py \
    tests/control/test_osc_feed.py tests/control/test_osc_packet.py tests/control/test_parameters.py \
    tests/control/test_snapshots.py \
    tests/isf/test_parse.py tests/keyframes/test_motion.py \
    tests/keyframes/test_schedule.py tests/render/test_disk_space.py tests/render/test_segments.py \
    tests/test_camera.py tests/test_did_you_mean.py tests/test_files.py \
    tests/test_structure.py

# Without GL, so that a test that wants it is noticed at once.
check: lint
	@PYTHONPATH=tests/e2e/no_gl .venv/bin/python -m pytest -n 2 --dist loadfile $(QUICK)

# Three at a time on two cores: many tests wait for programs, sockets and frames.
test:
	@./setup.sh test
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m pytest -n 3 --dist loadfile

# On a machine with an NVIDIA card: install what card and driver take, fetch SD-Turbo, compile it. Fails, with the
# reason, unless the card paints.
gpu:
	@./setup.sh gpu
	@.venv/bin/python live.py compile stabilityai/sd-turbo --gpu strongest

# The tables of README.md, CONTRIBUTING.md and docs/ are made from those of the program.
docs:
	@.venv/bin/python -m docs.tables

# What the program is made of, with versions, in CycloneDX: sbom.json.
sbom:
	@.venv/bin/python -m pip install --quiet cyclonedx-bom
	@.venv/bin/cyclonedx-py requirements constraints.txt -o sbom.json

lint:
	@./setup.sh test
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m ruff format --check .
	@.venv/bin/python -m mypy

clean:
	rm -rf .venv out build dist *.egg-info
