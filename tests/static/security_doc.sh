#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# docs/security.md names tests that there are, and limits as the code has them.
set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C

document=docs/security.md
attacks=$(grep -cE '^\| [0-9]+\. ' "$document")
tap_test "$document: at least 30 attacks" test "$attacks" -ge 30
tap_test "$document: they are counted right" test \
	"$(sed -nE 's/^\| ([0-9]+)\. .*/\1/p' "$document" | tail -n 1)" = "$attacks"

# Of a row's tests those after the first may go without the folder.
named_tests() {
	local row folder name
	grep -E '^\| [0-9]+\. ' "$document" | while IFS='|' read -r _ _ row _; do
		folder=
		for name in ${row//,/ }; do
			case $name in
			\`*) continue ;;
			fuzz/parser) ;;
			*/*) folder=${name%/*} ;;
			*) name=$folder/$name ;;
			esac
			echo "tests/$name"
		done
	done | sort -u
}

missing=0
while read -r path; do
	[ -e "$path" ] && continue
	echo "# $path"
	missing=1
done < <(named_tests)
tap_test "$document: the tests that it names exist" test "$missing" = 0
while read -r path; do
	[ -e "$path" ] && continue
	echo "# $path"
	missing=1
done < <(grep -oE '`src/[a-z_/.]+`' "$document" | tr -d '`' | sort -u)
tap_test "$document: the sources that it names exist" test "$missing" = 0

# limit NAME FILE TEXT: what the macro comes to is what the text says
limit() {
	local value
	value=$(sed -nE "s/^#define $1 ([^/]*).*/\\1/p" "$2")
	value=$((value))
	tap_test "$document: $1" grep -qF "$3" "$document" || return
	tap_test "$document: $1 is $value" test "$value" = "$(tr -cd 0-9 <<<"$4")"
}
limit ENGINE_FLOWS_MAX src/engine/engine.h 'flows 262 144' '262 144'
limit ENGINE_CLOSING_MAX src/engine/engine.h 'wait 4096' 4096
limit OWNERS_MAX src/run/socket_scan.c 'owners of 4 194 304' '4 194 304'
limit CGROUPS_BYTES_MAX src/os/cgroup.h 'control groups 16 MiB' $((16 << 20))
tap_plan
