/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Prometheus' text format, version 0.0.4. All of a family comes after its exposition_family(), and
 * no two of its lines have the same labels. Errors are those of the stream.
 */
#ifndef TCPBDP_EXPOSITION_H
#define TCPBDP_EXPOSITION_H

#include <stdint.h>
#include <stdio.h>

struct label {
	const char *name;
	const char *value; /* any bytes */
};

/* Labels end with one without a name; NULL = there are none. */
#define LABELS(...)                                                                                \
	(const struct label[])                                                                     \
	{                                                                                          \
		__VA_ARGS__,                                                                       \
		{                                                                                  \
			.name = NULL                                                               \
		}                                                                                  \
	}

/* name: also the next lines'. type: "gauge", "counter" or "histogram" */
void exposition_family(FILE *out, const char *name, const char *type, const char *help);

/* suffix: "" or of a histogram "_bucket", "_sum", "_count". */
void exposition_uint(FILE *out, const char *name, const char *suffix, const struct label *labels,
		     uint64_t value);

/* value / per_unit, in full: per_unit is 1, 8 or a power of ten up to 10^9. */
void exposition_fraction(FILE *out, const char *name, const char *suffix,
			 const struct label *labels, uint64_t value, uint64_t per_unit);

/* Not known, or nothing that it could be said of. */
void exposition_nan(FILE *out, const char *name, const struct label *labels);

/* As exposition_fraction() writes it: "0.000016", "4". */
#define EXPOSITION_NUMBER_LEN 32
char *exposition_number(char buf[EXPOSITION_NUMBER_LEN], uint64_t value, uint64_t per_unit);

#endif
