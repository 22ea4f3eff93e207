# klopt: one Makefile for everything. `make help` lists the targets.
#
#   make MODE=san       the sanitizer build, in build/san
#   make MODE=tsan      the thread sanitizer build, in build/tsan: there every file
#                       is read by a thread, a few bytes at a time
#   make MODE=coverage  build/coverage: each run adds to what lines were reached
#   make CC=clang CFLAGS=-O1

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
.DEFAULT_GOAL := all

MODE    ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   := build/$(MODE)

# What is done for large inputs alone, by threads or in pieces, is done for small ones.
EAGER := -DKL_BUFFER_BLOCK=64 -DKL_RELAY_AFTER=0 -DKL_RELAY_BLOCK=64 -DKL_RELAY_ROWS=3 \
	-DKL_POUR_AFTER=2 -DKL_POUR_BLOCK=1000 -DKL_UNPACK_BLOCK=64 -DKL_UNPACK_AFTER=0 \
	-DKL_ZIP64_FROM=2000 -DKL_TABLES_WORTH=0

ifeq ($(MODE),san)
CFLAGS  ?= -O1 -g
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
	-DKL_UNCONFINED
else ifeq ($(MODE),tsan)
CFLAGS  ?= -O1 -g
SANFLAGS := -fsanitize=thread -DKL_UNCONFINED $(EAGER)
else ifeq ($(MODE),eager)
CFLAGS  ?= -O1 -g
SANFLAGS := $(EAGER)
else ifeq ($(MODE),fuzz)
# For the fuzz targets: clang's counters of edges, or those of AFL++ (below).
CC      := clang
CFLAGS  ?= -O1 -g
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link
else ifeq ($(MODE),afl)
CC      := afl-clang-fast
CFLAGS  ?= -O1 -g
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifeq ($(MODE),coverage)
CFLAGS  ?= -O0 -g
SANFLAGS := --coverage -fprofile-update=atomic -DKL_UNCONFINED
else ifeq ($(MODE),release)
CFLAGS  ?= -O2 -g
SANFLAGS :=
else
$(error MODE is release, san, tsan, eager, coverage, fuzz or afl, not '$(MODE)')
endif

# What makes a mistake in memory end the program instead of being of use to somebody:
# HARDENING=no leaves it out. Of the flags those that this compiler knows; of fortified
# calls the highest level, where the compiler optimises and the user asked for none.
HARDENING ?= yes
ifeq ($(MODE)-$(HARDENING),release-yes)
HARD_CFLAGS := $(shell \
	knows() { $(CC) $(CPPFLAGS) $(CFLAGS) -Werror "$$@" -o /dev/null 2>/dev/null; }; \
	empty() { knows "$$@" -c -x c /dev/null; }; \
	fortified() { printf '\043include <features.h>\n\043ifndef __OPTIMIZE__\n\043error\n\043endif\n' \
		| knows $$1 -E -x c -; }; \
	all='-fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection'; \
	if empty $$all; then echo $$all; \
	else for flag in $$all; do ! empty $$flag || echo $$flag; done; fi; \
	for level in 3 2; do flag=-D_FORTIFY_SOURCE=$$level; \
		if fortified $$flag; then echo $$flag; break; fi; done)
HARD_LDFLAGS := -Wl,-z,relro,-z,now,-z,noexecstack
# Of a program, and of one without shared libraries.
PIE          := -pie
STATIC_PIE   := -static-pie
else
STATIC_PIE   := -static
endif

# What the code needs, apart from what the user asks for.
KL_CPPFLAGS := -Ilib -D_XOPEN_SOURCE=700 -DKL_DATADIR='"$(PREFIX)/share/klopt"' \
	-DKL_LOCALEDIR='"$(PREFIX)/share/locale"' -MMD -MP
KL_CFLAGS   := -std=c11 -Wall -Wextra -Wshadow -Wconversion $(HARD_CFLAGS) $(SANFLAGS)
KL_LDFLAGS  := $(HARD_LDFLAGS) $(SANFLAGS)
# libxlsxwriter is loaded by the first workbook (lib/format/xlsx_library.h).
KL_LIBS     := -lcsv -lyaml -ljansson -lutf8proc -lpcre2-8 -lexpat -lminizip -lz -lzstd
# The fastest deflate: not on every machine, and zlib does it where it is absent.
ifneq ($(shell printf '\043include <isa-l.h>\n' | $(CC) $(CPPFLAGS) -E -x c - 2>/dev/null),)
KL_CPPFLAGS += -DKL_ISAL
KL_LIBS     += -lisal
endif
# A test makes a workbook with it.
TEST_LIBS   := -lcriterion -lxlsxwriter

LIB_SOURCES  := $(sort $(wildcard lib/*.c lib/*/*.c))
CMD_SOURCES  := $(sort $(wildcard cmd/klopt*.c))
CLI_SOURCES  := $(filter-out $(CMD_SOURCES),$(sort $(wildcard cmd/*.c)))
UNIT_SOURCES := $(sort $(wildcard tests/unit/*.c))
HEADERS      := $(sort $(wildcard lib/*.h lib/*/*.h cmd/*.h))

LIB      := $(BUILD)/libklopt.a
LIB_OBJ  := $(LIB_SOURCES:%.c=$(BUILD)/%.o)
CLI_OBJ  := $(CLI_SOURCES:%.c=$(BUILD)/%.o)
PROGRAMS := $(CMD_SOURCES:cmd/%.c=$(BUILD)/bin/%)
UNITS    := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/unit/%)
MANPAGES := $(sort $(wildcard cmd/*.1))
# The texts in other languages than English.
LANGUAGES  := $(patsubst lib/locale/%.po,%,$(sort $(wildcard lib/locale/*.po)))
CATALOGUES := $(LANGUAGES:%=$(BUILD)/share/locale/%/LC_MESSAGES/klopt.mo)
# Makes the samples of made-up records.
GENERATOR := $(BUILD)/tests/samples/generate
GENERATOR_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/samples/*.c)))

## all       build the programs into build/release/bin (the default)
.PHONY: all
all: $(PROGRAMS) $(CATALOGUES)

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(KL_CPPFLAGS) $(CPPFLAGS) $(KL_CFLAGS) $(CFLAGS) -c $< -o $@

$(LIB): $(LIB_OBJ)
	@rm -f $@
	$(AR) qcs $@ $^

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(CLI_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(PIE) $(KL_LDFLAGS) $(LDFLAGS) $< $(CLI_OBJ) $(LIB) $(KL_LIBS) $(LDLIBS) -o $@

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(PIE) $(KL_LDFLAGS) $(LDFLAGS) $< $(LIB) $(KL_LIBS) $(TEST_LIBS) $(LDLIBS) -o $@

$(BUILD)/share/locale/%/LC_MESSAGES/klopt.mo: lib/locale/%.po
	@mkdir -p $(@D)
	msgfmt --check-format -o $@ $<

# --- Setting up ----------------------------------------------------------------

# What building and testing need, all from Debian.
PACKAGES := gcc libc6-dev binutils pkg-config libcsv-dev libyaml-dev libxlsxwriter-dev \
	libjansson-dev libutf8proc-dev libpcre2-dev libexpat1-dev libminizip-dev zlib1g-dev \
	libzstd-dev libisal-dev gettext libcriterion-dev git jq unzip zip
# What `make lint`, `make fuzz` and the gates need on top.
LINT_PACKAGES := clang libclang-rt-dev libgmp-dev cppcheck shellcheck mandoc zsh libxml2-utils gcovr \
	python3-openpyxl python3-jsonschema python3-yaml strace
# What `make deb` and `make deb-test` need on top.
DEB_PACKAGES := debhelper dpkg-dev lintian mmdebstrap
# What `make check-long` needs on top.
LONG_PACKAGES := valgrind
INSTALLED = dpkg-query -W -f '$${db:Status-Status}\n' $(1) 2>/dev/null \
	| grep -cx installed | grep -qx $(words $(1))
APT := apt-get install -y --no-install-recommends
SUDO := $(shell test "$$(id -u)" = 0 || command -v sudo 2>/dev/null)

define install_missing
@if $(call INSTALLED,$(1)); then :; \
elif ! command -v apt-get >/dev/null; then \
	echo "klopt needs (Debian's names): $(1)" >&2; exit 1; \
elif test "$$(id -u)" != 0 && ! sudo -n true 2>/dev/null; then \
	echo "Packages are missing. Type: sudo $(APT) $(1)" >&2; exit 1; \
else \
	$(SUDO) apt-get update -qq && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive $(APT) $(1); \
fi
endef

## deps      install what building, testing and lint need (apt)
.PHONY: deps
deps:
	$(call install_missing,$(PACKAGES) $(LINT_PACKAGES) $(DEB_PACKAGES) $(LONG_PACKAGES))

## ready     install only what building and testing need (apt)
.PHONY: ready
ready:
	$(call install_missing,$(PACKAGES))

# --- The main job ----------------------------------------------------------------

DEMO := samples/ao-monitor-2005

## demo      check the founding report's tables, and make the workbook of it
.PHONY: demo
demo: ready
	@$(MAKE) --no-print-directory -s all
	@mkdir -p build/demo
	@echo '$$ klopt check $(DEMO)'
	@build/release/bin/klopt check $(DEMO) || test $$? = 1
	@echo
	@echo '$$ klopt-export $(DEMO) -o build/demo/report.xlsx'
	@build/release/bin/klopt-export $(DEMO) -o build/demo/report.xlsx || test $$? = 1
	@echo 'The workbook is build/demo/report.xlsx'

# --- Tests -----------------------------------------------------------------------

## test      unit and golden tests, plain and under the sanitizers
.PHONY: test
test: ready
	@$(MAKE) --no-print-directory MODE=release unit golden
	@$(MAKE) --no-print-directory MODE=san unit golden

# A test that leaks passes in Criterion: the sanitizers write to files, and a
# file that appears is a failure.
SAN_LOGS := $(CURDIR)/$(BUILD)/san-logs
# Criterion itself leaks a little at its end.
SAN_ENV  := LSAN_OPTIONS=suppressions=$(CURDIR)/tests/unit/leaks.suppress:print_suppressions=0 \
	ASAN_OPTIONS=log_path=$(SAN_LOGS)/asan:detect_leaks=1 \
	UBSAN_OPTIONS=log_path=$(SAN_LOGS)/ubsan:print_stacktrace=1 \
	TSAN_OPTIONS=log_path=$(SAN_LOGS)/tsan:report_signal_unsafe=0

.PHONY: unit
unit: $(UNITS) $(CATALOGUES)
	@rm -rf $(SAN_LOGS) && mkdir -p $(SAN_LOGS)
	@passed=0; failed=0; for test in $(UNITS); do \
		if $(SAN_ENV) $$test --short-filename --jobs 2 >$(BUILD)/unit.log 2>&1 \
			&& test -z "$$(ls $(SAN_LOGS))"; \
		then passed=$$((passed + 1)); \
		else failed=$$((failed + 1)); cat $(BUILD)/unit.log; cat $(SAN_LOGS)/* 2>/dev/null; \
			rm -f $(SAN_LOGS)/*; echo "FAILED: $$test"; fi; \
	done; echo "unit tests ($(MODE)):"; echo "$$passed passed, $$failed failed"; \
	test $$failed = 0

.PHONY: golden
golden: all $(GENERATOR)
	@echo "golden tests ($(MODE)):"
	@$(if $(filter release,$(MODE)),,KLOPT_CASE_SECONDS=300) tests/cli/run $(BUILD)/bin
	@tests/cli/seed $(BUILD)/bin
	@echo "samples ($(MODE)):"
	@tests/samples/run $(GENERATOR)

$(GENERATOR): $(GENERATOR_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(PIE) $(KL_LDFLAGS) $(LDFLAGS) $^ $(KL_LIBS) $(LDLIBS) -o $@

## samples   make the samples of made-up records anew
.PHONY: samples
samples: ready
	@$(MAKE) --no-print-directory -s $(GENERATOR)
	@tests/samples/run --update $(GENERATOR)

SCRIPTS := .ci/run cmd/tools/completion cmd/tools/deb tests/cli/run tests/cli/seed tests/cli/book tests/cli/sheet \
	tests/compatibility/add \
	tests/samples/run tests/robust/run tests/memcheck/run tests/bench/get-peers \
	tests/fuzz/long tests/fuzz/smoke tests/fuzz/afl \
	$(filter-out %.suppress %.cfg %.py %.zsh,$(sort $(wildcard tests/gates/*)))

## lint      warnings as errors under gcc and clang, cppcheck, shellcheck
.PHONY: lint
lint: deps
	@$(MAKE) --no-print-directory -s gates
	@for cc in gcc clang; do for file in $(LIB_SOURCES) $(wildcard cmd/*.c cmd/tools/*.c); do \
		$$cc $(filter-out -MMD -MP,$(KL_CPPFLAGS)) -O2 $(KL_CFLAGS) -Werror -c $$file -o /dev/null || exit 1; \
	done; done
	@cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,portability \
		--suppressions-list=tests/gates/cppcheck.suppress --inline-suppr -Ilib -D_XOPEN_SOURCE=700 \
		--library=tests/gates/xlsxwriter.cfg lib cmd
	@shellcheck $(SCRIPTS)
	@echo 'lint: clean'

.PHONY: gates
gates: all
	@for gate in headers symbols rooms catalogue; do \
		echo "gate $$gate:"; tests/gates/$$gate build/release || exit 1; done

## check-family   every check and format has all its parts
.PHONY: check-family
check-family: all
	@tests/gates/family build/release/bin

.PHONY: docs
docs: all
	@echo "gate manual:"; tests/gates/manual build/release/bin
	@echo "gate readme:"; tests/gates/readme build/release/bin

## dutch     nothing is said in English in a Dutch run
.PHONY: dutch
dutch: all
	@echo "gate dutch:"; tests/gates/dutch build/release

# What earlier runs reached is taken away.
## coverage  which lines and branches the unit and golden tests reach, and its floors
.PHONY: coverage
coverage: deps
	@if test -d build/coverage; then find build/coverage -name '*.gcda' -delete; fi
	@$(MAKE) --no-print-directory -s MODE=coverage unit golden
	@echo "gate coverage:"; tests/gates/coverage build/coverage

## page      the HTML report: well-formed, accessible, and in Chromium if it is there
.PHONY: page
page: deps
	@$(MAKE) --no-print-directory -s all
	@echo "gate html:"; tests/gates/html build/release/bin

## workbook  the workbooks, opened by LibreOffice and openpyxl if they are there
.PHONY: workbook
workbook: deps
	@$(MAKE) --no-print-directory -s all
	@echo "gate workbook:"; tests/gates/workbook build/release/bin

## reports   what CI reads is valid by the schemas of its readers
.PHONY: reports
reports: deps
	@$(MAKE) --no-print-directory -s all
	@echo "gate reports:"; tests/gates/reports build/release/bin

## schemas   the JSON Schemas say of files, whole and broken, what klopt says
.PHONY: schemas
schemas: deps
	@$(MAKE) --no-print-directory -s all
	@echo "gate schemas:"; /usr/bin/python3 tests/gates/schemas.py build/release/bin/klopt

## ci-test   samples/ci as its CI plays it, with a wrong figure and without
.PHONY: ci-test
ci-test: deps
	@$(MAKE) --no-print-directory -s all
	@echo "gate ci:"; tests/gates/ci build/release/bin

## roundtrip what klopt-export writes is read by others, cell for cell
.PHONY: roundtrip
roundtrip: deps
	@$(MAKE) --no-print-directory -s all
	@tests/roundtrip/run build/release/bin

## robust    kill klopt-export, and fill its disk: no half a file
.PHONY: robust
robust: ready
	@$(MAKE) --no-print-directory -s all
	@tests/robust/run build/release/bin

## confined  a program that knows its files gives up the rest: what it can still do
.PHONY: confined
confined: deps
	@$(MAKE) --no-print-directory -s all
	@tests/confined/run build/release/bin

## novalues  with --no-values no value of a cell comes out, by any format, and no way
.PHONY: novalues
novalues: deps
	@$(MAKE) --no-print-directory -s all
	@tests/novalues/run build/release/bin

## compatibility  rule files, waivers, baselines and reports of each release work still
.PHONY: compatibility
compatibility: deps
	@$(MAKE) --no-print-directory -s all $(KEYS)
	@tests/compatibility/run build/release/bin

HOSTILE = tests/hostile/run $(BUILD)/bin $(if $(SANFLAGS),--sanitized)

## hostile   inputs that are made to break the programs: bombs, depth, endless patterns
.PHONY: hostile hostile-smoke
hostile: deps
	@$(MAKE) --no-print-directory -s all
	@$(HOSTILE)

# Without those that take long.
hostile-smoke: deps
	@$(MAKE) --no-print-directory -s all
	@$(HOSTILE) --smoke

# What fails in the programs, one thing a run: every Nth, in which cases (all), and of
# allocations those of every place; `PLACES=` is all of them: hours.
EVERY ?= 1
CASES ?=
PLACES ?= --places
FAULTS = tests/faults/run build
FAULTS_OF = $(PLACES) --every $(EVERY) $(CASES:%=--only %)

## faults    let allocations and calls to the system fail, one at a time (EVERY=N CASES=NAME)
.PHONY: faults
faults: deps
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory -s MODE=eager all
	@for what in release/bin\ memory eager/bin\ memory release/bin\ limits release/bin\ calls; do \
		echo "faults: $$what"; $(FAULTS)/$$what $(FAULTS_OF) || exit 1; done

## short     the golden tests with every read and write done in part, or interrupted
.PHONY: short
short: deps
	@$(MAKE) --no-print-directory -s all
	@echo 'golden tests (reads and writes in part):'
	@tests/faults/short build/release/bin

# A bounded sample of it, as a gate.
.PHONY: faults-smoke
faults-smoke: deps
	@$(MAKE) --no-print-directory -s all
	@$(FAULTS)/release/bin memory --places --every 13 >build/faults.log || { cat build/faults.log; exit 1; }
	@$(FAULTS)/release/bin limits --every 29 >>build/faults.log || { cat build/faults.log; exit 1; }
	@$(FAULTS)/release/bin calls --every 37 --smoke >>build/faults.log || { cat build/faults.log; exit 1; }
	@grep -h '^[0-9]* passed\|not tried' build/faults.log

## check     everything that CI runs
.PHONY: check
check: deps
	@mkdir -p build
	@$(MAKE) --no-print-directory demo >build/demo.log 2>&1 || { cat build/demo.log; exit 1; }
	@$(MAKE) --no-print-directory test mutation-smoke lint check-family docs dutch page reports schemas ci-test workbook roundtrip robust confined novalues compatibility hostile-smoke short install-test dist-test static-test hardening deb-test fuzz-smoke faults-smoke bench-smoke

## memcheck  the tests with Valgrind: a value that nobody set, a block that is lost
.PHONY: memcheck
memcheck: deps
	@$(MAKE) --no-print-directory -s all $(UNITS)
	@echo "unit tests (Valgrind):"; tests/memcheck/unit $(UNITS)
	@echo "golden tests (Valgrind):"; tests/memcheck/run build/release/bin

## check-long  all sanitizers, Valgrind, every fault, all fuzzers: hours (STAGES='tsan faults')
.PHONY: check-long
check-long: deps
	@EVERY=$(EVERY) LONG=$(LONG) tests/gates/long $(STAGES)

SIZE ?= 100

## bench     speed, memory and answers beside others: make bench SIZE=1000 (MB)
.PHONY: bench
bench:
	$(call install_missing,$(PACKAGES) python3)
	@$(MAKE) --no-print-directory -s all
	@tests/bench/run build/release --size $(SIZE)

## bench-peers  install what klopt is measured against (pip, npm), in build/bench
.PHONY: bench-peers
bench-peers:
	@tests/bench/get-peers

# That the bench can be run, that klopt finds what was planted and README.md has its
# rows; and that it tells what is wrong.
.PHONY: bench-smoke
bench-smoke: deps
	@$(MAKE) --no-print-directory -s all
	@mkdir -p build
	@tests/bench/run build/release --smoke >build/bench.log || { cat build/bench.log; exit 1; }
	@python3 tests/bench/test.py
	@echo 'bench smoke: it runs, the answers agree'

# --- Fuzzing ---------------------------------------------------------------------

TARGET ?= reader
TIME   ?= 60
ENGINE ?= libfuzzer

FUZZ_TARGETS  := $(filter-out main,$(basename $(notdir $(sort $(wildcard tests/fuzz/*.c)))))
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%=$(BUILD)/target/%)
# One of them holds decimals against those of GMP.
FUZZ_LIBS     := $(KL_LIBS) -lgmp
# What starts a target: clang's and AFL++'s own fuzzer, or main.c, over files.
ifeq ($(MODE),fuzz)
FUZZ_ENGINE := -fsanitize=fuzzer
else ifeq ($(MODE),afl)
FUZZ_ENGINE := -fsanitize=fuzzer
else
FUZZ_ENGINE := $(BUILD)/tests/fuzz/main.o
$(FUZZ_PROGRAMS): $(FUZZ_ENGINE)
endif

$(BUILD)/target/%: $(BUILD)/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(KL_LDFLAGS) $(LDFLAGS) $< $(FUZZ_ENGINE) $(LIB) $(FUZZ_LIBS) $(LDLIBS) -o $@

.PHONY: fuzz-targets
fuzz-targets: $(FUZZ_PROGRAMS)

## fuzz      fuzz one reader: make fuzz TARGET=reader TIME=60 (ENGINE=afl: by AFL++)
.PHONY: fuzz
fuzz: deps
ifeq ($(ENGINE),afl)
	@command -v afl-fuzz >/dev/null || { echo 'AFL++ is absent: install afl++, or leave out ENGINE' >&2; exit 1; }
	@$(MAKE) --no-print-directory -s MODE=afl build/afl/target/$(TARGET)
	@tests/fuzz/afl build/afl $(TARGET) $(TIME)
else
	@$(MAKE) --no-print-directory -s MODE=fuzz build/fuzz/target/$(TARGET)
	@tests/fuzz/long build/fuzz $(TIME) $(TARGET)
endif

# Seconds for each target; its table is what was reached by all runs so far.
LONG ?= 450

## fuzz-long fuzz every target, LONG=450 seconds each, and tell what was reached
.PHONY: fuzz-long
fuzz-long: deps
	@$(MAKE) --no-print-directory -s MODE=fuzz fuzz-targets
	@tests/fuzz/long build/fuzz $(LONG)

# Seeds and what once broke something, whole and cut off; then some seconds of each
# target, from the same start each time.
SMOKE ?= 2

.PHONY: fuzz-smoke
fuzz-smoke: deps
	@$(MAKE) --no-print-directory -s MODE=san fuzz-targets
	@for target in $(FUZZ_TARGETS); do \
		build/san/target/$$target tests/fuzz/seeds/$$target/* \
			$$(find tests/fuzz/regressions/$$target -type f 2>/dev/null) \
			>build/fuzz-smoke.log 2>&1 || { cat build/fuzz-smoke.log; exit 1; }; done
	@echo 'fuzz smoke: all seeds and regressions pass'
	@$(MAKE) --no-print-directory -s MODE=fuzz fuzz-targets
	@tests/fuzz/smoke build/fuzz/target $(SMOKE) $(FUZZ_TARGETS)

# --- Mutation --------------------------------------------------------------------

MUTATION := $(BUILD)/tests/mutation/mutation
MUTATION_RUN := $(MUTATION) samples/ao-monitor-2005-mended build/mutation

$(MUTATION): $(sort $(wildcard tests/mutation/*.[ch])) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(filter-out -MMD -MP,$(KL_CPPFLAGS)) $(CPPFLAGS) $(KL_CFLAGS) $(CFLAGS) $(PIE) $(KL_LDFLAGS) $(LDFLAGS) \
		$(filter %.c,$^) $(LIB) $(KL_LIBS) $(LDLIBS) -o $@

## mutation  change every printed count of a sample: is it told, and mended
.PHONY: mutation mutation-smoke
mutation: ready
	@$(MAKE) --no-print-directory -s $(MUTATION)
	@$(MUTATION_RUN)

# A part of them, always the same.
mutation-smoke: ready
	@$(MAKE) --no-print-directory -s $(MUTATION)
	@$(MUTATION_RUN) sample

# --- The library -----------------------------------------------------------------

VERSION   := $(shell sed -n 's/^\#define KL_VERSION "\(.*\)"$$/\1/p' lib/base/version.h)
# Raised whenever a public header changes so that a program must be compiled anew.
SOVERSION := 0
SONAME    := libklopt.so.$(SOVERSION)
SHARED    := $(BUILD)/libklopt.so.$(VERSION)
PIC_OBJ   := $(LIB_SOURCES:%.c=$(BUILD)/pic/%.o)
# What lib/klopt.h includes, in the end.
PUBLIC = $(sort $(filter lib/%,$(shell $(CC) $(filter-out -MMD -MP,$(KL_CPPFLAGS)) -MM lib/klopt.h)))

$(BUILD)/pic/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(KL_CPPFLAGS) $(CPPFLAGS) $(KL_CFLAGS) $(CFLAGS) -fPIC -c $< -o $@

# The shared library gives what the public headers name, and nothing else.
$(BUILD)/libklopt.map: $(HEADERS) Makefile
	@mkdir -p $(@D)
	@{ echo '{ global:'; \
	$(CC) $(filter-out -MMD -MP,$(KL_CPPFLAGS)) -E -P lib/klopt.h | grep -ow 'kl_[a-z0-9_]*' \
		| LC_ALL=C sort -u | sed 's/$$/;/'; echo 'local: *; };'; } >$@

$(SHARED): $(PIC_OBJ) $(BUILD)/libklopt.map
	$(CC) -shared $(KL_LDFLAGS) $(LDFLAGS) -Wl,-soname,$(SONAME) -Wl,-z,defs \
		-Wl,--version-script=$(BUILD)/libklopt.map $(PIC_OBJ) $(KL_LIBS) $(LDLIBS) -o $@

# --- One static program -----------------------------------------------------------

# The front door with every tool in it, under another name for its main. What it
# cannot have: libxlsxwriter, since it cannot load one, and so what only workbooks need.
TOOLS       := $(patsubst cmd/klopt-%.c,%,$(filter cmd/klopt-%.c,$(CMD_SOURCES)))
STATIC      := $(BUILD)/static
STATIC_OBJ  := $(TOOLS:%=$(STATIC)/%.o) $(STATIC)/within.o $(BUILD)/cmd/tools/no_workbook.o
STATIC_LIBS := $(filter-out -lisal,$(KL_LIBS))

$(STATIC)/within.o: KL_CPPFLAGS += -DKL_TOOLS='$(foreach tool,$(TOOLS),KL_TOOL($(tool)))'
$(STATIC)/within.o: cmd/within.c Makefile
$(TOOLS:%=$(STATIC)/%.o): $(STATIC)/%.o: cmd/klopt-%.c Makefile
$(TOOLS:%=$(STATIC)/%.o): KL_CPPFLAGS += -Dmain=cli_main_$(basename $(@F))
$(TOOLS:%=$(STATIC)/%.o) $(STATIC)/within.o:
	@mkdir -p $(@D)
	$(CC) $(KL_CPPFLAGS) $(CPPFLAGS) $(KL_CFLAGS) $(CFLAGS) -c $< -o $@

# The stand-ins come before the library, so that it is not asked for theirs.
$(STATIC)/klopt: $(BUILD)/cmd/klopt.o $(STATIC_OBJ) $(filter-out %/within.o,$(CLI_OBJ)) $(LIB)
	$(CC) $(STATIC_PIE) $(KL_LDFLAGS) $(LDFLAGS) $^ $(STATIC_LIBS) $(LDLIBS) -o $@

## static    one program with all tools in it, for any Linux: build/release/static/klopt
.PHONY: static
static: $(STATIC)/klopt
	@echo 'The program is $(STATIC)/klopt'

.PHONY: static-test
static-test: static $(CATALOGUES)
	@echo "gate static:"; tests/gates/static $(BUILD)

## hardening the programs and the library guard their memory: PIE, RELRO, the stack, sizes
.PHONY: hardening
hardening: all $(SHARED) static
	@echo "gate hardening:"; tests/gates/hardening $(BUILD)

# --- Installing ------------------------------------------------------------------

LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
ZSHDIR     ?= $(PREFIX)/share/zsh/site-functions
BIN_TO     := $(DESTDIR)$(PREFIX)/bin
LIB_TO     := $(DESTDIR)$(LIBDIR)
INCLUDE_TO := $(DESTDIR)$(INCLUDEDIR)/klopt
SHARE_TO   := $(DESTDIR)$(PREFIX)/share
RULES_TO   := $(SHARE_TO)/klopt/rules
BASH_TO    := $(SHARE_TO)/bash-completion/completions
ZSH_TO     := $(DESTDIR)$(ZSHDIR)

NAMES := $(CMD_SOURCES:cmd/%.c=%)
# Files of a kind, and where each goes.
RULES := $(sort $(wildcard rules/*.yaml rules/registers/* rules/schemas/*))
PAGES := $(MANPAGES) lib/libklopt.3 rules/klopt-rules.5
page_to = $(foreach page,$(1),"$(SHARE_TO)/man/man$(patsubst .%,%,$(suffix $(page)))/$(notdir $(page))")

KEYS := $(BUILD)/cmd/tools/keys
COMPLETION := $(BUILD)/completion/klopt.bash $(BUILD)/completion/klopt.zsh

$(KEYS): $(BUILD)/cmd/tools/keys.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(PIE) $(KL_LDFLAGS) $(LDFLAGS) $^ $(KL_LIBS) $(LDLIBS) -o $@

$(BUILD)/completion/klopt.%: cmd/tools/completion $(PROGRAMS) $(KEYS)
	@mkdir -p $(@D)
	cmd/tools/completion $* $(BUILD)/bin $(KEYS) >$@

# It can be moved as a whole: its prefix is seen from its own place.
$(BUILD)/klopt.pc: lib/klopt.pc.in lib/base/version.h Makefile FORCE
	@mkdir -p $(@D)
	@sed -e 's|@PREFIX@|$(shell realpath -m --relative-to=$(LIBDIR)/pkgconfig $(PREFIX))|' \
		-e 's|@LIBDIR@|$(shell realpath -m --relative-to=$(PREFIX) $(LIBDIR))|' \
		-e 's|@INCLUDEDIR@|$(shell realpath -m --relative-to=$(PREFIX) $(INCLUDEDIR))|' \
		-e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(KL_LIBS)|' $< >$@

.PHONY: FORCE
FORCE:

# All that is installed, as a package builds it.
.PHONY: packaged
packaged: all $(SHARED) $(COMPLETION) $(BUILD)/klopt.pc

## install   programs, library, manual, completion, rules and registers (DESTDIR, PREFIX)
.PHONY: install
install: packaged
	install -d "$(BIN_TO)" "$(LIB_TO)/pkgconfig" "$(BASH_TO)" "$(ZSH_TO)" \
		"$(SHARE_TO)/man/man1" "$(SHARE_TO)/man/man3" "$(SHARE_TO)/man/man5"
	install -m 755 $(PROGRAMS) "$(BIN_TO)"
	install -m 644 $(LIB) "$(LIB_TO)"
	install -m 644 $(SHARED) "$(LIB_TO)"
	ln -sf $(notdir $(SHARED)) "$(LIB_TO)/$(SONAME)"
	ln -sf $(SONAME) "$(LIB_TO)/libklopt.so"
	install -m 644 $(BUILD)/klopt.pc "$(LIB_TO)/pkgconfig"
	@# Each header is found from everywhere: "base/text.h" becomes <klopt/base/text.h>.
	for file in $(PUBLIC:lib/%=%); do install -D -m 644 /dev/null "$(INCLUDE_TO)/$$file" && \
		sed 's|^\( *\# *include \)"\(.*\)"|\1<klopt/\2>|' lib/$$file \
		>"$(INCLUDE_TO)/$$file" || exit 1; done
	for page in $(PAGES); do \
		install -m 644 $$page "$(SHARE_TO)/man/man$${page##*.}" || exit 1; done
	install -m 644 $(BUILD)/completion/klopt.bash "$(BASH_TO)/klopt"
	for name in $(filter-out klopt,$(NAMES)); do ln -sf klopt "$(BASH_TO)/$$name" || exit 1; done
	install -m 644 $(BUILD)/completion/klopt.zsh "$(ZSH_TO)/_klopt"
	for language in $(LANGUAGES); do install -D -m 644 \
		$(BUILD)/share/locale/$$language/LC_MESSAGES/klopt.mo \
		"$(SHARE_TO)/locale/$$language/LC_MESSAGES/klopt.mo" || exit 1; done
	for file in $(RULES:rules/%=%); do \
		install -D -m 644 rules/$$file "$(RULES_TO)/$$file" || exit 1; done

# Every file by its name: what somebody else put beside them stays.
## uninstall remove what install put there
.PHONY: uninstall
uninstall:
	rm -f $(NAMES:%="$(BIN_TO)/%") "$(LIB_TO)/libklopt.a" "$(LIB_TO)/$(notdir $(SHARED))" \
		"$(LIB_TO)/$(SONAME)" "$(LIB_TO)/libklopt.so" "$(LIB_TO)/pkgconfig/klopt.pc"
	rm -f $(PUBLIC:lib/%="$(INCLUDE_TO)/%") $(call page_to,$(PAGES))
	rm -f $(NAMES:%="$(BASH_TO)/%") "$(ZSH_TO)/_klopt"
	rm -f $(LANGUAGES:%="$(SHARE_TO)/locale/%/LC_MESSAGES/klopt.mo") $(RULES:rules/%="$(RULES_TO)/%")
	for folder in "$(RULES_TO)/registers" "$(RULES_TO)/schemas" "$(RULES_TO)" "$(SHARE_TO)/klopt" \
		$(patsubst lib/%,"$(INCLUDE_TO)/%",$(sort $(dir $(filter-out lib/klopt.h,$(PUBLIC))))) \
		"$(INCLUDE_TO)"; do \
		test ! -d "$$folder" || rmdir --ignore-fail-on-non-empty "$$folder"; done

## install-test  what is installed works, from a folder that was moved, and can be removed
.PHONY: install-test
install-test: deps
	@$(MAKE) --no-print-directory -s all $(SHARED) $(KEYS) $(COMPLETION)
	@echo "gate install:"; tests/gates/install $(BUILD)
	@echo "gate completion:"; tests/gates/completion $(BUILD)
	@echo "gate pages:"; tests/gates/pages $(BUILD)

## dist      what is committed, as build/klopt-VERSION.tar.gz
.PHONY: dist
dist:
	@mkdir -p build
	git archive --prefix=klopt-$(VERSION)/ -o build/klopt-$(VERSION).tar.gz HEAD
	@echo 'The archive is build/klopt-$(VERSION).tar.gz'

# It builds from the archive alone, in a folder of its own.
.PHONY: dist-test
dist-test: dist
	@echo "gate dist:"; tests/gates/dist build/klopt-$(VERSION).tar.gz

## deb       Debian packages of what is committed, in build/deb
.PHONY: deb
deb: dist
	$(call install_missing,$(PACKAGES) $(DEB_PACKAGES))
	@cmd/tools/deb build/klopt-$(VERSION).tar.gz build/deb
	@echo 'The packages are in build/deb'

## deb-test  lintian accepts the packages, and they work on a clean Debian
.PHONY: deb-test
deb-test: deb
	@echo "gate deb:"; tests/gates/deb build/deb

## clean     remove everything that was built
.PHONY: clean
clean:
	rm -rf build

## help      this list
.PHONY: help
help:
	@sed -n 's/^## /  make /p' $(MAKEFILE_LIST)

-include $(FUZZ_TARGETS:%=$(BUILD)/tests/fuzz/%.d) $(LIB_OBJ:.o=.d) $(PIC_OBJ:.o=.d) $(KEYS).d $(CLI_OBJ:.o=.d) $(CMD_SOURCES:%.c=$(BUILD)/%.d) $(UNIT_SOURCES:%.c=$(BUILD)/%.d) \
	$(GENERATOR_OBJ:.o=.d) $(STATIC_OBJ:.o=.d)
