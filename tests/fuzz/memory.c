// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "memory.h"

#include <sanitizer/asan_interface.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#define ARENA_BYTES (UINT64_C(1) << 30) /* of addresses; what is not touched is not there */
#define CLASSES 32                      /* powers of two */
#define GAP 16                          /* after a block, never to be touched */

/* Before each block. */
struct head {
	int size, class;
	struct head *next; /* while it is free */
};
_Static_assert(sizeof(struct head) % 16 == 0, "blocks are aligned");

/* SQLite gives its allocator no context. */
static struct head *free_blocks[CLASSES];
static char *arena, *arena_end;

static void *allocate(int size)
{
	int class = 6;
	struct head *head;
	size_t len;

	while ((UINT64_C(1) << class) < (uint64_t)size)
		class ++;
	len = sizeof(*head) + (UINT64_C(1) << class) + GAP;
	head = free_blocks[class];
	if (head) {
		free_blocks[class] = head->next;
	} else {
		if ((size_t)(arena_end - arena) < len)
			return NULL;
		head = (struct head *)arena;
		arena += len;
		ASAN_UNPOISON_MEMORY_REGION(head, sizeof(*head));
	}
	head->size = size;
	head->class = class;
	ASAN_UNPOISON_MEMORY_REGION(head + 1, (size_t)size);
	return head + 1;
}

static void give_back(void *block)
{
	struct head *head = (struct head *)block - 1;

	ASAN_POISON_MEMORY_REGION(block, (size_t)head->size);
	head->next = free_blocks[head->class];
	free_blocks[head->class] = head;
}

static int size_of(void *block)
{
	return block ? ((struct head *)block - 1)->size : 0;
}

static void *resize(void *block, int size)
{
	int old = size_of(block);
	void *larger = allocate(size);

	if (!larger)
		return NULL;
	memcpy(larger, block, (size_t)(old < size ? old : size));
	give_back(block);
	return larger;
}

static int round_up(int size)
{
	return (size + 7) & ~7;
}

static int begin(void *ctx)
{
	(void)ctx;
	return SQLITE_OK;
}

static void end(void *ctx)
{
	(void)ctx;
}

int memory_for_sqlite(void)
{
	static const sqlite3_mem_methods methods = { allocate, give_back, resize, size_of,
						     round_up, begin,     end,    NULL };
	int code = sqlite3_shutdown();

	memset(free_blocks, 0, sizeof(free_blocks));
	arena = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (arena == MAP_FAILED)
		return SQLITE_NOMEM;
	arena_end = arena + ARENA_BYTES;
	ASAN_POISON_MEMORY_REGION(arena, ARENA_BYTES);
	if (!code)
		code = sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	if (!code)
		code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (!code)
		code = sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	return code ? code : sqlite3_vfs_register(sqlite3_vfs_find("unix-none"), 1);
}
