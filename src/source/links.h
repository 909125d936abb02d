/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Programs that are attached, and their end. */
#ifndef TCPBDP_LINKS_H
#define TCPBDP_LINKS_H

#include <stddef.h>

struct bpf_link;
struct bpf_program;

/* All zero = none. */
struct links {
	struct bpf_link *link[16];
	size_t count;
};

/* -errno of the kernel. */
int links_attach(struct links *links, struct bpf_program *prog);

/* After this returns no program of them runs any more. */
void links_detach(struct links *links);

/* The same, but for programs whose maps nobody looks at any more: nothing is waited for. */
void links_free(struct links *links);

#endif
