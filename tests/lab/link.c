// SPDX-License-Identifier: GPL-2.0-only
/*
 * A link with a known rate, delay, queue and loss between two network namespaces, in user space,
 * for kernels that have no netem. One TUN device in each namespace; both vanish with the process.
 *
 *	link --ns-a NAME --ns-b NAME --rate 100mbit --delay 25
 *
 * Devices carry plain packets of at most MTU bytes (no TSO, no GRO), so that the rate is that of
 * packets as a wire would see them. Prints "ready" once both devices are up, and what it carried
 * when it is told to stop by SIGTERM or SIGINT. SIGUSR1 makes of it what --then-... says.
 */
#include <fcntl.h>
#include <getopt.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

#include "line.h"

#define BATCH 64
#define TUN_QUEUE_PACKETS 10000 /* ours must not be the queue that drops */

enum direction { AB, BA, DIRECTION_MAX };

struct link_opts {
	const char *ns[DIRECTION_MAX]; /* where each direction starts: A, B */
	const char *dev;
	int mtu;
	uint64_t seed;
};

struct link {
	int tun[DIRECTION_MAX]; /* [AB] is A's device, which the line AB reads */
	int signals;
	int mtu;
	struct line line[DIRECTION_MAX];
};

static const char usage[] =
	"usage: link --ns-a NAME --ns-b NAME [options]\n"
	"  --dev NAME      the device's name in both namespaces (lab0)\n"
	"  --mtu BYTES     its MTU (1500)\n"
	"  --seed N        of the losses (1)\n"
	"for both directions, or with -ab or -ba appended for one:\n"
	"  --rate RATE     bit/s: 100mbit, 1g; 0 is unlimited (0)\n"
	"  --delay MS      one way (0)\n"
	"  --queue BYTES   in front of the rate, drop-tail (256k)\n"
	"  --loss PERCENT  of packets (0)\n"
	"  --wander KIND:PERIOD_MS:MOST_MS  steps, walk, episode, slots: wander.h\n"
	"  --middlebox WHAT  strip, rescale:N, cap:BYTES: middlebox.h\n"
	"  --then-delay MS, --then-loss PERCENT  from SIGUSR1 on (as before)\n";

/* An option is a row. A line's option comes three times: its value says which and where. */
enum { OPT_NS_A = 256, OPT_NS_B, OPT_DEV, OPT_MTU, OPT_SEED, OPT_HELP };
enum line_opt {
	LINE_RATE,
	LINE_DELAY,
	LINE_QUEUE,
	LINE_LOSS,
	LINE_WANDER,
	LINE_MIDDLEBOX,
	LINE_THEN_DELAY,
	LINE_THEN_LOSS,
};
#define BOTH DIRECTION_MAX
/* clang-format off */
#define LINE_OPT(opt, where) ((opt) * 4 + (int)(where))
#define LINE_OPTS(name, opt)                                                                       \
	{ name, required_argument, NULL, LINE_OPT(opt, BOTH) },                                    \
	{ name "-ab", required_argument, NULL, LINE_OPT(opt, AB) },                                \
	{ name "-ba", required_argument, NULL, LINE_OPT(opt, BA) }
/* clang-format on */

static const struct option options[] = {
	{ "ns-a", required_argument, NULL, OPT_NS_A },
	{ "ns-b", required_argument, NULL, OPT_NS_B },
	{ "dev", required_argument, NULL, OPT_DEV },
	{ "mtu", required_argument, NULL, OPT_MTU },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "help", no_argument, NULL, OPT_HELP },
	LINE_OPTS("rate", LINE_RATE),
	LINE_OPTS("delay", LINE_DELAY),
	LINE_OPTS("queue", LINE_QUEUE),
	LINE_OPTS("loss", LINE_LOSS),
	LINE_OPTS("wander", LINE_WANDER),
	LINE_OPTS("middlebox", LINE_MIDDLEBOX),
	LINE_OPTS("then-delay", LINE_THEN_DELAY),
	LINE_OPTS("then-loss", LINE_THEN_LOSS),
	{ NULL, 0, NULL, 0 },
};

static void line_option(struct line *line, enum line_opt opt, const char *text)
{
	switch (opt) {
	case LINE_RATE:
		line->rate_bps = arg_rate_bps("--rate", text);
		break;
	case LINE_DELAY:
		line->delay_ns = arg_ms_as_ns("--delay", text);
		break;
	case LINE_QUEUE:
		line->queue_bytes = arg_bytes("--queue", text);
		break;
	case LINE_LOSS:
		line->loss_ppm = arg_percent_as_ppm("--loss", text);
		break;
	case LINE_WANDER:
		wander_parse(&line->wander, text);
		break;
	case LINE_MIDDLEBOX:
		middlebox_parse(&line->middlebox, text);
		break;
	case LINE_THEN_DELAY:
		line->then_delay_ns = arg_ms_as_ns("--then-delay", text);
		line->changes_delay = true;
		break;
	case LINE_THEN_LOSS:
		line->then_loss_ppm = arg_percent_as_ppm("--then-loss", text);
		line->changes_loss = true;
		break;
	}
}

static void link_option(struct link_opts *opts, int opt)
{
	switch (opt) {
	case OPT_NS_A:
		opts->ns[AB] = optarg;
		break;
	case OPT_NS_B:
		opts->ns[BA] = optarg;
		break;
	case OPT_DEV:
		opts->dev = optarg;
		break;
	case OPT_MTU:
		opts->mtu = (int)arg_count("--mtu", optarg, 65535);
		break;
	case OPT_SEED:
		opts->seed = arg_count("--seed", optarg, UINT32_MAX);
		break;
	case OPT_HELP:
		fputs(usage, stdout);
		exit(0);
	default:
		fputs(usage, stderr);
		exit(2);
	}
}

static void parse(int argc, char **argv, struct link_opts *opts, struct line *lines)
{
	int opt, dir;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt >= OPT_NS_A || opt == '?') {
			link_option(opts, opt);
			continue;
		}
		for (dir = AB; dir < DIRECTION_MAX; dir++)
			if (opt % 4 == dir || opt % 4 == BOTH)
				line_option(&lines[dir], opt / 4, optarg);
	}
	if (optind < argc || !opts->ns[AB] || !opts->ns[BA])
		link_option(opts, '?');
}

static void netns_enter(const char *name)
{
	char path[256];
	int fd;

	if (snprintf(path, sizeof(path), "/run/netns/%s", name) >= (int)sizeof(path))
		die(2, "the name of a namespace is too long: %s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die(1, "%s: %m", path);
	if (setns(fd, CLONE_NEWNET))
		die(1, "%s: cannot enter: %m (needs CAP_SYS_ADMIN)", path);
	close(fd);
}

static void tun_up(const char *dev, int mtu)
{
	struct ifreq ifr = { 0 };
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	strncpy(ifr.ifr_name, dev, IFNAMSIZ - 1);
	ifr.ifr_mtu = mtu;
	if (sock < 0 || ioctl(sock, SIOCSIFMTU, &ifr))
		die(1, "%s: MTU %d: %m", dev, mtu);
	ifr.ifr_qlen = TUN_QUEUE_PACKETS;
	if (ioctl(sock, SIOCSIFTXQLEN, &ifr))
		die(1, "%s: queue length: %m", dev);
	ifr.ifr_flags = IFF_UP;
	if (ioctl(sock, SIOCSIFFLAGS, &ifr))
		die(1, "%s: cannot bring it up: %m", dev);
	close(sock);
}

/* A TUN device lives in the namespace in which it was opened: enter, open, and stay there. */
static int tun_open(const char *ns, const char *dev, int mtu)
{
	struct ifreq ifr = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd;

	netns_enter(ns);
	fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		die(1, "/dev/net/tun: %m");
	strncpy(ifr.ifr_name, dev, IFNAMSIZ - 1);
	if (ioctl(fd, TUNSETIFF, &ifr))
		die(1, "cannot make the device %s: %m", dev);
	if (ioctl(fd, TUNSETOFFLOAD, 0))
		die(1, "%s: cannot turn offloads off: %m", dev);
	tun_up(dev, mtu);
	return fd;
}

static void link_receive(struct link *link, enum direction dir)
{
	struct line *line = &link->line[dir];
	struct line_packet *packet;
	uint8_t waste[65536];
	ssize_t len;
	int i;

	for (i = 0; i < BATCH; i++) {
		packet = line_reserve(line, (size_t)link->mtu);
		len = read(link->tun[dir], packet ? packet->data : waste,
			   packet ? (size_t)link->mtu : sizeof(waste));
		if (len <= 0)
			return;
		if (packet)
			line_commit(line, packet, (uint32_t)len, now_ns());
		else
			line->dropped++;
	}
}

/* Delivers what is due and returns when the next is, UINT64_MAX for never. */
static uint64_t link_deliver(struct link *link, enum direction dir)
{
	struct line *line = &link->line[dir];
	struct line_packet *packet;
	uint64_t now;
	int i;

	for (i = 0; (packet = line_first(line)); i++) {
		now = now_ns();
		if (packet->due_ns > now || i == BATCH)
			return packet->due_ns;
		/* A device that refuses a packet has lost it, as a wire would. */
		if (write(link->tun[!dir], packet->data, packet->len) < 0)
			line->lost++;
		line_pop(line, packet, now);
	}
	return UINT64_MAX;
}

/* Was it told to stop? Another signal changes the lines. */
static bool link_told(struct link *link)
{
	struct signalfd_siginfo info;

	if (read(link->signals, &info, sizeof(info)) != sizeof(info))
		return false;
	if (info.ssi_signo != SIGUSR1)
		return true;
	for (int dir = AB; dir < DIRECTION_MAX; dir++)
		line_change(&link->line[dir]);
	return false;
}

static void link_run(struct link *link)
{
	struct pollfd fds[] = {
		{ .fd = link->tun[AB], .events = POLLIN },
		{ .fd = link->tun[BA], .events = POLLIN },
		{ .fd = link->signals, .events = POLLIN },
	};
	struct timespec wait;
	uint64_t due, due_ba, now;

	while (!fds[2].revents || !link_told(link)) {
		due = link_deliver(link, AB);
		due_ba = link_deliver(link, BA);
		if (due_ba < due)
			due = due_ba;
		now = now_ns();
		wait = timespec_from_ns(due > now ? due - now : 0);
		if (ppoll(fds, 3, due == UINT64_MAX ? NULL : &wait, NULL) < 0 && errno != EINTR)
			die(1, "ppoll: %m");
		if ((fds[0].revents | fds[1].revents) & POLLERR)
			die(1, "a device is gone with its namespace");
		if (fds[0].revents)
			link_receive(link, AB);
		if (fds[1].revents)
			link_receive(link, BA);
	}
}

static void line_print(const char *name, const struct line *line)
{
	uint64_t packets = line->packets ? line->packets : 1;

	printf("%s packets %llu bytes %llu lost %llu dropped %llu late_us mean %.1f max %.1f\n",
	       name, (unsigned long long)line->packets, (unsigned long long)line->bytes,
	       (unsigned long long)line->lost, (unsigned long long)line->dropped,
	       (double)line->late_sum_ns / (double)packets / 1e3, (double)line->late_max_ns / 1e3);
}

/*
 * Late packets are false RTT: wake at the nanosecond, ahead of the traffic's programs and of
 * whatever else keeps the machine busy. Where real-time scheduling is refused, as it may be inside
 * a control group, a high priority must do.
 */
static void be_on_time(void)
{
	struct sched_param param = { .sched_priority = 1 };

	prctl(PR_SET_TIMERSLACK, 1);
	if (sched_setscheduler(0, SCHED_FIFO, &param))
		setpriority(PRIO_PROCESS, 0, -15);
}

static int signals_open(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		die(1, "signalfd: %m");
	return fd;
}

int main(int argc, char **argv)
{
	struct link_opts opts = { .dev = "lab0", .mtu = 1500, .seed = 1 };
	struct link link = { .line = { { .queue_bytes = 256 << 10 },
				       { .queue_bytes = 256 << 10 } } };
	pid_t parent = getppid();
	int dir;

	parse(argc, argv, &opts, link.line);
	die_with_parent(parent);
	link.signals = signals_open();
	link.mtu = opts.mtu;
	for (dir = AB; dir < DIRECTION_MAX; dir++) {
		line_init(&link.line[dir], opts.seed + (uint64_t)dir);
		link.tun[dir] = tun_open(opts.ns[dir], opts.dev, opts.mtu);
	}

	be_on_time();

	puts("ready");
	fflush(stdout);
	link_run(&link);
	line_print("ab", &link.line[AB]);
	line_print("ba", &link.line[BA]);
	return 0;
}
