/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Given that a buffer or a window is the limit: which setting is to blame? */
#ifndef TCPBDP_CAUSE_H
#define TCPBDP_CAUSE_H

#include "verdict/verdict.h"

/* The peer's advertised window is the limit of what we send. */
enum cause cause_rwnd(const struct case_file *cf);

/* Our send buffer is. */
enum cause cause_sndbuf(const struct case_file *cf);

/* Our receive buffer or window is the limit of what we receive. */
enum cause cause_rcvbuf(const struct case_file *cf);

/*
 * Not of an interval: the window at the largest that it may ever be, as the socket is configured, is
 * too small for a rate. CAUSE_NONE where what holds it down is not known.
 */
enum cause cause_recv_largest(const struct sample *s);
enum cause cause_send_largest(const struct sample *s);

#endif
