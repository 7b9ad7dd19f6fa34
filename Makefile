# Shorthand for the go commands; nothing here is needed to build or test.
.PHONY: check golden docs bench ci

check: ## what to run before a commit
	@test -z "$$(gofmt -l $$(git ls-files '*.go') | tee /dev/stderr)"
	go vet ./...
	go test ./...

golden: ## rewrite goldens; fails where it did, so read the difference
	IVRC_UPDATE=1 go test ./...

docs: ## rewrite the generated pages
	@go build -o /dev/null ./cmd/ivrc # or nothing would stand in them
	go run ./cmd/ivrc targets > docs/targets.md
	go run ./cmd/ivrc explain --format markdown > docs/checks.md
	go run ./cmd/ivrc host --format markdown > docs/hosts.md

bench:
	go test -run '^$$' -bench . -benchmem ./...

ci: ## everything, as in the project's own checks
	.ci/run
