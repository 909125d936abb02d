// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "screen/screen.h"

#include <errno.h>

#include "os/log.h"

#ifdef TCPBDP_CURSES

#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>

/* How long a key's later bytes may take: a lone Escape is told by their absence. */
#define ESCAPE_MS 50
#define RED_PAIR 1

struct screen {
	SCREEN *curses;
	bool colour;
	bool drawn;
	int stderr_was; /* -1 = it is no terminal, and stays */
	unsigned clicked;
};

/* ---- stderr: a line of it would tear the picture ---- */

static void keep_stderr(struct screen *s)
{
	int kept = -1;

	s->stderr_was = -1;
	if (!isatty(STDERR_FILENO))
		return;
	kept = memfd_create("stderr", MFD_CLOEXEC);
	if (kept < 0)
		return;
	s->stderr_was = dup(STDERR_FILENO);
	if (s->stderr_was >= 0)
		dup2(kept, STDERR_FILENO);
	close(kept);
}

/* In the sandbox nothing can be put back in its place: what was told is copied. */
static void tell_stderr(struct screen *s)
{
	char buf[512];
	ssize_t len;

	if (s->stderr_was < 0 || lseek(STDERR_FILENO, 0, SEEK_SET) < 0)
		return;
	while ((len = read(STDERR_FILENO, buf, sizeof(buf))) > 0)
		if (write(s->stderr_was, buf, (size_t)len) < 0)
			break;
	close(s->stderr_was);
}

/* ---- the terminal ---- */

static bool can_move_cursor(void)
{
	const char *move = tigetstr("cup");

	return move && move != (char *)-1;
}

static int say_unusable(const char *what)
{
	const char *term = getenv("TERM");

	log_error("TERM=%.40s: %s: use top --batch, or set TERM", term ? term : "", what);
	return -ENOTTY;
}

int screen_open(bool colour, struct screen **ret_screen)
{
	struct screen *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	setlocale(LC_ALL, "");
	s->stderr_was = -1;
	s->curses = newterm(NULL, stdout, stdin);
	if (!s->curses || !can_move_cursor()) {
		int err;

		if (s->curses)
			endwin();
		err = say_unusable(s->curses ? "a terminal without a cursor to move"
					     : "no such terminal is known");

		screen_close(s);
		return err;
	}
	s->colour = colour && has_colors();
	endwin(); /* until the first picture: newterm() has changed the terminal already */
	keep_stderr(s);
	*ret_screen = s;
	return 0;
}

/* What is wrong is told by the core; the terminal is needed to read it. The handler is gone by then. */
static void on_crash(int signal)
{
	endwin();
	raise(signal);
}

static void give_back_on_crash(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	struct sigaction action = { .sa_handler = on_crash, .sa_flags = SA_RESETHAND | SA_NODEFER };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}

/* Before the first picture the terminal is as it was. */
static void begin(struct screen *s)
{
	s->drawn = true;
	give_back_on_crash();
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(ESCAPE_MS);
	curs_set(0);
	mousemask(BUTTON1_CLICKED | BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
	mouseinterval(0);
	if (!s->colour)
		return;
	start_color();
	use_default_colors();
	init_pair(RED_PAIR, COLOR_RED, -1);
}

void screen_close(struct screen *s)
{
	if (!s)
		return;
	if (s->curses && !isendwin())
		endwin();
	tell_stderr(s);
	if (s->curses)
		delscreen(s->curses);
	free(s);
}

unsigned screen_rows(const struct screen *s)
{
	(void)s;
	return (unsigned)LINES;
}

unsigned screen_columns(const struct screen *s)
{
	(void)s;
	return (unsigned)COLS;
}

void screen_clear(struct screen *s)
{
	if (!s->drawn)
		begin(s);
	erase();
}

void screen_put(struct screen *s, unsigned row, unsigned column, const char *text, unsigned look)
{
	attr_t attributes = A_NORMAL;

	if (row >= screen_rows(s) || column >= screen_columns(s))
		return;
	attributes |= look & SCREEN_BOLD ? A_BOLD : 0;
	attributes |= look & SCREEN_DIM ? A_DIM : 0;
	attributes |= look & SCREEN_REVERSE ? A_REVERSE : 0;
	attributes |= look & SCREEN_RED ? (s->colour ? COLOR_PAIR(RED_PAIR) : A_BOLD) : 0;
	attrset(attributes);
	mvaddnstr((int)row, (int)column, text, -1);
	if (look & SCREEN_REVERSE) /* a bar as wide as the screen */
		for (int x = getcurx(stdscr); getcury(stdscr) == (int)row && x < COLS; x++)
			mvaddch((int)row, x, ' ');
	attrset(A_NORMAL);
}

void screen_show(struct screen *s)
{
	(void)s;
	refresh();
}

void screen_resized(struct screen *s)
{
	struct winsize size;

	(void)s;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row && size.ws_col)
		resizeterm(size.ws_row, size.ws_col);
}

void screen_suspend(struct screen *s)
{
	endwin();
	raise(SIGSTOP);
	screen_resized(s);
	clearok(curscr, TRUE);
	refresh();
}

void screen_print(struct screen *s, const char *text)
{
	static const char wait[] = "[any key]";
	size_t len = strlen(text);

	(void)s;
	endwin();
	if (write(STDOUT_FILENO, text, len) == (ssize_t)len &&
	    write(STDOUT_FILENO, wait, sizeof(wait) - 1) > 0) {
		reset_prog_mode();
		timeout(-1);
		getch();
		nodelay(stdscr, TRUE);
	}
	clearok(curscr, TRUE);
	refresh();
}

static int mouse_key(struct screen *s)
{
	MEVENT event;

	if (getmouse(&event) != OK)
		return SCREEN_KEY_OTHER;
	s->clicked = (unsigned)event.y;
	if (event.bstate & BUTTON4_PRESSED)
		return SCREEN_KEY_WHEEL_UP;
	if (event.bstate & BUTTON5_PRESSED)
		return SCREEN_KEY_WHEEL_DOWN;
	return event.bstate & (BUTTON1_CLICKED | BUTTON1_PRESSED) ? SCREEN_KEY_CLICK
								  : SCREEN_KEY_OTHER;
}

int screen_key(struct screen *s)
{
	static const struct {
		int curses, key;
	} keys[] = {
		{ KEY_UP, SCREEN_KEY_UP },         { KEY_DOWN, SCREEN_KEY_DOWN },
		{ KEY_PPAGE, SCREEN_KEY_PAGE_UP }, { KEY_NPAGE, SCREEN_KEY_PAGE_DOWN },
		{ KEY_HOME, SCREEN_KEY_HOME },     { KEY_END, SCREEN_KEY_END },
		{ KEY_ENTER, SCREEN_KEY_ENTER },   { '\r', SCREEN_KEY_ENTER },
		{ '\n', SCREEN_KEY_ENTER },        { KEY_BACKSPACE, SCREEN_KEY_BACKSPACE },
		{ 0x7f, SCREEN_KEY_BACKSPACE },    { '\b', SCREEN_KEY_BACKSPACE },
		{ 0x1b, SCREEN_KEY_ESCAPE },
	};
	int key = getch();

	if (key == ERR)
		return SCREEN_KEY_NONE;
	if (key == KEY_MOUSE)
		return mouse_key(s);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].curses == key)
			return keys[i].key;
	return key > 0 && key < 256 ? key : SCREEN_KEY_OTHER;
}

unsigned screen_clicked(const struct screen *s)
{
	return s->clicked;
}

#else

int screen_open(bool colour, struct screen **ret_screen)
{
	(void)colour;
	(void)ret_screen;
	log_error("this tcpbdp was built without a screen (ncursesw): use top --batch");
	return -ENOTSUP;
}

void screen_close(struct screen *s)
{
	(void)s;
}

unsigned screen_rows(const struct screen *s)
{
	(void)s;
	return 0;
}

unsigned screen_columns(const struct screen *s)
{
	(void)s;
	return 0;
}

void screen_clear(struct screen *s)
{
	(void)s;
}

void screen_put(struct screen *s, unsigned row, unsigned column, const char *text, unsigned look)
{
	(void)s;
	(void)row;
	(void)column;
	(void)text;
	(void)look;
}

void screen_show(struct screen *s)
{
	(void)s;
}

void screen_resized(struct screen *s)
{
	(void)s;
}

void screen_suspend(struct screen *s)
{
	(void)s;
}

void screen_print(struct screen *s, const char *text)
{
	(void)s;
	(void)text;
}

int screen_key(struct screen *s)
{
	(void)s;
	return SCREEN_KEY_NONE;
}

unsigned screen_clicked(const struct screen *s)
{
	(void)s;
	return 0;
}

#endif
