// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/diagnosis.h"
#include "os/log.h"
#include "os/quote.h"
#include "sink/json_writer.h"

static int exec(const struct cli_opts *opts);

const struct command doctor_command = {
	.name = "doctor",
	.summary = "say what this kernel allows, what is missing, and how to get it",
	.about =
		"Tries what tcpbdp needs from this kernel and this user, and prints which hooks it would use,\n"
		"what is missing, and how to get it.  Changes nothing. Exit status 0 if tracing works, else 1.\n",
	.examples = "sudo tcpbdp doctor               as root\n"
		    "tcpbdp doctor --json             as JSON\n",
	.options = FOR_DOCTOR,
	.exec = exec,
};

static const char *word(enum answer answer)
{
	switch (answer) {
	case ANSWER_UNKNOWN:
		return "?";
	case ANSWER_YES:
		return "yes";
	case ANSWER_NO:
		return "no";
	}
	return "?";
}

static void print_kernel(const struct diagnosis *d)
{
	char mount[QUOTE_TERMINAL_LEN(PATH_MAX)];

	printf("tcpbdp " TCPBDP_VERSION " on Linux %s, %s\n\n", d->kernel.release,
	       d->kernel.machine);
	printf("  %-20s %s\n", "BTF", word(d->btf));
	printf("  %-20s %s\n", "BPF JIT", word(d->jit));
	printf("  %-20s %s\n", "lockdown", d->lockdown[0] ? d->lockdown : "?");
	for (int i = 0; i < FEATURE_MAX; i++)
		printf("  %-20s %s\n", feature_name(i), word(d->features[i]));
	printf("  %-20s %s\n", "what list needs", word(d->lists));
	printf("  %-20s %s\n", "what hist needs", word(d->counts));
	for (int i = 0; i < PRIVILEGE_MAX; i++)
		printf("  %-20s %s\n", privilege_name(i),
		       word(d->held.effective[i] ? ANSWER_YES : ANSWER_NO));
	printf("  %-20s %s\n", "cgroup2",
	       d->cgroup2[0] ? quote_terminal(mount, sizeof(mount), d->cgroup2, false) : "no");
}

static void print_hooks(const struct diagnosis *d)
{
	char reason[QUOTE_TERMINAL_LEN(DIAGNOSIS_REASON_LEN)];

	puts("\nHooks (* = what --attach auto takes):");
	for (size_t i = 0; i < hooks_count; i++) {
		const struct hook_answer *hook = &d->hooks[i];
		const char *says = "not tried";

		if (hook->accepted == ANSWER_YES)
			says = "accepted";
		else if (hook->accepted == ANSWER_NO)
			says = quote_terminal(reason, sizeof(reason), hook->reason, false);
		printf("%c %-12s %-11s %-23s %s\n", hook->taken ? '*' : ' ',
		       hook_side_name(hooks[i].side), attach_kind_name(hooks[i].kind),
		       hooks[i].target, says);
	}
}

static void print_problems(const struct diagnosis *d, bool blocking, const char *title)
{
	bool any = false;

	for (size_t i = 0; i < problems_count; i++) {
		if (problems[i].blocking != blocking || !problems[i].is_there(d))
			continue;
		if (!any)
			printf("\n%s:\n", title);
		any = true;
		printf("  - %s\n    to change it: %s\n", problems[i].what, problems[i].remedy);
	}
}

static void print_text(const struct diagnosis *d)
{
	char reason[QUOTE_TERMINAL_LEN(DIAGNOSIS_REASON_LEN)];

	print_kernel(d);
	print_hooks(d);
	print_problems(d, false, "Works with less");
	print_problems(d, true, "Missing");
	if (d->works == ANSWER_YES)
		puts("\nTracing works.");
	else if (d->works == ANSWER_NO)
		printf("\nTracing does not work: %s.\n",
		       quote_terminal(reason, sizeof(reason), d->reason, false));
	else
		puts("\nTracing does not work.");
}

static void write_answer(struct json_writer *w, const char *key, enum answer answer)
{
	if (answer == ANSWER_UNKNOWN)
		json_text(w, key, NULL);
	else
		json_bool(w, key, answer == ANSWER_YES);
}

/* null for "" */
static void write_text(struct json_writer *w, const char *key, const char *text)
{
	json_text(w, key, *text ? text : NULL);
}

static void write_host(struct json_writer *w, const struct diagnosis *d)
{
	json_object_begin(w, "kernel");
	json_text(w, "release", d->kernel.release);
	json_text(w, "machine", d->kernel.machine);
	json_object_end(w);
	write_answer(w, "list", d->lists);
	write_answer(w, "hist", d->counts);
	write_answer(w, "btf", d->btf);
	write_answer(w, "jit", d->jit);
	write_text(w, "lockdown", d->lockdown);
	write_text(w, "cgroup2", d->cgroup2);
	json_bool(w, "pids_are_hosts", d->pids_are_hosts);
	json_bool(w, "user_namespace", d->held.user_namespace);
	json_object_begin(w, "capabilities");
	for (int i = 0; i < PRIVILEGE_MAX; i++)
		json_bool(w, privilege_name(i), d->held.effective[i]);
	json_object_end(w);
	json_object_begin(w, "features");
	for (int i = 0; i < FEATURE_MAX; i++)
		write_answer(w, feature_name(i), d->features[i]);
	json_object_end(w);
}

static void write_hooks(struct json_writer *w, const struct diagnosis *d)
{
	json_array_begin(w, "hooks");
	for (size_t i = 0; i < hooks_count; i++) {
		json_object_begin(w, NULL);
		json_text(w, "side", hook_side_name(hooks[i].side));
		json_text(w, "kind", attach_kind_name(hooks[i].kind));
		json_text(w, "target", hooks[i].target);
		write_answer(w, "accepted", d->hooks[i].accepted);
		json_bool(w, "taken", d->hooks[i].taken);
		write_text(w, "reason", d->hooks[i].reason);
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_problems(struct json_writer *w, const struct diagnosis *d)
{
	json_array_begin(w, "problems");
	for (size_t i = 0; i < problems_count; i++) {
		if (!problems[i].is_there(d))
			continue;
		json_object_begin(w, NULL);
		json_text(w, "id", problems[i].id);
		json_bool(w, "blocking", problems[i].blocking);
		json_text(w, "what", problems[i].what);
		json_text(w, "remedy", problems[i].remedy);
		json_object_end(w);
	}
	json_array_end(w);
}

static int print_json(const struct diagnosis *d)
{
	struct json_writer w = { 0 };
	int ret;

	json_writer_begin(&w);
	json_object_begin(&w, NULL);
	json_text(&w, "type", "doctor");
	json_uint(&w, "schema", 1);
	json_text(&w, "version", TCPBDP_VERSION);
	json_bool(&w, "works", d->works == ANSWER_YES);
	write_text(&w, "reason", d->reason);
	write_host(&w, d);
	write_hooks(&w, d);
	write_problems(&w, d);
	json_object_end(&w);
	ret = json_writer_end(&w);
	if (!ret)
		fwrite(w.data, 1, w.len, stdout); /* errors are reported when stdout is flushed */
	json_writer_free(&w);
	return ret;
}

/* -EPERM or -EOPNOTSUPP if tracing does not work: the report is the message. */
static int exec(const struct cli_opts *opts)
{
	struct diagnosis d;
	int ret = diagnosis_make(opts->verbose > 0, &d);

	if (!ret && opts->json)
		ret = print_json(&d);
	else if (!ret)
		print_text(&d);
	if (ret) {
		log_error("cannot examine this host: %s", strerror(-ret));
		return ret;
	}
	if (d.works == ANSWER_YES)
		return 0;
	return privilege_is_enough(&d.held) ? -EOPNOTSUPP : -EPERM;
}
