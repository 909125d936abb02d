#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# vmlinux/vmlinux.h against the running kernel's BTF, which needs no root: as each object has it.
. tests/lab/tap.sh
out=$(mktemp) || tap_bail 'no temporary file'
trap 'rm -f "$out"' EXIT
if [[ ! -r /sys/kernel/btf/vmlinux ]]; then
	tap_skip 'vmlinux.h against this kernel' 'it has no BTF'
else
	for object in build/bpf/*.bpf.o; do
		build/tests/static/vmlinux_btf "$object" >"$out" || tap_bail "$object: no BTF"
		sed -i -E "/^1\.\.[0-9]+$/d; s|^(not )?ok [0-9]+ - |\1ok - ${object##*/}: |" "$out"
		tap_feed "$out"
	done
fi
tap_plan
