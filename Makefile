# Each command is a small Python program in scripts/; this file says which.
PYTHON ?= python3
.DEFAULT_GOAL := help

.PHONY: help
help: ## Say what each command does
	@$(PYTHON) -m scripts.help $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: ## Set everything up and open the newsroom on http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(PYTHON) -m scripts.run

.PHONY: test
test: ## Check everything: style, types, rooms, tests on SQLite and PostgreSQL, in a browser
	@$(PYTHON) -m scripts.test

.PHONY: journey
journey: ## Play the main job in a browser, from a writer's first line to a reader's page
	@$(PYTHON) -m scripts.journey

.PHONY: bench
bench: ## Measure pages beside bare servers, into docs/performance.md (SIZES="1000 20000", DATABASES=sqlite, ROUNDS=5)
	@SIZES="$(SIZES)" DATABASES="$(DATABASES)" ROUNDS="$(ROUNDS)" $(PYTHON) -m scripts.bench

.PHONY: bench-counts
bench-counts: ## Count so many views a second while processes are killed (RATE=1000, DURATION=60)
	@RATE="$(RATE)" DURATION="$(DURATION)" $(PYTHON) -m scripts.bench_counts

.PHONY: bench-comments
bench-comments: ## Post so many comments a minute from one network, and measure what others feel (RATE=1000)
	@RATE="$(RATE)" $(PYTHON) -m scripts.bench_comments

.PHONY: bench-results
bench-results: ## Import a list of exam results, and look it up through nginx (LINES=250000, LOOKUPS=100000)
	@LINES="$(LINES)" LOOKUPS="$(LOOKUPS)" $(PYTHON) -m scripts.bench_results

.PHONY: bench-live
bench-live: ## Have readers of a live coverage ask what is new while it is written (READERS=10000)
	@READERS="$(READERS)" $(PYTHON) -m scripts.bench_live

.PHONY: bench-clock
bench-clock: ## Measure how punctual the clock is, and test publishing at full scale (half an hour)
	@$(PYTHON) -m scripts.bench_clock

.PHONY: screenshots
screenshots: ## Show every kind of page of the running site, 360 to 1280 px, by day and night (URL, TO)
	@URL="$(or $(URL),http://127.0.0.1:8000)" TO="$(TO)" $(PYTHON) -m scripts.screenshots

.PHONY: audit
audit: ## Hold the running site (URL) to its limits: Lighthouse, axe, the Nu checker, bytes (PAGES="home article")
	@URL="$(or $(URL),http://127.0.0.1:8000)" PAGES="$(PAGES)" $(PYTHON) -m scripts.audit

.PHONY: bench-search
bench-search: ## Measure what the search finds and how fast (DATA=file.tsv, ARTICLES="1300 20000", SEED=1, INPUTS=10000)
	@DATA="$(DATA)" ARTICLES="$(ARTICLES)" SEED="$(SEED)" INPUTS="$(INPUTS)" $(PYTHON) -m scripts.bench_search

.PHONY: lint
lint: ## Check style, templates, types, imports between rooms and translations
	@$(PYTHON) -m scripts.lint

.PHONY: format
format: ## Put Python files in the house style
	@$(PYTHON) -m scripts.lint --fix

.PHONY: demo
demo: ## Load the demo newsroom again; ARTICLES=5000 adds that many made-up articles
	@$(PYTHON) -m scripts.manage load_demo $(if $(ARTICLES),--articles $(ARTICLES))

.PHONY: messages
messages: ## Take new words to translate into locale/fr, and compile it
	@$(PYTHON) -m scripts.translations --update

.PHONY: seams
seams: ## Note anew what our code leans on in the libraries (after reading it; docs/seams.md)
	@$(PYTHON) -m scripts.seams

.PHONY: secret
secret: ## Print a secret key for the production settings
	@$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))'

.PHONY: backup
backup: ## Put database, media and secret key into one archive (TO=/folder/file.tar.gz)
	@$(PYTHON) -m scripts.backup $(TO)

.PHONY: restore
restore: ## Bring a backup back (FROM=/folder/file.tar.gz); what was there is set aside
	@$(PYTHON) -m scripts.restore $(FROM)

.PHONY: move-database
move-database: ## Move everything into another database, and compare (TO=postgres://user:password@host/name)
	@TO="$(TO)" $(PYTHON) -m scripts.move_database

.PHONY: lock
lock: ## Lock the releases of all packages again, with their hashes
	@$(PYTHON) -m scripts.lock
