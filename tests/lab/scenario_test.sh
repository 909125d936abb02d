#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What "make check" runs of the scenarios: those whose verdicts are promised, over the user-space
# link. "scenario.sh all" runs the rest of the table, too.

exec "${BASH_SOURCE[0]%/*}/scenario.sh" 1 2 3 4 10
