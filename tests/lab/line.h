/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One direction of a link: a drop-tail queue in front of a serialiser, then a delay line.
 *
 * The queue is not simulated packet by packet. A packet that arrives at t leaves the serialiser at
 * max(t, free) + size / rate, and what is left of (free - t) is the backlog that it finds. So one
 * addition per packet gives the exact times of a FIFO link, whatever our own scheduling does, and
 * the packets wait in a single ring, in the order in which they are due.
 */
#ifndef LAB_LINE_H
#define LAB_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>

#include "middlebox.h"
#include "process.h"
#include "wander.h"

#define LINE_RING_MIN (1 << 20)
#define LINE_RING_UNLIMITED (64 << 20)
#define LINE_WRAP UINT32_MAX

struct line_packet {
	uint64_t due_ns;
	uint32_t len; /* LINE_WRAP: nothing here, go on at the ring's start */
	uint32_t reserved;
	uint8_t data[];
};

struct line {
	uint64_t rate_bps; /* 0 = unlimited */
	uint64_t delay_ns;
	uint64_t queue_bytes;
	uint64_t loss_ppm;
	uint64_t then_delay_ns, then_loss_ppm; /* line_change() */
	bool changes_delay, changes_loss;
	struct wander wander;
	struct middlebox middlebox;
	uint64_t random; /* state of the generator, never 0 */

	uint64_t free_ns; /* when the serialiser has sent all that it has taken */
	uint64_t due_ns;  /* of the last packet */
	uint8_t *ring;
	size_t ring_bytes, head, tail, used;

	uint64_t packets, bytes, lost, dropped, late_max_ns, late_sum_ns;
};

static inline void line_init(struct line *line, uint64_t seed)
{
	uint64_t held = line->queue_bytes;

	/* Small packets cost a header each: twice the bytes that the link can hold is enough. */
	held += (uint64_t)((double)line->rate_bps / 8 *
			   (double)(line->delay_ns + line->then_delay_ns + line->wander.most_ns +
				    line->wander.period_ns) /
			   NSEC_PER_SEC);
	line->ring_bytes = line->rate_bps ? LINE_RING_MIN + 2 * held : LINE_RING_UNLIMITED;
	line->ring_bytes &= ~(size_t)7;
	line->ring = mmap(NULL, line->ring_bytes, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (line->ring == MAP_FAILED)
		die(1, "no memory for %zu bytes of delay line", line->ring_bytes);
	line->wander.seed = seed;
	line->random = (seed + 1) * 0x9e3779b97f4a7c15ULL | 1;
}

/* What comes from now on finds another delay, another loss. */
static inline void line_change(struct line *line)
{
	if (line->changes_delay)
		line->delay_ns = line->then_delay_ns;
	if (line->changes_loss)
		line->loss_ppm = line->then_loss_ppm;
}

/* xorshift64*: the same seed loses the same packets on every run. */
static inline bool line_loses(struct line *line)
{
	line->random ^= line->random >> 12;
	line->random ^= line->random << 25;
	line->random ^= line->random >> 27;
	return ((line->random * 0x2545f4914f6cdd1dULL) >> 33) % 1000000 < line->loss_ppm;
}

static inline struct line_packet *line_at(struct line *line, size_t offset)
{
	return (struct line_packet *)(line->ring + offset);
}

/* Room for a packet of up to len bytes, in one piece; NULL if the ring is full. */
static inline struct line_packet *line_reserve(struct line *line, size_t len)
{
	size_t need = (sizeof(struct line_packet) + len + 7) & ~(size_t)7;
	size_t end = line->ring_bytes - line->tail;

	if (end < need + sizeof(struct line_packet)) {
		if (line->ring_bytes - line->used < end)
			return NULL;
		line_at(line, line->tail)->len = LINE_WRAP;
		line->used += end;
		line->tail = 0;
	}
	if (line->ring_bytes - line->used < need)
		return NULL;
	return line_at(line, line->tail);
}

/* Takes the packet that was written to line_reserve()'s room, or loses it. */
static inline void line_commit(struct line *line, struct line_packet *packet, uint32_t len,
			       uint64_t now)
{
	uint64_t start_ns = line->free_ns > now ? line->free_ns : now;
	size_t size = (sizeof(*packet) + len + 7) & ~(size_t)7;

	if (line->loss_ppm && line_loses(line)) {
		line->lost++;
		return;
	}
	if (line->rate_bps) {
		double backlog = (double)(start_ns - now) * (double)line->rate_bps / 8e9;

		if (backlog + len > (double)line->queue_bytes) {
			line->dropped++;
			return;
		}
		start_ns += len * 8 * NSEC_PER_SEC / line->rate_bps;
	}
	line->free_ns = start_ns;
	packet->due_ns = start_ns + line->delay_ns + wander_ns(&line->wander, start_ns);
	if (packet->due_ns < line->due_ns) /* nobody overtakes */
		packet->due_ns = line->due_ns;
	line->due_ns = packet->due_ns;
	middlebox_forward(&line->middlebox, packet->data, len);
	packet->len = len;
	line->tail += size;
	line->used += size;
}

/* The next packet to deliver, due or not; NULL if the line is empty. */
static inline struct line_packet *line_first(struct line *line)
{
	if (line->used && line_at(line, line->head)->len == LINE_WRAP) {
		line->used -= line->ring_bytes - line->head;
		line->head = 0;
	}
	return line->used ? line_at(line, line->head) : NULL;
}

/* Forgets the packet that line_first() gave, which was delivered at now. */
static inline void line_pop(struct line *line, const struct line_packet *packet, uint64_t now)
{
	size_t size = (sizeof(*packet) + packet->len + 7) & ~(size_t)7;
	uint64_t late_ns = now - packet->due_ns;

	line->packets++;
	line->bytes += packet->len;
	line->late_sum_ns += late_ns;
	if (late_ns > line->late_max_ns)
		line->late_max_ns = late_ns;
	line->head += size;
	line->used -= size;
}

#endif
