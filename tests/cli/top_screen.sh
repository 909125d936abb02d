#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# top on a real terminal, which is tmux's, on captures: what each key does, in any size, with and without colours.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
# shellcheck source=tests/lab/terminal.sh
. tests/lab/terminal.sh
terminal_traps
terminal_needed

capture=$PWD/tests/cli/captures/mapped-clients.tcpbdp

# top OPTION...: in a terminal of 80 x 24, on the capture, standing at its last moment
top() {
	terminal_open 80 24 "$program" top --replay "$capture" "$@"
	terminal_shows 'CAPTURE stands, 5 of 5'
}

top
tap_test 'the first screen has the head, titles and sockets, flagged first' terminal_shows_in_order \
	'3 active, 2 flagged: 67% of 38.[0-9]Mb/s' 'by lost' 'COMM *PEER *RATE *LOST *LIMIT *WHY' \
	'10.9.0.2:5201 .*! rwnd' '203.0.113.9.*! rcvbuf' '10.1.1.1.*  rcvbuf'
tap_test 'the foot has the whole reason of the cursor' terminal_shows "^peer's receive buffer is too small  "
terminal_type Down
tap_test 'the cursor moves down' terminal_shows '^net.ipv4.tcp_rmem\[2\] is too small: 128KiB, needs 256KiB'
terminal_type End
tap_test 'End goes to the last' terminal_shows '^the path is full'
terminal_type Home
tap_test 'Home goes to the first' terminal_shows "^peer's receive buffer"
terminal_type s
tap_test 's sorts by the next' terminal_shows 'by rate'
terminal_type r
tap_test 'r turns the order round' terminal_shows 'by rate reversed'
terminal_type r s s s s s
tap_test 's comes back to the first' terminal_shows 'by lost$'
terminal_type f
tap_test 'f freezes, and says so' terminal_shows 'FROZEN'
terminal_type f
tap_test 'f lets go' terminal_lacks 'FROZEN'
terminal_type '['
tap_test '[ steps back' terminal_shows 'CAPTURE stands, 4 of 5'
terminal_type ']' ']' ']'
tap_test '] steps forth, and not past the end' terminal_shows 'CAPTURE stands, 5 of 5'

terminal_type Tab
for by in comm cgroup peer-prefix cause netns port; do
	tap_test "Tab groups by $by" terminal_shows "a line per $by"
	[[ $by != cause ]] || tap_test 'a cause has a line' terminal_shows 'tcp_rmem *1 *1 .*! rcvbuf'
	terminal_type Tab
done
tap_test 'Tab comes back to sockets' terminal_lacks 'a line per'
terminal_type Tab Tab Tab Tab
terminal_shows 'a line per cause'
terminal_type Enter
tap_test 'Enter opens a group' terminal_shows 'of one cause'
tap_test 'which has its sockets alone' terminal_lacks '10.1.1.1'
terminal_type Escape
tap_test 'Esc closes it' terminal_shows 'a line per cause'
terminal_type Tab Tab Tab
terminal_lacks 'a line per'

terminal_type / 'port:39633'
tap_test 'a filter narrows while it is typed' terminal_lacks '203.0.113.9'
terminal_type ' limt:x'
tap_test 'an unknown word has the nearest, and the old filter stays' terminal_shows_in_order \
	'10.1.1.1' 'limt: no filter, did you mean limit?'
terminal_type Escape
tap_test 'Esc clears it' terminal_shows '203.0.113.9'
terminal_type / flagged Enter
tap_test 'Enter keeps it' terminal_shows 'filter: flagged'
tap_test 'what is not flagged is gone' terminal_lacks '10.1.1.1'
terminal_type Escape
terminal_shows '10.1.1.1'

terminal_type '?'
tap_test '? explains the keys' terminal_shows_in_order 'PageUp/Down' 'sort by the next' 'The line of the cursor'
terminal_type Down Down Down Down Down Down
tap_test 'the help scrolls' terminal_lacks 'PageUp/Down'
terminal_type q
tap_test 'q leaves the help' terminal_shows 'by lost'
terminal_type Home Enter
tap_test 'Enter opens a socket' terminal_shows_in_order 'one socket' 'pid 1001' \
	'send: 12.[0-9]Mb/s, limit rwnd 100% !' 'limit: ' 'cause: ' 'send of the last 5 updates'
terminal_type PageDown
tap_test 'its page scrolls to the advice' terminal_shows 'peer_buffer: the peer 10.9.0.2'
terminal_type Escape
terminal_shows 'by lost'

terminal_type w
tap_test 'w writes the list as text' terminal_shows_in_order 'SHARE  WHY' 'needs 256KiB for twice the rate' 'any key'
terminal_type x
tap_test 'a key comes back' terminal_shows 'by lost'

terminal_resize 200 60
tap_test 'a wide screen has all columns' terminal_shows \
	'UNIT *COMM *LOCAL *PEER *DIR *RTT *RATE *CEILING *LOST *MINUTE *LIMIT *SHARE *WHY'
terminal_resize 40 10
tap_test 'a narrow one has the most needed' terminal_shows 'RATE *LIMIT$'
terminal_resize 20 5
tap_test '20 x 5 has sockets' terminal_shows '! r[a-z]* *$'
terminal_resize 20 1
tap_test 'a single line has the one of the cursor' terminal_shows '! r[a-z]* *$'
terminal_resize 80 24
tap_test 'and back' terminal_shows 'COMM *PEER'
terminal_type q
tap_test 'q ends it, and the terminal is as before' terminal_is_back 0

for signal in INT TERM HUP QUIT USR1; do
	top
	terminal_signal $signal
	tap_test "SIG$signal ends it, and the terminal is as before" terminal_is_back 0
done

top
terminal_signal SEGV
tap_test 'after a crash, too' terminal_is_back 139
top --color never
tap_test 'no colour where none is asked for' terminal_has_no_colour
terminal_type q
terminal_ended
terminal_env NO_COLOR=1
top
terminal_type f
terminal_shows FROZEN
tap_test 'nor with NO_COLOR' terminal_has_no_colour
terminal_type q
terminal_ended
terminal_env TERM=vt100
top
tap_test 'a terminal without colours has the same' terminal_shows '! rwnd'
terminal_type q
tap_test 'and is as before' terminal_is_back 0
terminal_env LC_ALL=C
top
terminal_type Enter
tap_test 'the C locale has ASCII alone' terminal_shows 'window =, in flight #, BDP -'
tap_test 'on the whole screen' terminal_is_ascii
terminal_type q q
terminal_ended
for term in dumb no-such-terminal; do
	terminal_env "TERM=$term"
	terminal_open 80 24 "$program" top --replay "$capture"
	tap_test "TERM=$term is refused, with what to do" terminal_shows "TERM=$term: .*: use top --batch"
	tap_test 'and fails' terminal_is_back 1
done
terminal_env A=b
terminal_open 80 24 "$program" top --replay /nonexistent
tap_test 'a capture that is not there is told on the terminal as it was' terminal_shows '/nonexistent: '
tap_test 'and fails' terminal_is_back 1

terminal_open 80 24 bash --norc -i
terminal_type "PS1='\$ '; $program top --replay $capture" Enter
terminal_shows 'CAPTURE stands, 5 of 5'
terminal_type C-z
tap_test 'Ctrl-Z suspends' terminal_shows 'Stopped'
terminal_type fg Enter
tap_test 'and fg resumes' terminal_shows 'CAPTURE stands, 5 of 5'
terminal_type q
terminal_shows '^\$ *$'
terminal_type exit Enter
terminal_ended
tap_plan
