#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# as_root.sh NAME COMMAND...            runs it as root: as it is for root, else by sudo or doas
# as_root.sh --else-as-i-am NAME COMMAND...   where that cannot be had, as whoever calls
# as_root.sh --can NAME                 whether it can be had; a password is asked for now
#
# NAME is what the user typed ("make demo"). ROOT=no: never becomes root. One line on stderr says who
# runs it, or what to do.
set -eu

# What a user may set for tests and benchmarks, and what apt-get needs: sudo and doas drop the rest.
kept='^(ADVICE|ATTACH|BENCH|CAPTURE|CYCLES|EXPORT|FAULT|FUZZ|HIST|LAB|OVERHEAD|RECORD|SAMPLES|SOAK|STALL|SUPPRESSED|VM)_[A-Z_]+$'
kept="$kept|^(BENCH|CC|C(PP)?FLAGS|FAULTS|LDFLAGS|PKG_CONFIG|SWEEP|TCPBDP|TMPDIR|WARM_UP|WERROR|https?_proxy|no_proxy)\$"

say() { printf '%s: %s\n' "$name" "$1" >&2; }

# Is this in the foreground of a terminal, to ask for a password at? In its background sudo would be
# stopped.
can_ask() {
	read -r stat </proc/$$/stat
	# after the name, which may hold anything: state, parent, group, session, terminal, its foreground group
	# shellcheck disable=SC2086
	set -- ${stat##*) }
	[ "$3" = "$6" ]
}

# by_sudo, by_doas: can become root so; else WHY says why not
by_sudo() {
	if sudo -n true 2>/dev/null; then
		return 0
	elif can_ask; then
		say 'sudo may ask for your password, to become root'
		why='sudo refuses'
		sudo -v
	else
		why='sudo wants a password, and here is no terminal to ask at: be root, or stay in the foreground'
		return 1
	fi
}
by_doas() {
	why='doas wants a password, and here is no terminal to ask at: be root, or stay in the foreground'
	doas -n true 2>/dev/null || can_ask
}

can() {
	tool=
	if [ "${ROOT:-}" = no ]; then
		why='ROOT=no forbids it'
		return 1
	fi
	for tool in sudo doas; do
		command -v $tool >/dev/null || continue
		"by_$tool"
		return
	done
	why="there is neither sudo nor doas: be root, as by su -c '$name'"
	return 1
}

become() {
	for variable in $(env | sed -n 's/^\([A-Za-z_]*\)=.*/\1/p' | grep -E "$kept" | sort -u); do
		eval "set -- \"$variable=\${$variable}\" \"\$@\""
	done
	say "as root, by $tool"
	exec "$tool" env "OWNER=$(id -u):$(id -g)" "$@"
}

mode=must
case $1 in
--can | --else-as-i-am)
	mode=${1#--}
	shift
	;;
esac
name=$1
shift
if [ "$(id -u)" = 0 ]; then
	[ "$mode" != can ] || exit 0
	PATH=$PATH:/usr/sbin:/sbin exec "$@" # cron and su leave them out
elif can; then
	[ "$mode" != can ] || exit 0
	become "$@"
elif [ "$mode" = else-as-i-am ]; then
	say "not root ($why): what needs root is skipped"
	exec "$@"
else
	say "needs root: $why"
	exit 1
fi
