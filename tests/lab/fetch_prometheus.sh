#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# fetch_prometheus.sh [DIR]: have prometheus, promtool and prometheus-node-exporter, and print
# where: the directory of the programs, empty where they are on the PATH.
#
# Installed, the packages would start services that listen to everybody, so they are downloaded by
# name and unpacked, once, below build/.
set -euo pipefail

dir=${1:-$(cd "$(dirname "$0")/../.." && pwd)/build/prometheus}
packages=(prometheus prometheus-node-exporter)
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT

die() { echo "fetch_prometheus.sh: $*" >&2; exit 1; }

have_all() {
	local program
	for program in prometheus promtool prometheus-node-exporter; do
		[ -x "$1/$program" ] || return 1
	done
}

if command -v prometheus promtool prometheus-node-exporter >/dev/null 2>&1; then
	exit 0
fi
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
	die "needs prometheus, promtool and prometheus-node-exporter: install them"
fi
if have_all "$dir/usr/bin"; then
	echo "$dir/usr/bin"
	exit 0
fi
mkdir -p "$dir"
work=$(mktemp -d "$dir/.fetch.XXXXXX")
# The sandbox user of apt cannot write here; the lists may be missing, or older than the archive.
get() { (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}"); }
if ! get >"$dir/fetch.log" 2>&1; then
	apt-get -qq update >>"$dir/fetch.log" 2>&1 || true
	get >>"$dir/fetch.log" 2>&1 || die "cannot download ${packages[*]}: see $dir/fetch.log"
fi
for package in "$work"/*.deb; do
	dpkg -x "$package" "$work/tree" >>"$dir/fetch.log" 2>&1 || die "cannot unpack ${package##*/}"
done
have_all "$work/tree/usr/bin" || die "the packages ${packages[*]} have other programs now"
mv -T "$work/tree/usr" "$dir/usr" 2>/dev/null || have_all "$dir/usr/bin"
echo "$dir/usr/bin"
