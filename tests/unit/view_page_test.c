// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The page of one socket: its lines, its plot, and how they fit on a screen. */
#include "view/view_page.h"
#include "view/view_plot.h"
#include "view_fixture.h"

static void plots(void **state)
{
	static const struct view_plot_point points[] = {
		{ 0 },
		{ .used = 4, .window = 8 },
		{ .used = 8, .window = 8 },
		{ .used = 1, .bdp = 4 },
		{ .used = 16, .window = 12, .bdp = 12 },
	};
	char line[VIEW_PLOT_LINE_LEN];

	(void)state;
	assert_int_equal(view_plot_top(points, COUNT(points)), 16);
	assert_string_equal(view_plot_line(line, points, COUNT(points), 0, false), "    #");
	assert_string_equal(view_plot_line(line, points, COUNT(points), 1, false), "    =");
	assert_string_equal(view_plot_line(line, points, COUNT(points), 3, false), " == #");
	assert_string_equal(view_plot_line(line, points, COUNT(points), 5, false), "  #-#");
	assert_string_equal(view_plot_line(line, points, COUNT(points), 7, false), " ####");
	assert_string_equal(view_plot_line(line, points, COUNT(points), 7, true), " ██▄█");
	assert_string_equal(view_plot_line(line, points, COUNT(points), 3, true), " ━━ █");
	assert_string_equal(view_plot_line(line, points, 0, 7, true), "");
	/* nothing is known: nothing is drawn, and nothing is divided by it */
	assert_int_equal(view_plot_top(points, 1), 0);
	assert_string_equal(view_plot_line(line, points, 1, 7, true), " ");
}

static void extremes_are_on_the_plot(void **state)
{
	const struct view_plot_point points[] = { { UINT64_MAX, UINT64_MAX, UINT64_MAX } };
	char line[VIEW_PLOT_LINE_LEN];

	(void)state;
	assert_string_equal(view_plot_line(line, points, 1, 0, false), "=");
	assert_string_equal(view_plot_line(line, points, 1, 7, false), "#");
}

static bool has(const struct view_page *page, const char *text)
{
	for (unsigned i = 0; i < page->count; i++)
		if (strstr(page->lines[i], text))
			return true;
	return false;
}

static void pages(void **state)
{
	struct view *view = view_of(&(struct view_settings){ 0 });
	static struct view_page page;
	struct finding f = flagged_finding(1, 12 * MBIT);

	(void)state;
	strcpy(f.id.congestion_control, "cubic");
	f.send.dir.window_bytes = 65536;
	f.send.inflight_bytes = 60000;
	f.send.shares = (struct send_shares){ .sndbuf = 900, .app = 100 };
	for (uint64_t second = 1; second < 4; second++) {
		put(view, f, second);
		end(view, second);
	}
	view_page_fill(&page, view_find(view, 1), view_frames(view), view_moment(view), 80, true);
	assert_true(has(&page, "nginx (pid 101), unit nginx.service, netns host"));
	assert_true(has(&page, "10.0.0.1:443 to 10.9.0.2:40001, ESTABLISHED, cubic"));
	assert_true(has(&page, "RTT: 50.0ms at least, - smoothed"));
	assert_true(has(&page, "send: 12.0Mb/s, limit sndbuf 100% !"));
	assert_true(has(&page, "net.ipv4.tcp_wmem[2] is too small: 128KiB, needs 256KiB"));
	assert_true(has(&page, "send buffer 90%, path 0%, application 10%"));
	assert_true(has(&page, "send of the last 3 updates"));
	assert_true(has(&page, "  64KiB |━━━"));
	assert_false(has(&page, "recv:"));
	assert_null(view_find(view, 2));
	/* of an earlier moment the plot ends there */
	assert_int_equal(view_step(view, -1), 0);
	view_page_fill(&page, view_find(view, 1), view_frames(view), view_moment(view), 80, true);
	assert_true(has(&page, "send of the last 2 updates"));
	view_free(view);
}

/* Between words; what is longer than a line in its middle; a screen without room has the beginning. */
static void lines_are_wrapped(void **state)
{
	static struct view_page from, page;

	(void)state;
	view_page_add(&from, "%s", "  one two three");
	view_page_add(&from, "%s", "");
	view_page_add(&from, "%s", "abcdefghijklmnop");
	view_page_wrap(&page, &from, 11);
	assert_int_equal(page.count, 5);
	assert_string_equal(page.lines[0], "  one two");
	assert_string_equal(page.lines[1], "    three");
	assert_string_equal(page.lines[2], "");
	assert_string_equal(page.lines[3], "abcdefghijk");
	assert_string_equal(page.lines[4], "  lmnop");
	page.count = 0;
	view_page_wrap(&page, &from, 3);
	assert_int_equal(page.count, 3);
	page.count = 0;
	view_page_wrap(&page, &from, 0);
	assert_int_equal(page.count, 3);
}

static void pages_are_bounded(void **state)
{
	static struct view_page page;

	(void)state;
	for (int i = 0; i < 1000; i++)
		view_page_add(&page, "%d", i);
	assert_int_equal(page.count, VIEW_PAGE_LINES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plots),
		cmocka_unit_test(extremes_are_on_the_plot),
		cmocka_unit_test(pages),
		cmocka_unit_test(lines_are_wrapped),
		cmocka_unit_test(pages_are_bounded),
	};

	return cmocka_run_group_tests_name("view_page", tests, NULL, NULL);
}
