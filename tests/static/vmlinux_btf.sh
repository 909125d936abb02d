#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# vmlinux/vmlinux.h against the running kernel's BTF, which needs no root: as each object has it.
. tests/lab/tap.sh
[[ -r /sys/kernel/btf/vmlinux ]] && exec build/tests/static/vmlinux_btf build/bpf/*.bpf.o
tap_skip 'vmlinux.h against this kernel' 'it has no BTF'
tap_plan
