#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# fetch.sh KERNEL [DIR]: have one of Debian's kernels unpacked below DIR, and print where.
#
# Nothing is installed: the package is downloaded by name and unpacked into a cache. The name
# given to apt is the stable one (linux-image-cloud-amd64); the image itself is its dependency
# and changes name with every ABI, so it is looked up each time. A finished tree is kept under
# the package's version, so a second call downloads nothing and an unreachable archive does no
# harm once the cache is filled.
set -euo pipefail

kernel=${1:-}
dir=${2:-${VM_CACHE:-$(cd "$(dirname "$0")/../.." && pwd)/build/vm}}

work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT

die() { echo "fetch.sh: $*" >&2; exit 1; }

case $kernel in
6.1) meta=linux-image-cloud-amd64 ;;
6.12) meta=linux-image-6.12-cloud-amd64 ;;
*) die "no kernel '$kernel': choose 6.1 or 6.12" ;;
esac

on_debian_12() {
	[ "$(. /etc/os-release 2>/dev/null && echo "$ID$VERSION_ID")" = debian12 ] &&
		[ "$(dpkg --print-architecture)" = amd64 ]
}

on_debian_12 || die "takes its kernels from Debian 12's packages for amd64: run it there"
for tool in apt-get dpkg depmod; do
	command -v "$tool" >/dev/null || die "needs $tool: apt-get install apt dpkg kmod"
done

# Prints "package version" of the image that the meta package stands for, or nothing.
image() {
	local name version

	name=$(apt-cache depends "$meta" 2>/dev/null | awk '$1 == "Depends:" { print $2; exit }')
	[ -n "$name" ] || return 0
	version=$(apt-cache policy "$name" | awk '$1 == "Candidate:" { print $2 }')
	[ "$version" = "(none)" ] || echo "$name $version"
}

# Unpacks into a directory of its own and moves it into place last: a tree that has its final
# name is complete, whatever interrupted whom.
unpack() {
	local name=$1 version=$2 final=$3

	work=$(mktemp -d "$dir/$kernel/.fetch.XXXXXX")
	# The sandbox user of apt cannot write here; without this it warns on every run.
	(cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$name=$version") || return 1
	dpkg -x "$work"/*.deb "$work/tree" || return 1
	mv "$work"/tree/boot/vmlinuz-* "$work/tree/vmlinuz" || return 1
	depmod -b "$work/tree" "$(ls "$work/tree/lib/modules")" || return 1
	touch "$work/tree/.complete"
	mv -T "$work/tree" "$final" 2>/dev/null || [ -e "$final/.complete" ]
}

mkdir -p "$dir/$kernel"
dir=$(cd "$dir" && pwd)
log=$dir/$kernel/fetch.log

for try in listed updated; do
	# The lists may be missing or older than the archive: look again before giving up.
	[ $try = listed ] || apt-get -qq update >>"$log" 2>&1 || true
	read -r name version <<<"$(image)" || true
	[ -n "${name:-}" ] || continue
	tree=$dir/$kernel/$version
	if [ -e "$tree/.complete" ] || unpack "$name" "$version" "$tree" >>"$log" 2>&1; then
		echo "$tree"
		exit 0
	fi
done

# The archive gives nothing: an earlier version does as well.
# shellcheck disable=SC2012 # our own names, by age
old=$(ls -td "$dir/$kernel"/*/.complete 2>/dev/null | head -n 1 || true)
[ -n "$old" ] || die "cannot download ${name:-the package behind $meta}: see $log"
echo "fetch.sh: cannot look up or download $meta, using the cached $(basename "${old%/.complete}")" >&2
echo "${old%/.complete}"
