# Two commands are enough: make run, make test. The rest is for those who work on Vekst.
.PHONY: run test judge race lint bench fuzz assets docs

run: ## the demonstration, on the embedded database, in one process
	go run ./cmd/vekst demo

test: ## everything: both databases, browser, formatting; installs what it needs
	scripts/test

race: ## all Go tests under the race detector, on both databases
	VEKST_TEST_POSTGRES="$$(scripts/test-postgres)" go test -race -short -timeout 60m ./...

lint: ## golangci-lint as pinned in tools/go.mod
	go tool -modfile=tools/go.mod golangci-lint run

judge: ## every page in every state in every language, which takes an hour
	VEKST_TEST_EVERY_LANGUAGE=1 scripts/test -run SuitsEverybody\|SuitEverybody\|TheWalk ./browser

bench: ## every figure as: name value unit
	scripts/bench

fuzz: ## ten minutes for each fuzz target; FUZZTIME=1m for less
	scripts/fuzz

assets: ## style and script from look/style and look/script
	go run ./look/build

docs: ## the generated documents
	go run ./cmd/vekst permissions > docs/permissions.md
