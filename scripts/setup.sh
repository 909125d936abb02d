#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# setup.sh [demo|check]: installs, by name, what the demo (and the bench) or every test needs and
# this machine lacks. It asks nothing, but for a password where root is had by one. Where root cannot be
# had, the tests that need it are skipped, so what they alone need is not asked for.
set -eu

build='libc6-dev pkg-config clang llvm bpftool libbpf-dev libelf-dev zlib1g-dev libjansson-dev libcap-dev
	libseccomp-dev libsqlite3-dev nettle-dev libncurses-dev'
unit='libcmocka-dev sqlite3 clang-format clang-tidy shellcheck mandoc zsh fish tmux'
lab='iproute2'
system='procps mount dpkg-dev debhelper lintian'
vm='iperf3 qemu-system-x86 busybox-static cpio kmod xz-utils'
case ${CC:-} in
*clang*) unit="$unit libclang-rt-dev" ;; # its sanitizers
esac

what=${1:-check} user=other name="make ${1:-setup}"
as_root=${0%/*}/as_root.sh
! "$as_root" --can "$name" 2>/dev/null || user=root
case $what-$user in
demo-*) packages="$build $lab" ;;
check-root) packages="$build $unit $lab $system $vm" ;;
check-other) packages="$build $unit" ;;
*)
	echo 'usage: setup.sh [demo|check]' >&2
	exit 2
	;;
esac

# Elsewhere packages have other names, so what is asked for is what they hold. The tests in virtual
# machines are for Debian alone, and skipped.
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	compiler=${CC:-cc}
	programs="$compiler clang llvm-strip bpftool"
	headers='stdio.h bpf/libbpf.h libelf.h zlib.h jansson.h sys/capability.h seccomp.h sqlite3.h nettle/aes.h'
	if [ "$what" = check ]; then
		programs="$programs llvm-objdump llvm-readelf setpriv sqlite3"
		headers="$headers cmocka.h"
	fi
	[ "$user" = other ] || programs="$programs ip"
	[ "$what-$user" != check-root ] || programs="$programs ss pgrep"
	missing=
	for program in $programs; do
		PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || missing="$missing $program"
	done
	for header in $headers; do
		echo "#include <$header>" | $compiler -E -x c - >/dev/null 2>&1 || missing="$missing $header"
	done
	[ -n "$missing" ] || exit 0
	echo "setup: no dpkg and apt-get here: install what provides:$missing" >&2
	exit 1
fi

missing=
for package in $packages; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	if [ "$user" = root ]; then
		exec "$as_root" 'setup' "$0" "$what"
	fi
	echo "setup: needs root, once, to install$missing: as root, 'make setup' does it" >&2
	exit 1
fi
echo "setup: installing, which may take minutes:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
export DEBIAN_FRONTEND=noninteractive
get() { apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@" </dev/null; }
# Not every list must be had for what is missing to be found.
get update >"$log" 2>&1 || true
# shellcheck disable=SC2086
if ! get install --no-install-recommends $missing >>"$log" 2>&1; then
	grep -E '^(W|E|dpkg): ' "$log" | head -n 8 >&2
	echo "setup: apt-get could not install:$missing" >&2
	exit 1
fi
