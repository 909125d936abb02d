// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/quote.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

size_t quote_decode(const char *text, uint32_t *ret_code)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)text;
	uint32_t code;
	size_t len;

	if (s[0] < 0x80) {
		*ret_code = s[0];
		return 1;
	}
	if (s[0] >= 0xf8 || s[0] < 0xc0)
		return 0;
	len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	code = s[0] & (0x7f >> len);
	for (size_t i = 1; i < len; i++) {
		/* a NUL ends here too */
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (s[i] & 0x3f);
	}
	if (code < smallest[len] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*ret_code = code;
	return len;
}

static bool is_harmful(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f) || /* C0, DEL, C1 */
	       code == 0x061c || code == 0x200e || code == 0x200f || /* bidi marks */
	       (code >= 0x2028 && code <= 0x202e) || /* separators, embeddings, overrides */
	       (code >= 0x2066 && code <= 0x2069) || /* isolates */
	       code == 0xfeff;
}

/* What stands for one character of src in the output. */
static size_t quote_one(char out[16], const char *src, size_t *ret_used)
{
	uint32_t code = 0;
	size_t len = quote_decode(src, &code);

	*ret_used = len ? len : 1;
	if (!len)
		return (size_t)snprintf(out, 16, "\\x%02x", (unsigned char)src[0]);
	if (!is_harmful(code)) {
		memcpy(out, src, len);
		return len;
	}
	if (code == '\n' || code == '\t' || code == '\r') {
		out[0] = '\\';
		out[1] = code == '\n' ? 'n' : code == '\t' ? 't' : 'r';
		return 2;
	}
	if (code < 0x80)
		return (size_t)snprintf(out, 16, "\\x%02x", code);
	return (size_t)snprintf(out, 16, "\\u{%04x}", code);
}

size_t quote_text(char *dst, size_t dst_len, const char *src)
{
	size_t at = 0;

	while (*src) {
		char one[16];
		size_t used, len = quote_one(one, src, &used);

		if (at + len >= dst_len)
			break;
		memcpy(dst + at, one, len);
		at += len;
		src += used;
	}
	dst[at] = '\0';
	return at;
}
