// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a run of each BPF program takes: prints "NAME NS RUNS" per program, over some seconds,
 * with as much of the name as the kernel keeps: 15 characters.
 *
 *	runtime process PID SECONDS			the programs that a process holds
 *	runtime empty OBJECT SECONDS NAME...		these programs of an object, attached meanwhile
 *	runtime hold OBJECT NAME...			the same without statistics, until it is ended
 *
 * The kernel's statistics are on as long as this runs: it closes a file descriptor to switch them
 * off, so that they end with the process, whatever ends it, and sysctl kernel.bpf_stats_enabled
 * stays what it was.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <signal.h>

#include "../lab/process.h"

#define PROGRAMS_MAX 64
#define SECONDS_MAX 60

struct runtime {
	struct program {
		int fd;
		char name[BPF_OBJ_NAME_LEN];
		uint64_t ns, runs;
	} programs[PROGRAMS_MAX];
	int count;
};

static void runtime_add(struct runtime *rt, int fd)
{
	if (rt->count == PROGRAMS_MAX)
		die(1, "more than %d programs", PROGRAMS_MAX);
	rt->programs[rt->count++].fd = fd;
}

/* By as much of its name as the kernel keeps. */
static struct bpf_program *object_program(struct bpf_object *obj, const char *name)
{
	struct bpf_program *prog;

	bpf_object__for_each_program(prog, obj)
		if (!strncmp(bpf_program__name(prog), name, BPF_OBJ_NAME_LEN - 1))
			return prog;
	die(2, "the object has no program %s", name);
}

/* The id of the program behind a file descriptor of another process; 0 if it is none. */
static unsigned int fdinfo_program(const char *dir, const char *fd)
{
	unsigned int id = 0;
	char path[512], line[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, fd);
	file = fopen(path, "re");
	if (!file)
		return 0;
	while (!id && fgets(line, sizeof(line), file)) {
		/* a link names its program too */
		if (!strncmp(line, "link_type", 9))
			break;
		if (sscanf(line, "prog_id: %u", &id) != 1)
			id = 0;
	}
	fclose(file);
	return id;
}

static void runtime_of_process(struct runtime *rt, const char *pid)
{
	char dir[64];
	struct dirent *entry;
	DIR *fds;

	snprintf(dir, sizeof(dir), "/proc/%s/fdinfo", pid);
	fds = opendir(dir);
	if (!fds)
		die(1, "%s: %m", dir);
	while ((entry = readdir(fds))) {
		unsigned int id = fdinfo_program(dir, entry->d_name);
		int fd = id ? bpf_prog_get_fd_by_id(id) : -1;

		if (fd >= 0)
			runtime_add(rt, fd);
	}
	closedir(fds);
}

static void runtime_of_object(struct runtime *rt, const char *path, char **names)
{
	struct bpf_object *obj = bpf_object__open_file(path, NULL);
	struct bpf_program *prog;

	if (!obj)
		die(1, "%s: %m", path);
	bpf_object__for_each_program(prog, obj)
		bpf_program__set_autoload(prog, false);
	for (char **name = names; *name; name++)
		bpf_program__set_autoload(object_program(obj, *name), true);
	if (bpf_object__load(obj))
		die(1, "cannot load %s: %m", path);
	for (char **name = names; *name; name++) {
		prog = object_program(obj, *name);
		if (!bpf_program__attach(prog))
			die(1, "cannot attach %s: %m", *name);
		runtime_add(rt, bpf_program__fd(prog));
	}
}

/* Adds what the kernel has counted, or takes it off: the difference is what came in between. */
static void runtime_read(struct runtime *rt, int sign)
{
	for (int i = 0; i < rt->count; i++) {
		struct program *program = &rt->programs[i];
		struct bpf_prog_info info = { 0 };
		uint32_t len = sizeof(info);

		if (bpf_obj_get_info_by_fd(program->fd, &info, &len))
			die(1, "cannot ask about a program: %m");
		program->ns += (uint64_t)sign * info.run_time_ns;
		program->runs += (uint64_t)sign * info.run_cnt;
		memcpy(program->name, info.name, sizeof(program->name));
	}
}

static void runtime_print(const struct runtime *rt)
{
	for (int i = 0; i < rt->count; i++) {
		const struct program *program = &rt->programs[i];

		if (program->runs)
			printf("%s %.2f %llu\n", program->name,
			       (double)program->ns / (double)program->runs,
			       (unsigned long long)program->runs);
	}
}

int main(int argc, char **argv)
{
	struct runtime rt = { 0 };
	struct timespec span;
	int stats;

	die_with_parent(getppid());
	if (argc < 4)
		die(2, "usage: runtime process PID SECONDS | empty OBJECT SECONDS NAME... | "
		       "hold OBJECT NAME...");
	if (!strcmp(argv[1], "hold")) {
		runtime_of_object(&rt, argv[2], argv + 3);
		signal(SIGINT, SIG_DFL); /* a shell's background ignores it */
		pause();
	}
	span = timespec_from_ns(arg_seconds_as_ns("seconds", argv[3]));
	if (span.tv_sec >= SECONDS_MAX)
		die(2, "seconds: less than %d", SECONDS_MAX);
	if (!strcmp(argv[1], "process"))
		runtime_of_process(&rt, argv[2]);
	else
		runtime_of_object(&rt, argv[2], argv + 4);
	stats = bpf_enable_stats(BPF_STATS_RUN_TIME);
	if (stats < 0)
		die(1, "no statistics of BPF programs: %m");
	runtime_read(&rt, -1);
	nanosleep(&span, NULL);
	runtime_read(&rt, 1);
	runtime_print(&rt);
	return 0;
}
