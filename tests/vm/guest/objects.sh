# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# objects.sh: which BPF objects there are, one "prog|map|link ID" a line, for scripts that
# source it.

# Every object in this kernel.
objects_all() {
	local kind

	for kind in prog map link; do
		bpftool "$kind" show | sed -n "s/^\([0-9]*\):.*/$kind \1/p"
	done | sort
}

# Those that a process holds. Read from /proc: bpftool would name owners only where it was
# built with its own BPF programs. Without a child, as this is asked again and again.
objects_of() {
	local file key value

	for file in /proc/"$1"/fdinfo/*; do
		while read -r key value; do
			case $key in
			prog_id: | map_id: | link_id:) echo "${key%_id:} $value" ;;
			esac
		done 2>/dev/null <"$file"
	done 2>/dev/null
}

# objects_left BEFORE HELD: what is there now, was not in the file BEFORE, and, unless this
# kernel is ours alone (ATTACH_ALONE=1), is in the file HELD. The kernel frees objects a little
# after their last holder is gone, so this waits up to 5 s for the list to be empty.
objects_left() {
	local left tries

	for ((tries = 0; tries < 50; tries++)); do
		left=$(objects_all | comm -13 "$1" -)
		[ "${ATTACH_ALONE:-0}" = 1 ] || left=$(comm -12 <(echo "$left") <(sort -u "$2"))
		[ -n "$left" ] || return 0
		sleep 0.1
	done
	echo "$left"
}
