# SPDX-License-Identifier: Apache-2.0
# Two commands do everything on a fresh machine with Swift, git and make: `make demo` and `make test`.

SHELL := bash
# Signal maths without the optimiser is tens of times slower; see Package.swift. One value for all, so that there is one debug build.
export LINEUP_OPTIMIZE_SIGNALS := 1
DEBUG   := .build/debug/lineup
RELEASE := .build/release/lineup
CHECKED := --explicit-target-dependency-import-check error
FIRST   := A first build takes about ten minutes on two cores; later ones take seconds.

.DEFAULT_GOAL := help
.PHONY: help setup setup-test judges build build-debug demo test smoke lint format layers ci bench bench-sound acceptance torture fuzz golden docs clean clean-demo

help: ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# For an operator

build: setup ## Build the program: .build/release/lineup
	@[ -x $(RELEASE) ] || echo "$(FIRST)"
	swift build -c release --product lineup

demo: build ## Make a small camera card, run a whole work order on it, and show where to look
	scripts/demo.sh $(RELEASE)

docs: build ## Write the man page to man/ and shell completions to man/completions/
	scripts/docs.sh $(RELEASE)

# For a developer

test: setup-test judges build-debug ## Run every test
	swift test --skip-build --disable-xctest

ci: lint layers smoke ## What continuous integration runs: lint, layers, smoke, then the tests
	@$(MAKE) --no-print-directory test

smoke: setup-test build-debug ## Use the debug program as an operator would, and check what comes out
	scripts/smoke.sh $(DEBUG)

lint: setup-test ## Check format, scripts, file lengths, licence lines
	scripts/lint

format: ## Format every Swift file
	swift format --in-place --parallel --recursive --configuration .swift-format Package.swift Sources Tests

layers: setup-test ## Compare the architecture with the manifest and every import
	scripts/check-layers --self-test
	scripts/check-layers

golden: setup-test build-debug ## Rewrite the golden files from what the tests produce now; read the diff
	UPDATE_GOLDEN=1 swift test --skip-build --disable-xctest
	git status --short -- Tests

# Long ones

bench: setup-test build ## Measure against ffmpeg, cp, xxhsum and others; writes docs/benchmarks.md
	swift build -c release --package-path Benchmarks/editorial
	python3 Benchmarks/bench.py $(RELEASE)

bench-sound: setup-test ## Measure the checks of sound against libebur128, on one processor
	Benchmarks/sound.sh

torture: setup-test build ## Kill work orders and copies, fill volumes, break sources, flip bits, damage media; nothing may be lost or called good
	scripts/torture.sh $(RELEASE)
	python3 scripts/torture-copy.py $(RELEASE)
	python3 scripts/torture-flips.py $(RELEASE)
	python3 scripts/torture-qc.py $(RELEASE)

fuzz: setup-test build ## Feed damaged media to the program, and bytes of chance to every parser for a minute each; none may crash
	python3 scripts/fuzz.py $(RELEASE)
	scripts/fuzz-parsers.sh 60

acceptance: torture fuzz ## Everything, from a clean clone: demo, tests, torture, fuzz; and media of others taken in, part by part
	python3 scripts/acceptance-ingest.py $(RELEASE)
	scripts/acceptance.sh

clean: clean-demo ## Remove what was built and what the demo made
	rm -rf .build .venv-judges man

clean-demo: ; rm -rf examples/harbour-lights/{media,media.part,storage,deliveries,workspace}
setup: ; @scripts/setup.sh build
setup-test: ; @scripts/setup.sh test
judges: setup-test ; @scripts/judges.sh
build-debug: setup-test
	@[ -x $(DEBUG) ] || echo "$(FIRST)"
	swift build --build-tests $(CHECKED)
