# Two commands matter: `make demo` shows what mtatrace does, `make test` checks that it does so.
# Everything here needs a Swift 6.3 toolchain on Debian 12 or Ubuntu; the packages it needs besides
# are named here and installed when they are missing. When none is missing, nothing asks the network
# for one.

# What a Swift toolchain runs and links with.
toolchain := binutils ca-certificates g++ libc6-dev libcurl4 libncurses6 libxml2 tzdata
# What mtatrace is built with, draws with, and packs images and reads packed captures with.
libraries := fonts-inter libcairo2-dev libpango1.0-dev libsqlite3-dev pkg-config \
  zlib1g-dev
# The browser that judges pages, as Debian and Ubuntu call it.
browser := $(if $(shell grep -s '^ID=ubuntu' /etc/os-release),chromium-browser,chromium)
# Independent judges of what mtatrace writes; only the tests need them. Request Tracker runs with a
# database of the tests' own, so that none is set up for the machine.
judges := $(browser) cmark-gfm curl fonts-dejavu-core fonts-vlgothic mandoc openssl pandoc plantuml \
  poppler-utils python3 qpdf request-tracker5 rt5-db-sqlite rt5-standalone sqlite3 tidy tshark \
  valgrind
# What `make bench` runs beside mtatrace, and makes comparators with.
benchers := gnuplot-nox libns3-dev mscgen plantuml poppler-utils python3 python3-matplotlib \
  python3-simpy3 sqlite3 tshark
# What `make deb` makes a package with.
packagers := dpkg-dev xz-utils

# `make install` puts everything below $(DESTDIR)$(PREFIX).
PREFIX ?= /usr/local
bin := bin
man := share/man/man1
bash := share/bash-completion/completions
zsh := share/zsh/site-functions
fish := share/fish/vendor_completions.d
# The moment that manual pages and packages carry: that of the commit.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2> /dev/null || stat --format=%Y Package.swift)
# The program that runs where there is no Swift. Its objects differ from those of .build/release.
static := .build/static
program = $(static)/release/mtatrace

# Swift's libraries are part of the program: it starts in half the time.
building := --configuration release --static-swift-stdlib

# Tests run what users run: the optimised program is tested, in a third of the time.
tests := .build/tests
testing := --configuration release --scratch-path $(tests) -Xswiftc -enable-testing

sources := Sources Tests Benchmarks Package.swift

FUZZ_SECONDS ?= 7200
fuzzing := .build/fuzz

.DEFAULT_GOAL := help
.PHONY: demo samples test fuzz fuzz-long build install uninstall deb format lint help
.PHONY: bench comparators instructions test-build
.PHONY: static fuzzers destination build-packages test-packages deb-packages bench-packages

demo: build ## Record q181721 on both builds and draw it: fills traces/ and reports/
	.build/release/mtatrace demo

samples: build ## Make the samples of traces/ and reports/ again
	grep -h '^mtatrace ' traces/README.md reports/README.md | PATH=".build/release:$$PATH" sh -ex

test: lint test-build ## Lint, build and run all tests
	swift test $(testing) --skip-build --disable-xctest
	Benchmarks/instructions
	$(MAKE) fuzz

test-build: test-packages
	swift build $(testing) --build-tests --explicit-target-dependency-import-check error

fuzz: fuzzers ## Give hostile input to the readers of PDUs and captures for a minute
	@rm -rf $(fuzzing)/pdu.corpus/* $(fuzzing)/capture.corpus/*
	$(call fuzz,pdu,-runs=2000000)
	$(call fuzz,capture,-runs=40000)

fuzz-long: fuzzers ## The same for FUZZ_SECONDS each
	$(call fuzz,pdu,-max_total_time=$(FUZZ_SECONDS))
	$(call fuzz,capture,-max_total_time=$(FUZZ_SECONDS))

bench: bench-packages comparators ## Measure beside others; for a try, BENCH_RUNS=1 BENCH_SCALE=0.01
	swift build $(building) --product mtatrace
	swift build $(building) --product BenchmarkParts
	Benchmarks/run

instructions: test-build ## Compare instruction counts with committed ones
	Benchmarks/instructions

build: build-packages ## Build .build/release/mtatrace
	swift build $(building) --product mtatrace

install: destination static ## Install for everyone, or for you with PREFIX=$HOME/.local
	rm -rf $(static)/share
	$(program) manual --date $$(date --utc --date @$(SOURCE_DATE_EPOCH) +%F) $(static)/$(man)
	mkdir -p $(addprefix $(static)/,$(bash) $(zsh) $(fish))
	$(program) --generate-completion-script bash > $(static)/$(bash)/mtatrace
	$(program) --generate-completion-script zsh > $(static)/$(zsh)/_mtatrace
	$(program) --generate-completion-script fish > $(static)/$(fish)/mtatrace.fish
	sed -i '/^#!/d' $(static)/$(bash)/mtatrace
	cd $(static) && find share -type f \
	  -exec install -D --mode 644 {} '$(DESTDIR)$(PREFIX)'/{} \;
	install -D --strip $(program) '$(DESTDIR)$(PREFIX)/$(bin)/mtatrace'

uninstall: ## Remove what make install put below the same PREFIX
	rm -f $(foreach file,$(bin)/mtatrace $(bash)/mtatrace $(zsh)/_mtatrace $(fish)/mtatrace.fish \
	  $(man)/mtatrace.1 $(man)/mtatrace-*.1,'$(DESTDIR)$(PREFIX)'/$(file))

deb: deb-packages static ## Make a Debian package in .build/deb
	rm -rf .build/deb
	$(MAKE) --old-file static install DESTDIR=$(CURDIR)/.build/deb/root PREFIX=/usr \
	  zsh=share/zsh/vendor-completions
	cd .build/deb && SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) $(CURDIR)/.ci/debian/build

format: ## Format the sources in place
	swift format --in-place --recursive $(sources)

lint: ## Check the formatting
	swift format lint --strict --recursive $(sources)

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

# Tells now, and not after minutes of building, that someone else has to install.
destination:
	@install -d '$(DESTDIR)$(PREFIX)/$(bin)' && test -w '$(DESTDIR)$(PREFIX)/$(bin)' || { \
	  echo "You may not write to $(DESTDIR)$(PREFIX); choose another PREFIX." >&2; exit 1; }

# Nothing that only a debugger reads, and no path of this folder, gets into the program.
static: build-packages
	swift build --configuration release --product mtatrace --scratch-path $(static) \
	  --static-swift-stdlib --disable-local-rpath -debug-info-format none \
	  -Xcc -ffile-prefix-map=$(CURDIR)/=

# SwiftPM gives every program a main function, and libFuzzer brings its own: the compiler alone.
fuzzers: test-packages
	@mkdir -p $(addprefix $(fuzzing)/,pdu.corpus capture.corpus capture.seeds)
	for module in DCERPC TraceModel Capture; do \
	  $(instrumented) -module-name $$module -emit-object -o $(fuzzing)/$$module.o -emit-module \
	    -emit-module-path $(fuzzing)/$$module.swiftmodule \
	    $$(find Sources/$$module -name '*.swift') || exit 1; done
	$(instrumented) -module-name Fuzzing Tests/Fuzzing/DecodePDU.swift $(fuzzing)/DCERPC.o \
	  -o $(fuzzing)/pdu
	$(instrumented) -module-name Fuzzing Tests/Fuzzing/ReadCapture.swift \
	  $(addprefix $(fuzzing)/,DCERPC.o TraceModel.o Capture.o) -lz -o $(fuzzing)/capture
	cp -r Tests/Fuzzing/Seeds/pdu/. $(fuzzing)/pdu.seeds
	for file in Tests/CaptureTests/Fixtures/*.pcap* ; do case $$file in \
	  *.gz) gzip -dc $$file > $(fuzzing)/capture.seeds/$$(basename $$file .gz);; \
	  *.pcap | *.pcapng) cp $$file $(fuzzing)/capture.seeds;; esac; done

instrumented := swiftc -O -wmo -parse-as-library -sanitize=fuzzer -use-ld=lld -swift-version 6 \
  -package-name mtatrace -enable-upcoming-feature InternalImportsByDefault \
  -enable-experimental-feature Lifetimes -I $(fuzzing) -I Sources/CZlib

# Gives inputs to a fuzzer: the findings first, then what it makes of them and of the seeds.
define fuzz
@mkdir -p Tests/Fuzzing/Findings/$(1)
$(fuzzing)/$(1) $(2) -seed=1 -timeout=20 -rss_limit_mb=2048 -max_len=66000 -verbosity=0 \
  -print_final_stats=1 -artifact_prefix=Tests/Fuzzing/Findings/$(1)/ $(fuzzing)/$(1).corpus \
  Tests/Fuzzing/Findings/$(1) $(fuzzing)/$(1).seeds
endef

# What stands beside mtatrace is as optimised as it is.
comparators: bench-packages
	@mkdir -p .build/bench
	for name in arrows chart insert measure pdus queue repeat; do \
	  gcc -O2 -Wall -Wextra -Werror -o .build/bench/$$name Benchmarks/C/$$name.c \
	    $$(pkg-config --cflags --libs pangocairo sqlite3) -lm || exit 1; done
	g++ -O2 -Wall -o .build/bench/ns3queue Benchmarks/Others/queue.cc -lns3-core

build-packages:
	@$(call install,$(toolchain) $(libraries))

test-packages:
	@$(call install,$(toolchain) $(libraries) $(judges))

bench-packages:
	@$(call install,$(toolchain) $(libraries) $(benchers))

deb-packages:
	@$(call install,$(packagers))

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
case "$$missing" in *request-tracker5*) \
  echo request-tracker5 request-tracker5/dbconfig-install boolean false \
    | $$as debconf-set-selections;; esac; \
$$as apt-get -q update && $$as env DEBIAN_FRONTEND=noninteractive \
  apt-get -qy install --no-install-recommends $$missing
endef
