# Two commands matter: `make run` and `make test`. Both set up whatever is missing first.
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/node_modules/.bin:$(PATH)
SHELL := /bin/bash

# The steps build on one another.
.NOTPARALLEL:
.PHONY: run test build set-up set-up-test check native browser bench sample fuzz clean

## Serve the page on http://127.0.0.1:8080, with the sample one click away.
run: build
	node tools/serve.mjs dist 8080

## A release in dist/ that any static host can serve from any path.
build: set-up
	tools/build.sh

## Every test: format, clippy natively and for wasm32, native tests, build, browser tests.
test: set-up-test check native build browser

set-up:
	tools/set-up.sh build

set-up-test:
	tools/set-up.sh test

check:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --target wasm32-unknown-unknown --lib --bins -- -D warnings

native:
	cargo test --locked
	@cargo test --locked --quiet --test numbers --test reading --test journey --test delivery -- --show-output 2>/dev/null | grep -E 'skipped' | grep -v '^test ' || true

browser:
	node tests/browser/run.mjs

## Timings and sizes, as ratios within one run; never part of the tests.
bench: build
	tools/set-up.sh test
	npm ci --prefix benches --no-audit --no-fund --silent
	node benches/page.mjs
	node benches/stages.mjs
	node benches/run.mjs

## Write the synthetic sample again.
sample:
	cargo run --locked --example sample -- public/sample

clean:
	rm -rf dist target

## Looks for bytes that make reading panic or run on (needs `cargo install cargo-fuzz`); findings become cases in tests/corpus.rs.
fuzz:
	RUSTC_BOOTSTRAP=1 cargo fuzz run read -- -max_total_time=300 -timeout=10
