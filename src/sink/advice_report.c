// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/advice_report.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/quote.h"
#include "sink/format.h"
#include "sink/json_writer.h"

#define SCHEMA 1
#define COMMAND_LEN 256
#define REASON_LEN 512

static const char *const needed_for[] = {
	[NEEDED_NONE] = "",
	[NEEDED_GIVEN] = "for the given bandwidth",
	[NEEDED_MEASURED] = "for the rate measured to this peer",
	[NEEDED_LINK] = "for the speed of the link",
	[NEEDED_DOUBLING] = "for twice the rate",
};
static_assert(sizeof(needed_for) / sizeof(needed_for[0]) == NEEDED_SOURCE_MAX, "a new source?");

static bool is_sysctl(const struct advice_item *item)
{
	return advice_owner(item->id) == OWNER_SYSCTL;
}

static bool is_own(const struct advice_report *r, const struct advice_item *item)
{
	return r->own_netns && item->example.netns == r->own_netns;
}

/* A setting where nothing is left to propose: the memory bounds it. */
static bool proposes(const struct advice_item *item)
{
	unsigned last = advice_values(item->id);

	return last && item->proposed[last - 1] > item->current[last - 1];
}

static char *format_values(char *buf, size_t size, const struct advice_item *item,
			   const uint64_t values[3])
{
	if (advice_values(item->id) == 3)
		snprintf(buf, size, "%" PRIu64 " %" PRIu64 " %" PRIu64, values[0], values[1],
			 values[2]);
	else
		snprintf(buf, size, "%" PRIu64, values[0]);
	return buf;
}

/* false: there is no such command. */
static bool format_command(char *buf, size_t size, const struct advice_report *r,
			   const struct advice_item *item)
{
	const char *enter = r->enter(r->ctx, item);
	char values[64];

	if (!proposes(item) || !enter)
		return false;
	snprintf(buf, size, "%ssysctl -w %s=\"%s\"", enter, advice_sysctl(item->id),
		 format_values(values, sizeof(values), item, item->proposed));
	return true;
}

static void format_owner(char *buf, size_t size, const struct sample_id *id, bool utf8)
{
	char comm[QUOTE_TERMINAL_LEN(SAMPLE_NAME_LEN)];

	if (!id->pid && !id->comm[0]) {
		snprintf(buf, size, "a process that is not known");
		return;
	}
	quote_terminal(comm, sizeof(comm), id->comm[0] ? id->comm : "a process", utf8);
	if (id->pid)
		snprintf(buf, size, "%s (pid %" PRIu32 ")", comm, id->pid);
	else
		snprintf(buf, size, "%s", comm);
}

/* What is too small, as it is: the maximum of a sysctl, or a buffer. */
static uint64_t present_bytes(const struct advice_item *item)
{
	return advice_values(item->id) == 3 ? item->current[2] : item->buffer_bytes;
}

/* The sentence why, with its numbers. */
static char *explain(char *buf, size_t size, const struct advice_report *r,
		     const struct advice_item *item)
{
	char present[FORMAT_QUANTITY_LEN], needed[FORMAT_QUANTITY_LEN], rate[FORMAT_QUANTITY_LEN];
	char rtt[FORMAT_QUANTITY_LEN], owner[128], peer[FORMAT_ENDPOINT_LEN], who[200] = "";
	const struct sample_id *id = &item->example;
	int len;

	if (advice_owner(item->id) == OWNER_APPLICATION && item->id != ADVICE_TCP_MEM) {
		format_owner(owner, sizeof(owner), id, r->utf8);
		snprintf(who, sizeof(who), "%s ", owner);
	} else if (advice_owner(item->id) == OWNER_PEER) {
		snprintf(who, sizeof(who),
			 "the peer %s: ", format_addr(peer, sizeof(peer), id->family, &id->remote));
	}
	len = snprintf(buf, size, "%s%s; %s at a round trip of %s", who, advice_sentence(item->id),
		       format_rate(rate, sizeof(rate), item->rate_bps),
		       format_rtt(rtt, sizeof(rtt), item->rtt_min_us));
	if (item->needed_bytes && item->id != ADVICE_WINDOW_SCALING && len > 0 &&
	    (size_t)len < size && advice_owner(item->id) != OWNER_PEER)
		snprintf(buf + len, size - (size_t)len, " with %s, needs %s %s",
			 format_size(present, sizeof(present), present_bytes(item)),
			 format_size(needed, sizeof(needed), item->needed_bytes),
			 needed_for[item->needed_source]);
	return buf;
}

static const char *effect(const struct advice_item *item)
{
	return item->live == item->sockets ? "live" : "new_connections";
}

/* ---- for a person ---- */

static void print_title(FILE *out, const struct advice_report *r, const struct advice_item *item)
{
	uint32_t netns = item->example.netns;

	fputs(advice_name(item->id), out);
	if (advice_of_host(item->id))
		fputs(", of the host\n", out);
	else if (is_own(r, item))
		fprintf(out, ", of %s network namespace\n", r->replayed ? "the host's" : "this");
	else if (netns)
		fprintf(out, ", of network namespace %" PRIu32 "\n", netns);
	else
		fputs(", of a network namespace that is not known\n", out);
}

static void print_sockets(FILE *out, const struct advice_item *item)
{
	bool one = item->sockets == 1;

	fprintf(out, "  %s   %u socket%s",
		is_sysctl(item) && !proposes(item) ? "slows:" : "helps:", item->sockets,
		one ? "" : "s");
	if (is_sysctl(item) && proposes(item)) {
		if (item->live == item->sockets)
			fprintf(out, ", as %s", one ? "it is" : "they are");
		else if (item->live)
			fprintf(out, ", %u of them as they are, the others when they connect anew",
				item->live);
		else
			fprintf(out, ", when %s anew", one ? "it connects" : "they connect");
	}
	fputc('\n', out);
}

static void print_item(FILE *out, const struct advice_report *r, const struct advice_item *item)
{
	char reason[REASON_LEN], command[COMMAND_LEN], bound[FORMAT_QUANTITY_LEN];

	print_title(out, r, item);
	fprintf(out, "  why:     %s\n", explain(reason, sizeof(reason), r, item));
	print_sockets(out, item);
	if (item->bound_bytes)
		fprintf(out,
			"  bounded: one buffer should have no more than %s of this memory: "
			"see --memory-share\n",
			format_size(bound, sizeof(bound), item->bound_bytes));
	if (!is_sysctl(item))
		return;
	if (format_command(command, sizeof(command), r, item))
		fprintf(out, "  command: %s\n", command);
	else if (proposes(item))
		fprintf(out, "  command: none: no process or name leads into that namespace now\n");
}

/* The sentence of a maximum that is far too large. */
static char *explain_excess(char *buf, size_t size, const struct excess *e)
{
	char current[FORMAT_QUANTITY_LEN], needed[FORMAT_QUANTITY_LEN];

	snprintf(buf, size, "%s lets one socket take %s; those that were judged need %s at most %s",
		 advice_sysctl(e->id), format_size(current, sizeof(current), e->current[2]),
		 format_size(needed, sizeof(needed), e->needed_bytes),
		 needed_for[e->needed_source]);
	return buf;
}

static void print_excesses(FILE *out, const struct advice_report *r)
{
	char sentence[REASON_LEN];

	for (size_t i = 0; i < r->excesses->count; i++) {
		const struct excess *e = &r->excesses->all[i];

		if (!excess_is_far(e))
			continue;
		fprintf(out, "warning: %s", explain_excess(sentence, sizeof(sentence), e));
		if (r->own_netns && e->netns == r->own_netns)
			fputc('\n', out);
		else
			fprintf(out, " (network namespace %" PRIu32 ")\n", e->netns);
	}
}

static void print_end(FILE *out, const struct advice_report *r)
{
	fprintf(out, "%.1f s, %u socket%s judged, %" PRIu64 " too idle to judge: %s\n",
		(double)r->duration_ns / 1e9, r->judged, r->judged == 1 ? "" : "s", r->silent,
		r->count ? "nothing was changed" : "no change is advised");
}

char *advice_report_text(const struct advice_report *r)
{
	char *data = NULL;
	size_t size;
	FILE *out = open_memstream(&data, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; i < r->count; i++) {
		print_item(out, r, &r->items[i]);
		fputc('\n', out);
	}
	print_excesses(out, r);
	print_end(out, r);
	if (fclose(out) == 0)
		return data;
	free(data);
	return NULL;
}

/* ---- as JSON ---- */

static void write_values(struct json_writer *w, const char *key, const struct advice_item *item,
			 const uint64_t values[3], bool known)
{
	char text[64];

	json_text(w, key, known ? format_values(text, sizeof(text), item, values) : NULL);
}

static void write_item(struct json_writer *w, const struct advice_report *r,
		       const struct advice_item *item)
{
	static const char *const owners[] = {
		[OWNER_SYSCTL] = "sysctl",
		[OWNER_APPLICATION] = "application",
		[OWNER_PEER] = "peer",
	};
	const struct sample_id *id = &item->example;
	char text[REASON_LEN];
	bool sysctl = is_sysctl(item);

	json_object_begin(w, NULL);
	json_text(w, "id", advice_name(item->id));
	json_text(w, "owner", owners[advice_owner(item->id)]);
	json_known(w, "netns", id->netns && !advice_of_host(item->id), id->netns);
	json_text(w, "sysctl", advice_sysctl(item->id));
	write_values(w, "current", item, item->current, sysctl);
	write_values(w, "proposed", item, item->proposed, sysctl && proposes(item));
	json_text(w, "reason", explain(text, sizeof(text), r, item));
	json_uint(w, "sockets", item->sockets);
	json_uint(w, "live_sockets", item->live);
	json_text(w, "effect", effect(item));
	json_known(w, "needed_bytes", item->needed_bytes, item->needed_bytes);
	json_text(w, "needed_source", needed_source_name(item->needed_source));
	json_bool(w, "memory_bound", item->bound_bytes);
	json_known(w, "pid", id->pid, id->pid);
	json_text(w, "comm", id->comm[0] ? id->comm : NULL);
	json_text(w, "raddr", format_addr(text, sizeof(text), id->family, &id->remote));
	json_array_begin(w, "commands");
	if (sysctl && format_command(text, sizeof(text), r, item))
		json_text(w, NULL, text);
	json_array_end(w);
	json_object_end(w);
}

static void write_excess(struct json_writer *w, const struct excess *e)
{
	char text[REASON_LEN];

	json_object_begin(w, NULL);
	json_text(w, "id", advice_name(e->id));
	json_known(w, "netns", e->netns, e->netns);
	json_text(w, "sysctl", advice_sysctl(e->id));
	snprintf(text, sizeof(text), "%" PRIu64 " %" PRIu64 " %" PRIu64, e->current[0],
		 e->current[1], e->current[2]);
	json_text(w, "current", text);
	json_text(w, "reason", explain_excess(text, sizeof(text), e));
	json_uint(w, "needed_bytes", e->needed_bytes);
	json_text(w, "needed_source", needed_source_name(e->needed_source));
	json_object_end(w);
}

char *advice_report_json(const struct advice_report *r)
{
	struct json_writer w = { 0 };
	char *text = NULL;

	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_text(&w, "type", "advice");
	json_uint(&w, "schema", SCHEMA);
	json_decimal(&w, "duration_s", r->duration_ns, 9);
	json_uint(&w, "judged", r->judged);
	json_uint(&w, "idle", r->silent);
	json_array_begin(&w, "items");
	for (size_t i = 0; i < r->count; i++)
		write_item(&w, r, &r->items[i]);
	json_array_end(&w);
	json_array_begin(&w, "warnings");
	for (size_t i = 0; i < r->excesses->count; i++)
		if (excess_is_far(&r->excesses->all[i]))
			write_excess(&w, &r->excesses->all[i]);
	json_array_end(&w);
	json_object_end(&w);
	if (!json_writer_end(&w))
		text = strndup(w.data, w.len);
	json_writer_free(&w);
	return text;
}

/* ---- for sysctl.d ---- */

char *advice_report_sysctl_d(const struct advice_report *r)
{
	char reason[REASON_LEN], values[64];
	char *data = NULL;
	size_t size;
	FILE *out = open_memstream(&data, &size);
	bool any = false;

	if (!out)
		return NULL;
	fputs(ADVICE_REPORT_SYSCTL_D "\n", out);
	for (size_t i = 0; i < r->count; i++) {
		const struct advice_item *item = &r->items[i];

		if (!is_sysctl(item) || !proposes(item) ||
		    !(advice_of_host(item->id) || is_own(r, item)))
			continue;
		any = true;
		fprintf(out, "\n# %s\n%s = %s\n", explain(reason, sizeof(reason), r, item),
			advice_sysctl(item->id),
			format_values(values, sizeof(values), item, item->proposed));
	}
	if (fclose(out) == 0 && any)
		return data;
	free(data);
	return NULL;
}
