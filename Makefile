# rejig and xlsx2jsonl. `make help` lists the targets.
# Sources are found by wildcard and headers are tracked, so a new file needs no edit here.

PREFIX  ?= /usr/local
DESTDIR ?=
VARIANT ?= release
VERSION := 0.1.0

CXX      ?= g++
CXXFLAGS ?= -O2 -g
PKGS     := simdjson fmt libpcre2-8 zlib expat
B        := build/$(VARIANT)

SANITIZE.asan  := -fsanitize=address -fno-omit-frame-pointer
SANITIZE.ubsan := -fsanitize=undefined -fno-sanitize-recover=all
SANITIZE.tsan  := -fsanitize=thread
SANITIZE       := $(SANITIZE.$(VARIANT))

ALL_CXXFLAGS = -std=c++20 -Wall -Wextra -Wpedantic $(CXXFLAGS) $(SANITIZE) -pthread \
	-Isrc -DREJIG_VERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PKGS)) -MMD -MP
ALL_LDFLAGS  = $(LDFLAGS) $(SANITIZE) -pthread -Wl,--as-needed
LIBS         = $(shell pkg-config --libs $(PKGS))

PROGRAMS := rejig xlsx2jsonl
SOURCES  := $(shell find src -name '*.cc')
MAINS    := src/main.cc src/xlsx2jsonl/main.cc
CORE     := $(patsubst %.cc,$(B)/%.o,$(filter-out $(MAINS),$(SOURCES)))
UNITS    := $(patsubst %.cc,$(B)/%.o,$(shell find tests/unit tests/oracle -name '*.cc' 2>/dev/null))

all: $(PROGRAMS:%=$(B)/%) ## build both programs

$(B)/rejig: $(B)/src/main.o $(B)/libcore.a
$(B)/xlsx2jsonl: $(B)/src/xlsx2jsonl/main.o $(B)/libcore.a
$(B)/unit: $(UNITS) $(B)/libcore.a

$(B)/rejig $(B)/xlsx2jsonl $(B)/unit:
	$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(B)/libcore.a: $(CORE)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(ALL_CXXFLAGS) -c -o $@ $<

-include $(patsubst %.cc,$(B)/%.d,$(SOURCES)) $(UNITS:.o=.d)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

clean: ## remove all that was built
	rm -rf build

.PHONY: all help clean
.DELETE_ON_ERROR:
