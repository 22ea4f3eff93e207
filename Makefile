# klopt: one Makefile for everything. `make help` lists the targets.
#
#   make MODE=san       the sanitizer build, in build/san
#   make CC=clang CFLAGS=-O1

.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

MODE    ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   := build/$(MODE)
VERSION := $(shell sed -n 's/^\#define KL_VERSION "\(.*\)"/\1/p' lib/klopt.h)

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
KL_CPPFLAGS := -Ilib -D_XOPEN_SOURCE=700 -DKL_DATADIR='"$(PREFIX)/share/klopt"' -MMD -MP
KL_CFLAGS   := -std=c11 -Wall -Wextra -Wshadow -Wconversion $(SANFLAGS)
KL_LDFLAGS  := $(SANFLAGS)
KL_LIBS     := -lcsv -lyaml -lxlsxwriter -ljansson -lutf8proc
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

## all       build the programs into build/release/bin (the default)
.PHONY: all
all: $(PROGRAMS)

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

## clean     remove everything that was built
.PHONY: clean
clean:
	rm -rf build

## help      this list
.PHONY: help
help:
	@sed -n 's/^## /  make /p' $(MAKEFILE_LIST)

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(CMD_SOURCES:%.c=$(BUILD)/%.d) $(UNIT_SOURCES:%.c=$(BUILD)/%.d)
