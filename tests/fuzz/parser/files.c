// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Text files: of the kernel, whose names others choose, and the drop-in that advise carries on. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../random.h"
#include "base/units.h"
#include "os/cgroup.h"
#include "os/file.h"
#include "os/json_scan.h"
#include "parser.h"
#include "sample/workload.h"
#include "sink/sysctl_d.h"

#define COUNT(texts) (sizeof(texts) / sizeof((texts)[0]))

/* The bytes as a file of this path, until it is closed. */
static int open_file(const uint8_t *bytes, size_t len, char path[64])
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len)
		abort();
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

/* ---- /proc/self/mounts ---- */

static const char *const mounts[] = {
	"cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n",
	"proc /proc proc rw 0 0\ncgroup2 /sys/fs/cgroup/uni\\040fied cgroup2 rw 0 0\n",
	"none /a\\134b\\011 cgroup2 rw 0 0\n/dev/sda / ext4 rw 0 1\n",
};

static size_t seed_mounts(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, mounts, COUNT(mounts), bytes);
}

static int feed_mounts(uint64_t *random, const uint8_t *bytes, size_t len)
{
	size_t room = 1 + random_below(random, 64);
	char path[64], *mount = malloc(room);
	int fd = open_file(bytes, len, path), err = cgroup_mount(path, mount, room);

	assert(!err || err == -ENOENT);
	assert(err || memchr(mount, 0, room));
	free(mount);
	close(fd);
	return !err;
}

/* ---- numbers of /proc/sys, sockstat ---- */

static const char *const numbers[] = {
	"4096\t131072\t6291456\n",
	"1\n",
	"-1 9223372036854775807 -9223372036854775808\n",
};

static size_t seed_numbers(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, numbers, COUNT(numbers), bytes);
}

static int feed_numbers(uint64_t *random, const uint8_t *bytes, size_t len)
{
	size_t count = random_below(random, 20), room = 2 + random_below(random, 64);
	int64_t values[20];
	char path[64], *text = malloc(room);
	int fd = open_file(bytes, len, path), err = file_text("", path, text, room);

	assert(!err && memchr(text, 0, room));
	err = file_numbers(text, values, count);
	assert(!err || err == -EINVAL || err == -ERANGE);
	free(text);
	close(fd);
	return !err;
}

/* ---- paths of control groups ---- */

static const char *const groups[] = {
	"/",
	"/system.slice/nginx.service",
	"/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope",
	"/system.slice/docker-4dc2c47ae1a04c6f8a6c4dc2c47ae1a04c6f8a6c4dc2c47ae1a04c6f8a6c4dc2.scope",
	"/kubepods/burstable/pod01234567-89ab-cdef-0123-456789abcdef/"
	"4dc2c47ae1a04c6f8a6c4dc2c47ae1a04c6f8a6c4dc2c47ae1a04c6f8a6c4dc2",
	"/kubepods.slice/kubepods-besteffort.slice/"
	"kubepods-besteffort-pod01234567_89ab_cdef_0123_456789abcdef.slice/"
	"cri-containerd-4dc2c47ae1a04c6f8a6c4dc2c47ae1a04c6f8a6c4dc2c47ae1a04c6f8a6c4dc2.scope",
};

static size_t seed_groups(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, groups, COUNT(groups), bytes);
}

static void check_part(const struct workload_part *part, const char *path, size_t len)
{
	assert(!part->len || (part->text >= path && part->text + part->len <= path + len));
}

static int feed_groups(uint64_t *random, const uint8_t *bytes, size_t len)
{
	char *path = parser_text(bytes, len), word[WORKLOAD_WORD_LEN], uid[WORKLOAD_POD_LEN];
	struct workload w;

	(void)random;
	workload_of_path(path, &w);
	check_part(&w.service, path, strlen(path));
	check_part(&w.container, path, strlen(path));
	check_part(&w.pod, path, strlen(path));
	assert(strlen(workload_word(word, &w, NULL)) < sizeof(word));
	assert(strlen(workload_pod_uid(uid, &w)) == w.pod.len);
	free(path);
	return w.service.len || w.container.len || w.pod.len;
}

/* ---- what container runtimes write ---- */

static const char *const states[] = {
	"{\"ID\":\"0\",\"Config\":{\"Labels\":{\"a\":\"b\"}},\"Name\":\"/web\"}",
	"{\"annotations\" : {\"x\":[1,{\"name\":\"no\"}],\"name\" : \"web-0\"},\"y\":null}",
	"[[[{\"\\\"\":\"\\u0041\"}]]]",
};

static size_t seed_states(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, states, COUNT(states), bytes);
}

static int feed_states(uint64_t *random, const uint8_t *bytes, size_t len)
{
	static const char *const paths[][JSON_SCAN_DEPTH + 1] = {
		{ "Name" },
		{ "annotations", "name" },
		{ "Config", "Labels", "a" },
	};
	size_t room = 1 + random_below(random, 16);
	char *buf = malloc(room);
	int found = json_scan_string((const char *)bytes, len,
				     paths[random_below(random, COUNT(paths))], buf, room);

	assert(!found || (memchr(buf, 0, room) && buf[0]));
	for (const char *c = buf; found && *c; c++)
		assert(*c >= ' ' && *c <= '~' && *c != '\\' && *c != '"');
	free(buf);
	return found;
}

/* ---- sysctl.d ---- */

static const char *const drop_ins[] = {
	"",
	SYSCTL_D_START "\n# why\nnet.ipv4.tcp_rmem = 4096 131072 262144\n",
	SYSCTL_D_START "\n\n-net/core/rmem_max=1\nnet.ipv4.tcp_wmem = 4096 16384 4194304\n",
};

static size_t seed_drop_ins(uint64_t *random, uint8_t *bytes)
{
	return parser_seed_text(random, drop_ins, COUNT(drop_ins), bytes);
}

/* Nothing is proposed: what stands there is carried on, and what is written can be carried on again. */
static int feed_drop_ins(uint64_t *random, const uint8_t *bytes, size_t len)
{
	const struct advice_report nothing = { 0 };
	char *before = parser_text(bytes, len), *text, *again;
	size_t count;

	(void)random;
	if (*before && strncmp(before, SYSCTL_D_START, strlen(SYSCTL_D_START))) {
		free(before); /* another's: it is refused before */
		return 0;
	}
	text = sysctl_d_text(&nothing, before, &count);
	assert(text && !count);
	assert(!strncmp(text, SYSCTL_D_START, strlen(SYSCTL_D_START)));
	again = sysctl_d_text(&nothing, text, &count);
	assert(again && !count);
	free(again);
	free(text);
	free(before);
	return 1;
}

const struct parser parsers_of_files[] = {
	{ "mounts", seed_mounts, feed_mounts },       { "numbers", seed_numbers, feed_numbers },
	{ "groups", seed_groups, feed_groups },       { "states", seed_states, feed_states },
	{ "sysctl_d", seed_drop_ins, feed_drop_ins }, { 0 },
};
