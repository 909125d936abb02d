#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What `tcpbdp help --completion SHELL` prints, in the shells themselves.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

program=${TCPBDP:-build/tcpbdp}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export HOME=$dir XDG_CONFIG_HOME=$dir XDG_DATA_HOME=$dir XDG_CACHE_HOME=$dir

commands=$("$program" help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p' | grep -vx help)
limits=$("$program" help limits | sed -n '/^Limits/,/^Causes/s/^  \([a-z]\+\) .*/\1/p')
metrics=$("$program" hist --list | sed -n 's/^\([a-z][a-z-]*\) .*/\1/p')
mkdir -p "$dir/place/inner"
touch "$dir/place/some file"

# options COMMAND: the long names in its help, one a line
options() { "$program" help "$1" | sed -nE 's/^  (-.,|   ) --([a-z0-9-]+).*/--\2/p' | sort; }

# offers NAME EXPECTED WORD...: WORD... completes to these lines, in any order
offers() {
	local name=$1
	printf '%s' "${2:+$2$'\n'}" | sort >"$dir/expected"
	shift 2
	"offered_by_$shell" "$@" | sort -u >"$dir/offered"
	tap_test "$shell: $name" diff "$dir/expected" "$dir/offered"
}

# In the shell's own words: those that the last of WORD... may become.
offered_by_bash() {
	bash --norc -c '
		compopt() { :; } # only where a user types
		. "$1" && shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		_tcpbdp tcpbdp
		[ ${#COMPREPLY[@]} = 0 ] || printf "%s\n" "${COMPREPLY[@]}"' bash "$dir/bash" "$@"
}
offered_by_fish() {
	fish --no-config -c 'source $argv[1]; complete -C "$argv[2]"' "$dir/fish" "$*" 2>/dev/null | cut -f 1 | sed 's|\\||g'
}
# At a terminal, in which the user has just typed WORD...
offered_by_zsh() {
	: >"$dir/offered_in_zsh"
	printf '%s' "$*" >"$dir/line"
	ZDOTDIR=$dir timeout 20 zsh -f -c 'zmodload zsh/zpty; zpty user zsh -i; while zpty -r user line; do :; done'
	sed 's|\\||g' "$dir/offered_in_zsh"
}
cat >"$dir/.zshrc" <<'EOF'
fpath=($ZDOTDIR/zsh-functions $fpath)
autoload -U compinit && compinit -u -D
compadd() {
	local -a hits
	if [[ " ${@[1,(i)(-|--)]} " != *' -'[OAD]' '* ]]; then
		builtin compadd -O hits "$@"
		(($#hits)) && print -rl -- $hits >>$ZDOTDIR/offered_in_zsh
	fi
	builtin compadd "$@"
}
zle-line-init() {
	BUFFER=$(<$ZDOTDIR/line) CURSOR=$#BUFFER
	zle list-choices
	exit
}
zle -N zle-line-init
EOF

script() { # in SHELL, whose parser takes it
	"$program" help --completion "$shell" >"$dir/$shell" && "$shell" -n "$dir/$shell"
}

# BEFORE is what a shell repeats of an argument's list, WHERE of a path; SLASH ends a directory.
alike() { # BEFORE WHERE SLASH
	local command
	offers 'a command' hist tcpbdp hi
	offers 'an option of none' --licenses tcpbdp --l
	offers 'a limit after a limit' "$1rcvbuf"$'\n'"$1reader"$'\n'"$1rwnd" tcpbdp list --limit app,r
	offers 'a file' "$2some file" tcpbdp trace --replay "$dir/place/so"
	offers 'a directory' "$2inner$3" tcpbdp trace --cgroup "$dir/place/in"
	offers 'a word' sockets tcpbdp hist --weight so
	offers 'nothing for a number' '' tcpbdp hist --top ''
	offers 'a metric' "$(grep ^rtt <<<"$metrics")" tcpbdp hist rtt
	offers 'a topic of help' limits tcpbdp help lim
	offers 'a shell' zsh tcpbdp help --completion z
	for command in $commands; do
		offers "the options of $command" "$(options "$command")" tcpbdp "$command" --
	done
}

shell=bash
tap_test 'bash: a script' script
alike app, "$dir/place/" ''
offers 'all commands' "$commands"$'\nhelp\n--help\n--licenses\n--version' tcpbdp ''
offers 'the options of hist, where a metric may stand' "$metrics"$'\n'"$(options hist)" tcpbdp hist ''
offers 'after a sign of equality' rwnd tcpbdp trace --limit = rw
offers 'all that may follow a sign of equality' "$limits" tcpbdp trace --limit =

shell=fish
if command -v fish >/dev/null; then
	tap_test 'fish: a script' script
	alike app, "$dir/place/" /
	offers 'all commands' "$commands"$'\nhelp' tcpbdp ''
	offers 'after a sign of equality' --limit=rwnd tcpbdp trace --limit=rw
else
	tap_skip 'fish: a script' 'no fish'
fi

shell=zsh
if command -v zsh >/dev/null; then
	tap_test 'zsh: a script' script
	mkdir "$dir/zsh-functions" && mv "$dir/zsh" "$dir/zsh-functions/_tcpbdp"
	alike '' '' ''
	offers 'all commands' "$commands"$'\nhelp' tcpbdp ''
	offers 'after a sign of equality' rwnd tcpbdp trace --limit=rw
else
	tap_skip 'zsh: a script' 'no zsh'
fi
tap_plan
