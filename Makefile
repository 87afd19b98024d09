# Two commands matter: `make demo` shows what mtatrace does, `make test` checks that it does so.
# Both need a Swift 6.3 toolchain on Debian 12 or Ubuntu; the packages they need besides are named
# here and installed when they are missing. When none is missing, nothing asks the network for one.

# What a Swift toolchain runs and links with.
toolchain := binutils ca-certificates g++ libc6-dev libcurl4 libncurses6 libxml2 tzdata
# What mtatrace is built with and draws with.
libraries := fonts-inter libcairo2-dev libpango1.0-dev libsqlite3-dev pkg-config
# Independent judges of what mtatrace writes; only the tests need them.
judges := poppler-utils python3 qpdf sqlite3 tshark

sources := Sources Tests Package.swift

.DEFAULT_GOAL := help
.PHONY: demo test build format lint help build-packages test-packages

demo: build ## Record q181721 on both builds and draw it: fills traces/ and reports/
	.build/release/mtatrace demo

test: test-packages lint ## Lint, build and run all tests
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build --disable-xctest

build: build-packages ## Build .build/release/mtatrace
	swift build --configuration release --product mtatrace

format: ## Format the sources in place
	swift format --in-place --recursive $(sources)

lint: ## Check the formatting
	swift format lint --strict --recursive $(sources)

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

build-packages:
	@$(call install,$(toolchain) $(libraries))

test-packages:
	@$(call install,$(toolchain) $(libraries) $(judges))

# Installs those of the named packages that no installed package is or provides.
define install
command -v swift > /dev/null || { echo "Put a Swift 6.3 toolchain on PATH first." >&2; exit 1; }; \
command -v dpkg-query > /dev/null || { echo "Not Debian or Ubuntu: install yourself: $(1)"; exit 0; }; \
present=$$(dpkg-query --show --showformat='$${db:Status-Status} $${Package} $${Provides}\n' \
  | sed -n 's/^installed //p' | tr -s ', ' '\n'); \
missing=; for package in $(1); do \
  echo "$$present" | grep -qxF -e "$$package" || missing="$$missing $$package"; \
done; \
[ -n "$$missing" ] || exit 0; \
if [ "$$(id -u)" = 0 ]; then as=; elif command -v sudo > /dev/null; then as=sudo; else \
  echo "Ask someone who is root here to run: apt-get install$$missing" >&2; exit 1; fi; \
echo "Installing$$missing"; \
$$as apt-get -q update && $$as env DEBIAN_FRONTEND=noninteractive \
  apt-get -qy install --no-install-recommends $$missing
endef
