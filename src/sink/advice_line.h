/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What is said of one item of advice, wherever it is said. */
#ifndef TCPBDP_ADVICE_LINE_H
#define TCPBDP_ADVICE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "advice/advice.h"

#define ADVICE_REASON_LEN 512
#define ADVICE_VALUES_LEN 64
#define ADVICE_OWNER_LEN 128

/* Has it a larger value for a sysctl? A setting where nothing is left to propose: memory bounds it. */
bool advice_proposes(const struct advice_item *item);

/* "4096 131072 262144", as sysctl takes it, from item->current or item->proposed */
char *advice_values_text(char buf[static ADVICE_VALUES_LEN], const struct advice_item *item,
			 const uint64_t values[3]);

/* "nginx (pid 12)", of an item's example. utf8: as below. */
char *advice_owner_text(char buf[static ADVICE_OWNER_LEN], const struct sample_id *id, bool utf8);

/* The sentence why, with its numbers. utf8: names of processes may be written as they are. */
char *advice_reason(char buf[static ADVICE_REASON_LEN], const struct advice_item *item, bool utf8);

/* The sentence of a maximum that is far too large. */
char *oversize_reason(char buf[static ADVICE_REASON_LEN], const struct oversize *e);

#endif
