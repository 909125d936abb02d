// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/top_screen.h"

#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/units.h"
#include "cli/output_choice.h"
#include "cli/top_state.h"
#include "os/clock.h"
#include "run/watch.h"

/* Until the first interval has ended, and a key waits. */
#define FIRST_NS (20 * NSEC_PER_MSEC)

/* A key may be announced by a byte that is none alone; so often in a row it is the terminal's end. */
#define EMPTY_MAX 8

/* ---- what happens ---- */

static int on_keys(void *ctx)
{
	struct top_state *top = ctx;
	int key, err = 0, keys = 0;

	while (!err && (key = screen_key(top->screen)) != SCREEN_KEY_NONE) {
		err = top_key(top, key);
		keys++;
	}
	top->empty = keys ? 0 : top->empty + 1;
	if (top->empty > EMPTY_MAX)
		loop_stop(top->loop);
	if (keys)
		top_draw(top);
	return err;
}

static int on_resize(void *ctx)
{
	struct top_state *top = ctx;

	screen_resized(top->screen);
	top_draw(top);
	return 0;
}

static int on_suspend(void *ctx)
{
	struct top_state *top = ctx;

	screen_suspend(top->screen);
	top_draw(top);
	return 0;
}

static int on_end(void *ctx)
{
	struct top_state *top = ctx;

	loop_stop(top->loop);
	return 0;
}

static int draw_first(void *ctx)
{
	top_draw(ctx);
	return 0;
}

static int join(void *ctx, struct loop *loop)
{
	struct top_state *top = ctx;
	static const int ends[] = { SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF };
	int err = loop_add_fd(loop, STDIN_FILENO, on_keys, top);

	top->loop = loop;
	/* beside those that end every run: the terminal has to be given back */
	for (size_t i = 0; !err && i < sizeof(ends) / sizeof(ends[0]); i++)
		err = loop_add_signal(loop, ends[i], on_end, top);
	if (!err)
		err = loop_add_signal(loop, SIGWINCH, on_resize, top);
	if (!err)
		err = loop_add_signal(loop, SIGTSTP, on_suspend, top);
	if (!err)
		err = loop_add_timer(loop, FIRST_NS, 0, draw_first, top);
	return err;
}

/* ---- an interval ---- */

static void measure_self(struct top_state *top)
{
	uint64_t cpu_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID), now_ns = clock_ns(CLOCK_MONOTONIC);

	top->cpu_permille = permille(cpu_ns - top->cpu_ns, now_ns - top->cpu_at_ns);
	top->cpu_ns = cpu_ns;
	top->cpu_at_ns = now_ns;
}

static int measure(struct top_state *top)
{
	struct summary summary;
	int err = top->run->ops->summary(top->run, &summary);

	if (!err)
		top->lost_samples = summary.ledger.dropped;
	measure_self(top);
	return err;
}

static int follow_page(struct top_state *top)
{
	const struct view_row *row = top->mode == TOP_PAGE ? top_page_row(top) : NULL;

	return row && !row->silent && top->advice ? advice_add(top->advice, &row->f) : 0;
}

static int on_interval(void *ctx)
{
	struct top_state *top = ctx;
	int err = follow_page(top);

	/* a capture is read first, and then shown */
	if (err || !top->run->live || ++top->since < top->every)
		return err;
	top->since = 0;
	err = measure(top);
	top_draw(top);
	return err;
}

/* ---- a capture that was read ---- */

static int play_on(void *ctx)
{
	struct top_state *top = ctx;
	size_t kept = view_frames_count(view_frames(top->sink.view));
	int err;

	if (!top->playing)
		return 0;
	top->playing = view_moment(top->sink.view) + 1 < kept;
	err = top->playing ? view_step(top->sink.view, 1) : 0;
	top_draw(top);
	return err;
}

static int show_capture(struct top_state *top)
{
	struct loop *loop;
	int err = loop_new(&loop);

	if (err)
		return err;
	top->over = true;
	top->playing = true;
	err = view_step(top->sink.view, -VIEW_FRAMES_MAX);
	if (!err)
		err = join(top, loop);
	if (!err)
		err = loop_stop_on_hangup(loop, STDOUT_FILENO);
	if (!err)
		err = loop_add_timer(loop, top->opts->delay_ns, top->opts->delay_ns, play_on, top);
	if (!err)
		err = loop_run(loop);
	top->loop = NULL;
	loop_free(loop);
	return err;
}

/* ---- all of it ---- */

static void draw_reading(struct top_state *top)
{
	screen_clear(top->screen);
	screen_put(top->screen, 0, 0, "reading the capture (Ctrl-C: show what was read)",
		   SCREEN_PLAIN);
	screen_show(top->screen);
}

static int watch_screen(struct top_state *top)
{
	const struct watch_opts beside = { .interval_ns = top->opts->delay_ns };
	struct summary summary;
	int err;

	top->sink.interval_ns = top->opts->delay_ns;
	top->sink.end_ns = top->run->start_ns + top->run->realtime_offset_ns;
	top->sink.shown = on_interval;
	top->sink.ctx = top;
	top_sink_init(&top->sink);
	top->run->out_fd = STDOUT_FILENO;
	top->run->join = join;
	top->run->join_ctx = top;
	measure_self(top);
	if (!top->run->live)
		draw_reading(top);
	err = watch(top->run, top->opts, &beside, &top->sink.sink, &summary);
	if (!err && !top->run->live)
		err = show_capture(top);
	return err;
}

int top_screen(const struct cli_opts *opts)
{
	struct view_settings settings;
	struct cli_opts own;
	struct top_state top = {
		.opts = &own, .screen = opts->screen, .utf8 = output_is_utf8(), .every = 1
	};
	int err;

	top_view_settings(opts, &settings, &own);
	top.asked = settings.filter;
	err = run_new(&own, &top.run);
	if (err)
		return err;
	err = view_new(&settings, &top.sink.view);
	if (!err)
		err = watch_screen(&top);
	advice_free(top.advice);
	view_free(top.sink.view);
	run_free(top.run);
	return err;
}
