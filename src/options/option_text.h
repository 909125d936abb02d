/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What is said of an option, made from its row: its line of help, and what its argument may be. */
#ifndef TCPBDP_OPTION_TEXT_H
#define TCPBDP_OPTION_TEXT_H

#include "options/option_row.h"

/* Room for either. */
#define OPTION_TEXT_LEN 200

/* The help, with {words} and {default} as they are. Returns buf. */
const char *option_help(const struct option_form *form, char *buf, size_t size);

/* "not a port (1 to 65535)", "not one of auto, always, never": of an argument that is none. */
const char *option_refusal(const struct option_form *form, char *buf, size_t size);

/* "1 to 65535"; false: this kind has no numbers. */
bool option_range(const struct option_form *form, char *buf, size_t size);

/* As what stands alone is called: "INTERVAL", which --interval would be, too. Returns buf. */
const char *option_operand_name(const struct option_row *row, char *buf, size_t size);

#endif
