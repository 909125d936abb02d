/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A parser of bytes that others wrote: what it is fed, and what it must not do. */
#ifndef FUZZ_PARSER_H
#define FUZZ_PARSER_H

#include <stddef.h>
#include <stdint.h>

#define PARSER_INPUT_MAX 8192

struct parser {
	const char *name;
	/* A sound input, by chance one of several, into bytes (PARSER_INPUT_MAX); its length. */
	size_t (*seed)(uint64_t *random, uint8_t *bytes);
	/*
	 * Aborts where a promise of the parser's header is broken. bytes ends where its memory does. True:
	 * something was taken, so the input reached what lies behind the checks.
	 */
	int (*feed)(uint64_t *random, const uint8_t *bytes, size_t len);
};

/* Each ends with a row without a name. */
extern const struct parser parsers_of_records[]; /* records.c: the kernel's answers */
extern const struct parser parsers_of_files[];   /* files.c: /proc, cgroups, sysctl.d */
extern const struct parser parsers_of_words[];   /* words.c: the command line, names in outputs */

/* One of count texts, without its NUL. */
size_t parser_seed_text(uint64_t *random, const char *const texts[], size_t count, uint8_t *bytes);

/* The bytes as a text, which ends with the first NUL or with them; to be freed. */
char *parser_text(const uint8_t *bytes, size_t len);

#endif
