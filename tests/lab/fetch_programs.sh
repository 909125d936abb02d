#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# fetch_programs.sh [DIR]: have the programs of programs_test.sh, and print the directory below which
# they are unpacked. Which of them are there is for the caller to see.
#
# Installed, the packages would start services that listen to everybody. So they are downloaded by
# name, with what they depend on and this machine lacks, and unpacked, once, below build/.
set -euo pipefail

dir=${1:-$(cd "$(dirname "$0")/../.." && pwd)/build/programs}
packages=(rsync nginx redis-server redis-tools openssh-server openssh-client haproxy curl iperf3 socat openssl
	python3)
work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT

die() { echo "fetch_programs.sh: $*" >&2; exit 1; }

# What an installation of a package would take, nothing if it cannot be had.
needed() {
	{ apt-get -qq -s install --reinstall --no-install-recommends "$1" 2>/dev/null || true; } |
		awk '$1 == "Inst" { print $2 }'
}

# The sandbox user of apt cannot write here.
get() { (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$@") >>"$dir/fetch.log" 2>&1; }

# One that cannot be had takes no other with it.
fetch() {
	local package names
	for package in "${packages[@]}"; do
		mapfile -t names < <(needed "$package")
		((${#names[@]})) && get "${names[@]}" || echo "no $package" >>"$dir/fetch.log"
	done
	compgen -G "$work/*.deb" >/dev/null
}

if [ -e "$dir/tree/.complete" ]; then
	echo "$dir/tree"
	exit 0
fi
if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
	die "needs apt-get and dpkg"
fi
mkdir -p "$dir"
work=$(mktemp -d "$dir/.fetch.XXXXXX")
if ! fetch; then
	# The lists may be missing, or older than the archive.
	apt-get -qq update >>"$dir/fetch.log" 2>&1 || true
	fetch || die "cannot download: see $dir/fetch.log"
fi
for package in "$work"/*.deb; do
	dpkg -x "$package" "$work/tree" >>"$dir/fetch.log" 2>&1 || die "cannot unpack ${package##*/}"
done
touch "$work/tree/.complete"
mv -T "$work/tree" "$dir/tree" 2>/dev/null || [ -e "$dir/tree/.complete" ]
echo "$dir/tree"
