#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# advise on live flows: its drop-in, what keeps it from writing one, and a namespace that vanishes
# while it watches. TAP on stdout.

HERE=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$HERE/lab.sh"
. "$HERE/tap.sh"
. "$HERE/scenarios.sh"
. "$HERE/stage.sh"

# As a container has it: END is the namespace of its first process, for which its sysctl.d is.
CONTAINER=(unshare --pid --fork --kill-child --mount-proc)

# advise_in END [OPTION...]: STATUS, and $LAB_TMP/ask.{out,err}; with the words of WITHIN before it
advise_in() {
	local end=$1 ask
	shift
	lab_spawn ask "$end" "${WITHIN[@]}" "$TCPBDP" advise -d 2 --bandwidth 100mbit --addr 10.9.0.0/24 "$@"
	lab_poll 60 lab_gone "$ask" || tap_bail 'advise does not end'
	wait "$ask"
	STATUS=$?
}

# Predicates of that.
is_whole() { tail -n 1 "$LAB_TMP/ask.out" | grep -q ' judged, .* nothing was changed$'; }
is_quiet() { [[ $STATUS == "$1" && ! -s $LAB_TMP/ask.err ]]; }
is_refused() { # MENTION: before anything is watched
	[[ $STATUS == 1 && $(wc -l <"$LAB_TMP/ask.err") == 1 && ! -s $LAB_TMP/ask.out ]] &&
		grep -q "^tcpbdp: .*$1" "$LAB_TMP/ask.err"
}
has_failed() { # MENTION: status 1, one line that says so, and the advice is printed all the same
	[[ $STATUS == 1 && $(wc -l <"$LAB_TMP/ask.err") == 1 ]] && is_whole &&
		grep -q "^tcpbdp: .*$1" "$LAB_TMP/ask.err"
}
b_rmem() { lab_exec B cat /proc/sys/net/ipv4/tcp_rmem; }

((EUID == 0)) || tap_bail 'the lab needs root'
scenario_load 2
{ stage_up && stage_traffic 120; } || tap_bail 'no traffic'
drop_in=$LAB_TMP/90-tcpbdp.conf
before=$(b_rmem)
WITHIN=("${CONTAINER[@]}")
advise_in B --check --sysctl-d "$drop_in"
tap_test 'it ends with 3, for --check' is_quiet 3 || tap_note "$LAB_TMP/ask.err"
tap_test 'it says what it judged' is_whole
tap_test 'nothing is set' test "$(b_rmem)" = "$before"
tap_test 'the drop-in is readable by all' test "$(stat -c %a "$drop_in")" = 644
command=$(sed -n 's/^  command: sysctl -w net.ipv4.tcp_rmem="\(.*\)"$/\1/p' "$LAB_TMP/ask.out")
tap_test 'and has what is printed' \
	grep -qx "net.ipv4.tcp_rmem = ${command:-nothing is}" "$drop_in"
tap_test 'a line says why' grep -q '^# .* for the given bandwidth$' "$drop_in"
lab_exec B sysctl -q -p "$drop_in" >/dev/null
tap_test 'sysctl loads it' test "$(b_rmem | tr '\t' ' ')" = "$command"
lab_sysctl B 'net.ipv4.tcp_rmem=4096 131072 131072'
lab_exec B sed -i 's/^net.ipv4.tcp_rmem/net.ipv4.tcp_wmem/' "$drop_in"
advise_in B --sysctl-d "$drop_in"
tap_test 'what stood in it stays' test "$(grep -c '^net.ipv4.tcp_[rw]mem = ' "$drop_in")" = 2
WITHIN=()
advise_in B --sysctl-d "$LAB_TMP/none.conf"
tap_test "typed on the host, its command is of B" \
	grep -q "^  command: ip netns exec $(lab_ns B) sysctl -w " "$LAB_TMP/ask.out"
tap_test "sysctl.d is the host's" test ! -e "$LAB_TMP/none.conf"

echo '# mine' >"$LAB_TMP/mine"
ln -s mine "$LAB_TMP/link"
advise_in B --sysctl-d "$LAB_TMP/mine"
tap_test "another's file is refused" is_refused 'file unchanged' || tap_note "$LAB_TMP/ask.err"
tap_test 'and left alone' test "$(<"$LAB_TMP/mine")" = '# mine'
advise_in B --sysctl-d "$LAB_TMP/link"
tap_test 'so is a symbolic link' is_refused 'link' || tap_note "$LAB_TMP/ask.err"
advise_in B --sysctl-d "$LAB_TMP/none/90-tcpbdp.conf"
tap_test 'a directory that is not there' is_refused 'No such file' || tap_note "$LAB_TMP/ask.err"
WITHIN=("${CONTAINER[@]}")
advise_in B --sysctl-d /proc/tcpbdp.conf
tap_test 'a directory that cannot be written' has_failed 'file unchanged' || tap_note "$LAB_TMP/ask.err"
tap_test 'nothing half-written is left' test -z "$(find "$LAB_TMP" -mindepth 1 \
	-name '*tcpbdp*' ! -name 90-tcpbdp.conf)"

lab_spawn ask host "$TCPBDP" advise -d 4 --addr 10.9.0.0/24
lab_poll 30 grep -q '^CapEff:[[:space:]]*0*$' "/proc/$ask/status" || tap_bail 'it does not attach'
sleep 1 # for it to see the flow
stage_stop
for end in A B; do ip netns del "$(lab_ns $end)"; done
lab_poll 30 lab_gone "$ask" || tap_bail 'it does not end'
wait "$ask"
STATUS=$?
tap_test 'namespaces vanish while it watches: it ends well' is_quiet 0 || tap_note "$LAB_TMP/ask.err"
tap_test 'and names no process that is gone' grep -q 'command: none: ' "$LAB_TMP/ask.out" ||
	tap_note "$LAB_TMP/ask.out" 20
tap_plan
