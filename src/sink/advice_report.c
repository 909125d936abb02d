// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/advice_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/netns_names.h"
#include "os/quote.h"
#include "sink/advice_line.h"
#include "sink/advice_message.h"
#include "sink/advice_place.h"
#include "sink/format.h"
#include "sink/json_writer.h"
#include "sink/memory_stream.h"
#include "sink/workload_json.h"

#define SCHEMA 1
#define COMMAND_LEN 384

static bool is_sysctl(const struct advice_item *item)
{
	return advice_owner(item->id) == OWNER_SYSCTL;
}

static bool is_own(const struct advice_report *r, const struct advice_item *item)
{
	return r->own_netns && item->example.netns == r->own_netns;
}

/* false: there is no such command. */
static bool format_command(char *buf, size_t size, const struct advice_report *r,
			   const struct advice_item *item)
{
	const char *enter = r->enter(r->ctx, item);
	char values[ADVICE_VALUES_LEN];

	if (!advice_proposes(item) || !enter)
		return false;
	snprintf(buf, size, "%ssysctl -w %s=\"%s\"", enter, advice_sysctl(item->id),
		 advice_values_text(values, item, item->proposed));
	return true;
}

static const char *effect(const struct advice_item *item)
{
	return item->live == item->sockets ? "live" : "new_connections";
}

/* ---- for a person ---- */

/* "host", "blue", "4026532000"; NULL where it is the one that tcpbdp is in. */
static const char *netns_text(char *buf, size_t size, const struct advice_report *r, uint32_t netns)
{
	const char *name = r->host.netns_name ? r->host.netns_name(r->host.ctx, netns) : NULL;

	if (r->own_netns && netns == r->own_netns)
		return NULL;
	if (name)
		return quote_terminal(buf, size, name, r->utf8);
	snprintf(buf, size, "%" PRIu32, netns);
	return buf;
}

static void print_title(FILE *out, const struct advice_report *r, const struct advice_item *item,
			const struct advice_place *place)
{
	char name[256];
	uint32_t netns = item->example.netns;

	fputs(advice_name(item->id), out);
	if (advice_of_host(item->id))
		fputs(", of the host\n", out);
	else if (is_own(r, item))
		fprintf(out, ", of %s network namespace\n", r->replayed ? "the host's" : "this");
	else if (place->netns_name && !strcmp(place->netns_name, NETNS_HOST))
		fputs(", of the host's network namespace\n", out);
	else if (place->netns_name)
		fprintf(out, ", of network namespace %s\n",
			quote_terminal(name, sizeof(name), place->netns_name, r->utf8));
	else if (netns)
		fprintf(out, ", of network namespace %" PRIu32 "\n", netns);
	else
		fputs(", of a network namespace that is not known\n", out);
}

static const char *whom(const struct advice_item *item)
{
	if (is_sysctl(item) && !advice_proposes(item))
		return "slows:";
	return advice_is_sure(item->id) ? "helps:" : "may help:";
}

static void print_sockets(FILE *out, const struct advice_item *item)
{
	bool one = item->sockets == 1;

	fprintf(out, "  %s   %u socket%s", whom(item), item->sockets, one ? "" : "s");
	if (is_sysctl(item) && advice_proposes(item)) {
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

/* The example, with what it is a part of. */
static void print_who(FILE *out, const struct advice_report *r, const struct advice_item *item,
		      const struct advice_place *place)
{
	const struct sample_id *id = &item->example;
	char owner[ADVICE_OWNER_LEN], word[WORKLOAD_WORD_LEN], peer[FORMAT_ENDPOINT_LEN];

	fprintf(out, "  who:     %s", advice_owner_text(owner, id, r->utf8));
	if (place->word[0])
		fprintf(out, " of %s", quote_terminal(word, sizeof(word), place->word, r->utf8));
	fprintf(out, ", connected to %s%s\n",
		format_endpoint(peer, sizeof(peer), id->family, &id->remote),
		item->sockets > 1 ? ", needs most" : "");
}

#define MESSAGE_COLUMNS 69 /* beside what stands before it, of 80 */

static void print_message(FILE *out, const struct advice_item *item)
{
	char text[ADVICE_MESSAGE_LEN];
	const char *label = "  send:    ", *rest = advice_message(text, item);

	while (rest && *rest) {
		size_t len = strlen(rest);

		if (len > MESSAGE_COLUMNS) {
			len = MESSAGE_COLUMNS;
			while (len && rest[len] != ' ')
				len--;
			if (!len) /* a word that no line holds */
				len = strcspn(rest, " ");
		}
		fprintf(out, "%s%.*s\n", label, (int)len, rest);
		label = "           ";
		rest += len;
		rest += *rest == ' ';
	}
}

/* Lines of a drop-in follow each other on one. */
static void print_keep(FILE *out, const struct advice_report *r, const struct advice_item *item,
		       const struct advice_place *place)
{
	struct advice_keep keep;

	advice_keep(r, item, place, &keep);
	if (!keep.in)
		return;
	for (char *c = keep.text; *c; c++)
		if (*c == '\n')
			*c = ' ';
	fprintf(out, "  keep:    %s: %s\n", keep.how, keep.text);
}

static void print_item(FILE *out, const struct advice_report *r, const struct advice_item *item)
{
	char reason[ADVICE_REASON_LEN], command[COMMAND_LEN], bound[QUANTITY_LEN];
	struct advice_place place;

	advice_place_of(r, item, &place);
	print_title(out, r, item, &place);
	fprintf(out, "  why:     %s\n", advice_reason(reason, item, r->utf8));
	print_who(out, r, item, &place);
	print_sockets(out, item);
	print_message(out, item);
	if (item->bound_bytes)
		fprintf(out,
			"  bounded: one buffer should have no more than %s of this memory: "
			"see --memory-share\n",
			quantity_size(bound, sizeof(bound), item->bound_bytes));
	if (!is_sysctl(item))
		return;
	if (format_command(command, sizeof(command), r, item))
		fprintf(out, "  command: %s\n", command);
	else if (advice_proposes(item))
		fprintf(out, "  command: none: no process or name leads into that namespace now\n");
	print_keep(out, r, item, &place);
}

static void print_oversizes(FILE *out, const struct advice_report *r)
{
	char sentence[ADVICE_REASON_LEN], name[256];
	const char *netns;

	for (size_t i = 0; i < r->oversizes->count; i++) {
		const struct oversize *e = &r->oversizes->all[i];

		if (!oversize_is_far(e))
			continue;
		fprintf(out, "warning: %s", oversize_reason(sentence, e));
		netns = netns_text(name, sizeof(name), r, e->netns);
		if (netns)
			fprintf(out, " (network namespace %s)\n", netns);
		else
			fputc('\n', out);
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
	struct memory_stream m;
	FILE *out = memory_stream_open(&m);

	if (!out)
		return NULL;
	for (size_t i = 0; i < r->count; i++) {
		print_item(out, r, &r->items[i]);
		fputc('\n', out);
	}
	print_oversizes(out, r);
	print_end(out, r);
	return memory_stream_close(&m, NULL);
}

/* ---- as JSON ---- */

static void write_values(struct json_writer *w, const char *key, const struct advice_item *item,
			 const uint64_t values[3], bool known)
{
	char text[ADVICE_VALUES_LEN];

	json_text(w, key, known ? advice_values_text(text, item, values) : NULL);
}

static void write_keep(struct json_writer *w, const struct advice_report *r,
		       const struct advice_item *item, const struct advice_place *place)
{
	struct advice_keep keep;

	advice_keep(r, item, place, &keep);
	if (!keep.in) {
		json_text(w, "keep", NULL);
		return;
	}
	json_object_begin(w, "keep");
	json_text(w, "in", keep.in);
	json_text(w, "how", keep.how);
	json_text(w, "text", keep.text);
	json_object_end(w);
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
	char text[ADVICE_REASON_LEN];
	bool sysctl = is_sysctl(item);
	struct advice_place place;
	char message[ADVICE_MESSAGE_LEN];

	advice_place_of(r, item, &place);
	json_object_begin(w, NULL);
	json_text(w, "id", advice_name(item->id));
	json_text(w, "owner", owners[advice_owner(item->id)]);
	json_known(w, "netns", id->netns && !advice_of_host(item->id), id->netns);
	json_text(w, "netns_name", advice_of_host(item->id) ? NULL : place.netns_name);
	json_text(w, "sysctl", advice_sysctl(item->id));
	write_values(w, "current", item, item->current, sysctl);
	write_values(w, "proposed", item, item->proposed, sysctl && advice_proposes(item));
	json_text(w, "reason", advice_reason(text, item, r->utf8));
	json_uint(w, "sockets", item->sockets);
	json_uint(w, "live_sockets", item->live);
	json_text(w, "effect", effect(item));
	json_known(w, "needed_bytes", item->needed_bytes, item->needed_bytes);
	json_text(w, "needed_source", needed_source_name(item->needed_source));
	json_bool(w, "memory_bound", item->bound_bytes);
	json_known(w, "pid", id->pid, id->pid);
	json_text(w, "comm", id->comm[0] ? id->comm : NULL);
	json_text(w, "cgroup", place.cgroup && *place.cgroup ? place.cgroup : NULL);
	workload_json_write(w, &place.workload, place.names);
	json_text(w, "raddr", format_addr(text, sizeof(text), id->family, &id->remote));
	json_array_begin(w, "commands");
	if (sysctl && format_command(text, sizeof(text), r, item))
		json_text(w, NULL, text);
	json_array_end(w);
	write_keep(w, r, item, &place);
	json_text(w, "message", advice_message(message, item));
	json_object_end(w);
}

static void write_oversize(struct json_writer *w, const struct advice_report *r,
			   const struct oversize *e)
{
	char text[ADVICE_REASON_LEN];

	json_object_begin(w, NULL);
	json_text(w, "id", advice_name(e->id));
	json_known(w, "netns", e->netns, e->netns);
	json_text(w, "netns_name",
		  r->host.netns_name ? r->host.netns_name(r->host.ctx, e->netns) : NULL);
	json_text(w, "sysctl", advice_sysctl(e->id));
	snprintf(text, sizeof(text), "%" PRIu64 " %" PRIu64 " %" PRIu64, e->current[0],
		 e->current[1], e->current[2]);
	json_text(w, "current", text);
	json_text(w, "reason", oversize_reason(text, e));
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
	for (size_t i = 0; i < r->oversizes->count; i++)
		if (oversize_is_far(&r->oversizes->all[i]))
			write_oversize(&w, r, &r->oversizes->all[i]);
	json_array_end(&w);
	json_object_end(&w);
	if (!json_writer_end(&w))
		text = strndup(w.data, w.len);
	json_writer_free(&w);
	return text;
}
