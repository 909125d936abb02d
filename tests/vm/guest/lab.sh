#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lab.sh: all of the lab on this kernel, over netem: every scenario, each advice (that of scenario 45
# sets what is of the host, which here is nobody's), each kind of hook.

. tests/vm/guest/suite.sh

export LAB_BACKEND=netem
suite lab tests/lab/scenario.sh all
suite advice env SWEEP=50 tests/lab/advice.sh 2 3
suite advice env SWEEP=50 ADVICE_ROUNDS=0 tests/lab/advice.sh 4 5 14 16 20 45
for kind in tracepoint fentry kprobe; do
	suite "lab by $kind" env LAB_TRACE="--attach $kind" tests/lab/scenario.sh 1 2 3 4
done
