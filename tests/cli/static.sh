#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `make static`: a program that needs no other file, and says the same. And the licences of what is in it.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh
PATH=$PATH:/usr/sbin:/sbin

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
static=build/tcpbdp-static
captures=tests/cli/captures

# Not as a part of the make that runs the tests.
made() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s static >"$dir/log" 2>&1; }

shared_libraries() { ldd build/tcpbdp | sed -nE 's/^\s*lib([a-z]+[0-9]?)\.so.*|^\s*lib(sqlite3)\.so.*/\1\2/p'; }

# Of what gcc and glibc bring along there is one row.
each_has_a_row() {
	build/tcpbdp --licenses | sed -nE 's/^  (lib)?([a-z0-9]+)  .*/\2/p' | sort >"$dir/rows"
	shared_libraries | sed -E 's/^(c|m|pthread|dl|rt)$/glibc/; s/^z$/zlib/' | sort -u >"$dir/linked"
	[ "$(wc -l <"$dir/linked")" -ge 9 ] && comm -13 "$dir/rows" "$dir/linked" | sed 's/^/# no row: /' >"$dir/missing"
	[ ! -s "$dir/missing" ] || { cat "$dir/missing"; return 1; }
}

alike() { # ARGUMENT...
	build/tcpbdp "$@" >"$dir/shared.out" 2>"$dir/shared.err"
	echo $? >>"$dir/shared.err"
	"$static" "$@" >"$dir/static.out" 2>"$dir/static.err"
	echo $? >>"$dir/static.err"
	[ -s "$dir/static.out" ] && cmp -s "$dir/shared.out" "$dir/static.out" && cmp -s "$dir/shared.err" "$dir/static.err"
}

# A root directory with nothing else in it.
alone() {
	mkdir "$dir/root"
	cp "$static" "$captures/scenario-2.tcpbdp" "$dir/root"
	chroot "$dir/root" /tcpbdp-static trace --replay /scenario-2.tcpbdp >"$dir/alone" 2>"$dir/alone.err"
	build/tcpbdp trace --replay "$captures/scenario-2.tcpbdp" 2>/dev/null | cmp -s - "$dir/alone" ||
		{ tap_note "$dir/alone.err"; return 1; }
}

tap_test 'each library that is linked has its licence listed' each_has_a_row
if made; then
	tap_ok 'make static'
elif grep -q 'cannot find -l' "$dir/log"; then
	tap_skip 'make static' "$(grep -o 'cannot find -l[a-z0-9]*' "$dir/log" | head -n 1): no library to link statically"
	tap_plan
	exit
else
	tap_not_ok 'make static'
	tap_note "$dir/log"
	tap_plan
	exit
fi
tap_test 'needs no shared library' eval '! ldd "$static" >/dev/null 2>&1'
tap_test '--version' alike --version
tap_test '--licenses' alike --licenses
tap_test 'trace' alike trace --replay "$captures/scenario-2.tcpbdp"
tap_test 'a port by its name' alike trace -P https --explain --replay "$captures/scenario-2.tcpbdp"
tap_test 'JSON' alike trace -j --replay "$captures/scenario-12.tcpbdp"
tap_test 'advise' alike advise --replay "$captures/scenario-2.tcpbdp"
tap_test 'hist' alike hist rtt --replay "$captures/scenario-12.tcpbdp"
if [ "$(id -u)" = 0 ]; then
	tap_test 'in an empty root directory' alone
else
	tap_skip 'in an empty root directory' 'needs root'
fi
tap_plan
