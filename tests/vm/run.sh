#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh KERNEL SCRIPT: boot Debian's KERNEL (6.1 or 6.12), run SCRIPT there, give its output
# and its exit status.
#
# The kernel's own console goes to KERNEL/console.log below VM_CACHE, which is build/vm by
# default. An emulated machine is enough and works everywhere; hardware acceleration is often
# not to be had inside a virtual machine.
# Exit status: the script's; 124 when VM_TIMEOUT seconds (300) pass; 125 when the machine cannot
# be had or its kernel dies.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
kernel=${1:-} script=${2:-}
cache=${VM_CACHE:-${here%/tests/vm}/build/vm}
timeout_s=${VM_TIMEOUT:-300}
work='' qemu_pid=''

die() { echo "run.sh: linux $kernel: $*" >&2; exit 125; }

# Runs of the same kernel may overlap: each has files of its own, and the last one's stay.
cleanup() {
	[ -z "$qemu_pid" ] || { kill -KILL "$qemu_pid"; wait "$qemu_pid"; } 2>/dev/null
	[ -n "$work" ] || return
	mv "$work/console.log" "$cache/$kernel/console.log" 2>/dev/null
	rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# One processor, although there may be more: QEMU before 8.1 has a race between translating an
# instruction and another processor's patching it, and then runs into the breakpoint of a patch
# that is long done. Attaching to functions and tracepoints is such patching.
# The lockup detectors are off, since a busy host starves an emulated processor for longer than
# they allow. norandmaps: translated code is found again by its address, so that starting a program
# costs a third. setpriv: the machine dies with this script, even when that is killed outright.
machine_start() {
	: >"$work/console.log"
	coproc QEMU { exec setpriv --pdeathsig KILL qemu-system-x86_64 \
		-accel tcg -cpu max -m 1G -smp 1 \
		-nodefaults -no-user-config -nographic -no-reboot \
		-kernel "$tree/vmlinuz" -initrd "$work/initramfs.gz" \
		-append "console=ttyS0 panic=-1 oops=panic mitigations=off nowatchdog norandmaps" \
		-serial "file:$work/console.log" -serial stdio \
		</dev/null 2>"$work/qemu.err"; }
	# bash forgets its own two variables once the process is gone.
	# shellcheck disable=SC2153 # of the coprocess
	qemu_pid=$QEMU_PID
	exec {output}<&"${QEMU[0]}"
}

# Prints what the script prints, until it ends, the machine does, or the time is over. Leaves the
# script's exit status if it ended.
machine_relay() {
	local line left begun=''

	status=''
	while [ -z "$status" ] && left=$((deadline - SECONDS)) && [ $left -gt 0 ]; do
		IFS= read -r -t $left line <&"$output" || [ -n "$line" ] || break
		case $line in
		'@@tcpbdp-vm begin@@') begun=yes ;;
		# What the script printed last may lack its newline.
		*'@@tcpbdp-vm exit '*'@@')
			status=${line##*@@tcpbdp-vm exit }
			status=${status%@@}
			line=${line%@@tcpbdp-vm exit *}
			[ -z "$line" ] || printf '%s\n' "$line"
			;;
		*) [ -z "$begun" ] || printf '%s\n' "$line" ;;
		esac
	done
	exec {output}<&-
}

# A script that has ended leaves a machine that is switching itself off: 10 s are plenty.
machine_end() {
	local tries

	for ((tries = 0; tries < 100; tries++)); do
		[ -n "$status" ] && kill -0 "$qemu_pid" 2>/dev/null || break
		sleep 0.1
	done
	{ kill -KILL "$qemu_pid"; wait "$qemu_pid"; } 2>/dev/null
	qemu_pid=''
}

# The line with which the kernel died, or nothing.
trouble() {
	grep -m 1 -aE 'Kernel panic|Oops:|BUG:|general protection fault|KASAN:' "$work/console.log" |
		tr -d '\r'
}

[ -f "$script" ] || { echo "usage: run.sh 6.1|6.12 SCRIPT" >&2; exit 2; }
for tool in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static cpio:cpio xz:xz-utils \
	    modprobe:kmod; do
	PATH=$PATH:/usr/sbin command -v "${tool%:*}" >/dev/null ||
		die "needs ${tool%:*}: apt-get install ${tool#*:}"
done

tree=$("$here/fetch.sh" "$kernel" "$cache") || exit 125
work=$(mktemp -d "$cache/$kernel/.run.XXXXXX") || exit 125
"$here/initramfs.sh" "$tree" "$script" "$work/initramfs.gz" ||
	die "cannot pack the root file system"

deadline=$((SECONDS + timeout_s))
machine_start
machine_relay
machine_end

log=$cache/$kernel/console.log
died=$(trouble)
if [ -n "$died" ]; then
	grep -aF -A 30 "$died" "$work/console.log" >&2
	die "died: $died (see $log)"
elif [ -n "$status" ]; then
	exit "$status"
elif [ $SECONDS -ge $deadline ]; then
	echo "run.sh: linux $kernel: no end after $timeout_s s (see $log)" >&2
	exit 124
fi
die "ended early: $(tail -n 1 "$work/qemu.err") (see $log)"
