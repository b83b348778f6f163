# One verb a line. CONTRIBUTING.md and docs/install.md say the same steps without make.
#
#   make workshop    install if need be, open the workshop     make demo    the same, on a made-up community
#   make test        everything, as CI runs it                 make lab     the notebooks in JupyterLab
#   make lint        style only                                make notebooks    run and tidy every notebook
#   make bench       measure, against others (half an hour)
#   make faults      break it in every way we know, under load (an hour)
#
# Options go in ARGS:  make workshop ARGS="--no-browser --port 9000"    make test ARGS="tests/test_docs.py"

READY := .venv/.installed
TOOLS := .venv/.test-tools
ARGS :=

.PHONY: help install workshop demo lab test lint notebooks bench faults moved

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

install: $(READY)

workshop: $(READY)
	@.venv/bin/workshop serve $(ARGS)

demo: $(READY)
	@sh scripts/demo $(ARGS)

lab: $(READY)
	@.venv/bin/jupyter-lab --ServerApp.root_dir=notebooks --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(ARGS)

test: lint
	@sh scripts/get-chromium
	@sh scripts/get-service postgresql tests.postgres
	@sh scripts/get-service haproxy tests.haproxy
	@sh scripts/get-service nginx-light tests.nginx
	@sh scripts/get-hub tests
	.venv/bin/pytest $(ARGS)

lint: $(TOOLS)
	.venv/bin/ruff check
	.venv/bin/ruff format --check

notebooks: $(READY)
	.venv/bin/python -m tests.notebooks --run

bench: $(TOOLS)
	@sh scripts/make-env bench
	@sh scripts/get-chromium
	.venv/bin/python -m tests.benchmarks $(ARGS)

faults: $(TOOLS)
	@sh scripts/get-service postgresql tests.postgres
	@sh scripts/get-service haproxy tests.haproxy
	@sh scripts/get-service faketime tests.faketime
	.venv/bin/python -m tests.faults $(ARGS)

$(READY): pyproject.toml
	@sh scripts/make-env

$(TOOLS): $(READY)
	@sh scripts/make-env tests

# The commands in .venv name the folder they were made in: a folder that was moved or copied is installed anew.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
$(READY): moved
endif
