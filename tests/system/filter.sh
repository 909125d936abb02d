#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the virtual machines are asked, of the running kernel, and more.
exec bash tests/vm/guest/filter.sh
