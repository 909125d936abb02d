/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A file that one process rewrites and others read: each reader sees a complete file. It is never
 * written through a link, and only our own files are replaced. While it is open, the directory also
 * has a lock (.tcpbdp.lock) and, during a write, .NAME.new. If a writer is killed, the next one
 * takes these over.
 */
#ifndef TCPBDP_TEXTFILE_H
#define TCPBDP_TEXTFILE_H

#include <stdbool.h>
#include <stddef.h>

struct textfile;

enum textfile_flags {
	TEXTFILE_ALONE = 1 << 0,  /* refuse a directory with another .prom file of ours */
	TEXTFILE_STICKY = 1 << 1, /* allow a sticky world-writable directory: single write */
};

/*
 * start: the first bytes of our files. Creates only the lock in the directory, which has one
 * writer.
 * -errno with a message in reason that names the file.
 */
#define TEXTFILE_REASON_LEN 512
int textfile_open(const char *path, const char *start, unsigned flags, struct textfile **ret_file,
		  char *reason);

/* The directory, absolute: for sandbox_enter(). */
const char *textfile_dir(const struct textfile *file);

/*
 * Writes these bytes with mode 0644 and syncs them. Opens the directory again if it was replaced,
 * became world-writable or lost the lock. -errno with the reason; then the file is unchanged, and
 * the next call may succeed.
 */
int textfile_write(struct textfile *file, const char *data, size_t len, char *reason);

/* Removes it if this process wrote it. 0 or -errno. */
int textfile_remove(struct textfile *file);

/* Keeps the file and removes the lock. NULL is fine. */
void textfile_close(struct textfile *file);

#endif
