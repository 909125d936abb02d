// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The calls that can be made to fail. What glibc calls by itself, for a stream, is not seen, but that it
 * opens one is.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "fault.h"

/* ---- the heap ---- */

/* glibc's own: dlsym() would call malloc() */
void *__libc_malloc(size_t len);
void *__libc_calloc(size_t count, size_t len);
void *__libc_realloc(void *block, size_t len);
void *__libc_memalign(size_t align, size_t len);
void __libc_free(void *block);

void *malloc(size_t len);
void *calloc(size_t count, size_t len);
void *realloc(void *block, size_t len);
void *reallocarray(void *block, size_t count, size_t len);
void *aligned_alloc(size_t align, size_t len);
void *memalign(size_t align, size_t len);
int posix_memalign(void **ret_block, size_t align, size_t len);
void free(void *block);

static void *counted(void *block)
{
	if (block)
		fault_blocks(1);
	return block;
}

void *malloc(size_t len)
{
	return fault_now(FAULT_ALLOC) ? NULL : counted(__libc_malloc(len));
}

void *calloc(size_t count, size_t len)
{
	return fault_now(FAULT_ALLOC) ? NULL : counted(__libc_calloc(count, len));
}

void *realloc(void *block, size_t len)
{
	void *larger;

	if (fault_now(FAULT_ALLOC))
		return NULL;
	larger = __libc_realloc(block, len);
	fault_blocks((larger && !block) - (!larger && block && !len));
	return larger;
}

void *reallocarray(void *block, size_t count, size_t len)
{
	size_t all;

	if (__builtin_mul_overflow(count, len, &all)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(block, all);
}

void *memalign(size_t align, size_t len)
{
	return fault_now(FAULT_ALLOC) ? NULL : counted(__libc_memalign(align, len));
}

void *aligned_alloc(size_t align, size_t len)
{
	return memalign(align, len);
}

int posix_memalign(void **ret_block, size_t align, size_t len)
{
	void *block = memalign(align, len);

	if (!block)
		return ENOMEM;
	*ret_block = block;
	return 0;
}

void free(void *block)
{
	if (block)
		fault_blocks(-1);
	__libc_free(block);
}

/* ---- of the kernel ---- */

/* next(NAME): the function that this one stands before */
#define next(name)                                                                                 \
	({                                                                                         \
		static __typeof__(&(name)) found;                                                  \
		if (!found)                                                                        \
			*(void **)&found = dlsym(RTLD_NEXT, #name);                                \
		found;                                                                             \
	})

void *mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset)
{
	return fault_now(FAULT_MAP) ? MAP_FAILED : next(mmap)(addr, len, prot, flags, fd, offset);
}

void *mmap64(void *addr, size_t len, int prot, int flags, int fd, off64_t offset)
{
	return fault_now(FAULT_MAP) ? MAP_FAILED : next(mmap64)(addr, len, prot, flags, fd, offset);
}

/* mode_of(FLAGS): the third argument, where there is one */
#define mode_of(flags)                                                                             \
	({                                                                                         \
		mode_t given = 0;                                                                  \
		va_list args;                                                                      \
		va_start(args, flags);                                                             \
		if ((flags) & (O_CREAT | __O_TMPFILE))                                             \
			given = va_arg(args, mode_t);                                              \
		va_end(args);                                                                      \
		given;                                                                             \
	})

int open(const char *path, int flags, ...)
{
	mode_t mode = mode_of(flags);

	return fault_now(FAULT_OPEN) ? -1 : next(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	mode_t mode = mode_of(flags);

	return fault_now(FAULT_OPEN) ? -1 : next(open64)(path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	mode_t mode = mode_of(flags);

	return fault_now(FAULT_OPEN) ? -1 : next(openat)(dir, path, flags, mode);
}

int openat64(int dir, const char *path, int flags, ...)
{
	mode_t mode = mode_of(flags);

	return fault_now(FAULT_OPEN) ? -1 : next(openat64)(dir, path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
	return fault_now(FAULT_OPEN) ? NULL : next(fopen)(path, mode);
}

DIR *opendir(const char *path)
{
	return fault_now(FAULT_OPEN) ? NULL : next(opendir)(path);
}

ssize_t read(int fd, void *data, size_t len)
{
	return fault_now(FAULT_READ) ? -1 : next(read)(fd, data, len);
}

ssize_t pread(int fd, void *data, size_t len, off_t offset)
{
	return fault_now(FAULT_READ) ? -1 : next(pread)(fd, data, len, offset);
}

ssize_t pread64(int fd, void *data, size_t len, off64_t offset)
{
	return fault_now(FAULT_READ) ? -1 : next(pread64)(fd, data, len, offset);
}

/* That an error cannot be told is told nowhere. */
ssize_t write(int fd, const void *data, size_t len)
{
	bool fails = fd != STDERR_FILENO && fault_now(FAULT_WRITE);

	return fails ? -1 : next(write)(fd, data, len);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset)
{
	return fault_now(FAULT_WRITE) ? -1 : next(pwrite)(fd, data, len, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t len, off64_t offset)
{
	return fault_now(FAULT_WRITE) ? -1 : next(pwrite64)(fd, data, len, offset);
}

int fallocate(int fd, int mode, off_t offset, off_t len)
{
	return fault_now(FAULT_WRITE) ? -1 : next(fallocate)(fd, mode, offset, len);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t len)
{
	return fault_now(FAULT_WRITE) ? -1 : next(fallocate64)(fd, mode, offset, len);
}

int fsync(int fd)
{
	return fault_now(FAULT_SYNC) ? -1 : next(fsync)(fd);
}

int fdatasync(int fd)
{
	return fault_now(FAULT_SYNC) ? -1 : next(fdatasync)(fd);
}

int rename(const char *from, const char *to)
{
	return fault_now(FAULT_RENAME) ? -1 : next(rename)(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	return fault_now(FAULT_RENAME) ? -1 : next(renameat)(from_dir, from, to_dir, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	return fault_now(FAULT_RENAME) ? -1 : next(renameat2)(from_dir, from, to_dir, to, flags);
}

/* As many arguments as a system call can have; those that were not given are not looked at. */
long syscall(long number, ...)
{
	long arg[6];
	va_list args;

	va_start(args, number);
	for (int i = 0; i < 6; i++)
		arg[i] = va_arg(args, long);
	va_end(args);
	if (number == SYS_bpf && fault_now(FAULT_BPF))
		return -1;
	return next(syscall)(number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
}
