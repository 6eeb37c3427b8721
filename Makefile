# Muster. `make run` is all a newcomer needs; `make help` lists the rest.

BUILD ?= build
MODE  ?= release
export BUILD MODE

ifeq ($(origin CC),default)
  CC := gcc
endif
PACKAGES := fcgi libmariadb jansson libsodium openssl libcurl libmagic libjpeg libpng libwebp \
            libexif libqrencode libutf8proc libdeflate libzip libxml-2.0 inih xlsxwriter ldap lber
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lhpdf -lcmark-gfm-extensions -lcmark-gfm -lunistring -lm

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
            -Wundef -Wwrite-strings -Wcast-qual -Wpointer-arith -Wvla -Wno-missing-field-initializers -Werror
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
LDHARDENING := -pie -Wl,-z,relro,-z,now

ifeq ($(MODE),asan)
  OPTIMIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
  HARDENING :=
  LDHARDENING :=
  export MUSTER_BIN ?= $(BUILD)/asan/bin
else
  OPTIMIZE := -O2 -g
endif

OUT := $(BUILD)/$(MODE)
CPPFLAGS += -Isrc -D_GNU_SOURCE
CFLAGS   += -std=c17 $(OPTIMIZE) $(WARNINGS) $(HARDENING) $(PKG_CFLAGS)
LDFLAGS  += $(OPTIMIZE) $(LDHARDENING) -Wl,--as-needed

SOURCES  := $(wildcard src/*/*.c)
OBJECTS  := $(SOURCES:%.c=$(OUT)/%.o)
LIBRARY  := $(OUT)/libmuster.a
PROGRAMS := $(patsubst cgi-bin/%.c,%,$(wildcard cgi-bin/*.c))
BINARIES := $(PROGRAMS:%=$(OUT)/bin/%)
UNIT     := $(patsubst tests/unit/%.c,$(OUT)/tests/unit/%,$(wildcard tests/unit/*/*_test.c))

INTEGRATION := $(patsubst tests/integration/%.c,$(OUT)/tests/integration/%,$(wildcard tests/integration/*_test.c tests/integration/*_program.c))
FUZZ     := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/bin/%,$(wildcard tests/fuzz/*_fuzz.c))
BENCH    := $(patsubst tests/bench/%.c,$(OUT)/tests/bench/%,$(wildcard tests/bench/*.c))
MESSAGES := $(patsubst po/%.po,$(BUILD)/locale/%.mo,$(wildcard po/*.po))
ASSETS   := $(if $(wildcard tools/assets.mjs),public/static/version)
JOBS     ?= $(shell nproc)
export FUZZ_SECONDS ?= 30

.PHONY: help all run start stop test unit integration bench lint fuzz fuzzers messages print-flags clean
.DEFAULT_GOAL := all

# The targets for people install what is missing first; `all` and below only build.
help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18
	@echo "MODE=asan builds with sanitizers; MUSTER_VAR, MUSTER_PORT and MUSTER_LISTEN choose where an instance lives."

all: $(LIBRARY) $(BINARIES) $(MESSAGES) $(ASSETS)

run: ## build, start everything and stay; Ctrl-C stops it
	@tools/install build run
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@exec tools/muster-service run

start: ## the same in the background; returns when the portal answers
	@tools/install build run
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@tools/muster-service start

stop: ## stop what `make start` started
	@tools/muster-service stop

test: ## everything that proves the product
	@tools/install build run test
	@$(MAKE) --no-print-directory -s -j$(JOBS) all $(UNIT) $(INTEGRATION) fuzzers
	@tools/run-tests

bench: ## speed and memory, as ratios to a bare FastCGI program
	@tools/install build run test
	@$(MAKE) --no-print-directory -s -j$(JOBS) all $(BENCH)
	@tests/bench/run

lint: ## house rules, clang-tidy and cppcheck
	@tools/install build test
	@tools/lint all

fuzz: ## every fuzz target for FUZZ_SECONDS
	@tools/install build test
	@$(MAKE) --no-print-directory -s -j$(JOBS) fuzzers
	@tools/fuzz $(FUZZ_SECONDS)

messages: ## collect the texts to translate into po/
	@tools/messages

clean: ## remove what was built (data below var/ stays)
	rm -rf $(BUILD) bin public/static

print-flags:
	@echo -std=c17 $(CPPFLAGS) $(PKG_CFLAGS)

unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

integration: all $(INTEGRATION)
	@tools/run-tests integration

.PRECIOUS: $(OUT)/%.o $(BUILD)/fuzz/%.o

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/bin/%: $(OUT)/cgi-bin/%.o $(LIBRARY)
	@mkdir -p $(@D) bin
	$(CC) $(LDFLAGS) -o $@ $< $(LIBRARY) $(PKG_LIBS)
	$(if $(filter release,$(MODE)),@ln -sf ../$@ bin/$*)

# For any laptop, without what the product needs around it.
ifeq ($(MODE),release)
$(OUT)/bin/muster-verify: $(OUT)/cgi-bin/muster-verify.o $(LIBRARY)
	@mkdir -p $(@D) bin
	$(CC) $(LDFLAGS:-pie=) -no-pie -static -o $@ $< $(LIBRARY) -ljansson -lcrypto -lsodium -Wl,--gc-sections -Wl,--no-warnings
	@ln -sf ../$@ bin/muster-verify
endif

$(OUT)/tests/%: $(OUT)/tests/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(LIBRARY) $(PKG_LIBS) -lcmocka

# With the whole library, so that every statement is there to be prepared.
HELPERS := $(addprefix $(OUT)/tests/integration/,database.o staff.o system.o)
$(filter %_test,$(INTEGRATION)): %: %.o $(HELPERS) $(LIBRARY)
	$(CC) $(LDFLAGS) -o $@ $< $(HELPERS) -Wl,--whole-archive $(LIBRARY) -Wl,--no-whole-archive \
		$(PKG_LIBS) -lcmocka

$(BUILD)/locale/%.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt --check-format --check-domain -o $@ $<

# Which classes are styled depends on what templates, scripts and programs mention.
public/static/version: package-lock.json tools/assets.mjs $(shell find public/src templates -type f 2>/dev/null) $(SOURCES)
	tools/install npm
	tools/assets.mjs
	@touch $@

# Fuzz targets and what they need of the library once more, by clang with libFuzzer.
FUZZ_FLAGS := -std=c17 -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
              -fno-omit-frame-pointer $(PKG_CFLAGS)
fuzzers: $(FUZZ)

$(BUILD)/fuzz/%.o: %.c
	@mkdir -p $(@D)
	clang $(CPPFLAGS) $(FUZZ_FLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/fuzz/libmuster.a: $(patsubst %.c,$(BUILD)/fuzz/%.o,$(shell tools/fuzz sources))
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/fuzz/bin/%: $(BUILD)/fuzz/tests/fuzz/%.o $(BUILD)/fuzz/libmuster.a
	@mkdir -p $(@D)
	clang -fsanitize=fuzzer,address,undefined -o $@ $< $(BUILD)/fuzz/libmuster.a -Wl,--as-needed $(PKG_LIBS)

-include $(OBJECTS:.o=.d) $(HELPERS:.o=.d) $(PROGRAMS:%=$(OUT)/cgi-bin/%.d) $(UNIT:=.d) $(INTEGRATION:=.d) $(BENCH:=.d)
-include $(wildcard $(BUILD)/fuzz/src/*/*.d) $(FUZZ:$(BUILD)/fuzz/bin/%=$(BUILD)/fuzz/tests/fuzz/%.d)
