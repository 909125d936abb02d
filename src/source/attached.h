/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Attaches and detaches programs. */
#ifndef TCPBDP_ATTACHED_H
#define TCPBDP_ATTACHED_H

#include <stddef.h>

struct bpf_link;
struct bpf_program;

/* All zero = none. */
struct attached {
	struct bpf_link *link[16];
	size_t count;
};

/* -errno of the kernel. */
int attached_attach(struct attached *attached, struct bpf_program *prog);

/* The message if the kernel accepts the programs one by one, but not all together. */
void attached_refused(int err, char *reason, size_t reason_len);

/* Waits until none of the programs runs any more. */
void attached_detach(struct attached *attached);

/* The same without waiting, if nobody reads the programs' maps any more. */
void attached_free(struct attached *attached);

#endif
