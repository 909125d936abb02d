#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What "make check" runs of the scenarios: those whose verdicts are promised, over the user-space
# link, and one of each kind that once was judged wrongly. "scenario.sh all" runs the whole table.

exec "${BASH_SOURCE[0]%/*}/scenario.sh" 1 2 3 4 10 poll+half+cubic poll+half-sndbuf+bbr \
	rmem106+book+cubic steps+radio-rmem+cubic stall30-rcvbuf lo-reader upload+upload-rcvbuf+bbr
