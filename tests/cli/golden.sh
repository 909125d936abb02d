#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What the commands golden/NAME.cmd say must be golden/NAME.stdout and .stderr, and their exit
# status golden/NAME.status; a file that is not there stands for nothing said, and for 0. They run
# where "captures" is, without root, and may leave files there.
#
#	golden.sh			TAP
#	golden.sh --accept [NAME...]	what differs becomes what is expected, and is shown
#
# scenarios.conf has the last word: the verdicts of a golden file NAME-json must be what the lab was
# built to show. As long as one of them is not, nothing is accepted.

set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
LAB_BIN=${LAB_BIN:-$PWD/build/tests/lab}
program=$(realpath -m "${TCPBDP:-build/tcpbdp}")
golden=$PWD/tests/cli/golden
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
# shellcheck source=tests/lab/scenarios.sh
. tests/lab/scenarios.sh

# The captures are of five seconds, and both ends have names that record.sh gave them.
AFTER=2 NETNS_A=4026532001 NETNS_B=4026532002

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$dir/bin" "$dir/none"
ln -s "$program" "$dir/bin/tcpbdp"
touch "$dir"/none/std{out,err}
echo 0 >"$dir/none/status"

# run NAME: what it says now, in $dir/now/{stdout,stderr,status}
run() {
	rm -rf "$dir/now" "$dir/cwd"
	mkdir "$dir/now" "$dir/cwd"
	ln -s "$PWD/tests/cli/captures" "$dir/cwd/captures"
	env -C "$dir/cwd" -i PATH="$dir/bin:$PATH" LC_ALL=C TZ=UTC COLUMNS=100 timeout 60 \
		bash "$golden/$1.cmd" >"$dir/now/stdout" 2>"$dir/now/stderr" </dev/null
	echo $? >"$dir/now/status"
}

# expected NAME PART: the file that says what is expected
expected() {
	local file=$golden/$1.$2
	[ -e "$file" ] || file=$dir/none/$2
	printf '%s' "$file"
}

# difference NAME: shown; false if there is none
difference() {
	local part differs=1
	for part in stdout stderr status; do
		cmp -s "$(expected "$1" "$part")" "$dir/now/$part" && continue
		differs=0
		diff -u --label "$1.$part: expected" --label "$1.$part: said" \
			"$(expected "$1" "$part")" "$dir/now/$part"
	done
	return $differs
}

# scenario NAME: the number of the lab's scenario whose NDJSON this is
scenario() {
	case $1 in
	anonymized-json) echo 2 ;;
	scenario-*-json) set -- "${1#scenario-}" && echo "${1%-json}" ;;
	*) return 1 ;;
	esac
}

# address FILE NETNS: of the end in that namespace; it may be a pseudonym
address() {
	sed -n '/"netns":'"$2"',/s/.*"laddr":"\([^"]*\)".*/\1/p' "$1" | head -n 1
}

# judge NAME FILE: the judge's lines
judge() {
	scenario_load "$(scenario "$1")" || return
	S_NAME="golden $1"
	S_ADDR_A=$(address "$2" $NETNS_A) S_ADDR_B=$(address "$2" $NETNS_B)
	scenario_judge "$2" $AFTER $NETNS_A $NETNS_B && "$LAB_BIN/judge" ledger --name "$S_NAME" "$2"
}

# contradictions: what the program says now against what the lab was built to show
contradictions() {
	local name
	for name in $(names); do
		scenario "$name" >/dev/null || continue
		run "$name"
		judge "$name" "$dir/now/stdout" >"$dir/judged" || echo "not ok - $name: cannot judge"
		grep -A 1 '^not ok' "$dir/judged"
	done
}

accept() {
	local name=$1 part
	run "$name"
	difference "$name" || return
	for part in stdout stderr status; do
		if cmp -s "$dir/none/$part" "$dir/now/$part"; then
			rm -f "$golden/$name.$part"
		else
			cp "$dir/now/$part" "$golden/$name.$part"
		fi
	done
	echo "golden.sh: $name is accepted"
}

names() {
	local file
	for file in "$golden"/*.cmd; do
		file=${file##*/}
		printf '%s ' "${file%.cmd}"
	done
}

check() {
	local name=$1
	run "$name"
	if difference "$name" >"$dir/difference"; then
		tap_not_ok "golden: $name"
		tap_note "$dir/difference" 40
	else
		tap_ok "golden: $name"
	fi
	scenario "$name" >/dev/null || return 0
	judge "$name" "$golden/$name.stdout" >"$dir/judged" || tap_bail "$name: cannot judge"
	tap_feed "$dir/judged"
}

# An expectation that no command has would be forgotten.
check_files() {
	local file name
	for file in "$golden"/*.{stdout,stderr,status}; do
		name=${file%.*}
		[ -e "$name.cmd" ] || printf '# %s\n' "${file##*/}"
	done >"$dir/orphans"
	tap_test 'every golden file has its command' test ! -s "$dir/orphans" || cat "$dir/orphans"
}

[ -x "$program" ] || tap_bail "no program $program: run make"
if [ "${1:-}" = --accept ]; then
	shift
	if contradictions | grep .; then
		echo 'golden.sh: nothing is accepted: the lab says otherwise' >&2
		exit 1
	fi
	# shellcheck disable=SC2046
	(($#)) || set -- $(names)
	for name; do
		accept "$name"
	done
	exit 0
fi
for name in $(names); do
	check "$name"
done
check_files
tap_plan
