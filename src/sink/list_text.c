// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "os/quote.h"
#include "sample/workload.h"
#include "sink/format.h"
#include "sink/list_counts.h"
#include "sink/list_line.h"
#include "sink/list_sink.h"
#include "sink/memory_stream.h"
#include "sink/output_buffer.h"
#include "sink/palette.h"

/* What many sockets in a row have in common, as it was last written: to format a number takes longer
 * than to see that it is the same. */
struct text {
	uint64_t of, and_of;
	bool valid;
	size_t len;
	unsigned width;
	char text[LIST_CELL_LEN];
};

struct list_text {
	struct list_sink sink;
	struct list_text_opts opts;
	struct table table;
	bool header_done;
	struct text texts[LIST_MAX];
	struct output_buffer buffer;
};

static void line_text(struct list_line *line, enum list_column column, const struct text *text)
{
	list_line_cell(line, column, text->text, text->len, text->width, NULL);
}

static int line_end(struct list_text *lt, const struct list_line *line)
{
	char buf[LIST_LINE_LEN];

	return output_buffer_add(&lt->buffer, buf, list_line_print(line, &lt->table, buf));
}

static int print_header(struct list_text *lt)
{
	struct list_line line;

	lt->header_done = true;
	if (!lt->opts.header)
		return 0;
	list_line_begin(&line);
	for (enum list_column c = 0; c < LIST_MAX; c++)
		list_line_plain(&line, c, list_column_title(c));
	return line_end(lt, &line);
}

static void number(char *buf, size_t size, uint32_t value)
{
	char digits[12], *end = digits + sizeof(digits) - 1, *p = end;

	*p = '\0';
	do
		*--p = (char)('0' + value % 10);
	while (value /= 10);
	assert((size_t)(end - p) < size);
	memcpy(buf, p, (size_t)(end - p) + 1);
}

/* NULL: the text of this column is that of these values already. Else the caller fills it. */
static struct text *new_text(struct list_text *lt, enum list_column column, uint64_t of,
			     uint64_t and_of)
{
	struct text *text = &lt->texts[column];

	if (text->valid && text->of == of && text->and_of == and_of)
		return NULL;
	text->of = of;
	text->and_of = and_of;
	text->valid = true;
	return text;
}

static void text_measure(struct text *text)
{
	text->len = strlen(text->text);
	text->width = text_columns(text->text);
}

/* A name that others chose. Where no titles are, a program reads it: it is one field. */
static void put_name(const struct list_text *lt, struct text *to, const char *name)
{
	if (lt->opts.header && *name)
		quote_terminal(to->text, sizeof(to->text), name, lt->opts.utf8);
	else
		quote_field(to->text, sizeof(to->text), name, lt->opts.utf8);
	text_measure(to);
}

static void put_owner(struct list_text *lt, struct list_line *line, const struct finding *f)
{
	struct text *text = new_text(lt, LIST_PID, f->id.pid, f->holders);

	if (text) {
		if (f->id.pid)
			number(text->text, sizeof(text->text), f->id.pid);
		else
			strcpy(text->text, QUANTITY_UNKNOWN);
		if (f->holders == HOLDERS_MORE)
			strcat(text->text, "+");
		text_measure(text);
		put_name(lt, &lt->texts[LIST_COMM], f->id.comm);
	}
	line_text(line, LIST_PID, &lt->texts[LIST_PID]);
	line_text(line, LIST_COMM, &lt->texts[LIST_COMM]);
}

static void name_workload(struct list_text *lt, struct text *to, const struct finding *f)
{
	char word[WORKLOAD_WORD_LEN];
	struct workload workload;

	workload_of_path(f->cgroup, &workload);
	workload_word(word, &workload, f->names);
	put_name(lt, to, word);
}

static void put_place(struct list_text *lt, struct list_line *line, const struct finding *f)
{
	struct text *unit = new_text(lt, LIST_UNIT, f->id.cgroup_id, 0);
	struct text *netns = new_text(lt, LIST_NETNS, f->id.netns, 0);

	if (unit)
		name_workload(lt, unit, f);
	if (netns && f->netns_name) {
		put_name(lt, netns, f->netns_name);
	} else if (netns) {
		number(netns->text, sizeof(netns->text), f->id.netns);
		text_measure(netns);
	}
	line_text(line, LIST_UNIT, &lt->texts[LIST_UNIT]);
	line_text(line, LIST_NETNS, &lt->texts[LIST_NETNS]);
}

static void put_end(struct list_text *lt, struct list_line *line, enum list_column column,
		    enum sample_family family, const struct endpoint *end)
{
	const char *color = family == FAMILY_INET ? PALETTE_INET : PALETTE_INET6;
	char cell[FORMAT_ENDPOINT_LEN];
	size_t len;

	format_endpoint(cell, sizeof(cell), family, end);
	len = strlen(cell);
	list_line_cell(line, column, cell, len, (unsigned)len, lt->opts.color ? color : NULL);
}

static void put_ends(struct list_text *lt, struct list_line *line, const struct finding *f)
{
	list_line_plain(line, LIST_STATE, tcp_state_name(f->state));
	put_end(lt, line, LIST_LOCAL, f->id.family, &f->id.local);
	if (f->state == TCP_STATE_LISTEN)
		list_line_plain(line, LIST_REMOTE, QUANTITY_UNKNOWN);
	else
		put_end(lt, line, LIST_REMOTE, f->id.family, &f->id.remote);
}

static void put_rtt(struct list_text *lt, struct list_line *line, enum list_column column,
		    uint32_t rtt_us)
{
	struct text *text = new_text(lt, column, rtt_us, 0);

	if (text) {
		quantity_rtt(text->text, sizeof(text->text), rtt_us);
		text_measure(text);
	}
	line_text(line, column, &lt->texts[column]);
}

/* "7,10" as ss: the peer's, ours; "-": none was agreed on; ",10": a listener offers it. */
static void put_wscale(struct list_text *lt, struct list_line *line, const struct finding *f)
{
	struct text *text = new_text(lt, LIST_WSCALE, (uint64_t)f->send.peer_wscale,
				     (uint64_t)f->recv.wscale);

	if (text) {
		if (f->recv.wscale < 0)
			strcpy(text->text, QUANTITY_UNKNOWN);
		else if (f->send.peer_wscale < 0)
			snprintf(text->text, sizeof(text->text), ",%d", f->recv.wscale);
		else
			snprintf(text->text, sizeof(text->text), "%d,%d", f->send.peer_wscale,
				 f->recv.wscale);
		text_measure(text);
	}
	line_text(line, LIST_WSCALE, &lt->texts[LIST_WSCALE]);
}

static void put_path(struct list_text *lt, struct list_line *line, const struct finding *f)
{
	put_rtt(lt, line, LIST_RTT, f->rtt_min_us);
	put_rtt(lt, line, LIST_SRTT, f->srtt_us);
	put_wscale(lt, line, f);
}

/* "85KiB/4.0MiB", "64KiB/locked" */
static void format_buffer(char *buf, size_t size, enum detail detail,
			  const struct finding_direction *dir)
{
	size_t len;

	if (detail == DETAIL_MINI) {
		strcpy(buf, QUANTITY_UNKNOWN);
		return;
	}
	quantity_size(buf, size, dir->buffer_bytes);
	if (detail == DETAIL_DIAG)
		return;
	len = strlen(buf);
	buf[len++] = '/';
	if (dir->buffer_locked)
		strcpy(buf + len, "locked");
	else
		quantity_size(buf + len, size - len, dir->buffer_max_bytes);
}

static void put_buffer(struct list_text *lt, struct list_line *line, enum list_column column,
		       const struct finding *f, const struct finding_direction *dir)
{
	uint64_t sizes = (uint64_t)dir->buffer_bytes << 32 | dir->buffer_max_bytes;
	struct text *text = new_text(lt, column, sizes,
				     (uint64_t)f->detail << 1 | dir->buffer_locked);

	if (text) {
		format_buffer(text->text, sizeof(text->text), f->detail, dir);
		text_measure(text);
	}
	line_text(line, column, &lt->texts[column]);
}

static void put_window(struct list_text *lt, struct list_line *line, enum list_column column,
		       const struct finding *f, const struct finding_direction *dir)
{
	bool known = f->detail != DETAIL_MINI &&
		     (f->state != TCP_STATE_LISTEN || dir->window_bytes);
	struct text *text = new_text(lt, column, dir->window_bytes, known);

	if (text) {
		strcpy(text->text, QUANTITY_UNKNOWN);
		if (known)
			quantity_size(text->text, sizeof(text->text), dir->window_bytes);
		text_measure(text);
	}
	line_text(line, column, &lt->texts[column]);
}

/* "10.3Mb/s", "10.3Mb/s+" */
static void put_ceiling(struct list_text *lt, struct list_line *line, enum list_column column,
			const struct finding *f, const struct finding_direction *dir)
{
	bool known = f->detail == DETAIL_WHOLE && dir->ceiling_bps;
	struct text *text = new_text(lt, column, dir->ceiling_bps,
				     (uint64_t)known << 1 | dir->ceiling_is_lower);

	if (text) {
		strcpy(text->text, QUANTITY_UNKNOWN);
		if (known)
			quantity_rate(text->text, QUANTITY_LEN, dir->ceiling_bps);
		if (known && dir->ceiling_is_lower)
			strcat(text->text, "+");
		text_measure(text);
	}
	line_text(line, column, &lt->texts[column]);
}

/* "!idle/unknown": sending and receiving */
static void put_limits(const struct list_text *lt, struct list_line *line, const struct finding *f)
{
	bool flagged = finding_flagged(f);
	char cell[32] = " ", *end = cell + 1;

	if (flagged)
		cell[0] = '!';
	end = stpcpy(end, limit_name(f->send.dir.limit));
	*end++ = '/';
	end = stpcpy(end, limit_name(f->recv.dir.limit));
	list_line_cell(line, LIST_LIMIT, cell, (size_t)(end - cell), (unsigned)(end - cell),
		       flagged && lt->opts.color ? PALETTE_RED : NULL);
}

/* A ceiling is too low for the path whatever is sent now; what is there to see needs no such word. */
static const char *apart_from_traffic(const struct finding_direction *dir)
{
	bool seen = dir->limit != LIMIT_IDLE && dir->limit != LIMIT_UNKNOWN;

	return dir->undersized && !seen ? ", whatever the traffic" : "";
}

static void put_why(const struct list_text *lt, struct list_line *line, const struct finding *f)
{
	char why[2 * FORMAT_REASON_LEN + 64], reason[FORMAT_REASON_LEN];
	size_t len = 0;

	if (f->send.dir.cause != CAUSE_NONE) {
		format_reason(reason, sizeof(reason), &f->send.dir);
		len = (size_t)snprintf(why, sizeof(why), "send%s: %s",
				       apart_from_traffic(&f->send.dir), reason);
	}
	if (f->recv.dir.cause != CAUSE_NONE) {
		format_reason(reason, sizeof(reason), &f->recv.dir);
		len += (size_t)snprintf(why + len, sizeof(why) - len, "%srecv%s: %s",
					len ? "; " : "", apart_from_traffic(&f->recv.dir), reason);
	}
	if (len)
		list_line_plain(line, LIST_WHY, why);
	else if (!lt->opts.header)
		list_line_plain(line, LIST_WHY, QUANTITY_UNKNOWN);
}

static int list_text_socket(struct list_sink *sink, const struct finding *f)
{
	struct list_text *lt = (struct list_text *)sink;
	int err = lt->header_done ? 0 : print_header(lt);
	struct list_line line;

	if (err)
		return err;
	list_line_begin(&line);
	put_owner(lt, &line, f);
	put_place(lt, &line, f);
	put_ends(lt, &line, f);
	put_path(lt, &line, f);
	put_buffer(lt, &line, LIST_SNDBUF, f, &f->send.dir);
	put_buffer(lt, &line, LIST_RCVBUF, f, &f->recv.dir);
	put_window(lt, &line, LIST_SNDWND, f, &f->send.dir);
	put_window(lt, &line, LIST_RCVWND, f, &f->recv.dir);
	put_ceiling(lt, &line, LIST_SEND_MAX, f, &f->send.dir);
	put_ceiling(lt, &line, LIST_RECV_MAX, f, &f->recv.dir);
	put_limits(lt, &line, f);
	put_why(lt, &line, f);
	return line_end(lt, &line);
}

static void list_text_free(struct list_sink *sink)
{
	free(sink);
}

static int add_text(struct list_text *lt, const char *text)
{
	return output_buffer_add(&lt->buffer, text, strlen(text));
}

static int list_text_end(struct list_sink *sink, const struct socket_counts *counts, size_t missed)
{
	struct list_text *lt = (struct list_text *)sink;
	struct memory_stream m;
	char *text;
	int err = 0;

	(void)missed; /* stderr tells a person */
	if (!counts) {
		err = lt->header_done ? 0 : print_header(lt);
		return err ? err : output_buffer_flush(&lt->buffer);
	}
	if (!memory_stream_open(&m))
		return -ENOMEM;
	list_counts_print(m.out, counts, &lt->opts);
	text = memory_stream_close(&m, NULL);
	err = text ? add_text(lt, text) : -ENOMEM;
	free(text);
	return err ? err : output_buffer_flush(&lt->buffer);
}

static const struct list_sink_ops list_text_ops = {
	.socket = list_text_socket,
	.end = list_text_end,
	.free = list_text_free,
};

int list_text_new(FILE *out, const struct list_text_opts *opts, struct list_sink **ret_sink)
{
	struct list_text *lt = calloc(1, sizeof(*lt));

	if (!lt)
		return -ENOMEM;
	lt->sink.ops = &list_text_ops;
	lt->opts = *opts;
	lt->buffer.fd = fileno(out);
	list_table_begin(&lt->table, &opts->choice, opts->columns);
	*ret_sink = &lt->sink;
	return 0;
}
