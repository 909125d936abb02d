#!/bin/bash
# vmlinux/vmlinux.h against the running kernel's BTF.
exec build/tests/system/vmlinux_btf build/bpf/tcpbdp.bpf.o
