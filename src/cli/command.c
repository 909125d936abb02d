// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <string.h>

#include "cli/advise.h"
#include "cli/doctor.h"
#include "cli/export.h"
#include "cli/hist.h"
#include "cli/list.h"
#include "cli/record.h"
#include "cli/trace.h"
#include "options/option_kind.h"
#include "options/suggest.h"
#include "os/log.h"

const struct command commands[] = {
	{
		.name = "trace",
		.summary = "report active TCP sockets, and which buffer or window slows them down",
		.about =
			"Reports RTT, rate, bandwidth-delay product (BDP) and window of every active TCP socket,\n"
			"each interval, and what limits it: the application, the network, or a buffer or window.\n"
			"A ! marks a socket that is slower than its path allows because of a setting.\n",
		.examples =
			"tcpbdp trace                     every active socket, each second\n"
			"tcpbdp trace --flagged           only those that a setting slows down\n"
			"tcpbdp trace -P 443 -i 5         port 443 at either end, each 5 s\n"
			"tcpbdp trace -p 4711 -d 10       sockets of process 4711, for 10 s\n"
			"tcpbdp trace --bandwidth 10g     the path carries 10 Gbit/s: how large must buffers be?\n"
			"tcpbdp trace -j -d 60 > log      NDJSON for a minute\n"
			"tcpbdp trace --replay run.tcpbdp  what tcpbdp record kept, needs no root\n",
		.options = FOR_TRACE,
		.run = trace_run,
	},
	{
		.name = "list",
		.summary =
			"list every TCP socket that exists now, with the ceilings its windows set",
		.about =
			"Lists the TCP sockets of every network namespace, idle ones too, without waiting for traffic:\n"
			"buffers and their maxima, windows, and the rate that each direction can never pass (window at\n"
			"its largest / minimum RTT; + where that may grow by itself). With --bandwidth, or on a link of\n"
			"known speed, a ! marks a socket that could never use it. A buffer is \"locked\" by SO_SNDBUF or\n"
			"SO_RCVBUF. As with ss, listeners are for -l; TIME_WAIT and SYN_RECV are left out: they have no\n"
			"buffers yet, or no more.\n",
		.examples =
			"tcpbdp list                               all that are connected\n"
			"tcpbdp list --bandwidth 10g --flagged     those that could never use 10 Gbit/s, and why\n"
			"tcpbdp list --sort ceiling -P 5432        port 5432, the lowest ceiling first\n"
			"tcpbdp list -l                            listeners, and the window scale they will offer\n"
			"tcpbdp list --bandwidth 1g --check        exit status 3 if there are any\n"
			"tcpbdp list --summary                     counts by state, limit, cause and namespace\n"
			"tcpbdp list --replay run.tcpbdp           the sockets that lived when a capture ended\n",
		.options = FOR_LIST,
		.run = list_run,
	},
	{
		.name = "hist",
		.summary = "histogram of one metric: RTT, windows, buffers, rates",
		.about =
			"Counts in the kernel, and prints the histogram at the end (-d, Ctrl-C) or each interval (-i).\n"
			"Each socket counts once in a second in which it was active, so that a busy one does not drown a\n"
			"thousand quiet ones; --weight segments counts each segment. Every value told is that of its\n"
			"bucket's upper end: never below the true one, and at most 6.25 % above.\n",
		.examples =
			"tcpbdp hist rtt -d 10                     of all active sockets, for 10 s\n"
			"tcpbdp hist queue -i 5                    time spent in queues, each 5 s\n"
			"tcpbdp hist rtt-min --by peer-prefix/16   a histogram for each network of peers\n"
			"tcpbdp hist headroom --by limit           windows over BDP, by what limits\n"
			"tcpbdp hist send-size --weight segments   every send call, by its size\n"
			"tcpbdp hist rtt --replay run.tcpbdp       what tcpbdp record kept, needs no root\n",
		.options = FOR_HIST,
		.run = hist_run,
	},
	{
		.name = "advise",
		.summary =
			"watch for a while, then print the settings to change, with the reason for each",
		.about =
			"Watches for 30 s (-d) and prints the smallest set of changes that lets the sockets it saw use\n"
			"their paths: settings with their commands, and what only an application or a peer can change.\n"
			"Without --bandwidth it doubles what is too small, unless it saw the path full: ask again then.\n"
			"It changes nothing itself. Exit status 3 with --check when it has something to say.\n",
		.examples = "tcpbdp advise                             watch for 30 s\n"
			    "tcpbdp advise --bandwidth 10g -d 60       buffers for 10 Gbit/s\n"
			    "tcpbdp advise --check -d 10 >/dev/null    a health check\n"
			    "tcpbdp advise --sysctl-d /etc/sysctl.d/90-tcpbdp.conf\n"
			    "tcpbdp advise --replay run.tcpbdp         what was seen elsewhere\n",
		.options = FOR_ADVISE,
		.run = advise_run,
	},
	{
		.name = "export",
		.summary = "write metrics of all sockets for Prometheus, every interval",
		.about =
			"Keeps a file for node_exporter's textfile collector: sockets by what limits them, undersized ones by\n"
			"cause, distributions of RTT, BDP and rate, buffers needed beside buffers configured. The number of\n"
			"series is the same however many sockets there are. docs/fleet.md lists the metrics.\n",
		.examples =
			"tcpbdp export -o /var/lib/prometheus/node-exporter/tcpbdp.prom\n"
			"tcpbdp export -o DIR/tcpbdp.prom --once -i 60     a minute, for a timer\n"
			"tcpbdp export -o DIR/tcpbdp.prom --by port        and the ten ports that lose most\n"
			"tcpbdp export -o x.prom --replay run.tcpbdp       what tcpbdp record kept\n",
		.options = FOR_EXPORT,
		.run = export_run,
	},
	{
		.name = "record",
		.summary = "keep what is seen in a file, for --replay and for sqlite3",
		.about =
			"Keeps a sample of every active TCP socket each 100 ms in an SQLite database, before any verdict.\n"
			"Other commands read it with --replay FILE, on any machine, without root. docs/captures.md has its\n"
			"tables. A crash loses no more than the last second.\n",
		.examples =
			"tcpbdp record -o run.tcpbdp -d 600            ten minutes\n"
			"tcpbdp record -o run.tcpbdp --max-age 3600    the last hour, until interrupted\n"
			"tcpbdp record -o run.tcpbdp --max-size 1G     no more than 1 GiB, the newest\n"
			"tcpbdp record -o run.tcpbdp --anonymize       to give it to others\n",
		.options = FOR_RECORD,
		.run = record_run,
	},
	{
		.name = "doctor",
		.summary = "say what this kernel allows, what is missing, and how to get it",
		.about =
			"Tries what tcpbdp needs of this kernel and of this user, and says which hooks would be used,\n"
			"what is missing, and how to get it. Changes nothing. Exit status 0 if tracing works, else 1.\n",
		.examples = "sudo tcpbdp doctor               with what root may do\n"
			    "tcpbdp doctor --json             for a program\n",
		.options = FOR_DOCTOR,
		.run = doctor_run,
	},
};

const size_t commands_count = sizeof(commands) / sizeof(commands[0]);

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < commands_count; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

void command_say_unknown(const char *name)
{
	struct suggestion best = { 0 };

	for (size_t i = 0; i < commands_count; i++)
		suggest_offer(&best, name, strlen(name), commands[i].name);
	suggest_offer(&best, name, strlen(name), "help");
	if (best.name)
		log_error("%.*s: unknown command, did you mean %s?", OPTION_SHOWN, name, best.name);
	else
		log_error("%.*s: unknown command: see tcpbdp --help", OPTION_SHOWN, name);
}
