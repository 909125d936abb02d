#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Makes the captures of this directory anew: the lab's scenarios, each traced and recorded for five
# seconds, and kept only if the live verdicts were right.
#
#	sudo tests/cli/captures/record.sh [NAME...]	default: all; afterwards: make accept
#
# What is measured stays as it was. What would be another on each machine and day, and would name
# that machine, becomes what the golden commands count on: the host "lab", a kernel of no more than
# its number, noon of 2026-01-31, the namespaces 4026532001 (A) and 4026532002 (B), the processes
# 1001 (A) and 1002 (B).

set -u
cd "${BASH_SOURCE[0]%/*}/../../.." || exit 1
here=tests/cli/captures
# mapped-clients is not among them: no scenario has two clients of a listener on [::], and two sites.
names=(scenario-{1,2,3,4,10,12,20} anonymized)
cgroup=/tcpbdp-lab/traffic
work=$(mktemp -d)

fail() {
	printf 'record.sh: %s\n' "$*" >&2
	exit 1
}

# The scenarios run in a control group of their own, for the captures to have one.
enter_cgroup() {
	local type
	while read -r _ cgroups type _; do
		[ "$type" = cgroup2 ] && break
	done </proc/self/mounts
	[ "$type" = cgroup2 ] || fail 'no cgroup2 is mounted'
	home=$(sed -n 's/^0:://p' /proc/self/cgroup)
	mkdir -p "$cgroups$cgroup" || fail 'no control group can be made'
	echo $$ >"$cgroups$cgroup/cgroup.procs" || fail 'the control group cannot be entered'
}

leave() {
	if [ -n "${home:-}" ]; then
		echo $$ >"$cgroups$home/cgroup.procs"
		rmdir "$cgroups$cgroup" "$cgroups${cgroup%/*}"
	fi
	rm -rf "$work"
}

# record NAME ID OPTION...: the scenario of that number, as the capture of that name.
record() {
	local name=$1 id=$2 raw=$work/scenario-$2-tun.tcpbdp
	shift 2
	LAB_KEEP=$work LAB_SECONDS=5 LAB_AFTER=2 LAB_TRACE="--addr 10.9.0.0/24 $*" \
		tests/lab/scenario.sh "$id" >"$work/tap" || fail "$name: $(tail -n 1 "$work/tap")"
	! grep '^not ok' "$work/tap" >&2 || fail "$name: not as it must be: try again"
	[ "$(sqlite3 "$raw" 'SELECT count(*) FROM sockets')" = 2 ] ||
		fail "$name: others use these addresses, too: try again"
	sqlite3 -bail "$raw" <<-'SQL' >/dev/null || fail "$name: cannot be changed"
		PRAGMA temp_store = MEMORY;
		BEGIN;
		CREATE TEMP TABLE ends AS
			SELECT id AS socket, netns AS was, 4026532001 + (lport = 5201) AS netns,
				1001 + (lport = 5201) AS pid
			FROM sockets;
		UPDATE capture SET hostname = iif(hostname IS NULL, NULL, 'lab'),
			kernel = substr(kernel, 1, instr(kernel || '-', '-') - 1),
			start_realtime_ns = unixepoch('2026-01-31 12:00:00') * 1000000000;
		DELETE FROM sysctls WHERE netns NOT IN (SELECT was FROM ends);
		UPDATE sysctls SET netns = (SELECT ends.netns FROM ends WHERE was = sysctls.netns);
		UPDATE links SET netns = (SELECT ends.netns FROM ends WHERE was = links.netns);
		DELETE FROM namespaces;
		INSERT INTO namespaces SELECT 4026532001, 'lab-a' UNION SELECT 4026532002, 'lab-b';
		UPDATE settings SET pid = (SELECT ends.pid FROM samples JOIN ends USING (socket)
			WHERE samples.id = settings.id) WHERE pid IS NOT NULL;
		UPDATE sockets SET netns = (SELECT ends.netns FROM ends WHERE socket = sockets.id);
		COMMIT;
		VACUUM;
	SQL
	install -m 644 "$raw" "$here/$name.tcpbdp"
	rm "$raw"
	stat -c '%n: %s bytes' "$here/$name.tcpbdp"
}

[ "$(id -u)" = 0 ] || fail 'the lab needs root'
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
enter_cgroup
(($#)) || set -- "${names[@]}"
for name; do
	case $name in
	anonymized) record "$name" 2 --anonymize ;;
	*) record "$name" "${name#scenario-}" ;;
	esac
done
