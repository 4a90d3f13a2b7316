# `make run` and `make test` are the two commands to know; `make` alone lists the rest.
# What a running copy writes lies in .local, the installed packages in .venv: git ignores both.

PYTHON = python3
PORT = 8000
UPGRADE =

# A setting of your own environment goes before these.
SETTINGS = \
	SECRET_KEY="$${SECRET_KEY:-$$(cat .local/secret-key)}" \
	ALLOWED_HOSTS="$${ALLOWED_HOSTS:-localhost,127.0.0.1,[::1]}" \
	SITE_URL="$${SITE_URL:-http://localhost:$(PORT)}"
MANAGE = $(SETTINGS) .venv/bin/python manage.py
INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE = .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' $(UPGRADE)

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: packages .local/secret-key ## serve the site on this machine; PORT=8001 for another port
	@.venv/bin/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null \
	|| { echo "Port $(PORT) is taken or not allowed. Another one: make run PORT=8001"; exit 1; }
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) compilemessages --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@if $(MANAGE) is_empty; then \
		echo "Loading the fixtures into the empty database ..."; \
		$(MANAGE) loaddata fixtures/*.yaml; \
	fi
	@$(MANAGE) index_words --verbosity 0
	@echo "The record is at http://localhost:$(PORT)/ (Ctrl-C stops it)."
	@echo "Curators work at http://localhost:$(PORT)/admin/; 'make curator' makes an account."
	@$(SETTINGS) .venv/bin/python -m gunicorn relations.wsgi --bind 127.0.0.1:$(PORT) \
		--workers 1 --threads 4 --no-control-socket --log-level warning

curator: packages .local/secret-key ## make an account for the admin; there is no default one
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) createsuperuser

upgrade: packages .local/secret-key ## after a new version: install and migrate, load nothing
	@$(MANAGE) migrate
	@$(MANAGE) compilemessages --verbosity 0
	@$(MANAGE) index_words
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@echo "Upgraded. Restart the server to use it."

test: test-packages ## lint, check, and run every test on SQLite and on PostgreSQL
	@.venv/bin/python tests/run.py

test-full: test-packages ## the same, with many more random examples
	@HYPOTHESIS_PROFILE=full .venv/bin/python tests/run.py

statement: test-packages ## ask axe about every page and write the figures down; takes an hour
	@HYPOTHESIS_PROFILE=full .venv/bin/python -m pytest -q -m browser tests/browser/test_open_to_all.py

bench: test-packages ## measure pages, search, brief, downloads and imports; takes minutes
	@.venv/bin/python tests/bench/paint.py
	@.venv/bin/python tests/bench/search.py
	@.venv/bin/python tests/bench/brief.py
	@.venv/bin/python tests/bench/downloads.py
	@.venv/bin/python tests/bench/exchange.py

lint: test-packages ## check style; .venv/bin/ruff check --fix and ruff format repair most of it
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check

messages: packages .local/secret-key ## gather the strings to translate (needs gettext)
	@$(MANAGE) makemessages --locale ja --locale uk --no-wrap --add-location file --no-obsolete \
		--extension html,txt,py,svg --ignore tests

lock: test-packages ## lock the requirements again; UPGRADE=--upgrade takes newer versions
	@$(COMPILE) --output-file requirements.txt requirements.in
	@$(COMPILE) --constraints requirements.txt \
		--output-file tests/requirements.txt tests/requirements.in

clean: ## remove packages and caches; the database and its key stay
	rm -rf .venv .local/static .hypothesis .pytest_cache .ruff_cache relations/locale/*/*/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The copies of the lock files inside .venv say what is installed there.
packages:
	@cmp -s requirements.txt .venv/requirements.txt && .venv/bin/python -c '' 2>/dev/null || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
			echo "Python 3.11 or newer is needed. To name one: make run PYTHON=python3.12"; \
			exit 1; }; \
		$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "The package python3-venv is missing: sudo apt-get install python3-venv"; \
			exit 1; }; \
		echo "Installing what the site needs into .venv ..."; \
		$(PYTHON) -m venv --clear .venv \
		&& $(INSTALL) -r requirements.txt \
		&& cp requirements.txt .venv/requirements.txt; }

test-packages: packages
	@cmp -s tests/requirements.txt .venv/test-requirements.txt || { \
		echo "Installing what the tests need into .venv ..."; \
		$(INSTALL) -r tests/requirements.txt \
		&& cp tests/requirements.txt .venv/test-requirements.txt; }

.local/secret-key:
	@mkdir -p -m 700 .local
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@.new \
	&& mv $@.new $@

.PHONY: help run curator upgrade test test-full statement bench lint messages lock clean packages test-packages
