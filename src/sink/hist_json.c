// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <stdlib.h>
#include <string.h>

#include "sink/hist_report.h"
#include "sink/json_writer.h"

#define SCHEMA 1

static void write_buckets(struct json_writer *w, const struct hist *hist)
{
	json_array_begin(w, "buckets");
	for (uint32_t bucket = 0; bucket < HIST_BUCKETS; bucket++) {
		if (!hist->count[bucket])
			continue;
		json_object_begin(w, NULL);
		json_uint(w, "from", hist_bucket_least(bucket));
		json_uint(w, "to", hist_bucket_largest(bucket));
		json_uint(w, "count", hist->count[bucket]);
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_hist(struct json_writer *w, const struct hist *hist)
{
	json_uint(w, "count", hist->total);
	json_known(w, "p50", hist->total, hist_quantile(hist, 500));
	json_known(w, "p90", hist->total, hist_quantile(hist, 900));
	json_known(w, "p99", hist->total, hist_quantile(hist, 990));
	json_known(w, "max", hist->total, hist_quantile(hist, 1000));
	write_buckets(w, hist);
}

static void write_group(struct json_writer *w, const struct hist_report *r,
			const struct hist_group *group)
{
	char name[HIST_LABEL_LEN];

	group_label(name, sizeof(name), &r->group, &group->key, &r->names);
	json_object_begin(w, NULL);
	json_text(w, "group", name[0] ? name : NULL);
	if (r->group.by == GROUP_NETNS)
		json_uint(w, "netns", group_key_number(&group->key));
	write_hist(w, &group->hist);
	json_object_end(w);
}

/* Without groups the rest is all there is. */
static void write_groups(struct json_writer *w, const struct hist_report *r)
{
	const struct hist_set *set = r->set;

	json_array_begin(w, "groups");
	for (size_t i = 0; i < set->count; i++)
		write_group(w, r, set->groups[i]);
	if (!r->group.by) {
		json_object_begin(w, NULL);
		json_text(w, "group", NULL);
		write_hist(w, &set->rest);
		json_object_end(w);
	}
	json_array_end(w);
	if (!r->group.by || !set->rest.total) {
		json_text(w, "other", NULL);
		return;
	}
	json_object_begin(w, "other");
	json_uint(w, "groups", r->merged);
	write_hist(w, &set->rest);
	json_object_end(w);
}

static char *text_of(struct json_writer *w)
{
	char *text = json_writer_end(w) ? NULL : strndup(w->data, w->len);

	json_writer_free(w);
	return text;
}

char *hist_report_json(const struct hist_report *r)
{
	const struct hist_tally *t = &r->set->tally;
	struct json_writer w = { 0 };

	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_text(&w, "type", "hist");
	json_uint(&w, "schema", SCHEMA);
	json_decimal(&w, "ts", r->ts_ns / 1000, 6);
	json_decimal(&w, "interval_s", r->interval_ns, 9);
	json_text(&w, "metric", metric_row(r->metric)->name);
	json_text(&w, "unit", quantity_name(metric_row(r->metric)->unit));
	json_text(&w, "weight", weight_name(r->weight));
	json_text(&w, "by", group_by_name(r->group.by));
	json_decimal(&w, "relative_error", HIST_ERROR_PER_MYRIAD, 4);
	json_uint(&w, "count", hist_set_total(r->set));
	json_uint(&w, "without_sample", t->without_sample);
	json_uint(&w, "without_owner", t->without_owner);
	json_uint(&w, "crowded", t->crowded);
	json_uint(&w, "lost", t->lost);
	write_groups(&w, r);
	json_object_end(&w);
	return text_of(&w);
}

char *hist_report_metrics_json(void)
{
	struct json_writer w = { 0 };

	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_text(&w, "type", "metrics");
	json_uint(&w, "schema", SCHEMA);
	json_array_begin(&w, "metrics");
	for (int metric = 0; metric < METRIC_MAX; metric++) {
		const struct metric_row *row = metric_row(metric);

		json_object_begin(&w, NULL);
		json_text(&w, "metric", row->name);
		json_text(&w, "unit", quantity_name(row->unit));
		json_text(&w, "at", metric_side_name(row->side));
		json_text(&w, "source", row->source);
		json_text(&w, "about", row->about);
		json_bool(&w, "in_captures", row->in_samples);
		json_object_end(&w);
	}
	json_array_end(&w);
	json_object_end(&w);
	return text_of(&w);
}
