#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# `make install` and `make uninstall`, into a directory of this test's own: what is there afterwards runs,
# has manual, completion and units, and is gone again. The same sources elsewhere give the same bytes.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh
PATH=$PATH:/usr/sbin:/sbin

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
chmod 755 "$dir"
root="$dir/a root" # what DESTDIR is called
version=$(build/tcpbdp --version)

as_nobody=()
[ "$(id -u)" = 0 ] && as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all)

# Not as a part of the make that runs the tests; what is built stays as it is.
make() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make --no-print-directory "$@"; }
well() { "$@" >"$dir/out" 2>&1 || { tap_note "$dir/out"; return 1; }; }
quietly() { "$@" >"$dir/out" 2>&1 && [ ! -s "$dir/out" ] || { tap_note "$dir/out"; return 1; }; }
none() { [ ! -s "$1" ] || { sed 's/^/# /' "$1"; return 1; }; }
contents() { find "$1" -printf '%y %m %P\n' | sort; }

runs() {
	local program=$1/sbin/tcpbdp
	[ "$("$program" --version)" = "$version" ] && "$program" help | grep -q '^Usage: tcpbdp' &&
		"$program" trace --replay tests/cli/captures/scenario-2.tcpbdp | grep -q rcvbuf
}

# starts DIRECTORY-OF-UNITS ROOT: each program that a unit starts is below ROOT
starts() {
	local program
	sed -nE 's/^ExecStart=([^ ]+) .*/\1/p' "$1"/*.service >"$dir/started"
	[ "$(wc -l <"$dir/started")" = 2 ] || return 1
	while read -r program; do
		[ -x "$2$program" ] || { echo "# no $program"; return 1; }
	done <"$dir/started"
}

links() { # the files that README.md refers to are beside it
	local link
	grep -o '](\(docs/\)\?[a-zA-Z_.]*)' "$1/README.md" | tr -d ']()' | while read -r link; do
		[ -e "$1/$link" ] || echo "$link"
	done >"$dir/missing"
	none "$dir/missing"
}

# prints FILE ARGUMENT...: FILE is what the program prints
prints() { "$root/usr/sbin/tcpbdp" help "${@:2}" | cmp -s - "$1"; }

manual() {
	local command man=$root/usr/share/man
	tap_test 'tcpbdp(8)' prints "$man/man8/tcpbdp.8" --man
	tap_test 'tcpbdp-limits(7)' prints "$man/man7/tcpbdp-limits.7" --man limits
	build/tcpbdp help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p' | grep -vx help >"$dir/commands"
	tap_test 'there are commands' test -s "$dir/commands"
	while read -r command; do
		tap_test "tcpbdp-$command(8)" prints "$man/man8/tcpbdp-$command.8" --man "$command"
	done <"$dir/commands"
	tap_test 'and no other page' test "$(find "$man" -type f | wc -l)" = $(($(wc -l <"$dir/commands") + 2))
	if command -v man >/dev/null; then
		tap_test 'man finds a page' eval 'MANPAGER=cat man -M "$root/usr/share/man" tcpbdp-list 2>/dev/null | grep -q TIME_WAIT'
	else
		tap_skip 'man finds a page' 'no man'
	fi
	tap_test 'completion for bash' prints "$root/usr/share/bash-completion/completions/tcpbdp" --completion bash
	tap_test 'completion for zsh' prints "$root/usr/share/zsh/site-functions/_tcpbdp" --completion zsh
	tap_test 'completion for fish' prints "$root/usr/share/fish/vendor_completions.d/tcpbdp.fish" --completion fish
}

# As whoever may write to it installs it, without DESTDIR.
units() {
	local units=$dir/here/lib/systemd/system
	tap_test 'without DESTDIR' quietly make -s install prefix="$dir/here"
	tap_test 'it runs' runs "$dir/here"
	tap_test 'the units start what is installed' starts "$units" ''
	if command -v systemd-analyze >/dev/null; then
		tap_test 'the units are as systemd wants them' \
			quietly env SYSTEMD_UNIT_PATH="$units:" systemd-analyze verify --man=no "$units"/tcpbdp-*
	else
		tap_skip 'the units are as systemd wants them' 'no systemd-analyze'
	fi
}

install_and_uninstall() {
	mkdir -p "$root/usr/share/doc/tcpbdp" "$root"/usr/{sbin,lib/systemd/system,share/bash-completion/completions} \
		"$root"/usr/share/{man/man{7,8},zsh/site-functions,fish/vendor_completions.d}
	echo 'another wrote this' >"$root/usr/share/doc/tcpbdp/note"
	chmod 2775 "$root/usr/share/man/man8"
	contents "$root" >"$dir/before"
	umask 077
	tap_test 'make install' quietly make -s install DESTDIR="$root" prefix=/usr
	umask 022
	tap_test 'the installed program runs' runs "$root/usr"
	manual
	tap_test 'the units start it' starts "$root/usr/lib/systemd/system" "$root"
	tap_test 'what README refers to is there' links "$root/usr/share/doc/tcpbdp"
	tap_test 'licences are there' test -s "$root/usr/share/doc/tcpbdp/COPYING" -a \
		-s "$root/usr/share/doc/tcpbdp/LICENSES/GPL-2.0-only.txt"
	tap_test 'rules and dashboard are there' test -s "$root/usr/share/tcpbdp/prometheus/tcpbdp.rules.yml" -a \
		-s "$root/usr/share/tcpbdp/grafana/tcpbdp.json"
	contents "$root" | comm -13 "$dir/before" - | grep -vE '^(d 755|f 644|f 755 usr/sbin/tcpbdp)' >"$dir/modes"
	tap_test 'everybody may read it, whatever umask is' none "$dir/modes"
	cp -a "$root" "$dir/first"
	tap_test 'make install once more' quietly make -s install DESTDIR="$root" prefix=/usr
	tap_test 'changes nothing' diff -r "$dir/first" "$root"
	tap_test 'make uninstall' quietly make -s uninstall DESTDIR="$root" prefix=/usr
	contents "$root" | diff "$dir/before" - >"$dir/left"
	tap_test 'leaves what was there before, and no more' none "$dir/left"
	tap_test 'make uninstall once more' quietly make -s uninstall DESTDIR="$root" prefix=/usr
}

directories() {
	local own=$dir/own
	tap_test 'GNU directories' quietly make -s install DESTDIR="$own" prefix=/opt/t exec_prefix=/opt/e \
		sbindir=/opt/t/bin datarootdir=/opt/d mandir=/opt/man docdir=/opt/doc sysconfdir=/etc/t \
		unitdir=/etc/t/systemd/system
	tap_test 'each has its files' test -x "$own/opt/t/bin/tcpbdp" -a -s "$own/opt/man/man8/tcpbdp.8" -a \
		-s "$own/opt/doc/README.md" -a -s "$own/opt/d/tcpbdp/grafana/tcpbdp.json"
	find "$own" -mindepth 2 -type f | grep -vE '/own/(opt/(t/bin|man|doc|d)|etc/t/systemd)/' >"$dir/elsewhere"
	tap_test 'and no other directory has any' none "$dir/elsewhere"
	tap_test 'the units follow sbindir' starts "$own/etc/t/systemd/system" "$own"
	tap_test 'exec_prefix moves sbindir' eval \
		'make -n install exec_prefix=/opt/e | grep -q "sbindir=./opt/e/sbin"'
	tap_test 'INSTALL_PROGRAM' eval 'quietly make -s install DESTDIR="$dir/small" INSTALL_PROGRAM="install -s" &&
		[ "$(wc -c <"$dir/small/usr/local/sbin/tcpbdp")" -lt "$(wc -c <build/tcpbdp)" ]'
}

refuses() { # WHAT ARGUMENT...: one line of ours, that has WHAT
	local what=$1
	shift
	! "${as_nobody[@]}" env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s "$@" >"$dir/out" 2>&1 &&
		[ "$(grep -vc '^make: \*\*\*' "$dir/out")" = 1 ] && grep -qF -e "$what" "$dir/out" ||
		{ tap_note "$dir/out"; return 1; }
}

bad_input() {
	install -d -m 555 "$dir/shut"
	tap_test 'a directory that only root may write to' \
		refuses 'be root, or set DESTDIR or prefix' install DESTDIR="$dir/shut"
	mkdir -p "$dir/theirs/usr/local/sbin"
	touch "$dir/theirs/usr/local/sbin/tcpbdp"
	chmod 555 "$dir/theirs/usr/local/sbin"
	tap_test 'one in it that is there' \
		refuses 'be root, or set DESTDIR or prefix' install DESTDIR="$dir/theirs"
	tap_test 'to uninstall from there' \
		refuses 'be root, or set DESTDIR or prefix' uninstall DESTDIR="$dir/theirs"
	chmod 755 "$dir/theirs/usr/local/sbin"
	tap_test 'a relative prefix' refuses 'not an absolute directory' install DESTDIR="$dir/x" prefix=usr
	tap_test 'an sbindir that no unit can name' refuses 'use another sbindir' install DESTDIR="$dir/x" sbindir='/a b'
	tap_test 'nothing of these is installed' test ! -e "$dir/x"
}

# In a directory whose name is longer, and has a space.
reproduced() {
	local other="$dir/another place for the sources"
	mkdir "$other"
	tar -cf - Makefile README.md COPYING LICENSES bpf contrib docs scripts src vmlinux | tar -xf - -C "$other"
	tap_test 'the same sources elsewhere: make install' \
		well make -s -j "$(nproc)" -C "$other" install DESTDIR="$dir/second" prefix=/usr
	tap_test 'gives the same bytes' diff -r -x note "$dir/first" "$dir/second"
}

documented() {
	env -u MAKEFLAGS make -pn install 2>/dev/null | sed -n 's/^install_vars := //p' | tr ' ' '\n' |
		grep -vxE 'B|pages' >"$dir/variables"
	printf '%s\n' prefix exec_prefix datarootdir CC CFLAGS CPPFLAGS LDFLAGS PKG_CONFIG ARCH CROSS_COMPILE RUN |
		sort - "$dir/variables" >"$dir/have"
	sed -n 's/^| \(`[^|]*\) |.*/\1/p' docs/install.md | grep -o '[A-Za-z_]*' | sort >"$dir/said"
	tap_test 'docs/install.md has each variable, and no other' eval \
		'diff "$dir/have" "$dir/said" >"$dir/differ" || none "$dir/differ"'
	sed -n "/^build='/,/'$/p" scripts/setup.sh | grep -oE '[a-z0-9][a-z0-9-]+' | grep -vxE 'build|libc6-dev' |
		sort >"$dir/packages"
	sed -n '/apt install gcc make/,/nettle-dev/p' docs/install.md | grep -oE '[a-z0-9][a-z0-9-]+' |
		grep -vxE 'sudo|apt|install|gcc|make' | sort >"$dir/said"
	tap_test 'and each package that it is built with' eval \
		'diff "$dir/packages" "$dir/said" >"$dir/differ" || none "$dir/differ"'
}

documented
install_and_uninstall
units
directories
bad_input
reproduced
tap_plan
