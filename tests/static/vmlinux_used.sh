#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# vmlinux.h holds what bpf/ uses and no more: every struct of it is in an object's BTF, and every
# member is named somewhere in bpf/ (or in libbpf's macro for a kprobe's first argument).
. tests/lab/tap.sh

structs=$(grep -ohE '^struct [a-z_0-9]+ \{' vmlinux/vmlinux.h | awk '{print $2}')
members=$(sed -n '/preserve_access_index/,$p' vmlinux/vmlinux.h | grep -E '^	.*[;,:]' |
	grep -oE '[a-z_0-9]+( :|\[[0-9]+\]|;)' | sed -E 's/( :|\[.*|;)$//' | grep -vE '^[0-9]+$' | sort -u)

unused_structs() {
	local btf name
	btf=$(for object in build/bpf/*.bpf.o; do bpftool btf dump file "$object"; done | grep -oE "STRUCT '[a-z_0-9]+'" | tr -d "'")
	for name in $structs; do
		grep -qx "STRUCT $name" <<<"$btf" || printf '# unused: struct %s\n' "$name"
	done
}

unused_members() {
	local name
	for name in $members; do
		grep -qwE "$name" bpf/*.h bpf/*.c || printf '# unused: %s\n' "$name"
	done
}

none() { [[ -z $1 ]] || { printf '%s\n' "$1"; return 1; }; }

PATH=$PATH:/usr/sbin:/sbin
tap_test 'vmlinux.h has structs and members' test "$(wc -w <<<"$structs $members")" -gt 60
tap_test 'every struct of vmlinux.h is used' none "$(unused_structs)"
tap_test 'every member of vmlinux.h is used' none "$(unused_members)"
tap_plan
