#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
# What systemd-analyze calls the exposure of each service in contrib/systemd: 2.0 at most, of 10.
set -u
cd "${BASH_SOURCE[0]%/*}/../.." || exit 1
# shellcheck source=tests/lab/tap.sh
. tests/lab/tap.sh
export LC_ALL=C SYSTEMD_COLORS=0

most=20 # tenths
report=

# Of a file, with no manager running: systemd 250 and later
analyze() { report=$(systemd-analyze security --offline=true --no-pager --threshold=$most "$1" 2>&1); }

for unit in contrib/systemd/*.service; do
	name="$unit: its exposure is 2.0 at most"
	if ! command -v systemd-analyze >/dev/null; then
		tap_skip "$name" 'no systemd-analyze'
	elif ! systemd-analyze --help 2>&1 | grep -q -e --offline; then
		tap_skip "$name" 'systemd-analyze is older than 250: it reads no files'
	else
		tap_test "$name" analyze "$unit" || grep -v '^+ ' <<<"$report" | sed 's/^/# /'
	fi
done
tap_plan
