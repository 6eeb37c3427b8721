# Muster. `make run` is all a newcomer needs; `make help` lists the rest.

BUILD ?= build
MODE  ?= release

CC       ?= gcc
PACKAGES := fcgi libmariadb jansson libsodium openssl libcurl libmagic libjpeg libpng libwebp \
            libexif libqrencode libutf8proc libzip libxml-2.0 inih xlsxwriter
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lhpdf -lcmark-gfm-extensions -lcmark-gfm -lunistring -lm

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
            -Wundef -Wwrite-strings -Wcast-qual -Wpointer-arith -Wvla -Werror
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
LDHARDENING := -pie -Wl,-z,relro,-z,now

ifeq ($(MODE),asan)
  OPTIMIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
  HARDENING :=
  LDHARDENING :=
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

.PHONY: all unit clean
all: $(BINARIES)

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

$(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(LIBRARY) $(PKG_LIBS) -lcmocka

unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

clean:
	rm -rf $(BUILD) bin

-include $(OBJECTS:.o=.d) $(PROGRAMS:%=$(OUT)/cgi-bin/%.d) $(UNIT:=.d)
.SECONDARY:
