#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# docs/captures.md is true: its tables have the columns that a capture has, each query says what is
# written below it, and that is what the lab was built to be.
#
#	captures_doc.sh			TAP
#	captures_doc.sh --accept	what the queries say now is written below them, and is shown

set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C

document=docs/captures.md
captures=tests/cli/captures
program=${TCPBDP:-build/tcpbdp}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# Each query to $dir/N.sql, what it must say to N.text, and of which capture to N.file.
extract() {
	awk -v dir="$dir" -v captures="$captures/" '
		/^```sql$/ { n++; out = dir "/" n ".sql"; next }
		/^```text$/ { out = dir "/" n ".text"; next }
		/^```$/ { out = "" }
		out { print >out }
		n && index($0, "`" captures) == 1 { gsub(/[`:]/, ""); print >(dir "/" n ".file") }
	' "$document"
}

# How wide the columns are depends on the version of sqlite3.
squeeze() { sed -e 's/--*/-/g' -e 's/  */ /g' -e 's/^ //' -e 's/ $//' "$1"; }

check_outputs() {
	local file n
	for file in "$dir"/*.file; do
		n=${file##*/} n=${n%.file}
		sqlite3 -readonly -column -header "$(<"$file")" <"$dir/$n.sql" >"$dir/said" 2>&1
		diff -u --label expected --label said <(squeeze "$dir/$n.text") \
			<(squeeze "$dir/said") >"$dir/diff"
		tap_test "query $n says what is below it" [ $? = 0 ] || tap_note "$dir/diff" 20
	done
}

# fact NAME N CAPTURE CONDITION: it is true, where q are the rows that query N gives
fact() {
	local said
	said=$(sqlite3 -readonly "$captures/$3.tcpbdp" \
		"WITH q AS ($(tr -d ';' <"$dir/$2.sql")) SELECT $4" 2>&1)
	tap_test "query $2, $3: $1" [ "$said" = 1 ] || printf '# %s\n' "$said"
}

# What tests/lab/scenarios.conf sets is what must be found.
check_facts() {
	local sender="local LIKE '10.9.0.1:%'" receiver="local = '10.9.0.2:5201'"
	fact 'a small window keeps the rate at an eighth of the link' 1 scenario-2 \
		"min(recv_mbps) > 11 AND max(recv_mbps) < 14 FROM q WHERE $receiver"
	fact 'the application sends 10 Mbit/s' 1 scenario-10 \
		"min(send_mbps) > 9 AND max(send_mbps) < 11 FROM q WHERE $sender"
	# The recording's last sample may be of the sixth second.
	fact 'both ends are seen each second' 1 scenario-1 \
		"sum(utc < '12:00:05') = 10 AND count(DISTINCT utc || local) = count(*) FROM q"
	fact "the sender waits for the peer's window" 2 scenario-2 \
		"count(*) = 1 AND min($sender AND rwnd_percent > 90 AND window_full_percent > 50
			AND sndbuf_percent < 5 AND buffer_full_percent < 5) FROM q"
	fact 'the sender waits for its own buffer' 2 scenario-3 \
		"count(*) = 1 AND min($sender AND buffer_full_percent > 80 AND rwnd_percent < 5
			AND window_full_percent < 5) FROM q"
	fact 'the sender waits for neither' 2 scenario-10 \
		"max(rwnd_percent + sndbuf_percent + window_full_percent) < 5 FROM q"
	fact 'a deep queue stands on a path of 50 ms' 3 scenario-1 \
		"min(peer = '10.9.0.2' AND least_ms BETWEEN 49 AND 52 AND inflation > 2) FROM q"
	fact 'no queue stands on a path of 50 ms' 3 scenario-2 \
		"min(least_ms BETWEEN 49 AND 52 AND p90_ms < 1.1 * least_ms AND inflation < 1.1) FROM q"
	fact "the receiver's buffer is at its maximum" 4 scenario-2 \
		"count(*) = 1 AND min($receiver AND netns = 4026532002 AND tcp_rmem_max = 131072
			AND ceiling_mbps BETWEEN 11 AND 14 AND used_percent > 90) FROM q"
	fact 'a half-closed receiver is named, too' 4 scenario-20 \
		"count(*) = 1 AND min($sender AND netns = 4026532001 AND tcp_rmem_max = 131072) FROM q"
	fact 'an ample maximum is no limit' 4 scenario-1 'max(used_percent) < 50 FROM q'
	fact 'one packet of a hundred is lost' 5 scenario-12 \
		"count(*) = 1 AND min(peer = '10.9.0.2' AND retrans_percent BETWEEN 0.3 AND 4) FROM q"
	fact 'no packet is lost' 5 scenario-1 'sum(retrans_bytes) = 0 AND sum(sent_bytes) > 5e7 FROM q'
	fact 'no sample was lost' 6 scenario-1 'count(*) = 0 FROM q'
}

# Losing samples takes more than a small link: the ledger of a copy says so.
check_loss() {
	cp "$captures/scenario-1.tcpbdp" "$dir/lost.tcpbdp"
	chmod 600 "$dir/lost.tcpbdp"
	sqlite3 "$dir/lost.tcpbdp" 'UPDATE loss SET dropped = dropped + 7 WHERE t_ns > 2e9'
	sqlite3 -readonly "$dir/lost.tcpbdp" <"$dir/6.sql" >"$dir/said" 2>&1
	[[ $(<"$dir/said") =~ ^12:00:02\.[0-9]*\|[0-9]*\|[0-9]*\|7$ ]]
	tap_test 'query 6 names the second in which samples were lost, and no other' [ $? = 0 ] ||
		tap_note "$dir/said"
}

# documented TABLE: the columns of the first table below its heading, in their order
documented() { # TABLE [PATTERN]: its columns, but for those whose rows match
	awk -v heading="### \`$1\`" -v but="${2:-^$}" '
		/^#/ { inside = index($0, heading) == 1 }
		inside && /^\| column / { rows = 1; next }
		rows && !/^\|/ { exit }
		$0 ~ but { next }
		rows && match($0, /^\| `[a-z0-9_]+`/) { print substr($0, 4, RLENGTH - 4) }
	' "$document"
}

# check_schema NAME CAPTURE: the columns of later schemas than its own are left out
check_schema() {
	local name=$1 table version later
	version=$(sqlite3 -readonly "$2" 'PRAGMA user_version')
	later="from schema [$((version + 1))-9])"
	sqlite3 -readonly "$2" "SELECT name FROM sqlite_schema WHERE type = 'table'" >"$dir/tables"
	while IFS= read -r table; do
		diff <(documented "$table" "$later") \
			<(sqlite3 -readonly "$2" "SELECT name FROM pragma_table_info('$table')") >"$dir/diff"
		tap_test "$name: the columns of $table are those of the document" [ $? = 0 ] ||
			tap_note "$dir/diff"
	done <"$dir/tables"
	# the view: those of its tables, and its own
	sqlite3 -readonly "$2" "SELECT name FROM pragma_table_info('socket_samples') EXCEPT
		SELECT column.name FROM sqlite_schema AS s, pragma_table_info(s.name) AS column
		WHERE s.type = 'table' ORDER BY name" >"$dir/own"
	diff <(documented socket_samples "$later" | sort) "$dir/own" >"$dir/diff"
	tap_test "$name: the columns of socket_samples are those of the document" [ $? = 0 ] ||
		tap_note "$dir/diff"
	sqlite3 -readonly "$2" "SELECT s.name || char(10) || column.name
		FROM sqlite_schema AS s, pragma_table_info(s.name) AS column" >"$dir/names"
	cat "$dir"/*.sql | grep -o ' AS [a-z0-9_]*' | cut -c 5- >>"$dir/names"
	grep -v "$later" "$document" | sed -n 's/^### `\([^`]*\)`.*/\1/p' >"$dir/named"
	grep -v "$later" "$document" | grep -o '`[a-z0-9]*_[a-z0-9_]*`' | tr -d '\140' >>"$dir/named"
	grep -vxFf "$dir/names" "$dir/named" >"$dir/unknown"
	tap_test "$name: the document names nothing that is not there" [ ! -s "$dir/unknown" ] ||
		tap_note "$dir/unknown"
}

check_fresh_schema() {
	if [ "$(id -u)" != 0 ]; then
		tap_skip 'a fresh capture: its columns' 'recording needs root'
	elif ! "$program" record -d 0.2 -o "$dir/fresh" >"$dir/said" 2>&1; then
		tap_not_ok 'a fresh capture'
		tap_note "$dir/said"
	else
		check_schema 'a fresh capture' "$dir/fresh"
	fi
}

accept() {
	local file n
	for file in "$dir"/*.file; do
		n=${file##*/} n=${n%.file}
		sqlite3 -readonly -column -header "$(<"$file")" <"$dir/$n.sql" | sed 's/ *$//' >"$dir/$n.text"
	done
	awk -v dir="$dir" '
		/^```sql$/ { n++ }
		/^```$/ { inside = 0 }
		!inside { print }
		/^```text$/ {
			inside = 1
			while ((getline line <(dir "/" n ".text")) > 0)
				print line
		}
	' "$document" >"$dir/document"
	diff -u --label "$document: was" --label "$document: is" "$document" "$dir/document" ||
		cp "$dir/document" "$document"
}

if ! command -v sqlite3 >/dev/null; then
	tap_skip 'docs/captures.md' 'no sqlite3 here: make setup installs it'
	tap_plan
	exit
fi
extract
if [ "${1:-}" = --accept ]; then
	accept
	exit
fi
[ -x "$program" ] || tap_bail "no program $program: run make"
sqls=("$dir"/*.sql) texts=("$dir"/*.text)
tap_test 'there are six queries, and an output of five' [ ${#sqls[@]}/${#texts[@]} = 6/5 ]
check_outputs
check_facts
check_loss
check_schema 'a stored capture' $captures/scenario-2.tcpbdp
check_fresh_schema
tap_plan
