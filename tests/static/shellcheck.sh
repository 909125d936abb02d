#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# No script has a finding of shellcheck; .shellcheckrc says what it is not asked for.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/lab/tap.sh

# Whatever begins as a shell's script, or is for one to read.
scripts() {
	find .ci scripts tests contrib -type f ! -name '*.tcpbdp' ! -path '*/golden/*' -exec \
		awk 'FNR == 1 && /^#!.*\/(ba|da|)sh|^# shellcheck shell=/ { print FILENAME } FNR == 1 { nextfile }' {} +
}

found=$(mktemp)
trap 'rm -f "$found"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if ! command -v shellcheck >/dev/null; then
	tap_skip 'scripts are as shellcheck wants them' 'no shellcheck: make setup'
else
	tap_test 'there are scripts' test "$(scripts | wc -l)" -gt 50
	scripts | xargs -d '\n' -P "$(nproc)" -n 4 shellcheck -f gcc >"$found" 2>&1
	tap_test 'scripts are as shellcheck wants them' test ! -s "$found" ||
		sed 's/^/# /' "$found" | head -n 20
fi
tap_plan
