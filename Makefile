# klopt: one Makefile for everything. `make help` lists the targets.
#
#   make MODE=san       the sanitizer build, in build/san
#   make CC=clang CFLAGS=-O1

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
.DEFAULT_GOAL := all

MODE    ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   := build/$(MODE)

ifeq ($(MODE),san)
CFLAGS  ?= -O1 -g
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifeq ($(MODE),release)
CFLAGS  ?= -O2 -g
SANFLAGS :=
else
$(error MODE is release or san, not '$(MODE)')
endif

# What the code needs, apart from what the user asks for.
KL_CPPFLAGS := -Ilib -D_XOPEN_SOURCE=700 -DKL_DATADIR='"$(PREFIX)/share/klopt"' \
	-DKL_LOCALEDIR='"$(PREFIX)/share/locale"' -MMD -MP
KL_CFLAGS   := -std=c11 -Wall -Wextra -Wshadow -Wconversion $(SANFLAGS)
KL_LDFLAGS  := $(SANFLAGS)
KL_LIBS     := -lcsv -lyaml -lxlsxwriter -ljansson -lutf8proc -lpcre2-8 -lexpat -lminizip
TEST_LIBS   := -lcriterion

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
	$(CC) $(KL_LDFLAGS) $(LDFLAGS) $< $(CLI_OBJ) $(LIB) $(KL_LIBS) $(LDLIBS) -o $@

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(KL_LDFLAGS) $(LDFLAGS) $< $(LIB) $(KL_LIBS) $(TEST_LIBS) $(LDLIBS) -o $@

$(BUILD)/share/locale/%/LC_MESSAGES/klopt.mo: lib/locale/%.po
	@mkdir -p $(@D)
	msgfmt --check-format -o $@ $<

# --- Setting up ----------------------------------------------------------------

# What building and testing need, all from Debian.
PACKAGES := gcc libc6-dev binutils pkg-config libcsv-dev libyaml-dev libxlsxwriter-dev \
	libjansson-dev libutf8proc-dev libpcre2-dev libexpat1-dev libminizip-dev \
	gettext libcriterion-dev jq unzip zip
# What `make lint`, `make fuzz` and `make roundtrip` need on top.
LINT_PACKAGES := clang libclang-rt-dev cppcheck shellcheck mandoc libxml2-utils \
	python3-openpyxl python3-jsonschema
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
	$(call install_missing,$(PACKAGES) $(LINT_PACKAGES))

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
	UBSAN_OPTIONS=log_path=$(SAN_LOGS)/ubsan:print_stacktrace=1

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
	@tests/cli/run $(BUILD)/bin
	@tests/cli/seed $(BUILD)/bin
	@echo "samples ($(MODE)):"
	@tests/samples/run $(GENERATOR)

$(GENERATOR): $(GENERATOR_OBJ) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(KL_LDFLAGS) $(LDFLAGS) $^ $(KL_LIBS) $(LDLIBS) -o $@

## samples   make the samples of made-up records anew
.PHONY: samples
samples: ready
	@$(MAKE) --no-print-directory -s $(GENERATOR)
	@tests/samples/run --update $(GENERATOR)

SCRIPTS := .ci/run tests/cli/run tests/cli/seed tests/cli/book tests/cli/sheet \
	tests/samples/run tests/robust/run tests/bench/run \
	$(filter-out %.suppress %.cfg %.py,$(sort $(wildcard tests/gates/*)))

## lint      warnings as errors under gcc and clang, cppcheck, shellcheck
.PHONY: lint
lint: deps
	@$(MAKE) --no-print-directory -s gates
	@for cc in gcc clang; do for file in $(LIB_SOURCES) $(wildcard cmd/*.c); do \
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

## check     everything that CI runs
.PHONY: check
check: deps
	@mkdir -p build
	@$(MAKE) --no-print-directory demo >build/demo.log 2>&1 || { cat build/demo.log; exit 1; }
	@$(MAKE) --no-print-directory test mutation-smoke lint check-family docs page reports workbook roundtrip robust install-test fuzz-smoke

## bench     speed and memory, side by side
.PHONY: bench
bench: ready
	@$(MAKE) --no-print-directory -s all
	@tests/bench/run build/release

# --- Fuzzing ---------------------------------------------------------------------

TARGET ?= reader
TIME   ?= 60
FUZZ_FLAGS := -std=c11 -g -O1 $(filter-out -MMD -MP,$(KL_CPPFLAGS)) -fsanitize=address,undefined \
	-fno-sanitize-recover=all

## fuzz      fuzz one reader: make fuzz TARGET=reader TIME=60
.PHONY: fuzz
fuzz: deps
	@mkdir -p build/fuzz/$(TARGET)
	clang $(FUZZ_FLAGS) -fsanitize=fuzzer tests/fuzz/$(TARGET).c $(LIB_SOURCES) $(KL_LIBS) \
		-o build/fuzz/$(TARGET).fuzzer
	build/fuzz/$(TARGET).fuzzer -max_total_time=$(TIME) -max_len=4096 build/fuzz/$(TARGET) \
		tests/fuzz/seeds/$(TARGET)

FUZZ_TARGETS := $(filter-out main,$(basename $(notdir $(sort $(wildcard tests/fuzz/*.c)))))

# The seeds, once, under the sanitizers.
.PHONY: fuzz-smoke
fuzz-smoke:
	@$(MAKE) --no-print-directory -s MODE=san $(LIB:build/release/%=build/san/%)
	@mkdir -p build/fuzz; for target in $(FUZZ_TARGETS); do \
		$(CC) $(FUZZ_FLAGS) tests/fuzz/$$target.c tests/fuzz/main.c build/san/libklopt.a \
			$(KL_LIBS) -o build/fuzz/$$target.smoke && \
		build/fuzz/$$target.smoke tests/fuzz/seeds/$$target/* || exit 1; done
	@echo 'fuzz smoke: all seeds pass'

# --- Mutation --------------------------------------------------------------------

MUTATION := $(BUILD)/tests/mutation/mutation
MUTATION_RUN := $(MUTATION) samples/ao-monitor-2005-mended build/mutation

$(MUTATION): $(sort $(wildcard tests/mutation/*.[ch])) $(LIB)
	@mkdir -p $(@D)
	$(CC) $(filter-out -MMD -MP,$(KL_CPPFLAGS)) $(CPPFLAGS) $(KL_CFLAGS) $(CFLAGS) $(KL_LDFLAGS) $(LDFLAGS) \
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

# --- Installing ------------------------------------------------------------------

BINDIR  := $(DESTDIR)$(PREFIX)/bin
MANDIR  := $(DESTDIR)$(PREFIX)/share/man/man1
LOCALEDIR := $(DESTDIR)$(PREFIX)/share/locale
DATADIR := $(DESTDIR)$(PREFIX)/share/klopt

## install   programs, manual pages, texts, rules and registers (DESTDIR, PREFIX)
.PHONY: install
install: all
	install -d $(BINDIR) $(MANDIR) $(DATADIR)/rules/registers $(DATADIR)/rules/schemas
	install -m 755 $(PROGRAMS) $(BINDIR)
	install -m 644 $(MANPAGES) $(MANDIR)
	for language in $(LANGUAGES); do install -D -m 644 \
		$(BUILD)/share/locale/$$language/LC_MESSAGES/klopt.mo \
		$(LOCALEDIR)/$$language/LC_MESSAGES/klopt.mo || exit 1; done
	install -m 644 $(sort $(wildcard rules/*.yaml)) $(DATADIR)/rules
	install -m 644 $(sort $(wildcard rules/registers/*)) $(DATADIR)/rules/registers
	install -m 644 $(sort $(wildcard rules/schemas/*)) $(DATADIR)/rules/schemas

## uninstall remove what install put there
.PHONY: uninstall
uninstall:
	rm -f $(PROGRAMS:$(BUILD)/bin/%=$(BINDIR)/%) $(MANPAGES:cmd/%=$(MANDIR)/%)
	rm -f $(LANGUAGES:%=$(LOCALEDIR)/%/LC_MESSAGES/klopt.mo)
	rm -rf $(DATADIR)

# Installed into a folder of its own, klopt finds its rules and registers there.
.PHONY: install-test
install-test:
	@rm -rf build/stage
	@$(MAKE) --no-print-directory -s install DESTDIR=$(CURDIR)/build/stage PREFIX=/usr >/dev/null
	@cd build/stage && PATH=$$PWD/usr/bin:$$PATH && klopt list registers | grep -q crebo-ao-2004 \
		&& klopt check -q $(CURDIR)/samples/ao-monitor-2005-mended \
		&& klopt crebo --version >/dev/null \
		&& klopt explain --lang nl type | grep -qx Oplossing
	@$(MAKE) --no-print-directory -s uninstall DESTDIR=$(CURDIR)/build/stage PREFIX=/usr
	@test -z "$$(find build/stage -type f)"
	@echo 'install: finds its rules, and is removed without a trace'

## clean     remove everything that was built
.PHONY: clean
clean:
	rm -rf build

## help      this list
.PHONY: help
help:
	@sed -n 's/^## /  make /p' $(MAKEFILE_LIST)

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(CMD_SOURCES:%.c=$(BUILD)/%.d) $(UNIT_SOURCES:%.c=$(BUILD)/%.d) \
	$(GENERATOR_OBJ:.o=.d)
