# Đồng Hành. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The race detector watches our own code and not the C that modernc.org has turned into Go: 50,000 inserts into SQLite
# in transactions of 1,000 take 0.16 s without the detector, 5.8 s with it everywhere, 0.54 s with it everywhere but
# there; 20 scans of the same rows 0.13 s, 8.6 s, 0.19 s (2 cores, v1.60.1).
RACE := -race '-gcflags=modernc.org/...=-race=false'

# What is raced: the platform (jobs, lines, bus, database, files), the ledger at its quick size, and the rooms of a show with
# their crowds: all that shares memory between goroutines. A domain works in its transaction and shares nothing; its tests,
# those of pages and journeys are run whole, and ten times as fast, without.
RACED := /internal/platform(/|$$)
CROWDS := Hall|Nodes|Dies|ComeBack|Killed|Flood|Chatters|Robots|AnotherGame|Guessing

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 14

## --- before a commit, before a push

.PHONY: check
check: lint templ-check ## the habit: format, vet, staticcheck, templ, small tests on both databases; no browser, no LibreOffice
	DONGHANH_QUICK=1 go test -timeout 5m -skip 'In(ABrowser|LibreOffice|Poppler)$$' $$(go list ./... | grep -vE '/(journeys|bench|testkit/browser)$$')

.PHONY: test
test: deps templ-check css-check lint ## everything CI runs: all tests, both databases, browser; the race detector where memory is shared
	go test $(RACE) -timeout 15m $$(go list ./... | grep -E '$(RACED)') || status=$$?; \
	DONGHANH_QUICK=1 go test $(RACE) -timeout 10m ./internal/ledger || status=$$?; \
	go test $(RACE) -timeout 10m -run '$(CROWDS)' -skip 'InABrowser$$' ./internal/gameshow/gameshowweb || status=$$?; \
	go test -timeout 20m $$(go list ./... | grep -vE '$(RACED)') || status=$$?; scripts/pg-stop; exit $${status:-0}

.PHONY: lint
lint: ## format, vet, staticcheck; changes nothing
	@unformatted=$$(gofmt -l .); \
	if [ -n "$$unformatted" ]; then echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

.PHONY: deps
deps: ## PostgreSQL, Chromium, LibreOffice, poppler, ffmpeg, Node: installs what is missing (as root) or says so
	scripts/deps

## --- make things

.PHONY: build
build: ## ./donghanh
	go build -trimpath -o donghanh ./cmd/donghanh

.PHONY: fmt
fmt: ## format Go and templ
	go tool gofumpt -w .
	go tool templ fmt .

.PHONY: templ
templ: ## templ → Go; always from here, for the path of a template goes into its Go
	go tool templ generate -log-level error

.PHONY: templ-check
templ-check: ## fails when the Go of a template is not the committed one
	scripts/unchanged '*_templ.go' make --no-print-directory templ

# Not `npm ci`: it refuses a lock without Tailwind's binaries for every other platform, and a registry mirror that lacks
# them (as this project's does) cannot write such a lock. `install --no-save` takes the locked versions and writes nothing.
.PHONY: css
css: ## app.css and vendored scripts from npm
	cd assets && npm install --no-save --no-audit --no-fund --loglevel=error && npm run --silent build

.PHONY: css-check
css-check: ## fails when they are not the committed ones
	scripts/unchanged 'assets/*' make --no-print-directory css

## --- long runs

.PHONY: bench
bench: ## the measurements of docs/, up to an hour
	DONGHANH_BENCH=1 go test ./internal/bench -run TestBench -count=1 -v -timeout 60m

SOAK ?= 1h
.PHONY: soak
soak: ## the ledger's property test with new seeds for SOAK (default 1h); each seed is printed
	DONGHANH_SOAK=$(SOAK) go test ./internal/ledger -run TestFiguresAreTheSum -count=1 -v -timeout 24h

.PHONY: shots
shots: ## pictures of the main pages at 360 and 1440 px, for docs/img
	DONGHANH_SHOTS=1 go test ./internal/journeys -run TestShots -count=1

.PHONY: fuzz
fuzz: ## each fuzz target for 30 s
	scripts/fuzz 30s
