# Two commands on a fresh machine: make demo, make test. Both make the virtual environment when there is none.

.DEFAULT_GOAL := help
.PHONY: help venv venv-dev demo test check format messages pins clean
.DELETE_ON_ERROR:

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# The first Python on this machine that is new enough and truly starts (a version manager's shim may not).
FIND_PYTHON = for name in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo "$$name"; break; fi; done
# No index of packages is named here: pip's own configuration chooses it.
COMPILE = CUSTOM_COMPILE_COMMAND="make pins" $(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links --no-emit-options $(if $(UPGRADE),--upgrade)
# What a production server would have in its environment, for Django's check of deployments.
DEPLOYED = SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	NEWSROOM_URL=https://newsroom.example NEWSROOM_COMMERCIAL=0 EMAIL_URL=smtp://127.0.0.1:25 DEFAULT_FROM_EMAIL=desk@newsroom.example  \
	NEWSLETTER_IMPRINT="Harbour Ledger Ltd, 1 Quay Street, Port Town"

help:
	@echo "make demo [PORT=8000]  a demo newsroom on http://127.0.0.1:PORT/ (Ctrl-C ends it)"
	@echo "make test              every test, on SQLite, on PostgreSQL and in a browser; says what it could not run"
	@echo "                       [ARGS='tests/articles -x'] for a part, [REQUIRE_ALL=1] to allow no skips"
	@echo "make check             lint, format, types, migrations, templates, Django's check of deployments"
	@echo "make format            put the code and the templates into the form that make check asks for"
	@echo "make venv              only the virtual environment, with what the newsroom needs to run"
	@echo "make messages          bring locale/*/LC_MESSAGES/django.po up to date and compile it (needs GNU gettext)"
	@echo "make pins [UPGRADE=1]  compile requirements*.txt from requirements*.in"
	@echo "make clean             remove the virtual environment, the caches and the demo newsroom's data"

# --- the virtual environment; each stamp is as new as the packages that were installed ---

$(VENV)/.made:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "Newsroom needs Python 3.11 or later, and none was found. Install it, or name one: make PYTHON=/path/to/python3"; \
		exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
		echo "$$python cannot make virtual environments (ensurepip is missing). On Debian: apt-get install python3-venv"; \
		exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.made
	@echo "Installing what the newsroom needs (requirements.txt)"
	@$(PIP) install --quiet --requirement requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing what its tests need (requirements-dev.txt)"
	@$(PIP) install --quiet --requirement requirements-dev.txt
	@touch $@

venv: $(VENV)/.installed
venv-dev: $(VENV)/.installed-dev

# --- what people run ---

demo: $(VENV)/.installed
	@NEWSROOM_DEMO=1 exec $(BIN)/python manage.py demo --port $(PORT)

test: $(VENV)/.installed-dev
	@exec $(BIN)/python -m tests.run $(ARGS)

# What a check writes (a secret key, collected static files) goes to a folder that it removes.
check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	@NEWSROOM_VAR=$$(mktemp -d) && export NEWSROOM_VAR && \
	{ $(BIN)/mypy . >"$$NEWSROOM_VAR/types" 2>&1 & types=$$!; } && \
	trap 'kill $$types 2>/dev/null; rm -rf "$$NEWSROOM_VAR"' EXIT && \
	echo "manage.py makemigrations --check" && $(BIN)/python manage.py makemigrations --check --dry-run && \
	echo "manage.py collectstatic" && $(BIN)/python manage.py collectstatic --noinput --verbosity 0 && \
	echo "manage.py check --deploy" && $(DEPLOYED) $(BIN)/python manage.py check --deploy --fail-level WARNING && \
	echo "mypy . (it ran beside these)" && { wait $$types; wrong=$$?; cat "$$NEWSROOM_VAR/types"; exit $$wrong; }

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	-find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

# What they read and what they skip: newsroom/management/commands/makemessages.py. Both files are committed, so that a
# machine without GNU gettext lacks nothing. (What looks older than its .mo, as after a checkout, would not be compiled.)
messages: $(VENV)/.installed
	@NEWSROOM_VAR=$$(mktemp -d) && export NEWSROOM_VAR && trap 'rm -rf "$$NEWSROOM_VAR"' EXIT && \
	$(BIN)/python manage.py makemessages --locale es && touch locale/*/LC_MESSAGES/*.po && \
	$(BIN)/python manage.py compilemessages --locale es

pins: $(VENV)/.installed-dev
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --constraint requirements.txt --output-file requirements-redis.txt requirements-redis.in
	$(COMPILE) --constraint requirements-redis.txt --output-file requirements-dev.txt requirements-dev.in

clean:
	rm -rf $(VENV) var/demo .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
