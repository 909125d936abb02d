/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Programs that are attached, and their end. */
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

/* For a person: why programs that the kernel accepts one by one were not loaded, or not attached. */
void attached_refused(int err, char *reason, size_t reason_len);

/* After this returns no program of them runs any more. */
void attached_detach(struct attached *attached);

/* The same, but for programs whose maps nobody looks at any more: nothing is waited for. */
void attached_free(struct attached *attached);

#endif
