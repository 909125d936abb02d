#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# give_back.sh: what root made in build/ belongs to the user for whom as_root.sh became root.
[ -z "${OWNER:-}" ] || find "${0%/*}/../build" -user 0 -exec chown -h "$OWNER" {} +
