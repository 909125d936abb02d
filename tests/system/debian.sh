#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Debian's packages: built from the sources, as lintian wants them; installed, upgraded and purged in a root
# directory of this test's own, whose shell is busybox. Needs root.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
root=$dir/root
textfiles=var/lib/prometheus/node-exporter

skip() {
	tap_skip 'packages' "$1"
	tap_plan
	exit
}
well() { "$@" >"$dir/out" 2>&1 || { tap_note "$dir/out" 20; return 1; }; }
none() { [ ! -s "$1" ] || { sed 's/^/# /' "$1"; return 1; }; }

for tool in dpkg-buildpackage dh lintian busybox; do
	command -v $tool >/dev/null || skip "no $tool"
done
dpkg-checkbuilddeps debian/control 2>"$dir/lacks" || skip "$(head -n 1 "$dir/lacks")"

build() {
	mkdir "$dir/tcpbdp"
	tar -cf - Makefile README.md COPYING LICENSES bpf contrib debian docs scripts src vmlinux |
		tar -xf - -C "$dir/tcpbdp"
	(cd "$dir/tcpbdp" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL dpkg-buildpackage -us -uc -b "-j$(nproc)") \
		>"$dir/built" 2>&1
}
tap_test 'dpkg-buildpackage' build || {
	tail -n 15 "$dir/built" | sed 's/^/# /'
	tap_plan
	exit
}
packages=("$dir"/tcpbdp_*.deb "$dir"/tcpbdp-exporter_*.deb)

complaints() {
	lintian --allow-root --display-level '>=pedantic' "$dir"/*.changes 2>&1 | grep -E '^[EWP]:' >"$dir/complaints"
	none "$dir/complaints"
}
tap_test 'lintian: no error, no warning, nothing pedantic' complaints
hardened() { # bound at once, at any address
	readelf -dh "$dir/tcpbdp/debian/tcpbdp/usr/sbin/tcpbdp" >"$dir/elf"
	grep -q 'Flags:.*NOW.*PIE' "$dir/elf"
}
tap_test 'the program is hardened' hardened

# What they have in common with a Debian: a shell, the directory of node_exporter, and dpkg's list.
mkdir -p "$root"/{bin,etc,"$textfiles",var/lib/dpkg/{info,updates}}
cp "$(command -v busybox)" "$root/bin/busybox"
for name in sh rm test; do
	ln -s busybox "$root/bin/$name"
done
touch "$root/var/lib/dpkg/status"
packaged() { dpkg --root="$root" --force-depends "$@"; }
files() { (cd "$root" && find . -path ./var/lib/dpkg -prune -o -path ./var/log -prune -o -print | sort); }

files >"$dir/before"
tap_test 'installed' well packaged -i "${packages[@]}"
tap_test 'the program runs' test "$("$root/usr/sbin/tcpbdp" --version)" = "$(build/tcpbdp --version)"
tap_test 'the package has its version' \
	test "tcpbdp $(dpkg-deb -f "${packages[0]}" Version)" = "$("$root/usr/sbin/tcpbdp" --version)"
tap_test 'there is a manual' test -s "$root/usr/share/man/man8/tcpbdp.8.gz"
tap_test 'and completion' test -s "$root/usr/share/bash-completion/completions/tcpbdp" -a \
	-s "$root/usr/share/zsh/vendor-completions/_tcpbdp" -a -s "$root/usr/share/fish/vendor_completions.d/tcpbdp.fish"
find "$root" -path '*/systemd/system/*' -name '*.service' | sort >"$dir/services"
tap_test 'services are there' test "$(wc -l <"$dir/services")" = 2
tap_test 'they start the program' test "$(xargs -d '\n' cat <"$dir/services" | grep -c '^ExecStart=/usr/sbin/tcpbdp ')" = 2
find "$root/etc" -mindepth 1 >"$dir/enabled"
tap_test 'and are not enabled' none "$dir/enabled"

echo 'tcpbdp_up 1' >"$root/$textfiles/tcpbdp.prom"
touch "$root/$textfiles/.tcpbdp.lock" "$root/$textfiles/other.prom"
tap_test 'upgraded' well packaged -i "${packages[@]}"
tap_test 'what the exporter wrote is as it was' grep -qx 'tcpbdp_up 1' "$root/$textfiles/tcpbdp.prom"
tap_test 'removed' well packaged -r tcpbdp-exporter tcpbdp
tap_test 'what the exporter wrote stays' test -e "$root/$textfiles/tcpbdp.prom"
tap_test 'purged' well packaged -P tcpbdp-exporter tcpbdp
tap_test 'what others wrote stays' rm "$root/$textfiles/other.prom"
files | diff "$dir/before" - >"$dir/left"
tap_test 'nothing else is left' none "$dir/left"
tap_plan
