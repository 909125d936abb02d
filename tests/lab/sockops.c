// SPDX-License-Identifier: GPL-2.0-only
/*
 * A control group whose sockets are set up by a BPF program, as fleets do it.
 *
 *	sockops --cgroups /sys/fs/cgroup --object sockops.bpf.o --rcvbuf 64k
 *
 * Prints "ready DIR", the control group to enter. SIGTERM and SIGINT end it and remove the group,
 * which must be empty by then.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <sys/stat.h>

#include "process.h"

struct sockops {
	const char *cgroups, *object;
	int rcvbuf_bytes, cwnd_clamp_packets;
	char dir[256];
};

static const char usage[] = "usage: sockops --cgroups DIR --object FILE [options]\n"
			    "  --rcvbuf BYTES        SO_RCVBUF of whoever connects or listens\n"
			    "  --cwnd-clamp PACKETS  the largest congestion window\n";

static void parse(struct sockops *s, int argc, char **argv)
{
	static const struct option options[] = {
		{ "cgroups", required_argument, NULL, 'g' },
		{ "object", required_argument, NULL, 'o' },
		{ "rcvbuf", required_argument, NULL, 'r' },
		{ "cwnd-clamp", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'g')
			s->cgroups = optarg;
		else if (opt == 'o')
			s->object = optarg;
		else if (opt == 'r')
			s->rcvbuf_bytes = (int)arg_bytes("--rcvbuf", optarg);
		else if (opt == 'c')
			s->cwnd_clamp_packets = (int)arg_count("--cwnd-clamp", optarg, 1 << 20);
		else
			die(2, "%s", usage);
	}
	if (optind < argc || !s->cgroups || !s->object)
		die(2, "%s", usage);
}

/* The program's constants, in the order in which it declares them. */
static void set_constants(struct bpf_object *object, const struct sockops *s)
{
	int values[] = { s->rcvbuf_bytes, s->cwnd_clamp_packets };
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".rodata");

	if (!map || bpf_map__set_initial_value(map, values, sizeof(values)))
		die(1, "%s: has other constants: %m", s->object);
}

static struct bpf_link *attach(const struct sockops *s)
{
	struct bpf_object *object = bpf_object__open_file(s->object, NULL);
	int fd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct bpf_link *link;

	if (!object)
		die(1, "%s: %m", s->object);
	set_constants(object, s);
	if (bpf_object__load(object))
		die(1, "%s: cannot load: %m", s->object);
	if (fd < 0)
		die(1, "%s: %m", s->dir);
	link = bpf_program__attach_cgroup(bpf_object__find_program_by_name(object, "settings"), fd);
	if (!link)
		die(1, "cannot attach: %m");
	return link;
}

int main(int argc, char **argv)
{
	struct sockops s = { 0 };
	pid_t parent = getppid();
	struct bpf_link *link;
	sigset_t set;
	int sig;

	parse(&s, argc, argv);
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	die_with_parent(parent);
	snprintf(s.dir, sizeof(s.dir), "%s/tcpbdp-lab-%d", s.cgroups, getpid());
	if (mkdir(s.dir, 0755))
		die(1, "%s: %m", s.dir);
	link = attach(&s);
	printf("ready %s\n", s.dir);
	fflush(stdout);
	sigwait(&set, &sig);
	bpf_link__destroy(link);
	if (rmdir(s.dir))
		die(1, "%s: %m", s.dir);
	return 0;
}
