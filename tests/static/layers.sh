#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Who may include whom (CONTRIBUTING.md), and what the BPF side may call.
. tests/lab/tap.sh

# included DIR: the folders of ours that DIR's files include, and the libraries
included() {
	sed -n 's/^#include ["<]\([a-z_0-9.\/]*\)[">].*/\1/p' src/"$1"/*.[ch] | sort -u
}

# only DIR PATTERN: every include of ours or of a library matches
only() {
	local bad
	bad=$(included "$1" | grep -E '^(model|source|engine|sink|os|capture|cli|bpf|sys/capability|jansson|wire|[a-z]+\.l?skel|sqlite|nettle|ncurses)' |
		grep -vE "^($2)")
	[[ -z $bad ]] || { printf '# %s\n' $bad; return 1; }
}

no_output() { # DIR: neither printf into a stream nor the clock
	! grep -nE '\b(printf|fprintf|puts|fopen|clock_gettime|time)\(' src/"$1"/*.c
}

# The helpers that read by address: bpf_probe_read*() by number (include/uapi/linux/bpf.h).
no_probe_read() { # OBJECT SECTION...
	local object=build/bpf/$1.bpf.o section
	shift
	for section; do
		llvm-objdump -d --section="$section" "$object" |
			grep -E '\bcall (4|45|112|113|114|115)$' && return 1
	done
	return 0
}

typed_sections() { # OBJECT
	llvm-readelf -S "build/bpf/$1.bpf.o" | grep -oE '(tp_btf|fentry|iter)/[a-z_]+' | sort -u
}

tap_test 'model includes libc alone' only model 'model/'
tap_test 'os includes no folder of ours' only os 'os/|sys/capability'
tap_test 'source includes model, os and the wire' only source 'source/|model/|os/|wire|[a-z]+\.l?skel|bpf/'
tap_test 'sink includes model and os' only sink 'sink/|model/|os/|jansson'
tap_test 'engine includes model and interfaces' only engine 'engine/|model/|sink/sink.h|source/source.h'
tap_test 'capture includes model, os and an interface' only capture 'capture/|model/|os/|source/source.h|sqlite|nettle'
tap_test 'cli includes neither libbpf nor sqlite' only cli 'cli/|model/|source/|engine/|sink/|capture/|os/|jansson'
tap_test 'the model does no input or output' no_output model
for object in tcpbdp hist list; do
	least=8
	[[ $object != list ]] || least=2
	tap_test "$object: there are typed BPF programs to look at" \
		test "$(typed_sections $object | wc -l)" -ge $least
	# shellcheck disable=SC2046
	tap_test "$object: typed BPF programs read nothing by address" \
		no_probe_read $object $(typed_sections $object)
done
tap_test 'that look would see it' bash -c \
	"! llvm-objdump -d --section=kprobe/tcp_sendmsg build/bpf/tcpbdp.bpf.o | grep -qE 'call 113\$' && exit 1 || exit 0"
tap_plan
