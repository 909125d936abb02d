#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Makes the captures of tests/fuzz/corpus anew: real sockets in the lab, as few samples of each as
# will do, for the fuzzer reads them a million times. To be run, as root, when the schema changes.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/lab.sh

CORPUS=tests/fuzz/corpus

seed_fail() {
	printf 'seed: %s\n' "$1" >&2
	exit 1
}

# seed_flow SERVER_OPTIONS -- CLIENT_OPTIONS: one connection from A to B.
seed_flow() {
	local server=()
	while [[ $1 != -- ]]; do
		server+=("$1")
		shift
	done
	shift
	lab_spawn seed_server B "$LAB_BIN/traffic" listen "${server[@]}" --duration 60
	lab_ready seed_server || seed_fail 'no server'
	lab_spawn seed_client A "$LAB_BIN/traffic" connect "$@" --port "$LAB_PORT"
}

# seed_record NAME SIGNAL OPTIONS: SIGNAL ends it when SECONDS are over, KILL as a power cut would.
seed_record() {
	local name=$1 signal=$2
	shift 2
	lab_spawn seed_recorder host "$TCPBDP" record -o "$LAB_TMP/$name" "$@"
	sleep "$SECONDS_RECORDED"
	lab_stop "$seed_recorder" "$signal"
}

# seed_keep NAME [SQL]: what tells of this host or of others' sockets is left out.
seed_keep() {
	rm -f "$CORPUS/$1"
	sqlite3 "$LAB_TMP/$1" "UPDATE capture SET hostname = 'seed', kernel = '6.12';
		DELETE FROM sysctls WHERE netns NOT IN (SELECT netns FROM sockets);
		INSERT OR REPLACE INTO links SELECT DISTINCT netns, ifindex, 1000000000
			FROM sockets JOIN samples ON samples.socket = sockets.id
			JOIN settings ON settings.id = samples.settings WHERE ifindex;
		DELETE FROM namespaces;
		INSERT INTO namespaces SELECT netns, 'ns-' || min(id) FROM sockets GROUP BY netns;
		UPDATE cgroups SET container_name = 'nginx', pod_name = 'web-0', pod_namespace = 'shop';
		${2:-}
		VACUUM" || seed_fail "$1: no capture"
	cp "$LAB_TMP/$1" "$CORPUS/$1" && chmod 644 "$CORPUS/$1"
	[[ $(sqlite3 "$CORPUS/$1" 'SELECT count(DISTINCT netns) FROM sockets') == 2 ]] ||
		seed_fail "$1: not the sockets of this lab, or others' too"
	printf '%s: %s samples, %s bytes\n' "$1" \
		"$(sqlite3 "$CORPUS/$1" 'SELECT count(*) FROM samples')" "$(stat -c %s "$CORPUS/$1")"
}

((EUID == 0)) || seed_fail 'the lab needs root'
[[ -x $TCPBDP ]] || seed_fail "no program $TCPBDP: run make"
lab_up tun 100mbit 50 || seed_fail 'no lab'

# IPv4: a small buffer at either end, a slow reader, an application with little to send
SECONDS_RECORDED=2.5
seed_flow read --rcvbuf 64k -- write --addr 10.9.0.2 --duration 4
seed_flow read -- write --addr 10.9.0.2 --duration 4 --sndbuf 64k
seed_flow read --read-rate 2mbit -- write --addr 10.9.0.2 --duration 4
seed_flow read -- write --addr 10.9.0.2 --duration 4 --rate 1mbit
seed_record inet.tcpbdp INT --addr 10.9.0.0/24 --sample-interval 400
seed_keep inet.tcpbdp

# IPv6: small tcp_rmem and tcp_wmem, small transactions, sockets that close meanwhile; pseudonyms
lab_sysctl B 'net.ipv4.tcp_rmem=4096 131072 131072' 'net.ipv4.tcp_wmem=4096 16384 131072' ||
	seed_fail 'no sysctl'
seed_flow read -6 -- write -6 --addr fd00:9::2 --duration 2
seed_flow write -6 -- read -6 --addr fd00:9::2 --duration 4
seed_flow echo -6 -- ask -6 --addr fd00:9::2 --duration 1
seed_record inet6.tcpbdp INT --addr fd00:9::/64 --sample-interval 300 --anonymize
seed_keep inet6.tcpbdp

# No autotuning, half-closed, a recorder that was killed: no end is known; its beginning was cut off
lab_sysctl A 'net.ipv4.tcp_moderate_rcvbuf=0' 'net.ipv4.tcp_window_scaling=0' ||
	seed_fail 'no sysctl'
SECONDS_RECORDED=4
seed_flow write --rate 20mbit -- read --addr 10.9.0.2 --duration 5 --half-close
seed_flow write -- read --addr 10.9.0.2 --duration 5
seed_record cut.tcpbdp KILL --addr 10.9.0.0/24 --sample-interval 300 --max-age 2
seed_keep cut.tcpbdp 'UPDATE settings SET scaling_ratio = NULL, adv_win_scale = 1;' # Linux 6.1
