/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What to send to those who run a peer: they have neither tcpbdp nor its words. */
#ifndef TCPBDP_ADVICE_MESSAGE_H
#define TCPBDP_ADVICE_MESSAGE_H

#include <stddef.h>

#include "advice/advice.h"

#define ADVICE_MESSAGE_LEN 1024

/* One paragraph of ASCII, without a line end; NULL where the item is no peer's. Returns buf. */
const char *advice_message(char buf[static ADVICE_MESSAGE_LEN], const struct advice_item *item);

#endif
