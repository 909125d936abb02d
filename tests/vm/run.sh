#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# run.sh KERNEL SCRIPT: boot Debian's KERNEL (6.1 or 6.12), run SCRIPT there, give its output
# and its exit status.
#
# The kernel's own console goes to build/vm/KERNEL/console.log. An emulated machine is enough
# and works everywhere; hardware acceleration is often not to be had inside a virtual machine.
# VM_CACHE is where kernels are kept, build/vm by default.
# Exit status: the script's; 124 when VM_TIMEOUT seconds pass; 125 when the machine cannot be
# had or its kernel dies.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
kernel=${1:-} script=${2:-}
cache=${VM_CACHE:-${here%/tests/vm}/build/vm}
timeout_s=${VM_TIMEOUT:-300}
qemu_pid=

die() { echo "run.sh: $*" >&2; exit 125; }

cleanup() {
	[ -z "$qemu_pid" ] || { kill -KILL "$qemu_pid"; wait "$qemu_pid"; } 2>/dev/null
	[ -z "${work:-}" ] || rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

[ -f "$script" ] || { echo "usage: run.sh 6.1|6.12 SCRIPT" >&2; exit 2; }
for tool in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static cpio:cpio xz:xz-utils \
	    modprobe:kmod; do
	PATH=$PATH:/usr/sbin command -v "${tool%:*}" >/dev/null || die "needs ${tool%:*}: apt-get install ${tool#*:}"
done

tree=$("$here/fetch.sh" "$kernel" "$cache") || exit 125
work=$(mktemp -d "$cache/$kernel/.run.XXXXXX")
"$here/initramfs.sh" "$tree" "$script" "$work/initramfs.gz" || die "cannot pack the root file system"
log=$cache/$kernel/console.log
: >"$log"

# setpriv: the machine dies with this script, even when the script itself is killed outright.
coproc QEMU { exec setpriv --pdeathsig KILL qemu-system-x86_64 -accel tcg,thread=multi \
	-cpu max -m 2G -smp 2 -nodefaults -no-user-config -nographic -no-reboot \
	-kernel "$tree/vmlinuz" -initrd "$work/initramfs.gz" \
	-append "console=ttyS0 panic=-1 oops=panic mitigations=off" \
	-serial "file:$log" -serial stdio </dev/null 2>"$work/qemu.err"; }
qemu_pid=$QEMU_PID
output=${QEMU[0]}

deadline=$((SECONDS + timeout_s))
begun='' status=''
while [ -z "$status" ]; do
	left=$((deadline - SECONDS))
	[ $left -gt 0 ] || break
	IFS= read -r -t $left line <&"$output" || [ -n "$line" ] || break
	case $line in
	'@@tcpbdp-vm begin@@') begun=yes ;;
	# What the script printed last may lack its newline.
	*'@@tcpbdp-vm exit '*'@@')
		[ -z "${line%@@tcpbdp-vm exit *}" ] || printf '%s\n' "${line%@@tcpbdp-vm exit *}"
		status=${line##*@@tcpbdp-vm exit }
		status=${status%@@}
		;;
	*) [ -z "$begun" ] || printf '%s\n' "$line" ;;
	esac
done

# A script that ended leaves a machine that is switching itself off; 10 s is plenty.
for ((i = 0; i < 100; i++)); do
	[ -n "$status" ] && kill -0 "$qemu_pid" 2>/dev/null || break
	sleep 0.1
done

if trouble=$(grep -m 1 -aE 'Kernel panic|Oops:|BUG:|general protection fault|KASAN:' "$log"); then
	grep -aF -A 30 "$trouble" "$log" >&2
	die "kernel $kernel died: ${trouble%$'\r'} (see $log)"
elif [ -n "$status" ]; then
	exit "$status"
elif [ $SECONDS -ge $deadline ]; then
	echo "run.sh: kernel $kernel: no end after $timeout_s s (see $log)" >&2
	exit 124
fi
die "kernel $kernel ended early: $(tail -n 1 "$work/qemu.err") (see $log)"
