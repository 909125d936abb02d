// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/help_columns.h"

#include "cli/wrapped.h"
#include "sink/list_line.h"
#include "sink/text_column.h"
#include "view/view_column.h"

#define TITLE_WIDTH 7
#define NAME_WIDTH 9
#define ABOUT_COLUMN (2 + TITLE_WIDTH + 1 + NAME_WIDTH + 1)

static void row(const char *title, const char *name, const char *about, FILE *out)
{
	fprintf(out, "  %-*s %-*s ", TITLE_WIDTH, title, NAME_WIDTH, name);
	wrapped(about, ABOUT_COLUMN, ABOUT_COLUMN, out);
}

void help_columns(FILE *out)
{
	fputs("Columns of trace, and their names for -o\n\n", out);
	for (enum column c = 0; c < COLUMN_MAX; c++)
		row(text_column_title(c), text_column_name(c), text_column_about(c), out);
	fputs("\nColumns of top, and their names for --columns\n\n", out);
	for (enum view_column c = 0; c < VIEW_COLUMN_MAX; c++)
		row(view_column_title(c), view_column_name(c), view_column_about(c), out);
	fputs("\nColumns of list, and their names for -o\n\n", out);
	for (enum list_column c = 0; c < LIST_MAX; c++)
		row(list_column_title(c), list_column_name(c), list_column_about(c), out);
}
