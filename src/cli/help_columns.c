// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help_columns.h"

#include "cli/wrapped.h"
#include "sink/list_line.h"
#include "sink/text_column.h"

#define TITLE_WIDTH 7

static void row(const char *title, const char *about, FILE *out)
{
	fprintf(out, "  %-*s ", TITLE_WIDTH, title);
	wrapped(about, TITLE_WIDTH + 3, TITLE_WIDTH + 3, out);
}

void help_columns(FILE *out)
{
	fputs("Columns of trace\n\n", out);
	for (enum column c = 0; c < COLUMN_MAX; c++)
		row(text_column_title(c), text_column_about(c), out);
	fputs("\nColumns of list\n\n", out);
	for (enum list_column c = 0; c < LIST_MAX; c++)
		row(list_column_title(c), list_column_about(c), out);
}
