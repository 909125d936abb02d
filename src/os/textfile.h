/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A file in a directory that others read, and that one of us alone writes, over and over: each
 * reader sees it whole. Nothing is ever written through a link, and nothing but our own is
 * replaced. Beside it lie, while it is open, the lock of the directory (.tcpbdp.lock) and what is
 * being written (.NAME.new); a writer that was killed leaves them to the next, which takes them
 * over.
 */
#ifndef TCPBDP_TEXTFILE_H
#define TCPBDP_TEXTFILE_H

#include <stdbool.h>
#include <stddef.h>

struct textfile;

enum textfile_flags {
	TEXTFILE_ALONE = 1 << 0,  /* no other file of ours, that ends in .prom, may lie beside it */
	TEXTFILE_STICKY = 1 << 1, /* where all may write will do, if it is sticky: for one write */
};

/*
 * start: what a file of ours begins with. Writes nothing into the directory but the lock: there is
 * one writer in a directory. -errno with a sentence for a person, that names the file, in reason.
 */
#define TEXTFILE_REASON_LEN 512
int textfile_open(const char *path, const char *start, unsigned flags, struct textfile **ret_file,
		  char *reason);

/* The directory, absolute: for sandbox_enter(). */
const char *textfile_dir(const struct textfile *file);

/*
 * Makes it a file of these bytes, of mode 0644, that is on the disk. If the directory was replaced
 * by another of its name since, may be written to by all now, or lost the lock, it is looked at anew.
 * -errno with the reason: it is as it was then, and the next call may do better.
 */
int textfile_write(struct textfile *file, const char *data, size_t len, char *reason);

/* If it was written by us: takes it away. 0 or -errno. */
int textfile_remove(struct textfile *file);

/* NULL is fine. The file stays, the lock goes. */
void textfile_close(struct textfile *file);

#endif
