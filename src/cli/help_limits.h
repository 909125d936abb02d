/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Every limit, cause and rule, from the tables that decide: tcpbdp help limits, and its manual page. */
#ifndef TCPBDP_HELP_LIMITS_H
#define TCPBDP_HELP_LIMITS_H

#include <stdbool.h>
#include <stdio.h>

/* How to print each row of the tables. */
struct limits_form {
	void (*title)(const char *title, const char *what, FILE *out);
	void (*limit)(const char *name, const char *directions, const char *meaning, FILE *out);
	void (*cause)(const char *name, const char *directions, bool undersized,
		      const char *meaning, FILE *out);
	void (*gap)(FILE *out); /* after all limits, and after all causes */
	void (*rule)(const char *name, const char *result, const char *why, FILE *out);
	void (*number)(const char *name, unsigned value, const char *unit, const char *reason,
		       FILE *out);
};

void help_limits_walk(const struct limits_form *form, FILE *out);

/* As text. */
void help_limits(FILE *out);

#endif
