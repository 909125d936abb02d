#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# make demo and make check for root and for users, with sudo, with doas and without, at a terminal and
# without one: who runs what, and what is said. A copy of the Makefile and of scripts/ does it with
# programs that only say who called them, so that it needs no root and installs nothing.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh
export LC_ALL=C

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
tree=$dir/tree bin=$dir/bin
mkdir -p "$tree/tests/lab" "$tree/build" "$bin"
cp -r Makefile scripts "$tree"
# others may run it, too
chmod -R a+rX "$dir"

# program FILE: of what is read; it has to find what it needs in $bin
program() {
	cat >"$1"
	chmod 755 "$1"
}
for tool in bash cat chown cut dirname env find grep make mktemp rm sed setsid sh sort tr true uname; do
	ln -s "$(type -P $tool)" "$bin/$tool"
done
real_id=$(command -v id)
program "$bin/id" <<END
#!/bin/sh
[ "\$1" != -u ] || [ -z "\${FAKE_UID:-}" ] || { echo "\$FAKE_UID"; exit; }
exec $real_id "\$@"
END
program "$dir/becomes" <<'END'
#!/bin/sh
# sudo and doas: PASSWORD=none, right, wrong
echo "${0##*/} $*" >>"$LOG"
case "$1 $PASSWORD" in
'-n none' | '-v none' | '-v right') exit 0 ;;
-[nv]*) exit 1 ;;
esac
exec env -i PATH="$PATH" LOG="$LOG" LACKS="${LACKS-}" FAKE_UID=0 BY="${0##*/}" "$@"
END
program "$bin/dpkg-query" <<'END'
#!/bin/sh
[ -n "${LACKS:-}" ] || echo installed
END
program "$bin/apt-get" <<'END'
#!/bin/sh
echo "apt-get by ${BY:-nobody}" >>"$LOG"
END
for script in lab/demo.sh run.sh; do
	program "$tree/tests/$script" <<'END'
#!/bin/sh
echo "$0 by ${BY:-nobody}, uid $(id -u), kills ${RECORD_KILLS-none}"
END
done

# run COMMAND...: without a terminal; STATUS, $dir/out and $dir/err
run() {
	: >"$dir/log"
	env -C "$tree" -i PATH="$bin" LOG="$dir/log" "${settings[@]}" setsid -w "$@" >"$dir/out" 2>"$dir/err" </dev/null
	STATUS=$?
}
# make itself says which target failed
make_it() { run "$bin/make" MAKE="$bin/true" BPFTOOL=none "$@"; }
said() { # LINE: that alone
	[[ $(grep -v '^make: ' "$dir/err") == "$1" ]]
}
ran() { [[ $STATUS == 0 && $(<"$dir/out") == "$1" ]]; }
failed() { [[ $STATUS != 0 && ! -s $dir/out ]]; }
# expect NAME PREDICATE...
expect() {
	tap_test "$@" && return
	echo "# status $STATUS"
	tap_note "$dir/out"
	tap_note "$dir/err"
}
has() { # PROGRAM...: these are there, and no other
	local tool
	rm -f "$bin/sudo" "$bin/doas"
	for tool; do
		ln -s "$dir/becomes" "$bin/$tool"
	done
}
demo_by() { echo "tests/lab/demo.sh by $1, uid $2, kills none"; }
check_by() { echo "tests/run.sh by $1, uid $2, kills none"; }
no_tool() { echo "there is neither sudo nor doas: be root, as by su -c 'make $1'"; }
no_terminal() { echo "$1 wants a password, and here is no terminal to ask at: be root, or stay in the foreground"; }

# What root types runs as it is.
has sudo doas
settings=(FAKE_UID=0 PASSWORD=none)
make_it demo
expect 'root: make demo runs as it is' ran "$(demo_by nobody 0)"
expect 'root: make demo says nothing' said ''
expect 'root: sudo is not called' test ! -s "$dir/log"
make_it check
expect 'root: make check runs as it is' ran "$(check_by nobody 0)"
has
make_it demo
expect 'root without sudo: make demo runs as it is' ran "$(demo_by nobody 0)"

# What a user types becomes root.
for tool in sudo doas; do
	has $tool
	settings=(FAKE_UID=1000 PASSWORD=none)
	make_it demo
	expect "$tool: make demo becomes root" ran "$(demo_by $tool 0)"
	expect "$tool: make demo says so" said "make demo: as root, by $tool"
	make_it check
	expect "$tool: make check becomes root" ran "$(check_by $tool 0)"
	expect "$tool: make check says so" said "make check: as root, by $tool"
	settings+=(LACKS=all)
	make_it demo
	expect "$tool: what is missing is installed by root" grep -qx "apt-get by $tool" "$dir/log"
	settings=(FAKE_UID=1000 PASSWORD=right)
	make_it demo
	expect "$tool with a password, no terminal: make demo ends" failed
	expect "$tool with a password, no terminal: it says why" \
		said "make demo: needs root: $(no_terminal $tool)"
	make_it check
	expect "$tool with a password, no terminal: make check runs all the same" ran "$(check_by nobody 1000)"
	expect "$tool with a password, no terminal: it says so" \
		said "make check: not root ($(no_terminal $tool)): what needs root is skipped"
done
has sudo doas
settings=(FAKE_UID=1000 PASSWORD=none 'RECORD_KILLS=3 or 4')
make_it check
expect 'sudo and doas: sudo is taken, and gets the settings' \
	ran "tests/run.sh by sudo, uid 0, kills 3 or 4"
settings+=(ROOT=no)
make_it check
expect 'ROOT=no: nobody becomes root' ran "tests/run.sh by nobody, uid 1000, kills 3 or 4"

# Neither is there.
has
settings=(FAKE_UID=1000)
make_it demo
expect 'neither: make demo ends' failed
expect 'neither: make demo says what to do' said "make demo: needs root: $(no_tool demo)"
make_it check
expect 'neither: make check runs what needs no root' ran "$(check_by nobody 1000)"
expect 'neither: make check says so' said "make check: not root ($(no_tool check)): what needs root is skipped"
settings+=(LACKS=all)
make_it check
expect 'neither, and packages are missing: it ends' failed
expect 'neither, and packages are missing: it says what to do' \
	grep -q "^setup: needs root, once, to install .*: as root, 'make setup' does it$" "$dir/err"
expect 'neither, and packages are missing: nothing is installed' test ! -s "$dir/log"

# At a terminal sudo may ask; from its background it would be stopped.
at_terminal() { # COMMAND
	: >"$dir/log"
	env -C "$tree" -i PATH="$bin" LOG="$dir/log" SHELL=/bin/sh "${settings[@]}" \
		"$script" -qec "$1" /dev/null </dev/null >"$dir/out" 2>"$dir/err"
	STATUS=$?
	tr -d '\r' <"$dir/out" >"$dir/said"
}
if ! script=$(command -v script); then
	tap_skip 'at a terminal' 'no script(1)'
else
	has sudo
	settings=(FAKE_UID=1000 PASSWORD=right)
	at_terminal "scripts/as_root.sh 'make demo' tests/lab/demo.sh"
	expect 'at a terminal sudo asks' grep -qx 'sudo -v' "$dir/log"
	expect 'at a terminal sudo becomes root' grep -qx "$(demo_by sudo 0)" "$dir/said"
	at_terminal "bash -c 'set -m; scripts/as_root.sh --else-as-i-am \"make check\" tests/run.sh & wait'"
	expect "in a terminal's background it does not ask" grep -qx 'sudo -n true' "$dir/log"
	expect "in a terminal's background it runs all the same" grep -qx "$(check_by nobody 1000)" "$dir/said"
	settings=(FAKE_UID=1000 PASSWORD=wrong)
	at_terminal "scripts/as_root.sh --else-as-i-am 'make check' tests/run.sh"
	expect 'sudo refuses: make check says so' grep -qx \
		'make check: not root (sudo refuses): what needs root is skipped' "$dir/said"
	expect 'sudo refuses: make check runs all the same' grep -qx "$(check_by nobody 1000)" "$dir/said"
fi

# With uids that are real.
has
settings=()
ln -sf "$real_id" "$bin/id"
if [ "$(id -u)" = 0 ]; then
	make_it demo
	expect 'a real root: make demo runs as it is' ran "$(demo_by nobody 0)"
	: >"$tree/build/made"
	settings=(OWNER=65534:65534)
	run scripts/give_back.sh
	expect "what root made in build/ is given to the user" test "$(stat -c %u "$tree/build/made")" = 65534
	settings=()
	as_user=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	ln -s "$(command -v setpriv)" "$bin/setpriv"
else
	tap_skip 'a real root' 'needs root'
	as_user=()
fi
run "${as_user[@]}" "$bin/make" MAKE="$bin/true" BPFTOOL=none demo
expect 'a real user: make demo says what to do' said "make demo: needs root: $(no_tool demo)"
tap_plan
