# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# make             the program, at build/tcpbdp
# sudo make demo   see it find a socket whose receive buffer is too small
# sudo make check  every test there is (without root: those that need none)
# sudo make lab    every scenario and every advice, here and on 6.1 and 6.12, as a table (hours)
# make accept      shows what the golden tests find to differ, and lets it be what they expect
# make fuzz        captures that nobody recorded, FUZZ_RUNS of them, on all processors
# make bench       what it costs (root); BENCH=1,2 chooses budgets
# sudo make setup  only what demo and check begin with: install the packages that are missing
# V=1              long lines

B := build
ARCH := $(patsubst aarch64,arm64,$(patsubst x86_64,x86,$(shell uname -m)))

CC ?= gcc
CLANG ?= clang
BPFTOOL ?= $(firstword $(wildcard /usr/sbin/bpftool /usr/local/sbin/bpftool) bpftool)
LLVM_STRIP ?= llvm-strip
CFLAGS ?= -O2 -g
VERSION := 0.1.0
FUZZ_RUNS ?= 1000000
FUZZ_SEED ?= 1

WARN := -Wall -Wextra -Werror -Wshadow -Wmissing-prototypes -Wvla
OUR_CFLAGS := -std=gnu11 $(WARN) -ffile-prefix-map=$(CURDIR)=. -Isrc -Ibpf -I$(B)/bpf \
	-DTCPBDP_VERSION='"$(VERSION)"' -D_GNU_SOURCE
BPF_CFLAGS := -g -O2 -mcpu=v3 -target bpf -D__TARGET_ARCH_$(ARCH) -Ivmlinux -Ibpf -Isrc \
	-Wall -Wextra -Werror -Wno-unused-parameter -ffile-prefix-map=$(CURDIR)=.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LIBS := -lbpf -lelf -lz -ljansson -lcap -lsqlite3 -lnettle -lpthread

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
unit_tests := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/*.c))
lab_programs := $(patsubst %.c,$(B)/%,$(filter-out %.bpf.c,$(wildcard tests/lab/*.c)))
lab_objects := $(patsubst %.c,$(B)/%.o,$(wildcard tests/lab/*.bpf.c))
tool_programs := $(patsubst %.c,$(B)/%,$(filter-out %.bpf.c,$(wildcard tests/static/*.c \
	tests/vm/*.c tests/bench/*.c)))
fuzz_objs := $(patsubst %.c,$(B)/san/%.o,$(wildcard tests/fuzz/*.c))
bench_programs := $(filter $(B)/tests/bench/%,$(tool_programs)) \
	$(patsubst %.c,$(B)/%.o,$(wildcard tests/bench/*.bpf.c))
skel := $(B)/bpf/tcpbdp.skel.h $(B)/bpf/hist.skel.h
lskel := $(B)/bpf/list.lskel.h

.PHONY: all test-programs check lab accept demo fuzz bench clean setup
.DELETE_ON_ERROR:
.SECONDARY:

all: $(B)/tcpbdp

test-programs: all $(unit_tests) $(lab_programs) $(lab_objects) $(tool_programs) $(B)/tests/fuzz/capture

setup:
	@scripts/setup.sh check

check: setup
	@$(MAKE) --no-print-directory $(quiet) test-programs
	@tests/run.sh

lab: setup
	@$(MAKE) --no-print-directory $(quiet) test-programs
	@tests/lab/table.sh $(LAB)

accept: all $(B)/tests/lab/judge
	@tests/cli/golden.sh --accept
	@tests/cli/captures_doc.sh --accept

demo:
	@scripts/setup.sh demo
	@$(MAKE) --no-print-directory $(quiet) all $(lab_programs)
	@tests/lab/demo.sh

fuzz: setup
	@$(MAKE) --no-print-directory $(quiet) $(B)/tests/fuzz/capture
	@$(B)/tests/fuzz/capture --runs $(FUZZ_RUNS) --seed $(FUZZ_SEED) --jobs $$(nproc) \
		--dir $(B)/tests/fuzz tests/fuzz/corpus/*.tcpbdp

bench:
	@scripts/setup.sh demo
	@$(MAKE) --no-print-directory $(quiet) all $(lab_programs) $(bench_programs)
	@BENCH='$(BENCH)' tests/bench/bench.sh

clean:
	rm -rf $(B)

# ---- kernel side ----

$(B)/bpf/%.bpf.o: bpf/%.bpf.c Makefile
	@mkdir -p $(@D)
	$(call say,BPF)$(CLANG) $(BPF_CFLAGS) -MMD -MP -c $< -o $@ && $(LLVM_STRIP) -g $@

$(B)/tests/%.bpf.o: tests/%.bpf.c Makefile
	@mkdir -p $(@D)
	$(call say,BPF)$(CLANG) $(BPF_CFLAGS) -MMD -MP -c $< -o $@ && $(LLVM_STRIP) -g $@

$(B)/bpf/%.skel.h: $(B)/bpf/%.bpf.o
	$(call say,SKEL)$(BPFTOOL) gen skeleton $< name $*_bpf > $@

# The kernel itself relocates a light skeleton: libbpf takes 60 ms to read the kernel's types.
$(B)/bpf/%.lskel.h: $(B)/bpf/%.bpf.o
	$(call say,LSKEL)$(BPFTOOL) gen skeleton -L $< name $*_bpf > $@

# ---- user side ----

$(B)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(OUR_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/san/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC-SAN)$(CC) $(OUR_CFLAGS) -O1 -g $(SANITIZE) -MMD -MP -c $< -o $@

# Only what includes a skeleton waits for it the first time; -MMD knows it from then on.
$(foreach o,bpf hist_source programs,$(B)/obj/src/source/$(o).o $(B)/san/src/source/$(o).o): $(skel)
$(B)/obj/src/source/sockets.o $(B)/san/src/source/sockets.o: $(lskel)

$(B)/libtcpbdp.a: $(filter-out %/main.o,$(objs))
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^

$(B)/san/libtcpbdp.a: $(filter-out %/main.o,$(san_objs))
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^

$(B)/tcpbdp: $(B)/obj/src/cli/main.o $(B)/libtcpbdp.a
	$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# ---- tests ----

$(B)/tests/unit/%: $(B)/san/tests/unit/%.o $(B)/san/libtcpbdp.a
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(SANITIZE) -o $@ $^ -lcmocka $(LIBS)

$(B)/tests/fuzz/capture: $(fuzz_objs) $(B)/san/libtcpbdp.a
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(SANITIZE) -o $@ $^ $(LIBS)

# what measures or breaks our own code is linked with it
$(B)/tests/bench/capture: OURS := $(B)/libtcpbdp.a $(LIBS)
$(B)/tests/bench/capture: $(B)/libtcpbdp.a

# every other C file below tests/ is one program
$(lab_programs) $(tool_programs): $(B)/tests/%: $(B)/obj/tests/%.o
	@mkdir -p $(@D)
	$(call say,LD)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(OURS) -ljansson -lbpf -lm -lpthread

-include $(wildcard $(B)/bpf/*.d $(B)/tests/bench/*.d $(B)/tests/lab/*.d) $(objs:.o=.d) $(san_objs:.o=.d) \
	$(wildcard $(B)/san/tests/*/*.d $(B)/obj/tests/*/*.d)
