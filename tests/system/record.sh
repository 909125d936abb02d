#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# record on this kernel: where it writes, what it does not write over, how it ends, and what others
# learn from an anonymized file. Needs root and a kernel that traces.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
unset NO_COLOR
# shellcheck source=tests/lab/runtime.sh
. tests/lab/runtime.sh

file=$dir/run.tcpbdp

# sql QUERY [FILE]
sql() { sqlite3 -readonly "${2:-$file}" "$1"; }

alone() { # FILE: nothing of SQLite's lies beside it
	[ "$(find "${1%/*}" -name "${1##*/}*" | wc -l)" = 1 ]
}
recorded() { # FILE: it ended well, and said what it wrote
	[ "$status" = 0 ] && [ ! -s "$dir/out" ] && [ "$(wc -l <"$dir/err")" = 1 ] &&
		grep -q "^tcpbdp: $1: [1-9][0-9]* samples of [1-9]" "$dir/err" &&
		[ "$(stat -c '%a %u' "$1")" = '600 0' ] && alone "$1" &&
		[ "$(sql 'PRAGMA integrity_check' "$1")" = ok ] &&
		[ "$(sql 'SELECT end_t_ns > 0 FROM capture' "$1")" = 1 ]
}
replayed() { # OPTION...
	capture "$program" trace --replay "$file" "$@" && ended_well && [ -s "$dir/out" ]
}

it_records() {
	capture "$program" record -o "$file" -d 1
	expect 'it records, to a file of mode 0600' recorded "$file"
	expect 'what it recorded is replayed' replayed
	# a seed (reason 1) does not come through the ring buffer
	expect 'samples and ledger agree' test "$(sql 'SELECT count(*) FROM samples WHERE reason <> 1')" = \
		"$(sql 'SELECT max(consumed) FROM loss')"
	expect 'references of every sample exist' test "$(sql 'SELECT count(*) FROM samples')" = \
		"$(sql 'SELECT count(*) FROM socket_samples')"
	expect 'sysctls of this namespace are kept' test "$(sql "SELECT value FROM sysctls WHERE
		name = 'net.ipv4.tcp_rmem' AND netns = $(stat -Lc %i /proc/self/ns/net)")" = \
		"$(cat /proc/sys/net/ipv4/tcp_rmem)"
}

sysctls_of_other_namespaces() {
	local inode
	unshare -n sleep 60 &
	pids+=($!)
	wait_for 5 eval "[ \"\$(stat -Lc %i /proc/$!/ns/net)\" != \"\$(stat -Lc %i /proc/self/ns/net)\" ]"
	nsenter -t $! -n sysctl -qw net.ipv4.tcp_rmem='4096 70000 80000'
	inode=$(stat -Lc %i /proc/$!/ns/net)
	capture "$program" record -o "$file" --force -d 0.5
	expect 'so are those of another, which has no name' test "$(sql "SELECT value FROM sysctls
		WHERE name = 'net.ipv4.tcp_rmem' AND netns = $inode")" = $'4096\t70000\t80000'
}

interrupted() {
	local signal recorder
	for signal in INT TERM; do
		"$program" record -o "$file" --force >"$dir/out" 2>"$dir/err" &
		recorder=$!
		wait_for 20 attached $recorder
		wait_for 10 eval '[ "$(sql "SELECT count(*) FROM samples" 2>/dev/null || echo 0)" -gt 0 ]'
		kill -$signal $recorder
		ended $recorder
		expect "SIG$signal: the capture is whole" recorded "$file"
	done
	nothing_left 'interrupted'
}

beside_reports() {
	local capture=$dir/beside.tcpbdp
	timeout 20 "$program" trace -j --record "$capture" -d 1.5 >"$dir/live" 2>"$dir/err"
	status=$?
	expect 'trace --record ends well' test "$status" = 0
	"$program" trace -j --replay "$capture" >"$dir/replay"
	expect 'its replay is the same' cmp "$dir/live" "$dir/replay"
	# the reader goes away: the reports end, the capture is made whole
	"$program" trace -j -i 0.2 --record "$capture" --force 2>"$dir/err" | head -n 1 >/dev/null
	expect 'the reader goes away: the capture is whole' test \
		"$(sql 'SELECT end_t_ns > 0 FROM capture' "$capture")" = 1
}

# What is there stays as it is, and nothing new is left.
kept_as_it_was() { # FILE SUM
	refused "$3" && [ "$(cksum <"$1")" = "$2" ]
}

not_overwritten() {
	local sum
	echo precious >"$dir/precious"
	sum=$(cksum <"$dir/precious")
	ln -s precious "$dir/link"
	capture "$program" record -o "$dir/precious" -d 1
	expect 'a file that exists is refused' kept_as_it_was "$dir/precious" "$sum" exists
	capture "$program" record -o "$dir/link" -d 1
	expect 'a symbolic link is refused' kept_as_it_was "$dir/precious" "$sum" 'symbolic link'
	capture "$program" record -o "$dir/link" --force -d 1
	expect 'a symbolic link is refused with --force' \
		kept_as_it_was "$dir/precious" "$sum" 'symbolic link'
	capture "$program" record -o "$dir/precious" --force --attach kprobe -d 1
	if [ "$status" = 0 ]; then
		tap_skip 'when it cannot attach, --force removes nothing' 'this kernel takes kprobes'
	else
		expect 'when it cannot attach, --force removes nothing' \
			kept_as_it_was "$dir/precious" "$sum" attach
	fi
	ln -s nowhere "$dir/dangling"
	capture "$program" record -o "$dir/dangling" -d 1
	expect 'a dangling link is refused' refused 'symbolic link'
	expect 'and leads nowhere still' test ! -e "$dir/nowhere"
	mkfifo "$dir/fifo"
	capture "$program" record -o "$dir/fifo" --force -d 1
	expect 'a fifo is refused' refused 'not a regular file'
	capture "$program" record -o "$dir" --force -d 1
	expect 'a directory is refused' refused directory
	capture "$program" record -o "$dir/no/file" -d 1
	expect 'a directory that is missing' refused 'No such file'
	capture "$program" record -o /proc/run.tcpbdp -d 1
	expect 'where no files are made' failed '/proc/run.tcpbdp'
	capture "$program" record -o "$dir/precious" --force -d 0.5
	expect '--force replaces a file' recorded "$dir/precious"
}

# Somebody else's directory: their files are theirs, and so is the directory; sudo writes there.
of_another_user() {
	mkdir "$dir/theirs"
	chown 65534:65534 "$dir/theirs"
	chmod 700 "$dir/theirs"
	capture "$program" record -o "$dir/theirs/run" -d 1.5
	expect 'in a directory of another user' recorded "$dir/theirs/run"
}

# Whoever may write to the directory puts a journal beside the file, again and again, that tells SQLite
# to undo what it has, and to remove a file of root's: a super-journal's name is in it.
plant() { # FILE VICTIM
	cat >"$dir/plant" <<'END'
hex() { printf "$(sed 's/../\\x&/g' <<<"$1")"; }
sum=0
for ((i = 0; i < ${#2}; i++)); do
	printf -v code %d "'${2:i:1}"
	sum=$((sum + code))
done
{
	hex d9d505f920a163d7000000000000000000000010000002000000100000
	head -c 483 /dev/zero
	hex 00040001
	printf %s "$2"
	hex "$(printf '%08x%08x' ${#2} $sum)d9d505f920a163d7"
} >"$1-planted"
for ((i = 0; i < 400; i++)); do
	ln "$1-planted" "$1-journal" 2>/dev/null
	sleep 0.01
done
END
	chmod 644 "$dir/plant"
	setpriv --reuid=65534 --regid=65534 --clear-groups bash "$dir/plant" "$1" "$2" &
	pids+=($!)
}

planted_journals() {
	local victim=$dir/victim
	echo precious >"$victim"
	chmod 600 "$victim"
	plant "$dir/theirs/planted" "$victim"
	capture "$program" record -o "$dir/theirs/planted" -d 2
	expect 'a planted journal: one line, or all is well' eval \
		'[ "$status" = 0 ] || refused "-journal of another file"'
	expect 'a planted journal removes nothing' test "$(cat "$victim" 2>/dev/null)" = precious
	kill "${pids[-1]}" && wait_for 10 gone "${pids[-1]}"
	rm -f "$dir/theirs/"*-planted "$dir/theirs/"*-journal
	[ ! -e "$dir/theirs/planted" ] ||
		expect 'a planted journal undoes nothing' test \
			"$(sqlite3 -readonly "$dir/theirs/planted" 'PRAGMA integrity_check' 2>&1)" = ok
}

replaced_meanwhile() {
	local recorder
	"$program" record -o "$dir/first" >"$dir/out" 2>"$dir/err" &
	recorder=$!
	wait_for 20 attached $recorder
	mv "$dir/first" "$dir/moved"
	ended $recorder
	expect 'moved away while it is written: exit 1, one line' refused 'moved, removed or replaced'
	expect 'what it had is sound' test "$(sqlite3 "$dir/moved" 'PRAGMA integrity_check')" = ok
}

least_privileges() {
	capture setpriv --bounding-set=-all,+bpf,+perfmon --inh-caps=-all,+bpf,+perfmon \
		"$program" record -o "$file" --force -d 1
	expect 'with CAP_BPF and CAP_PERFMON alone' recorded "$file"
}

small_files_only() {
	(
		ulimit -f 40
		"$program" record -o "$dir/limited" -d 1 >"$dir/out" 2>"$dir/err"
	)
	status=$?
	expect 'ulimit -f: exit 1, one line' refused 'ulimit -f'
	expect 'ulimit -f: no file is left' test ! -e "$dir/limited"
}

full_disk() {
	mkdir "$dir/small"
	mount -t tmpfs -o size=192k none "$dir/small" || return
	# every event, to fill it soon
	capture "$program" record -o "$dir/small/run" --sample-interval 0 -d 30
	expect 'the disk fills up: exit 1, one line' refused 'no space left'
	expect 'what it had is sound' test \
		"$(sqlite3 "$dir/small/run" 'PRAGMA integrity_check' 2>&1)" = ok
	capture "$program" trace --replay "$dir/small/run"
	expect 'and is replayed' test "$status" = 0
	rm -f "$dir/small/"*
	dd if=/dev/zero of="$dir/small/fill" bs=1k 2>/dev/null
	capture "$program" record -o "$dir/small/run" -d 1
	expect 'a disk that is full: exit 1, one line' refused 'no space left'
	expect 'a disk that is full: no file is left' test ! -e "$dir/small/run"
	umount "$dir/small"
	nothing_left 'full disk'
}

# Small questions and answers make the most events.
start_questions() {
	"$traffic" listen echo --port 0 --duration 60 >"$dir/echo" 2>/dev/null &
	pids+=($!)
	wait_for 5 grep -qs '^ready' "$dir/echo" || tap_bail 'no traffic: make test-programs'
	"$traffic" connect ask --addr 127.0.0.1 --port "$(sed -n 's/^ready //p' "$dir/echo")" \
		--duration 5 >/dev/null 2>&1 &
	pids+=($!)
}

ring() {
	start_questions
	capture "$program" record -o "$file" --force --max-size 1M --sample-interval 0 -d 3
	expect 'a ring of 1 MiB stays one' test "$(stat -c %s "$file")" -le 1048576
	expect 'and has trimmed' test "$(sql 'SELECT trimmed_t_ns > 0 FROM capture')" = 1
	expect 'and is replayed' replayed
	capture "$program" record -o "$file" --force --max-age 1 -d 4
	expect 'a ring of a second goes back no further than two' test \
		"$(sql 'SELECT (end_t_ns - trimmed_t_ns) / 100000000 <= 21 FROM capture')" = 1
}

# Another reader, with a lock, for longer than a batch.
read_while_recording() {
	local recorder
	"$program" record -o "$file" --force -d 4 >"$dir/out" 2>"$dir/err" &
	recorder=$!
	wait_for 20 attached $recorder
	{
		echo 'BEGIN; SELECT count(*) FROM samples;'
		sleep 1.5 # this is the test
		echo 'SELECT count(*) FROM samples; END;'
	} | sqlite3 -readonly "$file" >"$dir/counts"
	ended $recorder
	expect 'somebody reads for a while: nothing is lost' recorded "$file"
	expect 'and saw one state of it' test "$(sort -u "$dir/counts" | wc -l)" = 1
	expect 'no sample is missing, and none is there twice' test \
		"$(sql 'SELECT count(*) FROM samples WHERE reason <> 1')" = \
		"$(sql 'SELECT max(consumed) FROM loss')"
}

# What no hook saw before its end has no minima: a 0 would be a window that was closed.
closed_without_traffic() {
	local idle pid
	mkfifo "$dir/stay"
	exec 9<>"$dir/stay"
	build/tests/lab/sockets inet 3 --half-close <&9 9>&- >"$dir/ready" &
	idle=$!
	pids+=("$idle")
	wait_for 10 grep -qs '^ready' "$dir/ready" || tap_bail 'no sockets: make test-programs'
	"$program" record -o "$file" --force >"$dir/out" 2>"$dir/err" &
	pid=$!
	pids+=("$pid")
	wait_for 20 attached "$pid" || tap_bail 'record does not attach'
	kill "$idle"
	ended "$idle"
	kill -INT "$pid"
	ended "$pid"
	exec 9>&-
	expect 'idle sockets that close: their closes are recorded' test "$(sql "SELECT count(*) >= 3
		FROM samples WHERE reason = 4 AND segments = 0")" = 1
	expect 'idle sockets that close: they have no minima' test "$(sql "SELECT count(*) FROM samples s
		JOIN receiving r ON r.id = s.receiving JOIN sending t ON t.id = s.sending
		WHERE segments = 0 AND 0 IN (window_min_bytes, room_min_bytes, peer_window_min_bytes)")" = 0
}

anonymized() {
	local secret
	capture "$program" record -o "$file" --force --anonymize -d 1.5 --addr 127.0.0.1
	expect 'it records under pseudonyms' recorded "$file"
	for secret in 127.0.0.1 traffic "$(uname -n)"; do
		# as a word: a name may be so short that chance writes it
		expect "$secret is not in the file" test \
			"$(sqlite3 -readonly "$file" .dump | grep -cwF -- "$secret")" = 0
	done
	expect 'both ends have the same pseudonym' test "$(sql "SELECT count(DISTINCT laddr) FROM
		sockets WHERE laddr = raddr")" = 1
	expect 'a name has one label' test "$(sql "SELECT count(DISTINCT comm) FROM settings
		WHERE comm LIKE 'comm-%'")" -ge 1
	expect 'it is replayed' replayed
}

command -v sqlite3 >/dev/null || tap_bail 'no sqlite3: make setup'
start_traffic
it_records
sysctls_of_other_namespaces
interrupted
beside_reports
not_overwritten
of_another_user
planted_journals
replaced_meanwhile
least_privileges
small_files_only
full_disk
ring
read_while_recording
closed_without_traffic
anonymized
tap_plan
