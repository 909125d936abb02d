// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/licences.h"

#include <stddef.h>

static const char own[] =
	"tcpbdp as a whole is under the GPL-2.0-only: it contains BPF programs that are. Its other source\n"
	"files are under GPL-2.0-only OR BSD-2-Clause, at your choice.\n"
	"\n"
	"It is linked with these libraries, and a static program contains them:\n"
	"\n";

/* In the order in which the Makefile has them. */
static const struct {
	const char *library;
	const char *licence; /* an SPDX expression */
	const char *holder;
} rows[] = {
	{ "libbpf", "LGPL-2.1-only OR BSD-2-Clause", "Alexei Starovoitov and others" },
	{ "libelf", "GPL-2.0-or-later OR LGPL-3.0-or-later", "Red Hat, Inc. and others" },
	{ "zlib", "Zlib", "Jean-loup Gailly and Mark Adler" },
	{ "jansson", "MIT", "(C) 2009-2020 Petri Lehtinen" },
	{ "libcap", "BSD-3-Clause OR GPL-2.0-only", "Andrew G. Morgan and others" },
	{ "libseccomp", "LGPL-2.1-only", "Paul Moore and others" },
	{ "sqlite3", "blessing", "SQLite is in the public domain" },
	{ "nettle", "GPL-2.0-or-later OR LGPL-3.0-or-later", "Niels Moeller and others" },
	{ "ncursesw", "X11-distribute-modifications-variant",
	  "Free Software Foundation, Inc. and others" },
	{ "tinfo", "X11-distribute-modifications-variant",
	  "of ncurses (both if top has its screen)" },
	{ "libzstd", "BSD-3-Clause OR GPL-2.0-only", "Meta Platforms, Inc. (if libelf has it)" },
	{ "glibc", "LGPL-2.1-or-later", "Free Software Foundation, Inc. and others" },
};

/* The MIT licence requires this text in every copy. */
static const char mit[] =
	"\n"
	"jansson, and ncurses (which may also be distributed with modifications, and whose holders' names\n"
	"are not to be used in advertising without their written authorization): Permission is hereby granted, free of charge, to any person obtaining a copy of this\n"
	"software and associated documentation files (the \"Software\"), to deal in the Software without\n"
	"restriction, including without limitation the rights to use, copy, modify, merge, publish,\n"
	"distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the\n"
	"Software is furnished to do so, subject to the following conditions:\n"
	"\n"
	"The above copyright notice and this permission notice shall be included in all copies or\n"
	"substantial portions of the Software.\n"
	"\n"
	"THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT\n"
	"NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND\n"
	"NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,\n"
	"DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT\n"
	"OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.\n";

void licences_print(FILE *out)
{
	fputs(own, out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		fprintf(out, "  %-10s  %-37s  %s\n", rows[i].library, rows[i].licence,
			rows[i].holder);
	fputs(mit, out);
}
