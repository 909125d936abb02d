#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Installs, by name, what the build and the tests need and this machine lacks. Asks nothing.
set -eu

packages='clang llvm bpftool libbpf-dev libelf-dev zlib1g-dev libjansson-dev libcap-dev
	libcmocka-dev pkg-config iproute2 iperf3 qemu-system-x86 busybox-static cpio kmod xz-utils
	libcap2-bin util-linux procps'

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	missing=
	for program in clang llvm-strip bpftool ip ss iperf3 qemu-system-x86_64 busybox cpio; do
		PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || missing="$missing $program"
	done
	for header in bpf/libbpf.h jansson.h sys/capability.h cmocka.h; do
		[ -e "/usr/include/$header" ] || missing="$missing $header"
	done
	[ -z "$missing" ] && exit 0
	echo "setup: this is no Debian: install what provides:$missing" >&2
	exit 1
fi

missing=
for package in $packages; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$status" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" != 0 ]; then
	echo "setup: not root: run as root once to install:$missing" >&2
	exit 1
fi
echo "setup: installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
if ! { apt-get update -q && apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 5 "$log" >&2
	echo "setup: apt-get could not install:$missing" >&2
	exit 1
fi
