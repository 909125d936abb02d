#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# Runs every test and counts. A test is a program that speaks TAP on stdout:
#   tests/unit/*.c      no root         tests/system/*.sh    root, this kernel
#   tests/static/*.sh   no root         tests/lab/*_test.sh  root, namespaces
#   tests/cli/*.sh      no root         tests/vm/matrix.sh   root, the other kernels
#   tests/fuzz/*_test.sh  no root
# Its own failure (an exit status, no plan, no end within TEST_SECONDS, 3600) is a failed test too.
# Arguments choose by name.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
TEST_SECONDS=${TEST_SECONDS:-3600}
passed=0 failed=0 skipped=0
out=$(mktemp -d)
running=() # "PID NAME", the oldest first
limit=1    # of them
cleanup() {
	local each
	for each in "${running[@]}"; do
		kill -TERM "${each%% *}" 2>/dev/null && wait "${each%% *}"
	done
	rm -rf "$out"
	scripts/give_back.sh
}
trap cleanup EXIT
trap 'exit 130' INT TERM

chosen() { # name
	local part
	for part in "${only[@]}"; do
		[[ $1 == *$part* ]] && return
	done
	[ ${#only[@]} -eq 0 ]
}

# The oldest of them: waits for its end, prints what is to be told, and counts.
finish() {
	local pid=${running[0]%% *} name=${running[0]#* } status plan ran tap err
	tap=$out/$name/tap err=$out/$name/err
	wait "$pid"
	status=$?
	running=("${running[@]:1}")
	((limit == 1)) || printf '== %s' "$name"
	printf ': %d s\n' $((SECONDS - $(<"$out/$name/start")))
	sed -i 's/^not \(ok [0-9]* # SKIP\)/\1/' "$tap" # as cmocka 1.1.5 writes a skip
	grep -E '^(not ok|(ok .*)?# SKIP|Bail out)|^1\.\.0' "$tap"
	count() { grep -cE "$1" "$tap" || true; }
	plan=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$tap" | tail -n 1)
	ran=$(count '^(not )?ok ')
	skipped=$((skipped + $(count '^ok .*# SKIP')))
	failed=$((failed + $(count '^not ok ')))
	passed=$((passed + $(count '^ok ') - $(count '^ok .*# SKIP')))
	[ "$status" -ne 124 ] || echo "# $name: did not end within $TEST_SECONDS s"
	if [ -z "$plan" ] || [ "$plan" != "$ran" ] || { [ "$status" -ne 0 ] && ! grep -q '^not ok' "$tap"; }; then
		echo "not ok - $name: exit status $status, plan ${plan:-none}, ran $ran"
		failed=$((failed + 1))
	fi
	if [ "$status" -ne 0 ] || grep -q '^not ok' "$tap"; then
		grep -vE '^ok ' "$tap" | tail -n 40
		tail -n 40 "$err"
	fi
	rm -rf "${out:?}/$name"
}

run() { # name command...
	local name=$1
	shift
	chosen "$name" || return 0
	((limit > 1)) || printf '== %s' "$name"
	mkdir -p "$out/$name"
	echo $SECONDS >"$out/$name/start"
	# the foreground's, for a Ctrl-C to reach it
	timeout --foreground -k 60 "$TEST_SECONDS" "$@" >"$out/$name/tap" 2>"$out/$name/err" &
	running+=("$! $name")
	((${#running[@]} < limit)) || finish
}

# How many of the tests that follow run at a time.
at_a_time() {
	while ((${#running[@]})); do
		finish
	done
	limit=$1
}

skip_all() { # name reason
	chosen "$1" || return 0
	echo "== $1"
	echo "ok - $1 # SKIP $2"
	skipped=$((skipped + 1))
}

only=("$@")
# neither root nor timing matters to these
at_a_time "$(nproc)"
for t in tests/unit/*.c; do # the sources: a test that was not built must not be passed over
	name=${t#tests/}
	run "${name%.c}" env CMOCKA_MESSAGE_OUTPUT=TAP "build/${t%.c}"
done
for t in tests/static/*.sh tests/cli/*.sh tests/fuzz/*_test.sh; do
	[ -e "$t" ] || continue
	name=${t#tests/}
	run "${name%.sh}" bash "$t"
done
at_a_time 1
for t in tests/system/*.sh tests/lab/*_test.sh tests/vm/matrix.sh; do
	[ -e "$t" ] || continue
	name=${t#tests/}
	if [ "$(id -u)" = 0 ]; then
		run "${name%.sh}" bash "$t"
	else
		skip_all "${name%.sh}" "needs root"
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
