// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Words: those of the command line, and names that others chose on their way to an output. */
#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../random.h"
#include "cli/command.h"
#include "options/filter_words.h"
#include "options/option.h"
#include "options/option_row.h"
#include "options/parse.h"
#include "os/quote.h"
#include "parser.h"
#include "sink/exposition.h"
#include "sink/json_writer.h"

#define COUNT(texts) (sizeof(texts) / sizeof((texts)[0]))
#define WORDS_MAX 24

/* ---- options: words divided by newlines, behind a --replay, with which no name is looked up ---- */

static const char *const lines[] = {
	"trace\n-i\n500ms\n-P\n443,8000\n--bandwidth\n10g\n--flagged",
	"trace\n--addr\n10.0.0.0/8\n--addr\nfd00::/8\n-4\n-j\n--from\n-5m\n--to\n23:15",
	"list\n--sort\nceiling\n-p\n1,nginx\n--summary\n--check",
	"hist\nrtt\n--by\npeer-prefix/16\n--top\n3\n--weight\nsegments",
	"export\n-o\nx.prom\n--by\nport\n--once",
	"advise\n--memory-share\n64\n--check\n--unit\nnginx.service",
	"top\n-b\n-n\n3\n-d\n2\n--by\npeer-prefix/16\n--sort\nrate\n-o\nrate,why\n--peer\n10.0.0.0/8",
	"trace\n1.5m\n3\n--rtt\n5ms-20ms\n--limit\nrwnd\n--cause\ntcp_rmem\n--color=never",
};

static size_t seed_options(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, lines, COUNT(lines), bytes);
}

static int feed_options(uint64_t *random, const uint8_t *bytes, size_t len)
{
	char *text = parser_text(bytes, len), *next = text, *word;
	char *words[WORDS_MAX + 3] = { strsep(&next, "\n"), "--replay", "no-such-capture" };
	const struct command *command = words[0] ? command_find(words[0]) : NULL;
	enum option_request request = REQUEST_RUN;
	struct cli_opts opts;
	int count = 3, err = -EINVAL;

	(void)random;
	while (command && count < WORDS_MAX && (word = strsep(&next, "\n")))
		words[count++] = word;
	if (command && command->options != FOR_RECORD && command->options != FOR_DOCTOR)
		err = option_parse(command->name, command->options, count, words, &opts, &request);
	assert(err <= 0);
	if (!err && request == REQUEST_RUN)
		assert(opts.replay && opts.interval_ns && opts.color < COLOR_MAX);
	free(text);
	return !err;
}

/* ---- values ---- */

static const char *const values[] = {
	"500ms",        "1.5m",
	"443",          "https",
	"10g",          "9.9Mb/s",
	"64MiB",        "18446744073709551615",
	"10.0.0.0/8",   "::ffff:10.0.0.1",
	"fd00::/8",     "5ms-20ms",
	">20ms",        ".5",
	"0.0000000001",
};

static size_t seed_values(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, values, COUNT(values), bytes);
}

static bool parses(int err)
{
	assert(!err || err == -EINVAL || err == -ERANGE || err == -ENODATA);
	return !err;
}

static int feed_values(uint64_t *random, const uint8_t *bytes, size_t len)
{
	char *text = parser_text(bytes, len);
	struct rtt_range range;
	struct cidr cidr;
	uint64_t value, max = random_width(random);
	uint16_t port = 1;
	bool any = parses(parse_number(text, max, &value));

	assert(!any || value <= max);
	any |= parses(parse_time(text, &value));
	any |= parses(parse_port(text, &port));
	assert(port);
	if (parses(parse_rate(text, &value))) {
		assert(value);
		any = true;
	}
	any |= parses(parse_size(text, &value));
	any |= parses(parse_rtt_range(text, &range));
	if (parses(parse_cidr(text, &cidr))) {
		assert(cidr.prefix_len <= (cidr.family == FAMILY_INET6 ? 128 : 32));
		any = true;
	}
	free(text);
	return any;
}

/* ---- filters as they are typed into top ---- */

static const char *const filters[] = {
	"port:5432,https comm:postgres flagged",
	"limit:rcvbuf,sndbuf cause:tcp_rmem peer:10.9.0.0/16",
	"rtt:>20ms unit:nginx pid:12 ipv6",
};

static size_t seed_filters(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, filters, COUNT(filters), bytes);
}

static int feed_filters(uint64_t *random, const uint8_t *bytes, size_t len)
{
	char *text = parser_text(bytes, len), problem[FILTER_WORDS_LEN] = "";
	struct cli_opts *opts = calloc(1, sizeof(*opts));
	int err;

	(void)random;
	assert(opts);
	err = filter_words_read(text, FOR_TOP, opts, problem);
	assert(err == 0 || (err == -EINVAL && problem[0]));
	assert(opts->filter.ports.count <= FILTER_MAX && opts->peers.count <= FILTER_MAX);
	free(opts);
	free(text);
	return !err;
}

/* ---- names ---- */

static const char *const names[] = {
	"nginx",
	"\x1b]0;title\a\x1b[31m",
	"a\"b\\c\nd{e=\"f\"} 1",
	"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
	"\xe2\x80\xae"
	"\xed\xa0\x80"
	"\xc0\x80"
	"\xf4\x90\x80\x80"
	"\xff",
	"$(touch x)`touch x`;'\" && touch x",
};

static size_t seed_names(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, names, COUNT(names), bytes);
}

/* Cut anywhere, nothing is left that moves a cursor. */
static void check_terminal(uint64_t *random, const char *name)
{
	size_t room = 1 + random_below(random, 64);
	char *ascii = malloc(room);

	quote_terminal(ascii, room, name, false);
	assert(memchr(ascii, 0, room));
	for (const char *c = ascii; *c; c++)
		assert(*c >= ' ' && *c < 0x7f);
	quote_terminal(ascii, room, name, true);
	assert(memchr(ascii, 0, room));
	for (const char *c = ascii; *c; c++)
		assert((unsigned char)*c >= ' ' && *c != 0x7f);
	free(ascii);
}

static void check_json(const char *name)
{
	struct json_writer w = { 0 };
	json_error_t error;
	json_t *object;
	int err;

	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_text(&w, "name", name);
	json_object_end(&w);
	err = json_writer_end(&w);
	assert(!err);
	object = json_loadb(w.data, w.len, JSON_REJECT_DUPLICATES, &error);
	assert(object && json_is_string(json_object_get(object, "name")));
	json_decref(object);
	json_writer_free(&w);
}

/* One line, whose label ends where it should: what stands between its quotes is all escaped. */
static void check_label(const char *name)
{
	char *text = NULL, *c;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	exposition_family(out, "a", "gauge", "b");
	exposition_uint(out, "a", "", LABELS({ "c", name }), 7);
	fclose(out);
	c = strstr(text, "\na{c=\"");
	assert(c);
	for (c += strlen("\na{c=\""); *c && *c != '"'; c++) {
		assert(*c != '\n');
		c += *c == '\\';
	}
	assert(!strcmp(c, "\"} 7\n"));
	free(text);
}

static int feed_names(uint64_t *random, const uint8_t *bytes, size_t len)
{
	char *name = parser_text(bytes, len);

	check_terminal(random, name);
	check_json(name);
	check_label(name);
	free(name);
	return 1;
}

const struct parser parsers_of_words[] = {
	{ "options", seed_options, feed_options },
	{ "values", seed_values, feed_values },
	{ "filters", seed_filters, feed_filters },
	{ "names", seed_names, feed_names },
	{ 0 },
};
