// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The view: membership, order, cursor and moments while sockets come and go. */
#include "view_fixture.h"

static void flagged_come_first(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });

	(void)state;
	put(view, plain_finding(1, 90 * MBIT), 1);
	put(view, flagged_finding(2, 5 * MBIT), 1);
	put(view, flagged_finding(3, 8 * MBIT), 1);
	put(view, plain_finding(4, 95 * MBIT), 1);
	end(view, 1);
	assert_items(view, 3, 2, 4, 1);
	view_settings(view)->sort = VIEW_SORT_RATE;
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 4, 1, 3, 2);
	view_settings(view)->reverse = true;
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 2, 3, 1, 4);
	view_free(view);
}

static void totals_are_of_the_interval(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });
	const struct view_totals *t = view_totals(view);

	(void)state;
	assert_int_equal(t->active, 0);
	put(view, plain_finding(1, 30 * MBIT), 1);
	put(view, flagged_finding(2, 10 * MBIT), 1);
	end(view, 1);
	assert_int_equal(t->ts_ns, START_NS + SECOND);
	assert_int_equal(t->active, 2);
	assert_int_equal(t->flagged, 1);
	assert_int_equal(t->rate_bps, 40 * MBIT);
	assert_int_equal(t->flagged_rate_bps, 10 * MBIT);
	assert_int_equal(t->lost_bps, 10 * MBIT);
	end(view, 2);
	assert_int_equal(t->active, 0);
	assert_int_equal(t->rate_bps, 0);
	view_free(view);
}

/* For five seconds it is there, after the others, and counts for nothing. */
static void silent_sockets_stay_and_go(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });
	const struct view_item *items;
	size_t count;

	(void)state;
	put(view, flagged_finding(1, 10 * MBIT), 1);
	put(view, plain_finding(2, MBIT), 1);
	end(view, 1);
	assert_items(view, 1, 2);
	for (uint64_t second = 2; second < 6; second++) {
		put(view, plain_finding(2, MBIT), second);
		end(view, second);
		assert_items(view, 2, 1);
		items = view_items(view, &count);
		assert_true(items[1].row->silent);
		assert_int_equal(items[1].rate_bps, 0);
		assert_int_equal(items[1].lost_bps, 0);
		assert_int_equal(items[1].flagged, 0);
	}
	put(view, plain_finding(2, MBIT), 6);
	end(view, 6);
	assert_items(view, 2);
	view_free(view);
}

static void only_active_ones(void **state)
{
	struct view *view = view_of(&(struct view_settings){ .only_active = true });

	(void)state;
	put(view, flagged_finding(1, 10 * MBIT), 1);
	put(view, plain_finding(2, MBIT), 1);
	end(view, 1);
	put(view, plain_finding(2, MBIT), 2);
	end(view, 2);
	assert_items(view, 2);
	view_free(view);
}

/* Members and order stay while values go on; a socket that closed stays as long as it is frozen. */
static void frozen_views_hold(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });
	const struct view_item *items;
	size_t count;

	(void)state;
	put(view, flagged_finding(1, 10 * MBIT), 1);
	put(view, flagged_finding(2, 9 * MBIT), 1);
	end(view, 1);
	view_settings(view)->frozen = true;
	assert_int_equal(view_arrange(view), 0);
	for (uint64_t second = 2; second < 20; second++) {
		put(view, flagged_finding(2, 50 * MBIT), second);
		put(view, flagged_finding(3, 90 * MBIT), second);
		end(view, second);
		assert_items(view, 1, 2);
		items = view_items(view, &count);
		assert_true(items[0].row->silent);
		assert_int_equal(items[1].rate_bps, 50 * MBIT);
	}
	view_settings(view)->frozen = false;
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 3, 2, 1);
	end(view, 20);
	assert_items(view, 2, 3);
	view_free(view);
}

/* Another order is taken while it is frozen, and then held. */
static void frozen_views_are_ordered_anew(void **state)
{
	struct view *view = view_of(&(struct view_settings){ .frozen = true });

	(void)state;
	put(view, flagged_finding(1, 10 * MBIT), 1);
	put(view, plain_finding(2, 90 * MBIT), 1);
	end(view, 1);
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 1, 2);
	view_settings(view)->sort = VIEW_SORT_RATE;
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 2, 1);
	put(view, flagged_finding(1, 200 * MBIT), 2);
	put(view, plain_finding(2, 90 * MBIT), 2);
	end(view, 2);
	assert_items(view, 2, 1);
	view_free(view);
}

static void cursor_follows_its_socket(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });

	(void)state;
	view_move(view, 1);
	assert_int_equal(view_cursor(view), 0);
	for (uint64_t cookie = 1; cookie <= 3; cookie++)
		put(view, flagged_finding(cookie, (10 - cookie) * MBIT), 1);
	end(view, 1);
	assert_int_equal(view_cursor(view), 0);
	view_move(view, 1);
	assert_int_equal(view_cursor(view), 1); /* socket 2 */
	for (uint64_t cookie = 1; cookie <= 3; cookie++)
		put(view, flagged_finding(cookie, (10 + cookie) * MBIT), 2);
	put(view, flagged_finding(4, 90 * MBIT), 2);
	end(view, 2);
	assert_items(view, 4, 3, 2, 1);
	assert_int_equal(view_cursor(view), 2);
	view_move(view, 100);
	assert_int_equal(view_cursor(view), 3);
	view_move(view, -100);
	assert_int_equal(view_cursor(view), 0);
	view_free(view);
}

/* Where its socket has gone, it stays at its place. */
static void cursor_outlives_its_socket(void **state)
{
	struct view *view = view_of(&(struct view_settings){ .only_active = true });

	(void)state;
	for (uint64_t cookie = 1; cookie <= 3; cookie++)
		put(view, flagged_finding(cookie, (10 - cookie) * MBIT), 1);
	end(view, 1);
	view_move(view, 1);
	put(view, flagged_finding(1, MBIT), 2);
	put(view, flagged_finding(3, 2 * MBIT), 2);
	end(view, 2);
	assert_items(view, 3, 1);
	assert_int_equal(view_cursor(view), 1);
	end(view, 3);
	assert_int_equal(view_cursor(view), 0);
	view_free(view);
}

static void groups_sum_their_sockets(void **state)
{
	const struct view_settings settings = { .by = { .by = GROUP_COMM } };
	struct view *view = view_of(&settings);
	struct finding other = flagged_finding(9, 20 * MBIT);
	const struct view_item *items;
	size_t count;

	(void)state;
	other.send.dir.cause = CAUSE_SO_SNDBUF;
	put(view, other, 1);
	for (uint64_t cookie = 1; cookie <= 3; cookie++)
		put(view, flagged_finding(cookie, cookie * MBIT), 1);
	put(view, plain_finding(4, 70 * MBIT), 1);
	end(view, 1);
	items = view_items(view, &count);
	assert_int_equal(count, 2);
	assert_int_equal(items[0].sockets, 4);
	assert_int_equal(items[0].flagged, 4);
	assert_int_equal(items[0].rate_bps, 26 * MBIT);
	assert_int_equal(items[0].lost_bps, 26 * MBIT);
	/* the commonest cause speaks, by the socket that loses most with it */
	assert_int_equal(items[0].alike, 3);
	assert_int_equal(items[0].row->f.id.cookie, 3);
	assert_int_equal(items[1].sockets, 1);
	assert_int_equal(items[1].flagged, 0);
	assert_string_equal(items[1].row->f.id.comm, "rsync");
	view_free(view);
}

/* Each way to group has as many groups as it should. */
static void groups_by_every_key(void **state)
{
	static const struct {
		enum group_by by;
		size_t groups;
	} rows[] = {
		{ GROUP_NONE, 3 },        { GROUP_COMM, 2 },  { GROUP_CGROUP, 1 },
		{ GROUP_PEER_PREFIX, 2 }, { GROUP_CAUSE, 2 }, { GROUP_NETNS, 1 },
		{ GROUP_PORT, 2 },
	};
	struct view *view = view_of(&(struct view_settings){ 0 });
	struct finding far = flagged_finding(3, MBIT);
	size_t count;

	(void)state;
	far.id.remote.addr[2] = 77;
	put(view, flagged_finding(1, MBIT), 1);
	put(view, plain_finding(2, MBIT), 1);
	put(view, far, 1);
	end(view, 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		view_settings(view)->by = (struct group_choice){
			.by = rows[i].by,
			.inet_len = 24,
			.inet6_len = 64,
		};
		assert_int_equal(view_arrange(view), 0);
		view_items(view, &count);
		assert_int_equal(count, rows[i].groups);
	}
	view_free(view);
}

static void an_opened_group_has_its_sockets(void **state)
{
	const struct view_settings settings = { .by = { .by = GROUP_COMM } };
	struct view *view = view_of(&settings);
	struct view_settings *s = view_settings(view);
	const struct view_item *items;
	size_t count;

	(void)state;
	put(view, flagged_finding(1, MBIT), 1);
	put(view, plain_finding(2, MBIT), 1);
	put(view, flagged_finding(3, 2 * MBIT), 1);
	end(view, 1);
	items = view_items(view, &count);
	s->inside = s->by;
	s->inside_key = items[0].id.key;
	s->by = (struct group_choice){ 0 };
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 3, 1);
	view_free(view);
}

static void steps_through_moments(void **state)
{
	struct view *view = view_of(&(struct view_settings){ .only_active = true });

	(void)state;
	assert_int_equal(view_step(view, -1), 0); /* nothing is kept yet */
	assert_int_equal(view_moment(view), 0);
	for (uint64_t second = 1; second <= 3; second++) {
		put(view, flagged_finding(second, second * MBIT), second);
		end(view, second);
	}
	assert_items(view, 3);
	assert_int_equal(view_moment(view), 3);
	assert_int_equal(view_step(view, -1), 0);
	assert_items(view, 2);
	assert_int_equal(view_totals(view)->rate_bps, 2 * MBIT);
	put(view, flagged_finding(4, 4 * MBIT), 4);
	end(view, 4); /* it stays where it is */
	assert_items(view, 2);
	assert_int_equal(view_step(view, -10), 0);
	assert_items(view, 1);
	assert_int_equal(view_moment(view), 0);
	assert_int_equal(view_step(view, 1), 0);
	assert_items(view, 2);
	assert_int_equal(view_step(view, 10), 0);
	assert_items(view, 4);
	assert_int_equal(view_moment(view), 4);
	view_free(view);
}

/* The moment that is shown goes when ten minutes have passed, and the next takes its place. */
static void moments_are_bounded(void **state)
{
	struct view *view = view_of(&(struct view_settings){ .only_active = true });

	(void)state;
	for (uint64_t second = 1; second <= VIEW_FRAMES_MAX + 5; second++) {
		put(view, flagged_finding(second, MBIT), second);
		end(view, second);
		if (second == 10)
			assert_int_equal(view_step(view, -8), 0);
		if (second > 10 && second <= VIEW_FRAMES_MAX)
			assert_items(view, 2);
	}
	assert_int_equal(view_frames_count(view_frames(view)), VIEW_FRAMES_MAX);
	assert_int_equal(view_moment(view), 0);
	assert_items(view, 6);
	view_free(view);
}

/* Of a host with very many sockets a moment keeps those that matter. */
static void moments_keep_what_is_lost(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });
	const struct view_frame *frame;

	(void)state;
	for (uint64_t cookie = 1; cookie <= 2 * VIEW_FRAME_ROWS_MAX; cookie++)
		put(view, plain_finding(cookie, 100 * MBIT), 1);
	put(view, flagged_finding(1000, 1), 1);
	end(view, 1);
	frame = view_frames_at(view_frames(view), 0);
	assert_int_equal(frame->count, VIEW_FRAME_ROWS_MAX);
	assert_int_equal(frame->totals.active, 2 * VIEW_FRAME_ROWS_MAX + 1);
	assert_non_null(view_frame_row(frame, 1000));
	assert_null(view_frame_row(frame, 1001));
	view_free(view);
}

static void filters_apply_at_once(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });
	struct view_filter *filter = &view_settings(view)->filter;

	(void)state;
	put(view, flagged_finding(1, MBIT), 1);
	put(view, plain_finding(2, MBIT), 1);
	end(view, 1);
	filter->flagged = true;
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 1);
	filter->flagged = false;
	filter->sample.ports.value[filter->sample.ports.count++] = 873;
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 2);
	filter->sample.ports.count = 0;
	strcpy(filter->finding.units.value[filter->finding.units.count++], "nginx");
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 1, 2);
	filter->peers.value[filter->peers.count++] = (struct cidr){
		.family = FAMILY_INET,
		.addr = { 10, 0 },
		.prefix_len = 16,
	};
	assert_int_equal(view_arrange(view), 0);
	assert_int_equal(view_cursor(view), 0);
	view_move(view, 1);
	filter->peers.value[0].addr[1] = 9; /* the remote end alone */
	assert_int_equal(view_arrange(view), 0);
	assert_items(view, 1, 2);
	view_free(view);
}

/* A finding's names are its own for a moment; the view keeps them. */
static void names_are_kept(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });
	struct workload_names names = { .container = "web" };
	struct finding f = flagged_finding(1, MBIT);
	char path[] = "/docker/abc", netns[] = "blue";
	const struct view_item *items;
	size_t count;

	(void)state;
	f.cgroup = path;
	f.netns_name = netns;
	f.names = &names;
	put(view, f, 1);
	memset(path, 'x', sizeof(path) - 1);
	memset(netns, 'x', sizeof(netns) - 1);
	memset(&names, 0, sizeof(names));
	end(view, 1);
	items = view_items(view, &count);
	assert_string_equal(items[0].row->f.cgroup, "/docker/abc");
	assert_string_equal(items[0].row->f.netns_name, "blue");
	assert_string_equal(items[0].row->f.names->container, "web");
	view_free(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flagged_come_first),
		cmocka_unit_test(totals_are_of_the_interval),
		cmocka_unit_test(silent_sockets_stay_and_go),
		cmocka_unit_test(only_active_ones),
		cmocka_unit_test(frozen_views_hold),
		cmocka_unit_test(frozen_views_are_ordered_anew),
		cmocka_unit_test(cursor_follows_its_socket),
		cmocka_unit_test(cursor_outlives_its_socket),
		cmocka_unit_test(groups_sum_their_sockets),
		cmocka_unit_test(groups_by_every_key),
		cmocka_unit_test(an_opened_group_has_its_sockets),
		cmocka_unit_test(steps_through_moments),
		cmocka_unit_test(moments_are_bounded),
		cmocka_unit_test(moments_keep_what_is_lost),
		cmocka_unit_test(filters_apply_at_once),
		cmocka_unit_test(names_are_kept),
	};

	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
