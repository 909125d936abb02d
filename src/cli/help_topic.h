/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp help TOPIC: topics beside commands, printed from the program's tables. */
#ifndef TCPBDP_HELP_TOPIC_H
#define TCPBDP_HELP_TOPIC_H

#include <stdio.h>

/* -ENOENT, and nothing is printed: there is no such topic. Errors of out are the caller's. */
int help_topic_print(const char *name, FILE *out);

/* Its manual page. -ENODATA: the topic has none. */
int help_topic_manual(const char *name, FILE *out);

#endif
