/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An io_uring with one request at a time, by bare system calls: the library is not everywhere, and
 * this much of it is little.
 */
#ifndef LAB_URING_H
#define LAB_URING_H

#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "transfer.h"

struct uring {
	int fd;
	struct io_uring_sqe *sqes;
	unsigned int *sq_tail, *sq_mask, *sq_array;
	unsigned int *cq_head, *cq_tail, *cq_mask;
	struct io_uring_cqe *cqes;
};

/* -1 with errno where this kernel has none or refuses it. */
static inline int uring_setup(struct io_uring_params *params)
{
	memset(params, 0, sizeof(*params));
	return (int)syscall(__NR_io_uring_setup, 1, params);
}

static inline void *uring_map(int fd, size_t size, off_t offset)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);

	if (at == MAP_FAILED)
		die(1, "io_uring: mmap: %m");
	return at;
}

static inline void uring_open(struct uring *ring)
{
	struct io_uring_params p;
	size_t sq_bytes, cq_bytes;
	uint8_t *rings;

	ring->fd = uring_setup(&p);
	if (ring->fd < 0)
		die(1, "io_uring: %m");
	if (!(p.features & IORING_FEAT_SINGLE_MMAP))
		die(1, "io_uring: this kernel's is too old");
	sq_bytes = p.sq_off.array + p.sq_entries * sizeof(unsigned int);
	cq_bytes = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
	rings = uring_map(ring->fd, sq_bytes > cq_bytes ? sq_bytes : cq_bytes, IORING_OFF_SQ_RING);
	ring->sqes = uring_map(ring->fd, p.sq_entries * sizeof(*ring->sqes), IORING_OFF_SQES);
	ring->sq_tail = (unsigned int *)(rings + p.sq_off.tail);
	ring->sq_mask = (unsigned int *)(rings + p.sq_off.ring_mask);
	ring->sq_array = (unsigned int *)(rings + p.sq_off.array);
	ring->cq_head = (unsigned int *)(rings + p.cq_off.head);
	ring->cq_tail = (unsigned int *)(rings + p.cq_off.tail);
	ring->cq_mask = (unsigned int *)(rings + p.cq_off.ring_mask);
	ring->cqes = (struct io_uring_cqe *)(rings + p.cq_off.cqes);
}

/* As send() would: -1 with errno, EINTR when stopped while it waited. */
static inline ssize_t uring_send(struct uring *ring, int fd, const char *data, size_t size)
{
	unsigned int at = *ring->sq_tail & *ring->sq_mask, head = *ring->cq_head, submit = 1;
	int result;

	ring->sqes[at] = (struct io_uring_sqe){
		.opcode = IORING_OP_SEND,
		.fd = fd,
		.addr = (uint64_t)(uintptr_t)data,
		.len = (uint32_t)size,
		.msg_flags = MSG_NOSIGNAL,
	};
	ring->sq_array[at] = at;
	__atomic_store_n(ring->sq_tail, *ring->sq_tail + 1, __ATOMIC_RELEASE);
	while (head == __atomic_load_n(ring->cq_tail, __ATOMIC_ACQUIRE)) {
		if (transfer_stopped) {
			errno = EINTR;
			return -1;
		}
		if (syscall(__NR_io_uring_enter, ring->fd, submit, 1, IORING_ENTER_GETEVENTS, NULL,
			    0) >= 0)
			submit = 0;
		else if (errno != EINTR)
			return -1;
	}
	result = ring->cqes[head & *ring->cq_mask].res;
	__atomic_store_n(ring->cq_head, head + 1, __ATOMIC_RELEASE);
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}

#endif
