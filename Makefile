# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# make          the program, at build/tcpbdp
# make install  the program, its manual, completion, units and documents; make uninstall takes them away
# make static   the program without shared libraries, at build/tcpbdp-static, to copy to any host
# make demo     see it find a socket whose receive buffer is too small
# make check    every test there is (where root cannot be had: those that need none)
# make lab      every scenario and every advice, here and on 6.1 and 6.12, as a table (hours)
# make accept   shows what the golden tests find to differ, and lets it be what they expect
# make fuzz     captures that nobody recorded, FUZZ_RUNS of them, and as many inputs of each parser
# make faults   each call that can fail does, once (half an hour); a check tries some of them
# make soak     an hour of connections, stopped readers and full disks; SOAK_MINUTES=10 in a nightly run
# make bench    what it costs; BENCH=1,2 chooses budgets
# make setup    only what demo and check begin with: install the packages that are missing
# V=1           long lines
#
# demo, check, lab, bench and setup become root by sudo or doas where they must (ROOT=no: never).

B := build
# As in a kernel build: ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-
ARCH ?= $(or $(firstword $(subst -, ,$(CROSS_COMPILE))),$(shell uname -m))
bpf_arch = $(patsubst aarch64,arm64,$(patsubst x86_64,x86,$(1)))
BPF_ARCH := $(call bpf_arch,$(ARCH))
# The program prints its own manual. One for another processor needs RUN='qemu-aarch64 -L SYSROOT'.
RUN ?=
runs_here := $(or $(RUN),$(filter $(call bpf_arch,$(shell uname -m)),$(BPF_ARCH)))

# make has values of its own for these two, which ?= would leave
ifeq ($(origin CC),default)
CC := $(CROSS_COMPILE)gcc
endif
ifeq ($(origin AR),default)
AR := $(CROSS_COMPILE)ar
endif
CLANG ?= clang
BPFTOOL ?= $(firstword $(wildcard /usr/sbin/bpftool /usr/local/sbin/bpftool) bpftool)
LLVM_STRIP ?= llvm-strip
PKG_CONFIG ?= $(CROSS_COMPILE)pkg-config
CFLAGS ?= -O2 -g
VERSION := 0.1.0
DATE := 2026-11-28
FUZZ_RUNS ?= 1000000
FUZZ_SEED ?= 1

# Rows of tables name only the fields that they set.
# top's screen; CURSES=no leaves it out, as where ncursesw is not found
CURSES ?= $(if $(shell $(PKG_CONFIG) --exists ncursesw 2>/dev/null && echo yes),yes,no)

WARN := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wvla -Wno-missing-field-initializers
BPF_WARN := -Wall -Wextra -Wno-unused-parameter
ifeq ($(WERROR),1)
WARN += -Werror
BPF_WARN += -Werror
endif

# Without pkg-config, or without a library's file for it, the names alone must do.
LIB_NAMES := libbpf libelf zlib jansson libcap libseccomp sqlite3 nettle
ifeq ($(CURSES),yes)
CURSES_CFLAGS := -DTCPBDP_CURSES $(shell $(PKG_CONFIG) --cflags ncursesw 2>/dev/null)
CURSES_LIBS := $(shell $(PKG_CONFIG) --libs ncursesw 2>/dev/null || echo -lncursesw -ltinfo)
CURSES_STATIC_LIBS := $(shell $(PKG_CONFIG) --static --libs ncursesw 2>/dev/null || echo -lncursesw -ltinfo)
endif
LIB_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(LIB_NAMES) 2>/dev/null)
LIBS := $(shell $(PKG_CONFIG) --libs $(LIB_NAMES) 2>/dev/null || \
	echo -lbpf -lelf -lz -ljansson -lcap -lseccomp -lsqlite3 -lnettle) $(CURSES_LIBS) -lpthread
# A static program needs its libraries' libraries, too.
STATIC_LIBS = $(shell $(PKG_CONFIG) --static --libs $(LIB_NAMES) 2>/dev/null || \
	echo -lbpf -lelf -lz -ljansson -lcap -lseccomp -lsqlite3 -lm -lnettle) $(CURSES_STATIC_LIBS) -lpthread
UNIT_LIBS = $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null || echo -lcmocka) $(LIBS)

OUR_CFLAGS := -std=gnu11 $(WARN) -ffile-prefix-map='$(CURDIR)'=. -Isrc -Ibpf -I$(B)/bpf \
	-DTCPBDP_VERSION='"$(VERSION)"' -DTCPBDP_DATE='"$(DATE)"' -D_GNU_SOURCE $(CURSES_CFLAGS) $(LIB_CFLAGS)
BPF_CFLAGS := -g -O2 -mcpu=v3 -target bpf -D__TARGET_ARCH_$(BPF_ARCH) -Ivmlinux -Ibpf -Isrc \
	$(BPF_WARN) -ffile-prefix-map='$(CURDIR)'=.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

compile := $(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c
compile_san := $(CC) $(OUR_CFLAGS) $(CPPFLAGS) -O1 -g $(SANITIZE) -MMD -MP -c
compile_bpf := $(CLANG) $(BPF_CFLAGS) -MMD -MP -c
link := $(CC) $(CFLAGS) $(LDFLAGS)
link_static := $(link) -static -s
link_san := $(CC) $(SANITIZE) $(LDFLAGS)
skeleton := $(BPFTOOL) gen skeleton

ifeq ($(V),1)
say :=
quiet :=
else
say = @printf '  %-8s %s\n' '$(1)' '$@';
quiet := -s
endif

srcs := $(wildcard src/*/*.c)
objs := $(srcs:%.c=$(B)/obj/%.o)
san_objs := $(srcs:%.c=$(B)/san/%.o)
lib_objs := $(filter-out %/main.o,$(objs))
lib_san_objs := $(filter-out %/main.o,$(san_objs))
unit_tests := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/*.c))
lab_programs := $(patsubst %.c,$(B)/%,$(filter-out %.bpf.c,$(wildcard tests/lab/*.c)))
lab_objects := $(patsubst %.c,$(B)/%.o,$(wildcard tests/lab/*.bpf.c))
tool_programs := $(patsubst %.c,$(B)/%,$(filter-out %.bpf.c,$(wildcard tests/static/*.c \
	tests/vm/*.c tests/bench/*.c tests/system/*.c)))
fuzz_objs := $(patsubst %.c,$(B)/san/%.o,$(wildcard tests/fuzz/*.c))
fuzz_parser_objs := $(patsubst %.c,$(B)/san/%.o,$(wildcard tests/fuzz/parser/*.c))
fuzzers := $(B)/tests/fuzz/capture $(B)/tests/fuzz/parsers
fault_shim := $(B)/tests/fault/fault.so
bench_programs := $(filter $(B)/tests/bench/%,$(tool_programs)) \
	$(patsubst %.c,$(B)/%.o,$(wildcard tests/bench/*.bpf.c))
skel := $(B)/bpf/tcpbdp.skel.h $(B)/bpf/hist.skel.h
lskel := $(B)/bpf/list.lskel.h

commands := $(shell sed -n 's/^const struct command \(.*\)_command = {$$/\1/p' $(wildcard src/cli/*.c) </dev/null)
pages := $(B)/share/tcpbdp.8 $(commands:%=$(B)/share/tcpbdp-%.8) $(B)/share/tcpbdp-limits.7
completions := $(addprefix $(B)/share/completion.,bash zsh fish)

.PHONY: sensitivity all static test-programs check lab accept demo fuzz faults soak bench clean setup install uninstall FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(B)/tcpbdp $(if $(runs_here),$(pages) $(completions))

static: $(B)/tcpbdp-static

test-programs: all $(unit_tests) $(lab_programs) $(lab_objects) $(tool_programs) $(fuzzers) $(fault_shim)

setup:
	@scripts/setup.sh check

check:
	@scripts/setup.sh check
	@$(MAKE) --no-print-directory $(quiet) test-programs
	@scripts/as_root.sh --else-as-i-am 'make check' tests/run.sh

lab:
	@scripts/as_root.sh --can 'make lab'
	@scripts/setup.sh check
	@$(MAKE) --no-print-directory $(quiet) test-programs
	@scripts/as_root.sh 'make lab' tests/lab/table.sh $(LAB)

accept: all $(B)/tests/lab/judge
	@tests/cli/golden.sh --accept
	@tests/cli/captures_doc.sh --accept
	@tests/cli/model_doc.sh --accept
	@tests/cli/readme.sh --accept

demo:
	@scripts/as_root.sh --can 'make demo'
	@scripts/setup.sh demo
	@$(MAKE) --no-print-directory $(quiet) all $(lab_programs)
	@scripts/as_root.sh 'make demo' tests/lab/demo.sh

fuzz: setup
	@$(MAKE) --no-print-directory $(quiet) $(fuzzers)
	@$(B)/tests/fuzz/parsers --runs $(FUZZ_RUNS) --seed $(FUZZ_SEED)
	@$(B)/tests/fuzz/capture --runs $(FUZZ_RUNS) --seed $(FUZZ_SEED) --jobs $$(nproc) \
		--dir $(B)/tests/fuzz tests/fuzz/corpus/*.tcpbdp

faults:
	@scripts/as_root.sh --can 'make faults'
	@scripts/setup.sh check
	@$(MAKE) --no-print-directory $(quiet) all $(lab_programs) $(fault_shim)
	@FAULTS=$(or $(FAULTS),all) scripts/as_root.sh 'make faults' bash tests/system/faults.sh

soak:
	@scripts/as_root.sh --can 'make soak'
	@scripts/setup.sh check
	@$(MAKE) --no-print-directory $(quiet) all $(lab_programs)
	@scripts/as_root.sh 'make soak' bash tests/soak/soak.sh

bench:
	@scripts/as_root.sh --can 'make bench'
	@scripts/setup.sh demo
	@$(MAKE) --no-print-directory $(quiet) all $(lab_programs) $(bench_programs)
	@BENCH='$(BENCH)' scripts/as_root.sh 'make bench' tests/bench/bench.sh

clean:
	rm -rf $(B)

# ---- what things were made with ----

# A stamp holds a command or a list, and is written only where it differs from what it holds: then all
# that depends on it is made anew.
define stamp
$(B)/stamp/$(1): FORCE
	@mkdir -p $$(@D)
	@new='$$(subst ','\'',$(2))'; [ "$$$$new" = "$$$$(cat $$@ 2>/dev/null)" ] || printf '%s\n' "$$$$new" >$$@
endef
$(eval $(call stamp,compile,$$(compile)))
$(eval $(call stamp,compile_san,$$(compile_san)))
$(eval $(call stamp,compile_bpf,$$(compile_bpf) $$(LLVM_STRIP)))
$(eval $(call stamp,skeleton,$$(skeleton)))
$(eval $(call stamp,link,$$(link) $$(LIBS)))
$(eval $(call stamp,link_static,$$(link_static) $$(STATIC_LIBS)))
$(eval $(call stamp,link_san,$$(link_san) $$(UNIT_LIBS)))
$(eval $(call stamp,archive,$$(AR) $$(lib_objs)))
$(eval $(call stamp,fuzz,$$(fuzz_objs) $$(fuzz_parser_objs)))

# ---- kernel side ----

$(B)/bpf/%.bpf.o: bpf/%.bpf.c $(B)/stamp/compile_bpf
	@mkdir -p $(@D)
	$(call say,BPF)$(compile_bpf) $< -o $@ && $(LLVM_STRIP) -g $@

$(B)/tests/%.bpf.o: tests/%.bpf.c $(B)/stamp/compile_bpf
	@mkdir -p $(@D)
	$(call say,BPF)$(compile_bpf) $< -o $@ && $(LLVM_STRIP) -g $@

$(B)/bpf/%.skel.h: $(B)/bpf/%.bpf.o $(B)/stamp/skeleton
	$(call say,SKEL)$(skeleton) $< name $*_bpf > $@

# The kernel itself relocates a light skeleton: libbpf takes 60 ms to read the kernel's types.
$(B)/bpf/%.lskel.h: $(B)/bpf/%.bpf.o $(B)/stamp/skeleton
	$(call say,LSKEL)$(skeleton) -L $< name $*_bpf > $@

# ---- user side ----

$(B)/obj/%.o: %.c $(B)/stamp/compile
	@mkdir -p $(@D)
	$(call say,CC)$(compile) $< -o $@

$(B)/san/%.o: %.c $(B)/stamp/compile_san
	@mkdir -p $(@D)
	$(call say,CC-SAN)$(compile_san) $< -o $@

# Only what includes a skeleton waits for it the first time; -MMD knows it from then on.
$(foreach o,bpf hist_source programs,$(B)/obj/src/source/$(o).o $(B)/san/src/source/$(o).o): $(skel)
$(B)/obj/src/source/sockets.o $(B)/san/src/source/sockets.o: $(lskel)

# for the test of sensitivity alone: thresholds are in memory
$(B)/scaled/%.o: %.c $(B)/stamp/compile
	@mkdir -p $(@D)
	$(call say,CC-SCALE)$(compile) -DTHRESHOLDS_SCALED $< -o $@

$(B)/libtcpbdp.a: $(lib_objs) $(B)/stamp/archive
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(lib_objs)

$(B)/san/libtcpbdp.a: $(lib_san_objs) $(B)/stamp/archive
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $(lib_san_objs)

$(B)/tcpbdp: $(B)/obj/src/cli/main.o $(B)/libtcpbdp.a $(B)/stamp/link
	$(call say,LD)$(link) -o $@ $(filter-out $(B)/stamp/%,$^) $(LIBS)

$(B)/tcpbdp-static: $(B)/obj/src/cli/main.o $(B)/libtcpbdp.a $(B)/stamp/link_static
	$(call say,LD)$(link_static) -o $@ $(filter-out $(B)/stamp/%,$^) $(STATIC_LIBS)

# ---- manual and completion ----

print = @mkdir -p $(@D); $(RUN) $(B)/tcpbdp help $(1) >$@ || \
	{ echo "make: $@ is printed by $(B)/tcpbdp: RUN is what runs it here, as in RUN='qemu-aarch64 -L SYSROOT'" >&2; exit 1; }

$(B)/share/tcpbdp.8: $(B)/tcpbdp
	$(call print,--man)

$(B)/share/tcpbdp-%.8: $(B)/tcpbdp
	$(call print,--man $*)

$(B)/share/tcpbdp-limits.7: $(B)/tcpbdp
	$(call print,--man limits)

$(B)/share/completion.%: $(B)/tcpbdp
	$(call print,--completion $*)

# ---- install ----

# GNU's names. Nothing goes to sysconfdir, for there is nothing to configure; where systemd does not look
# below prefix, unitdir=$(sysconfdir)/systemd/system.
prefix = /usr/local
exec_prefix = $(prefix)
sbindir = $(exec_prefix)/sbin
sysconfdir = $(prefix)/etc
datarootdir = $(prefix)/share
datadir = $(datarootdir)
mandir = $(datarootdir)/man
docdir = $(datarootdir)/doc/tcpbdp
bashcompletiondir = $(datarootdir)/bash-completion/completions
zshcompletiondir = $(datarootdir)/zsh/site-functions
fishcompletiondir = $(datarootdir)/fish/vendor_completions.d
unitdir = $(prefix)/lib/systemd/system
INSTALL = install
INSTALL_PROGRAM = $(INSTALL)
INSTALL_DATA = $(INSTALL) -m 644

install_vars := DESTDIR sbindir datadir mandir docdir bashcompletiondir zshcompletiondir fishcompletiondir \
	unitdir INSTALL INSTALL_PROGRAM INSTALL_DATA B pages

install: $(B)/tcpbdp $(pages) $(completions)
install uninstall:
	@$(foreach v,$(install_vars),$(v)='$(subst ','\'',$($(v)))') scripts/install.sh $@

# ---- tests ----

$(B)/tests/unit/%: $(B)/san/tests/unit/%.o $(B)/san/libtcpbdp.a $(B)/stamp/link_san
	@mkdir -p $(@D)
	$(call say,LD)$(link_san) -o $@ $(filter-out $(B)/stamp/%,$^) $(UNIT_LIBS)

$(B)/tests/fuzz/parsers: $(fuzz_parser_objs) $(B)/san/libtcpbdp.a $(B)/stamp/link_san $(B)/stamp/fuzz
	@mkdir -p $(@D)
	$(call say,LD)$(link_san) -o $@ $(filter-out $(B)/stamp/%,$^) $(LIBS)

$(B)/tests/fuzz/capture: $(fuzz_objs) $(B)/san/libtcpbdp.a $(B)/stamp/link_san $(B)/stamp/fuzz
	@mkdir -p $(@D)
	$(call say,LD)$(link_san) -o $@ $(filter-out $(B)/stamp/%,$^) $(LIBS)

# preloaded, into programs that are not built for it
$(fault_shim): $(wildcard tests/fault/*.[ch]) $(B)/stamp/compile
	@mkdir -p $(@D)
	$(call say,LD)$(filter-out -MMD -MP -c,$(compile)) -fPIC -shared -o $@ $(filter %.c,$^) -ldl

scaled_objs := $(patsubst %.c,$(B)/scaled/%.o,$(filter-out %/main.c,$(srcs)) \
	tests/sensitivity/sensitivity.c)
$(foreach o,bpf hist_source programs,$(B)/scaled/src/source/$(o).o): $(skel)
$(B)/scaled/src/source/sockets.o: $(lskel)

$(B)/tests/sensitivity/sensitivity: $(scaled_objs) $(B)/stamp/link
	@mkdir -p $(@D)
	$(call say,LD)$(link) -o $@ $(scaled_objs) $(LIBS)

sensitivity: $(B)/tests/sensitivity/sensitivity
	@$< tests/cli/captures/*.tcpbdp tests/cli/cases/*.tcpbdp

# what measures or breaks our own code is linked with it
$(B)/tests/bench/capture: OURS := $(B)/libtcpbdp.a
$(B)/tests/bench/capture: $(B)/libtcpbdp.a

# every other C file below tests/ is one program
$(lab_programs) $(tool_programs): $(B)/tests/%: $(B)/obj/tests/%.o $(B)/stamp/link
	@mkdir -p $(@D)
	$(call say,LD)$(link) -o $@ $< $(OURS) -Wl,--as-needed $(LIBS) -lm

-include $(wildcard $(B)/bpf/*.d $(B)/tests/bench/*.d $(B)/tests/lab/*.d) $(objs:.o=.d) $(san_objs:.o=.d) \
	$(wildcard $(B)/san/tests/*/*.d $(B)/san/tests/*/*/*.d $(B)/obj/tests/*/*.d)
