#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What a file of src/ exports, another file of src/ or a test uses. Else it is static, or goes.
. tests/lab/tap.sh

objects_of() { # DIRECTORY SOURCE...: what make made of them in build/DIRECTORY
	local into=$1
	shift
	printf "build/$into/%s\n" "${@/%.c/.o}"
}

mapfile -t ours < <(objects_of obj src/*/*.c)
mapfile -t tests < <(objects_of san tests/unit/*.c tests/fuzz/*.c && objects_of obj tests/bench/capture.c)

exported() { nm -P -g --defined-only "$@" | awk '$2 ~ /^[A-Z]$/ { print $1 }' | sort -u; }
wanted() { nm -P -u "$@" | awk '$2 == "U" { print $1 }' | sort -u; }

all_there() { ls "$@" >/dev/null; }

all_used() { # OBJECT...: of each export, another object or a test wants it
	local unused
	unused=$(comm -23 <(exported "$@") <(wanted "$@" "${tests[@]}") | grep -vx main)
	[[ -z $unused ]] || { sed 's/$/: used in its own file alone/; s/^/# /' <<<"$unused"; return 1; }
}

unused_is_seen() { # one of two functions is called from the other file
	local dir said
	dir=$(mktemp -d) || return 1
	echo 'int used(void) { return 0; } int alone(void) { return used(); }' >"$dir/a.c"
	echo 'int used(void); int main(void) { return used(); }' >"$dir/b.c"
	(cd "$dir" && cc -c a.c b.c) && said=$(all_used "$dir"/[ab].o)
	rm -r "$dir"
	[[ $said == '# alone: used in its own file alone' ]]
}

tap_test 'the objects of all sources are there' all_there "${ours[@]}" "${tests[@]}"
tap_test 'what a file exports, another file or a test uses' all_used "${ours[@]}"
tap_test 'that check sees an export that none uses' unused_is_seen
tap_plan
