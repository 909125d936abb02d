/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Texts about an option, from its row: its line of help, and the values of its argument. */
#ifndef TCPBDP_OPTION_TEXT_H
#define TCPBDP_OPTION_TEXT_H

#include "options/option_row.h"

/* Size of either text. */
#define OPTION_TEXT_LEN 200

/* The help with {words} and {default} replaced. Returns buf. */
const char *option_help(const struct option_form *form, char *buf, size_t size);

/* "not a port (1 to 65535)", "not one of auto, always, never": for a wrong argument. */
const char *option_refusal(const struct option_form *form, char *buf, size_t size);

/* "1 to 65535"; false: not a kind of number. */
bool option_range(const struct option_form *form, char *buf, size_t size);

/* Name of an operand: "INTERVAL" for --interval. Returns buf. */
const char *option_operand_name(const struct option_row *row, char *buf, size_t size);

#endif
