/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "sample/sample.h"

#include <assert.h>
#include <string.h>

static const char *const state_names[] = {
	[TCP_STATE_NONE] = "NONE",
	[TCP_STATE_ESTABLISHED] = "ESTABLISHED",
	[TCP_STATE_SYN_SENT] = "SYN_SENT",
	[TCP_STATE_SYN_RECV] = "SYN_RECV",
	[TCP_STATE_FIN_WAIT1] = "FIN_WAIT1",
	[TCP_STATE_FIN_WAIT2] = "FIN_WAIT2",
	[TCP_STATE_TIME_WAIT] = "TIME_WAIT",
	[TCP_STATE_CLOSE] = "CLOSE",
	[TCP_STATE_CLOSE_WAIT] = "CLOSE_WAIT",
	[TCP_STATE_LAST_ACK] = "LAST_ACK",
	[TCP_STATE_LISTEN] = "LISTEN",
	[TCP_STATE_CLOSING] = "CLOSING",
	[TCP_STATE_NEW_SYN_RECV] = "NEW_SYN_RECV",
};
static_assert(sizeof(state_names) / sizeof(state_names[0]) == TCP_STATE_MAX, "a state has no name");

const char *tcp_state_name(enum tcp_state state)
{
	assert(state < TCP_STATE_MAX);
	return state_names[state];
}

/* rcv_nxt counts the peer's FIN as a byte, and copied_seq does once it was read. */
static bool fin_came(enum tcp_state state)
{
	return state == TCP_STATE_CLOSE_WAIT || state == TCP_STATE_LAST_ACK ||
	       state == TCP_STATE_CLOSING || state == TCP_STATE_TIME_WAIT;
}

uint32_t sample_unread_bytes(const struct sample *s)
{
	uint32_t unread = s->rcv_nxt - s->copied_seq;

	if (unread > INT32_MAX)
		return 0;
	return unread && fin_came(s->state) ? unread - 1 : unread;
}

bool sample_id_same_connection(const struct sample_id *a, const struct sample_id *b)
{
	return a->local.port == b->local.port && a->remote.port == b->remote.port &&
	       !memcmp(a->remote.addr, b->remote.addr, sizeof(a->remote.addr));
}

/* tcp_disconnect() sets all of them to 0 */
bool sample_counts_anew(const struct sample *earlier, const struct sample *s)
{
	uint64_t least = earlier->reason == SAMPLE_CLOSE ? 1 : 2;

	return s->bytes_sent < earlier->bytes_sent / least ||
	       s->bytes_acked < earlier->bytes_acked / least ||
	       s->bytes_received < earlier->bytes_received / least;
}

void sample_id_take_owner(struct sample_id *id, const struct sample_id *from)
{
	if (!from->pid)
		return;
	id->pid = from->pid;
	memcpy(id->comm, from->comm, sizeof(id->comm));
}
