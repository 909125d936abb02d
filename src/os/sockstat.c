// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/sockstat.h"

#include <stdint.h>
#include <string.h>

#include "os/file.h"

/* "TCP: inuse 5 orphan 0 tw 0 alloc 7 mem 1": the number after a word of that line, -1 = none */
static int64_t count(const char *text, const char *line_start, const char *word)
{
	size_t start_len = strlen(line_start), word_len = strlen(word);
	int64_t value;

	while (text && strncmp(text, line_start, start_len)) {
		text = strchr(text, '\n');
		if (text)
			text++;
	}
	for (; text && *text && *text != '\n'; text++)
		if (!strncmp(text, word, word_len) && !file_numbers(text + word_len, &value, 1))
			return value;
	return -1;
}

bool sockstat_any_tcp(const char *root)
{
	char text[FILE_TEXT_MAX];

	if (file_text(root, "/proc/net/sockstat", text, sizeof(text)) ||
	    count(text, "TCP: ", " inuse") || count(text, "TCP: ", " tw"))
		return true;
	/* no such file without IPv6 */
	return !file_text(root, "/proc/net/sockstat6", text, sizeof(text)) &&
	       count(text, "TCP6: ", " inuse");
}
