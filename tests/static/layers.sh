#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Who may include whom. src/ is a house of ten floors (CONTRIBUTING.md): a folder stands on those below
# it, and the edges (source, capture, os, sink) name what they use. It also checks that the floors below
# the edges do no I/O and read no clock, that each library stays in its folder, and what the BPF side
# may call.
. tests/lab/tap.sh

# FOLDER: the folders and headers of ours that it may include, and the libraries; itself always.
floors='
base
sample     base
tcp        base sample
evidence   base sample tcp verdict/threshold.h
verdict    base sample tcp evidence
finding    base sample tcp evidence verdict
advice     base sample tcp evidence verdict finding
hist       base sample tcp evidence verdict finding
fleet      base sample tcp evidence verdict finding hist
os         <sys/capability.h> <seccomp.h>
source     base sample tcp hist os finding/summary.h <bpf/ <linux/
capture    base sample tcp evidence verdict finding os source/source.h <sqlite3.h> <nettle/
sink       base sample tcp evidence verdict finding advice hist fleet os <jansson.h>
view       base sample tcp evidence verdict finding hist os/quote.h sink/format.h sink/group_label.h
engine     base sample tcp evidence verdict finding sink/sink.h source/source.h
options    base sample tcp evidence verdict finding hist fleet os view source/hooks.h sink/table.h sink/text_column.h sink/list_line.h
screen     base os <ncurses.h>
run        base sample tcp evidence verdict finding advice hist fleet os source capture sink view engine options
cli        base sample tcp evidence verdict finding advice hist fleet os source sink view options screen run
'

# may_include FOLDER: what its row allows, one an item; itself always
may_include() {
	local folder below
	while read -r folder below; do
		# shellcheck disable=SC2086 # a word each
		[[ $folder == "$1" ]] && printf '%s\n' "$folder" $below && return
	done <<<"$floors"
	return 1
}

# libraries that are one folder's business; libc and the kernel's own headers are everybody's
libraries='bpf/|sqlite3|nettle/|jansson|sys/capability|ncurses|seccomp'

# stands_on_those_below FOLDER: each include of ours or of such a library is in its row
stands_on_those_below() {
	local allowed file what bad=0
	allowed=$(may_include "$1") || { echo "# src/$1 has no row"; return 1; }
	allowed=" ${allowed//$'\n'/ } "
	while IFS=: read -r file what; do
		case $what in
		\"*/*) what=${what#\"} what=${what%\"} ;;
		\"*) [[ $1 == source ]] || { echo "# $file includes $what"; bad=1; }; continue ;; # wire, skeletons
		*) grep -qE "^<($libraries)" <<<"$what" || continue ;;
		esac
		[[ $allowed == *" ${what%%/*} "* || $allowed == *" $what "* ||
			$allowed == *" ${what%%/*}/ "* ]] && continue
		echo "# $file includes $what"
		bad=1
	done < <(grep -HoE '^#include ["<][^">]+[">]' src/"$1"/*.[ch] | sed 's/:#include /:/')
	return $bad
}

no_upward_row() { # a row names only folders that stand above it in the table
	local folder below seen=' ' what
	while read -r folder below; do
		for what in $below; do
			[[ $what == *[./\<]* || $seen == *" $what "* ]] || { echo "# $folder names $what"; return 1; }
		done
		seen+="$folder "
	done < <(sed 1d <<<"$floors")
}

no_output() { # FOLDER: neither printf into a stream nor the clock
	! grep -nE '\b(printf|fprintf|puts|fopen|clock_gettime|time)\(' src/"$1"/*.[ch]
}

# The helpers that read by address: bpf_probe_read*() by number (include/uapi/linux/bpf.h).
no_probe_read() { # OBJECT SECTION...
	local object=build/bpf/$1.bpf.o section
	shift
	for section; do
		llvm-objdump -d --section="$section" "$object" |
			grep -E '\bcall (4|45|112|113|114|115)$' && return 1
	done
	return 0
}

typed_sections() { # OBJECT
	llvm-readelf -S "build/bpf/$1.bpf.o" | grep -oE '(tp_btf|fentry|iter)/[a-z_]+' | sort -u
}

tap_test 'no row of the table names a floor above its own' no_upward_row
for folder in src/*/; do
	folder=${folder#src/} folder=${folder%/}
	tap_test "$folder includes only what its row names" stands_on_those_below "$folder"
done
for folder in base sample tcp evidence verdict finding advice hist fleet view; do
	tap_test "$folder does no input or output and reads no clock" no_output "$folder"
done
for object in tcpbdp hist list; do
	least=8
	[[ $object != list ]] || least=2
	tap_test "$object: there are typed BPF programs to look at" \
		test "$(typed_sections $object | wc -l)" -ge $least
	# shellcheck disable=SC2046
	tap_test "$object: typed BPF programs read nothing by address" \
		no_probe_read $object $(typed_sections $object)
done
tap_test 'that look would see it' bash -c \
	"! llvm-objdump -d --section=kprobe/tcp_sendmsg build/bpf/tcpbdp.bpf.o | grep -qE 'call 113\$' && exit 1 || exit 0"
tap_plan
