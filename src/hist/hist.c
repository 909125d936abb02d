// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hist/hist.h"

#include "base/units.h"

uint64_t hist_bucket_least(uint32_t bucket)
{
	uint32_t power = bucket / HIST_PARTS, part = bucket % HIST_PARTS;

	if (!power)
		return part;
	return (uint64_t)(HIST_PARTS + part) << (power - 1);
}

uint64_t hist_bucket_largest(uint32_t bucket)
{
	return bucket + 1 < HIST_BUCKETS ? hist_bucket_least(bucket + 1) - 1 : UINT64_MAX;
}

void hist_add_bucket(struct hist *hist, uint32_t bucket, uint64_t times)
{
	hist->count[bucket] += times;
	hist->total += times;
}

void hist_add(struct hist *hist, uint64_t value, uint64_t times)
{
	hist_add_bucket(hist, hist_bucket(value), times);
}

void hist_merge(struct hist *to, const struct hist *from)
{
	for (uint32_t i = 0; i < HIST_BUCKETS; i++)
		to->count[i] += from->count[i];
	to->total += from->total;
}

void hist_subtract(struct hist *to, const struct hist *from)
{
	for (uint32_t i = 0; i < HIST_BUCKETS; i++)
		to->count[i] -= from->count[i];
	to->total -= from->total;
}

uint64_t hist_quantile(const struct hist *hist, uint32_t permille)
{
	/* rounded up: of ten values, p99 is the tenth */
	uint64_t left = hist->total - mul_div(hist->total, 1000 - permille, 1000);
	uint32_t bucket = 0;

	if (!hist->total)
		return 0;
	if (!left)
		left = 1;
	while (hist->count[bucket] < left)
		left -= hist->count[bucket++];
	return hist_bucket_largest(bucket);
}

/* The row of a value, where each power of two has so many. */
static struct hist_row row_of(uint64_t value, uint64_t rows)
{
	uint64_t power = UINT64_C(1) << hist_log2(value);
	uint64_t width = max_u64(power / rows, 1);

	if (!value)
		return (struct hist_row){ 0 };
	value -= (value - power) % width;
	return (struct hist_row){ .least = value, .largest = value + (width - 1) };
}

static size_t count_rows(uint64_t least, uint64_t largest, uint64_t rows)
{
	struct hist_row row = row_of(least, rows);
	size_t count = 1;

	for (; row.largest < largest; count++)
		row = row_of(row.largest + 1, rows);
	return count;
}

size_t hist_rows(const struct hist *hist, struct hist_row ret_rows[HIST_ROWS_MAX])
{
	uint32_t bucket = 0, last = HIST_BUCKETS - 1;
	uint64_t rows = HIST_PARTS;
	size_t n = 0;

	if (!hist->total)
		return 0;
	while (!hist->count[bucket])
		bucket++;
	while (!hist->count[last])
		last--;
	while (rows > 1 && count_rows(hist_bucket_least(bucket), hist_bucket_least(last), rows) >
				   HIST_ROWS_WANTED)
		rows /= 2;
	for (; bucket <= last; bucket++) {
		uint64_t least = hist_bucket_least(bucket);

		if (!n || least > ret_rows[n - 1].largest)
			ret_rows[n++] = row_of(least, rows);
		ret_rows[n - 1].count += hist->count[bucket];
	}
	return n;
}
