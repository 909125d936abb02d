// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Loads programs as on a kernel that was built without something: its BTF is this kernel's, with other
 * names for the members that it would not have.
 *
 *	without OBJECT [NAME...]	OBJECT's programs for tracepoints and iterators, twice: as they are,
 *					and with every setting on. Status 0, or 1 and libbpf's words.
 */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BTF_PATH "/sys/kernel/btf/vmlinux"

static void fail(const char *what)
{
	fprintf(stderr, "without: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Strings of BTF lie one behind the other, each with a NUL before and after it. */
static void rename_string(char *data, size_t len, const char *name)
{
	size_t name_len = strlen(name) + 2;
	char *wanted = calloc(1, name_len), *found;

	if (!wanted)
		fail(name);
	memcpy(wanted + 1, name, name_len - 2);
	found = memmem(data, len, wanted, name_len);
	if (!found)
		fail(name);
	found[1] = '~';
	free(wanted);
}

static void write_btf(char path[], char **names)
{
	struct btf *btf = btf__parse(BTF_PATH, NULL);
	const void *raw;
	__u32 len;
	char *data;
	int fd = mkstemp(path);

	if (!btf || fd < 0)
		fail(BTF_PATH);
	raw = btf__raw_data(btf, &len);
	data = raw ? malloc(len) : NULL;
	if (!data)
		fail(BTF_PATH);
	memcpy(data, raw, len);
	for (; *names; names++)
		rename_string(data, len, *names);
	if (write(fd, data, len) != (ssize_t)len)
		fail(path);
	close(fd);
	free(data);
	btf__free(btf);
}

/* All that may be filtered and grouped by is. */
static void set_all(struct bpf_object *obj)
{
	struct bpf_map *map = bpf_object__find_map_by_name(obj, ".rodata");
	size_t len;
	void *value;

	if (!map)
		return;
	bpf_map__initial_value(map, &len);
	value = malloc(len);
	if (!value)
		fail("settings");
	memset(value, 1, len);
	if (bpf_map__set_initial_value(map, value, len))
		fail("settings");
	free(value);
}

static bool loads(const char *object, const char *btf, bool all)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts, .btf_custom_path = btf);
	struct bpf_object *obj = bpf_object__open_file(object, &opts);
	struct bpf_program *prog;
	int err;

	if (!obj)
		fail(object);
	bpf_object__for_each_program(prog, obj) {
		const char *section = bpf_program__section_name(prog);

		bpf_program__set_autoload(prog, !strncmp(section, "tp_btf", 6) ||
							!strncmp(section, "iter", 4));
	}
	if (all)
		set_all(obj);
	err = bpf_object__load(obj);
	bpf_object__close(obj);
	return !err;
}

int main(int argc, char **argv)
{
	char path[] = "/tmp/without.XXXXXX";
	bool ok;

	if (argc < 2) {
		fputs("usage: without OBJECT [NAME...]\n", stderr);
		return 2;
	}
	write_btf(path, argv + 2);
	ok = loads(argv[1], path, false) && loads(argv[1], path, true);
	unlink(path);
	return ok ? 0 : 1;
}
