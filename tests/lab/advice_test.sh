#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What "make check" runs of the proofs: a receive and a send buffer, advised for the link's rate.
# "make lab" proves the rest.

SWEEP=50 ADVICE_ROUNDS=0 exec "${BASH_SOURCE[0]%/*}/advice.sh" 2 3
