# Fairway's commands; everything is done by the scripts.
.PHONY: demo test build bench soak faults check format clean

demo: build ## Run one Service on TCP and UDP, prove that it answers, and stay (ONCE=1: end after the proof)
	@scripts/demo

test: ## Build and run every test
	@scripts/bootstrap tests
	@scripts/test

build: bootstrap
	@swift build --product fairway

.PHONY: bootstrap
bootstrap:
	@scripts/bootstrap

bench: bootstrap ## Measure this machine in release (ONLY=control, dns, proxy or scale, dns and proxy as root; ROUNDS=n, QUICK=1)
	@scripts/bench

soak: ## Ten minutes of churn: nothing wrong, nobody cut, nothing left behind (SECONDS=n, SEED=n)
	@FAIRWAY_SOAK_SECONDS="$(SECONDS)" SEED="$(SEED)" scripts/soak

faults: ## A hundred rounds of faults beside traffic that must not notice (ROUNDS=n, SEED=n)
	@FAIRWAY_FAULTS_ROUNDS="$(ROUNDS)" SEED="$(SEED)" scripts/faults

check: ## Format, imports, and what else a reviewer should not have to look for
	@scripts/check

format: ## Format the sources in place
	@swift format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

clean:
	@rm -rf .build
