#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# matrix.sh [KERNEL...]: guest/all.sh on each kernel (6.1 and 6.12), as one TAP stream; or
# VM_SCRIPT, another of the guest's.
#
# The test names are prefixed by kernel and script, and numbered anew. A kernel that cannot be
# had here is one skipped test with the reason; one that dies or says nothing is a failed one.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../lab/tap.sh
. "$here/../lab/tap.sh"

[ $# -gt 0 ] || set -- 6.1 6.12
declare -A run_pids reasons # by kernel
out=$(mktemp -d)
failed=0
# Several minutes of tests in one boot; a kernel that hangs must not take the whole budget.
export VM_TIMEOUT=${VM_TIMEOUT:-420}

cleanup() {
	[ ${#run_pids[@]} -eq 0 ] ||
		{ kill -TERM "${run_pids[@]}"; wait "${run_pids[@]}"; } 2>/dev/null
	rm -rf "$out"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# fail NAME WHY
fail() {
	tap_not_ok "$1"
	echo "# $2"
	failed=1
}

# Why this kernel cannot be had, or nothing.
why_not() {
	local kernel=$1 tool said

	for tool in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static cpio:cpio \
		    xz:xz-utils modprobe:kmod iperf3:iperf3 bpftool:bpftool; do
		PATH=$PATH:/usr/sbin command -v "${tool%:*}" >/dev/null ||
			{ echo "needs ${tool%:*}, of the package ${tool#*:}"; return; }
	done
	said=$("$here/fetch.sh" "$kernel" 2>&1) || tail -n 1 <<<"$said"
}

# One line of the guest's output. Uses and updates the suite's name, count and plan.
relay() {
	local line=$1 prefix="linux $kernel, ${suite:-boot}"

	if [[ $line =~ ^'# suite end '([0-9]+)$ ]]; then
		end_suite "${BASH_REMATCH[1]}"
	elif [[ $line =~ ^'# suite '(.*)$ ]]; then
		suite=${BASH_REMATCH[1]} suite_count=0 suite_failed=0 plan=
	elif [[ $line =~ ^1\.\.0' # SKIP '(.*)$ ]]; then
		tap_skip "$prefix" "${BASH_REMATCH[1]}"
		plan=0
	elif [[ $line =~ ^1\.\.([0-9]+) ]]; then
		plan=${BASH_REMATCH[1]}
	elif [[ $line =~ ^('not ok'|ok)' '[0-9]*' '?(- )?(.*)$ ]]; then
		echo "${BASH_REMATCH[1]} $((++TAP_COUNT)) - $prefix: ${BASH_REMATCH[3]}"
		suite_count=$((suite_count + 1))
		[ "${BASH_REMATCH[1]}" = ok ] || suite_failed=1 failed=1
	elif [ -n "$line" ]; then
		echo "# ${line#\# }"
	fi
}

# A script that stops half-way or dies after its last test has not passed.
end_suite() {
	local status=$1

	if [ "$plan" != "$suite_count" ]; then
		fail "linux $kernel, $suite" "${plan:-no} tests planned, $suite_count run"
	elif [ "$status" -ne 0 ] && [ "$suite_failed" -eq 0 ]; then
		fail "linux $kernel, $suite" "no test failed, but the status is $status"
	fi
	suite=
}

# All kernels at once: each has one processor, and most of its time is emulation.
start_kernel() {
	local kernel=$1

	"$here/run.sh" "$kernel" "$here/guest/${VM_SCRIPT:-all.sh}" >"$out/$kernel" &
	run_pids[$kernel]=$!
}

# Its lines, as they come, until it has ended.
run_kernel() {
	local line status suite='' suite_count=0 suite_failed=0 plan=''

	echo "# linux $kernel"
	while IFS= read -r line; do relay "$line"; done \
		< <(tail -n +1 -f --pid="${run_pids[$kernel]}" "$out/$kernel")
	wait "${run_pids[$kernel]}"
	status=$?
	unset "run_pids[$kernel]"
	[ -z "$suite" ] || end_suite 0
	[ $status -eq 0 ] || fail "linux $kernel, end" "run.sh ended with status $status"
}

for kernel; do
	reasons[$kernel]=$(why_not "$kernel")
	[ -n "${reasons[$kernel]}" ] || start_kernel "$kernel"
done
for kernel; do
	if [ -n "${reasons[$kernel]}" ]; then
		tap_skip "linux $kernel" "${reasons[$kernel]}"
	else
		run_kernel
	fi
done
tap_plan
exit $failed
