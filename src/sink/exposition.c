// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/exposition.h"

#include <inttypes.h>

#include "os/quote.h"

/* Longer names are cut; what tells them apart should stand before. */
#define VALUE_MAX 1024

void exposition_family(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* What quote_terminal() leaves has no control in it, so no line feed and no carriage return. */
static void write_label(FILE *out, const struct label *label)
{
	char value[VALUE_MAX];

	fprintf(out, "%s=\"", label->name);
	quote_terminal(value, sizeof(value), label->value, true);
	for (const char *c = value; *c; c++) {
		if (*c == '\\' || *c == '"')
			fputc('\\', out);
		fputc(*c, out);
	}
	fputc('"', out);
}

static void write_series(FILE *out, const char *name, const char *suffix,
			 const struct label *labels)
{
	fprintf(out, "%s%s", name, suffix);
	if (labels && labels->name) {
		fputc('{', out);
		for (const struct label *l = labels; l->name; l++) {
			if (l != labels)
				fputc(',', out);
			write_label(out, l);
		}
		fputc('}', out);
	}
	fputc(' ', out);
}

void exposition_uint(FILE *out, const char *name, const char *suffix, const struct label *labels,
		     uint64_t value)
{
	exposition_fraction(out, name, suffix, labels, value, 1);
}

void exposition_fraction(FILE *out, const char *name, const char *suffix,
			 const struct label *labels, uint64_t value, uint64_t per_unit)
{
	char number[EXPOSITION_NUMBER_LEN];

	write_series(out, name, suffix, labels);
	fprintf(out, "%s\n", exposition_number(number, value, per_unit));
}

void exposition_nan(FILE *out, const char *name, const struct label *labels)
{
	write_series(out, name, "", labels);
	fputs("NaN\n", out);
}

char *exposition_number(char buf[EXPOSITION_NUMBER_LEN], uint64_t value, uint64_t per_unit)
{
	/* an eighth has three decimals, a millionth six */
	uint64_t billionths = value % per_unit * (UINT64_C(1000000000) / per_unit);
	int len = snprintf(buf, EXPOSITION_NUMBER_LEN, "%" PRIu64 ".%09" PRIu64, value / per_unit,
			   billionths);

	while (buf[len - 1] == '0')
		buf[--len] = '\0';
	if (buf[len - 1] == '.')
		buf[--len] = '\0';
	return buf;
}
