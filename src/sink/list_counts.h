/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The counts of a list, for a person. */
#ifndef TCPBDP_LIST_COUNTS_H
#define TCPBDP_LIST_COUNTS_H

#include "sink/list_sink.h"

void list_counts_print(FILE *mem, const struct socket_counts *c, const struct list_text_opts *opts);

#endif
