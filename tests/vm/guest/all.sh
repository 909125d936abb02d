#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# all.sh: what the matrix runs on each kernel, in one boot. The lines "# suite" are for
# matrix.sh: they tell it where one script's TAP ends and the next begins.

. tests/vm/guest/suite.sh

# This kernel is known to have them all, and nobody else uses it.
export ATTACH_REQUIRED="auto tracepoint fentry kprobe" ATTACH_ALONE=1
suite attach tests/vm/guest/attach.sh
suite hist env LAB_BACKEND=netem HIST_SHORT=1 HIST_REQUIRED="$ATTACH_REQUIRED" \
	HIST_PATH="50mbit 100" HIST_LATE_PERCENT=130 tests/vm/guest/hist.sh
suite filter env FILTER_SHORT=1 tests/vm/guest/filter.sh
suite lab env LAB_BACKEND=netem tests/lab/scenario.sh 1 2 3 4 10 \
	poll+half+cubic tls-rmem
