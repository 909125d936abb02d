#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# tests/run.sh counts what tests print, as cmocka and as our scripts print it.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -p "$dir"/tests/{unit,cli} "$dir/build/tests/unit" "$dir/scripts"
cp tests/run.sh "$dir/tests"
cp /bin/true "$dir/scripts/give_back.sh"

# counts NAME EXPECTED: of a unit test that prints stdin and exits with STATUS, and of a script
counts() {
	local said at
	{
		printf '#!/bin/sh\ncat <<END\n'
		cat
		printf 'END\nexit %d\n' "${STATUS:-0}"
	} >"$dir/test"
	for at in unit/a cli/a; do
		rm -f "$dir"/tests/{unit,cli}/* "$dir"/build/tests/unit/*
		case $at in
		unit/a) : >"$dir/tests/unit/a.c" && install -m 755 "$dir/test" "$dir/build/tests/unit/a" ;;
		cli/a) cp "$dir/test" "$dir/tests/cli/a.sh" ;;
		esac
		bash "$dir/tests/run.sh" $at >"$dir/out" 2>&1
		said="$? $(tail -n 1 "$dir/out")"
		tap_test "$1, $at" test "$said" = "$2" || tap_note "$dir/out"
	done
}

counts 'a pass' '0 1 passed, 0 failed, 0 skipped' <<'END'
1..1
ok 1 - a
END
counts 'a failure' '1 1 passed, 1 failed, 0 skipped' <<'END'
1..2
ok 1 - a
not ok 2 - b
END
counts 'a skip of a script' '0 1 passed, 0 failed, 1 skipped' <<'END'
ok 1 - a
ok 2 - b # SKIP no root
1..2
END
counts 'a skip of cmocka' '0 1 passed, 0 failed, 1 skipped' <<'END'
1..2
ok 1 - a
# SKIP no root
not ok 2 # SKIP b
# ok - tests
END
tap_test 'the reason of a skip is printed' grep -qx '# SKIP no root' "$dir/out"
counts 'nothing but skips is no success' '1 0 passed, 0 failed, 1 skipped' <<'END'
1..1
ok 1 - a # SKIP no root
END
counts 'a missing result is a failure' '1 1 passed, 1 failed, 0 skipped' <<'END'
1..2
ok 1 - a
END
counts 'a missing plan is a failure' '1 1 passed, 1 failed, 0 skipped' <<'END'
ok 1 - a
END
STATUS=1 counts 'an exit status is a failure' '1 1 passed, 1 failed, 0 skipped' <<'END'
1..1
ok 1 - a
END
tap_plan
