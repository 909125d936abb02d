/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Text as roff wants it, in the macros of man(7). Errors of out are the caller's. */
#ifndef TCPBDP_ROFF_H
#define TCPBDP_ROFF_H

#include <stdio.h>

/* Broken into lines as roff likes them; the last one stays open. */
void roff_text(const char *text, FILE *out);

/* Without a break: also for a line that must be one. */
void roff_bold(const char *text, FILE *out);
void roff_italic(const char *text, FILE *out);

/* As a sentence: with a capital, and a full stop. The line stays open. */
void roff_sentence(const char *text, FILE *out);

/* ".TH": name is "tcpbdp-trace". */
void roff_title(const char *name, int section, FILE *out);

/* ".SH", ".SS" */
void roff_section(const char *title, FILE *out);
void roff_subsection(const char *title, FILE *out);

/* "tcpbdp-trace - what it does" */
void roff_name(const char *name, const char *summary, FILE *out);

/* ".TP": a name, and what it means. */
void roff_item(const char *name, const char *meaning, FILE *out);

#endif
