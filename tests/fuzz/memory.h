/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SQLite's memory, from lists of free blocks. AddressSanitizer's own takes three quarters of an
 * input's time; it still watches the ends of these blocks, and those that are free.
 */
#ifndef FUZZ_MEMORY_H
#define FUZZ_MEMORY_H

/* To be called in each process, with no database open. 0, or a code of SQLite. */
int memory_for_sqlite(void);

#endif
