# make demo       a whole round of recommendations on the sample workbooks, into demo-output/
# make test       the tests, on the built wheel, a worker for each core
# make test-fast  those of them that start no LibreOffice and no process and take no time
# make check      format, lint, types, layers
# make bench      the measures of docs/measures.md and the speed of xlflow beside its peers
# Each sets up what it needs in .venv; a second call is quick.

SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WHEEL_INPUT := $(shell find xlflow templates sample_workbooks -type f -not -name '*.py[co]' -not -name '.~lock*' 2>/dev/null | sed 's/ /\\ /g') pyproject.toml README.md LICENSE
# -P: the folder with the sources is not on the path, so that what is tested is what is shipped.
# Byte code of the tests is kept: to compile them is most of what collecting them takes.
ISOLATED := PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE= XLFLOW_TESTDATA="$${XLFLOW_TESTDATA:-$(abspath ../shared)}"
WORKERS ?= auto
# A module's tests stay with one worker, as long as the other has some left: what a module makes once is made once.
PYTEST := $(ISOLATED) $(BIN)/pytest -n $(WORKERS) --dist worksteal

.PHONY: demo test test-fast check bench samples docs pictures clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	$(BIN)/xlflow demo -o demo-output

test: $(VENV)/.installed $(VENV)/.dev $(VENV)/.office
	$(PYTEST)

test-fast: $(VENV)/.installed $(VENV)/.dev
	$(PYTEST) -m "not office and not process and not slow" --hypothesis-profile fast

check: $(VENV)/.installed $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed $(VENV)/.dev $(VENV)/.peers
	$(BIN)/python benchmarks/run_all.py

samples: $(VENV)/.installed $(VENV)/.dev $(VENV)/.office
	$(BIN)/python tools/make_samples.py
	$(BIN)/python tools/checking_samples.py
	$(BIN)/python tools/samples_anhui.py
	$(BIN)/python tools/samples_chongqing.py
	$(BIN)/python tools/samples_csg.py
	$(BIN)/python tools/samples_faculty.py
	$(BIN)/python tools/samples_tangshan.py
	$(BIN)/python tools/samples_wuyi.py

pictures: $(VENV)/.installed $(VENV)/.dev $(VENV)/.office
	$(BIN)/python tools/make_checking_pictures.py
	XLFLOW_PICTURES=docs/pictures $(ISOLATED) $(BIN)/pytest tests/excel/test_mouse_click.py
	$(BIN)/python tools/layout_example.py
	$(BIN)/python tools/own_template.py
	$(BIN)/python tools/make_document_pictures.py

docs: $(VENV)/.installed
	$(BIN)/python tools/write_cli_reference.py
	$(BIN)/python tools/write_codes_page.py
	$(BIN)/python tools/write_schemes_page.py
	$(BIN)/python tools/write_layout_page.py
	$(BIN)/python tools/write_documents_page.py

clean:
	rm -rf $(VENV) build dist demo-output

$(VENV)/.created:
	tools/system_packages.sh venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.created
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

$(VENV)/.peers: pyproject.toml | $(VENV)/.created
	$(BIN)/python -m pip install --quiet --group bench
	touch $@

$(VENV)/.office: tools/system_packages.sh | $(VENV)/.created
	tools/system_packages.sh git office click
	touch $@

$(VENV)/.installed: $(WHEEL_INPUT) | $(VENV)/.created
	rm -rf build/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel .
	$(BIN)/python -m pip install --quiet build/wheel/*.whl
	$(BIN)/python -m pip install --quiet --no-deps --force-reinstall build/wheel/*.whl
	touch $@
