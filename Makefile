# The commands people type. `make run` and `make test` install what they need themselves.

TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
TRANSCRIPT ?= tests/fixtures/transcripts/ward-nurse.txt
export TRAJECTORY_BINARY := $(TARGET)/debug/trajectory

.PHONY: run test demo check bench faults simulate mutants interviews quality calibrate findings bindings install ui build release help

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: install ui ## build and open the app; with no display, drive it as `make demo` does
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  cargo build --release -p trajectory && exec "$(TARGET)/release/trajectory"; \
	else \
	  echo "There is no display here: running make demo instead."; \
	  $(MAKE) demo; \
	fi

test: install ui ## every test: crates, interface, simulated worlds (SEEDS of them), and the real app under a virtual display
	cargo test --workspace --exclude e2e
	@if .ci/model-server >/dev/null; then \
	  echo "cargo test -p tests --test models" && cargo test -p tests --test models; \
	else \
	  echo "No model server can be installed here: the interviewer was tested against a simulated one only."; \
	fi
	cd ui && npm test --silent
	$(MAKE) --no-print-directory simulate SEEDS=$(or $(SEEDS),200)
	cargo build --workspace --bins
	cargo test -p e2e -- --test-threads=1

demo: install ui build ## the real app through a whole interview; results in target/demo
	cargo run --quiet -p e2e --bin demo -- "$(TRANSCRIPT)"

check: install ui ## formatting, lints, types, house rules, licences
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cd ui && npm run --silent check
	cargo test -p tests --test tidy
	cargo deny --version >/dev/null 2>&1 || cargo install cargo-deny --locked
	cargo deny --log-level error check bans licenses sources
	@if cargo deny --log-level off fetch db 2>/dev/null; then \
	  cargo deny --log-level error check advisories; \
	else \
	  echo "The advisory database cannot be fetched from here: advisories were not checked."; \
	fi

bench: install ## measure against references; results in target/bench. ONLY=B1 runs one
	cargo run --quiet --release -p bench -- $(ONLY)

faults: ## break lines, processes, disks and clocks; count what is lost; results in target/faults
	cargo build --quiet -p server -p faults --bins
	@cd tests/faults/socketio && { [ -d node_modules/socket.io ] || npm install --no-save --no-audit --no-fund --loglevel=error; }
	"$(TARGET)/debug/faults" $(if $(ONLY),--only $(ONLY)) $(if $(RUNS),--runs $(RUNS)) $(if $(SEED),--seed $(SEED))

simulate: ## live through simulated worlds: SEEDS of them, from SEED on; LOG=1 tells what happens; DAY=1 weighs a long day
ifdef DAY
	cargo test -q --profile simulation -p tests --test day
else
	cargo test -q --profile simulation -p tests --test simulation -- $(if $(SEEDS),--seeds $(SEEDS)) $(if $(SEED),--seed $(SEED)) $(if $(LOG),--log)
endif

mutants: ## break our own rules one by one; each must turn a test red
	cargo run --quiet -p tests --bin mutants -- $(ONLY)

interviews: ## whole interviews with written-down people through the real server; talks in target/interviews. ONLY=baker holds one
	@RUST_BACKTRACE=0 cargo run --quiet -p interviews --bin interviews -- $(ONLY)

quality: ## score the extractor over the labelled interviews, class by class, beside a plain lookup
	@cargo run --quiet -p quality --bin quality -- $(HALF)

calibrate: ## fit the extractor's probabilities to labelled interviews
	cargo run --quiet -p quality --bin calibrate

findings: ## run the built-in extractor over answers: IN=answers.jsonl OUT=findings.jsonl
	@cargo run --quiet -p quality --bin findings -- "$(IN)" "$(OUT)"

bindings: ## write the TypeScript of the protocol anew
	rm -f ui/src/bindings/*.ts
	cargo test -q -p protocol

build:
	cargo build --workspace --all-targets

install:
	@.ci/install

ui:
	cd ui && npm run --silent build

release: install ui ## the installer for this system
	ui/node_modules/.bin/tauri build --bundles deb
