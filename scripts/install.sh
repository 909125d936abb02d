#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# install.sh install|uninstall: copies what was built below DESTDIR, or removes exactly that.
# Directories and the rest are variables, which the Makefile sets.
set -eu

verb=$1
die() { printf 'make %s: %s\n' "$verb" "$1" >&2; exit 1; }
may_not() { die "cannot write to $1: be root, or set DESTDIR or prefix"; }

# each_file COMMAND: COMMAND INSTALLER FILE DIRECTORY NAME, for every file
each_file() {
	"$1" "$INSTALL_PROGRAM" "$B/tcpbdp" "$sbindir" tcpbdp
	for page in $pages; do
		"$1" "$INSTALL_DATA" "$page" "$mandir/man${page##*.}" "${page##*/}"
	done
	"$1" "$INSTALL_DATA" "$B/share/completion.bash" "$bashcompletiondir" tcpbdp
	"$1" "$INSTALL_DATA" "$B/share/completion.zsh" "$zshcompletiondir" _tcpbdp
	"$1" "$INSTALL_DATA" "$B/share/completion.fish" "$fishcompletiondir" tcpbdp.fish
	for file in contrib/systemd/*; do
		"$1" "$INSTALL_DATA" "$file" "$unitdir" "${file##*/}"
	done
	for file in contrib/prometheus/*.rules.yml contrib/grafana/*; do
		place=${file#contrib/}
		"$1" "$INSTALL_DATA" "$file" "$datadir/tcpbdp/${place%/*}" "${file##*/}"
	done
	for file in README.md COPYING; do
		"$1" "$INSTALL_DATA" "$file" "$docdir" "$file"
	done
	for file in docs/* LICENSES/*; do
		"$1" "$INSTALL_DATA" "$file" "$docdir/${file%/*}" "${file##*/}"
	done
}

# Directories that are tcpbdp's alone, inner ones first.
own_directories() {
	printf '%s\n' "$docdir/docs" "$docdir/LICENSES" "$docdir" \
		"$datadir/tcpbdp/prometheus" "$datadir/tcpbdp/grafana" "$datadir/tcpbdp"
}

# The units name /usr/sbin; they are to name where the program is.
installed_text() { # FILE
	case $1 in
	*.service) sed "s|^\(ExecStart=\)/usr/sbin/|\1$sbindir/|" "$1" ;;
	*) cat "$1" ;;
	esac
}

put() { # INSTALLER FILE DIRECTORY NAME
	if [ ! -d "$DESTDIR$3" ]; then # one that is there keeps its mode
		$INSTALL -d "$DESTDIR$3" 2>/dev/null || may_not "$DESTDIR$3"
	fi
	[ -w "$DESTDIR$3" ] || may_not "$DESTDIR$3"
	installed_text "$2" >"$text" || die "cannot read $2: make it first"
	$1 "$text" "$DESTDIR$3/$4" || die "could not install $DESTDIR$3/$4"
}

take() { # INSTALLER FILE DIRECTORY NAME
	rm -f "$DESTDIR$3/$4" 2>/dev/null || may_not "$DESTDIR$3"
}

check_directories() {
	for dir in "$sbindir" "$datadir" "$mandir" "$docdir" "$unitdir"; do
		case $dir in
		/*) ;;
		*) die "$dir: not an absolute directory" ;;
		esac
	done
	case $sbindir in
	*[!A-Za-z0-9/._+-]*) die "$sbindir: systemd would not take this for one path: use another sbindir" ;;
	esac
}

check_directories
case $verb in
install)
	text=$(mktemp)
	trap 'rm -f "$text"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	each_file put
	;;
uninstall)
	each_file take
	own_directories | while read -r dir; do
		rmdir "$DESTDIR$dir" 2>/dev/null || : # others' files may be there
	done
	;;
esac
