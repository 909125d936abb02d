/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the state file of a container runtime calls a container. No socket of theirs is asked. */
#ifndef TCPBDP_CONTAINER_STATE_H
#define TCPBDP_CONTAINER_STATE_H

#define CONTAINER_WORD_LEN 256

/* "" = not told. Letters, digits and "_.-" alone, and no dash first: a shell takes them as they are. */
struct container_state {
	char name[CONTAINER_WORD_LEN];
	char pod[CONTAINER_WORD_LEN];
	char pod_namespace[CONTAINER_WORD_LEN];
};

/* Where dockerd has its files; those of the others are below /run. */
#define CONTAINER_STATE_DIR "/var/lib/docker/containers"

/*
 * id: 64 hex digits. All "" where no file tells: there is none, it is not ours to read, or not as their
 * runtimes write it. root: "" or a directory that stands for "/".
 */
void container_state_read(const char *root, const char *id, struct container_state *ret_state);

#endif
