/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Runs of a program that the kernel skipped, because the program was running on that CPU already:
 * no counter of the program itself can count them.
 */
#ifndef TCPBDP_SKIPPED_H
#define TCPBDP_SKIPPED_H

#include <stdint.h>

struct bpf_prog_info;

/*
 * Takes the number out of what the kernel filled in, len bytes of it. -EOPNOTSUPP if the kernel
 * does not count them.
 */
int skipped_of_info(const struct bpf_prog_info *info, uint32_t len, uint64_t *ret_runs);

/* Asks the kernel. -errno. */
int skipped_of_program(int prog_fd, uint64_t *ret_runs);

#endif
