// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The one loop: who is called in which order, and what an error of each leaves undone. */
#include "model_fixture.h"

#include <errno.h>
#include <string.h>

#include "run/watch.h"

#define START_NS (1000 * SECOND)

/*
 * A run of one sample and two ticks, of which the second ends an interval; a sink; and a command. Each
 * call is a word of the log.
 */
struct fake {
	struct run run;
	struct sink sink;
	char log[256];
	const char *fail_at; /* this word returns err; NULL = none does */
	int err;
};

static int say(struct fake *fake, const char *word)
{
	strcat(fake->log, fake->log[0] ? " " : "");
	strcat(fake->log, word);
	return fake->fail_at && !strcmp(fake->fail_at, word) ? fake->err : 0;
}

static struct fake *of_run(struct run *run)
{
	return (struct fake *)((char *)run - offsetof(struct fake, run));
}

static struct fake *of_sink(struct sink *sink)
{
	return (struct fake *)((char *)sink - offsetof(struct fake, sink));
}

static int go(struct run *run, const struct consumer *consumer)
{
	struct sample s = baseline_sample();
	struct tick tick = { .ts_ns = START_NS + SECOND / 2 };
	int err;

	s.ts_ns = START_NS;
	s.agg.sends = 1;
	err = consumer->sample(consumer->ctx, &s);
	s.ts_ns += SECOND / 4;
	if (!err)
		err = consumer->sample(consumer->ctx, &s);
	if (!err)
		err = consumer->tick(consumer->ctx, &tick);
	tick.ts_ns += SECOND;
	if (!err)
		err = consumer->tick(consumer->ctx, &tick);
	return err ? err : say(of_run(run), "over");
}

static int summary(struct run *run, struct summary *ret_summary)
{
	*ret_summary = (struct summary){ .duration_ns = 7 };
	return say(of_run(run), "summary");
}

static const struct run_ops run_ops = { .go = go, .summary = summary };

static int on_finding(struct sink *sink, const struct finding *f)
{
	(void)f;
	return say(of_sink(sink), "finding");
}

static int on_interval_end(struct sink *sink)
{
	return say(of_sink(sink), "interval");
}

static const struct sink_ops sink_ops = {
	.finding = on_finding,
	.interval_end = on_interval_end,
};

static int before_sample(void *ctx, const struct sample *s)
{
	(void)s;
	return say(ctx, "sample");
}

static int before_tick(void *ctx, const struct tick *tick)
{
	(void)tick;
	return say(ctx, "tick");
}

static int advanced(void *ctx, uint64_t now_ns)
{
	char word[32];

	snprintf(word, sizeof(word), "+%u", (unsigned)((now_ns - START_NS) / MS));
	return say(ctx, word);
}

static int ended(void *ctx, int err, const struct summary *s)
{
	struct fake *fake = ctx;

	assert_int_equal(err, fake->err && strcmp(fake->fail_at, "ended") ? fake->err : 0);
	assert_true(s->duration_ns == 7);
	return say(fake, "ended");
}

static struct fake fake_new(const char *fail_at, int err)
{
	return (struct fake){
		.run = { .ops = &run_ops, .start_ns = START_NS },
		.sink.ops = &sink_ops,
		.fail_at = fail_at,
		.err = err,
	};
}

static int watch_fake(struct fake *fake, struct summary *ret_summary)
{
	const struct cli_opts cli = { 0 };
	const struct watch_opts opts = {
		.interval_ns = SECOND,
		.before = { before_sample, before_tick, fake },
		.advanced = advanced,
		.ended = ended,
		.ctx = fake,
	};

	return watch(&fake->run, &cli, &opts, &fake->sink, ret_summary);
}

#define SAMPLES "sample +0 sample +250 "
#define TICKS "tick +500 tick finding interval +1500 "
#define END "summary ended interval"

static void in_order(void **state)
{
	struct fake fake = fake_new(NULL, 0);
	struct summary s;

	(void)state;
	assert_int_equal(watch_fake(&fake, &s), 0);
	assert_string_equal(fake.log, SAMPLES TICKS "over " END);
	assert_int_equal(s.sockets, 1); /* which the engine counts */
	assert_true(s.duration_ns == 7);
}

static void errors(void **state)
{
	static const struct {
		const char *fail_at;
		int err;
		const char *log;
	} rows[] = {
		/* what the command completes, it completes whatever ended the run, */
		{ "sample", -EIO, "sample summary ended" },
		{ "+500", -EIO, SAMPLES "tick +500 summary ended" },
		{ "tick", -EIO, SAMPLES "tick summary ended" },
		{ "finding", -EPIPE, SAMPLES "tick +500 tick finding summary ended" },
		{ "over", -ENOMEM, SAMPLES TICKS "over summary ended" },
		/* but for an error of its own, or of the capture's */
		{ "sample", -ECANCELED, "sample" },
		{ "over", -ECANCELED, SAMPLES TICKS "over" },
		/* and the last interval is judged only if nothing failed */
		{ "summary", -EIO, SAMPLES TICKS "over summary" },
		{ "ended", -EIO, SAMPLES TICKS "over summary ended" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct fake fake = fake_new(rows[i].fail_at, rows[i].err);
		struct summary s;

		assert_int_equal(watch_fake(&fake, &s), rows[i].err);
		assert_string_equal(fake.log, rows[i].log);
	}
}

/* A command that has nothing to do beside the loop; and then there is no summary after an error. */
static void alone(void **state)
{
	const struct watch_opts opts = { .interval_ns = SECOND };
	const struct cli_opts cli = { 0 };
	struct fake fake = fake_new(NULL, 0);
	struct summary s;

	(void)state;
	assert_int_equal(watch(&fake.run, &cli, &opts, &fake.sink, &s), 0);
	assert_string_equal(fake.log, "finding interval over summary interval");
	fake = fake_new("over", -EIO);
	assert_int_equal(watch(&fake.run, &cli, &opts, &fake.sink, &s), -EIO);
	assert_string_equal(fake.log, "finding interval over");
}

static void interval_shorter_than_the_samples(void **state)
{
	const struct watch_opts opts = { .interval_ns = 99 * MS };
	const struct cli_opts cli = { .replay = "run.tcpbdp" };
	struct fake fake = fake_new(NULL, 0);
	struct summary s;

	(void)state;
	fake.run.sample_interval_ms = 100;
	assert_int_equal(watch(&fake.run, &cli, &opts, &fake.sink, &s), -ECANCELED);
	assert_string_equal(fake.log, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(errors),
		cmocka_unit_test(alone),
		cmocka_unit_test(interval_shorter_than_the_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
