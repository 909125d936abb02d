#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# The programs load on kernels that were built without IPv6, control groups of sockets, or those of memory.
# Needs root and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C

said=$(mktemp)
trap 'rm -f "$said"' EXIT
trap 'exit 130' INT TERM

# NAME=MEMBERS
kernels=(
	nothing
	'CONFIG_IPV6=skc_v6_daddr skc_v6_rcv_saddr'
	'CONFIG_SOCK_CGROUP_DATA=sk_cgrp_data'
	'CONFIG_MEMCG=sk_memcg socket_pressure tcpmem_pressure'
	'CONFIG_MEMCG_V1=tcpmem_pressure'
	'CONFIG_MPTCP=is_mptcp'
)
load() { # OBJECT MEMBER...
	build/tests/system/without "$@" 2>"$said"
}
[ -x build/tests/system/without ] || tap_bail 'make test-programs'
if ! build/tcpbdp doctor >/dev/null 2>&1; then
	tap_skip 'kernels without something' 'tracing does not work here: see tcpbdp doctor'
	tap_plan
	exit
fi
for object in build/bpf/*.bpf.o; do
	for kernel in "${kernels[@]}"; do
		name=${kernel%%=*} members=
		[ "$name" = nothing ] || members=${kernel#*=}
		# shellcheck disable=SC2086 # words
		tap_test "${object##*/}: loads without $name" load "$object" $members ||
			tail -n 3 "$said" | sed 's/^/# /'
	done
done
tap_plan
