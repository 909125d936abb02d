/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Text in roff, with the macros of man(7). The caller checks out for errors. */
#ifndef TCPBDP_ROFF_H
#define TCPBDP_ROFF_H

#include <stdio.h>

/* Prints text with a line per sentence; without a newline at its end. */
void roff_text(const char *text, FILE *out);

/* Prints text without line breaks, as for an argument of a macro. */
void roff_bold(const char *text, FILE *out);
void roff_italic(const char *text, FILE *out);

/* Prints a sentence, with a capital and a full stop, without a newline at its end. */
void roff_sentence(const char *text, FILE *out);

/* ".TH": name is "tcpbdp-trace". */
void roff_title(const char *name, int section, FILE *out);

/* ".SH", ".SS" */
void roff_section(const char *title, FILE *out);
void roff_subsection(const char *title, FILE *out);

/* "tcpbdp-trace - what it does" */
void roff_name(const char *name, const char *summary, FILE *out);

/* ".TP": a name and its meaning. */
void roff_item(const char *name, const char *meaning, FILE *out);

#endif
