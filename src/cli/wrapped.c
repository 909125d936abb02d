// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/wrapped.h"

#include <stdbool.h>
#include <string.h>

#define SPACE " \n"

void wrapped(const char *text, size_t column, size_t indent, FILE *out)
{
	bool begins = true;

	for (text += strspn(text, SPACE); *text; text += strspn(text, SPACE)) {
		size_t len = strcspn(text, SPACE);

		if (!begins && column + 1 + len > WRAPPED_WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!begins) {
			fputc(' ', out);
			column++;
		}
		fwrite(text, 1, len, out);
		begins = false;
		column += len;
		text += len;
	}
	fputc('\n', out);
}
