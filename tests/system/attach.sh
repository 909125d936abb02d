#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the virtual machines are asked, of the running kernel: each kind of hook loads, sees traffic
# both ways and leaves nothing behind; a kind that this kernel refuses is named and skipped.
exec bash tests/vm/guest/attach.sh
