/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A terminal with lines to write on and keys to read, and nothing that knows what they mean. The one place
 * with curses; in a program that was built without it, there is no screen to open.
 */
#ifndef TCPBDP_SCREEN_H
#define TCPBDP_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

struct screen;

/* Of a line: a set of these. Where a terminal has one of them not, it shows the text without. */
enum screen_look {
	SCREEN_PLAIN = 0,
	SCREEN_BOLD = 1 << 0,
	SCREEN_DIM = 1 << 1,
	SCREEN_REVERSE = 1 << 2,
	SCREEN_RED = 1 << 3,
};

/* What is no character; those are below. */
enum screen_key {
	SCREEN_KEY_NONE = 0, /* no key was pressed */
	SCREEN_KEY_UP = 256,
	SCREEN_KEY_DOWN,
	SCREEN_KEY_PAGE_UP,
	SCREEN_KEY_PAGE_DOWN,
	SCREEN_KEY_HOME,
	SCREEN_KEY_END,
	SCREEN_KEY_ENTER,
	SCREEN_KEY_BACKSPACE,
	SCREEN_KEY_ESCAPE,
	SCREEN_KEY_WHEEL_UP,
	SCREEN_KEY_WHEEL_DOWN,
	SCREEN_KEY_CLICK, /* screen_clicked() says where */
	SCREEN_KEY_OTHER, /* one that nobody knows */
};

/*
 * Reads what the terminal can do (terminfo), and from then on keeps stderr until screen_close(), if it is a
 * terminal too. Nothing is drawn. colour: where it can. 0, or -errno after a line on stderr.
 */
int screen_open(bool colour, struct screen **ret_screen);

/* Gives the terminal back as it was, and what stderr was told. NULL is fine. */
void screen_close(struct screen *screen);

unsigned screen_rows(const struct screen *screen);
unsigned screen_columns(const struct screen *screen);

/* A new picture: all lines are empty. What differs from the last is sent by screen_show(). */
void screen_clear(struct screen *screen);
void screen_put(struct screen *screen, unsigned row, unsigned column, const char *text,
		unsigned look);
void screen_show(struct screen *screen);

/* The size of the terminal may have changed. */
void screen_resized(struct screen *screen);

/* Stops the program as Ctrl-Z does, with the terminal as it was; returns when it goes on. */
void screen_suspend(struct screen *screen);

/* Writes text on the terminal as it was before, where it can be scrolled to, and waits for a key there. */
void screen_print(struct screen *screen, const char *text);

/* A character, an enum screen_key, or SCREEN_KEY_NONE: it does not wait. */
int screen_key(struct screen *screen);

/* The row of the last SCREEN_KEY_CLICK. */
unsigned screen_clicked(const struct screen *screen);

#endif
