# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# A terminal for tests: tmux's. Each wait has a bound, and ends as soon as what is waited for is there.
#
#	terminal_needed			ends the test with a skip where tmux or a screen is missing
#	terminal_traps			ends the terminal with the script, which else does so itself
#	terminal_env NAME=VALUE...	the environment of the next ones
#	terminal_open COLUMNS ROWS COMMAND...
#	terminal_type KEY...		as tmux names keys; other words are typed
#	terminal_shows REGEX		within ten seconds some line does; terminal_lacks: none does
#	terminal_shows_in_order REGEX...
#	terminal_is_back STATUS		the command ended with it, and echo and lines are as before

program=$(realpath -m "${TCPBDP:-build/tcpbdp}")
terminal_dir=$(mktemp -d)
terminal_words=(TERM=tmux-256color LC_ALL=C.UTF-8 TZ=UTC)

terminal_tmux() { tmux -S "$terminal_dir/socket" "$@"; }

terminal_end() {
	terminal_tmux kill-server 2>/dev/null
	rm -rf "$terminal_dir"
}
terminal_traps() {
	trap terminal_end EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

terminal_needed() {
	local why=
	command -v tmux >/dev/null || why='tmux is not installed'
	[ -x "$program" ] || tap_bail "$program is not built"
	grep -q 'built without a screen' "$program" && why='this program was built without a screen'
	[ -z "$why" ] && return
	tap_skip 'top on a terminal' "$why"
	tap_plan
	exit
}

terminal_env() { terminal_words=(TERM=tmux-256color LC_ALL=C.UTF-8 TZ=UTC "$@"); }

terminal_open() {
	local columns=$1 rows=$2 command
	shift 2
	terminal_tmux kill-server 2>/dev/null
	rm -f "$terminal_dir"/{before,after,status,pid}
	command=$(printf '%q ' env "${terminal_words[@]}" "$@")
	# in the foreground of the terminal: its number is told by a shell that becomes it
	cat >"$terminal_dir/run" <<EOF
stty -g >"$terminal_dir/before"
sh -c 'echo \$\$ >"$terminal_dir/pid"; exec "\$@"' sh $command
status=\$?
stty -g >"$terminal_dir/after"
echo \$status >"$terminal_dir/status.new"
mv "$terminal_dir/status.new" "$terminal_dir/status"
exec sleep 1000
EOF
	terminal_tmux -f /dev/null new-session -d -x "$columns" -y "$rows" "sh $terminal_dir/run"
}

terminal_screen() { terminal_tmux capture-pane -p; }

# within COMMAND...: it comes true within ten seconds
terminal_within() {
	local left
	for ((left = 200; left; left--)); do
		"$@" && return
		sleep 0.05
	done
	terminal_screen | sed 's/^/# /'
	return 1
}

terminal_has() { terminal_screen | grep -q -e "$1"; }
terminal_has_not() { ! terminal_has "$1"; }
terminal_shows() { terminal_within terminal_has "$1"; }
terminal_lacks() { terminal_within terminal_has_not "$1"; }

terminal_has_in_order() {
	local screen regex
	screen=$(terminal_screen)
	for regex; do
		screen=$(sed -n "\\${terminal_mark}$regex${terminal_mark},\$p" <<<"$screen")
		[ -n "$screen" ] || return
	done
}
terminal_mark=$'\001'
terminal_shows_in_order() { terminal_within terminal_has_in_order "$@"; }

terminal_type() {
	local key
	for key; do
		terminal_tmux send-keys "$key"
	done
}

terminal_resize() { terminal_tmux resize-window -x "$1" -y "$2"; }
terminal_signal() { kill -s "$1" "$(cat "$terminal_dir/pid")"; }

terminal_has_status() { [ -e "$terminal_dir/status" ]; }
terminal_ended() { terminal_within terminal_has_status; }

terminal_is_back() {
	terminal_ended || return
	[ "$(cat "$terminal_dir/status")" = "$1" ] || { echo "# status $(cat "$terminal_dir/status")"; return 1; }
	cmp -s "$terminal_dir/before" "$terminal_dir/after" || { echo "# other modes"; return 1; }
	# on the screen that is no longer the other one, with its cursor
	[ "$(terminal_tmux display-message -p '#{alternate_on} #{cursor_flag}')" = '0 1' ]
}

terminal_has_no_colour() { ! terminal_tmux capture-pane -e -p | grep -qE $'\e\\[[0-9;]*(3|4)[0-7]'; }
terminal_is_ascii() { ! terminal_screen | LC_ALL=C grep -q '[^ -~]'; }
