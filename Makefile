# Two commands do all the set-up: `make demo` and `make test`. They install what is missing, system packages too.
PYTHON ?= python3
BIN := .venv/bin
DEMO ?= demo

.PHONY: demo serve test browser check bench clean

demo: .venv/ready
	$(BIN)/sanbao play tests/stories/house.yaml
	$(BIN)/sanbao demo $(DEMO)

serve: .venv/ready
	test -e $(DEMO)/sanbao.sqlite || $(BIN)/sanbao demo $(DEMO)
	cd $(DEMO) && $(CURDIR)/$(BIN)/sanbao serve

test: .venv/ready browser
	$(BIN)/pytest -n 2 --dist worksteal

browser: .venv/ready
	@sh .ci/system-packages tests

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/translations.py

bench: .venv/ready
	$(BIN)/python -m bench

.venv/ready: pyproject.toml constraints.txt Makefile
	@sh .ci/system-packages
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch .venv/ready

clean:
	rm -rf .venv $(DEMO)
