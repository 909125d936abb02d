// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/doctor.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diagnosis.h"
#include "os/log.h"
#include "sink/quote.h"

/* a byte is at most \xNN */
#define QUOTED_LEN(n) (4 * (n) + 1)

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
	char mount[QUOTED_LEN(PATH_MAX)];

	printf("tcpbdp " TCPBDP_VERSION " on Linux %s, %s\n\n", d->kernel.release,
	       d->kernel.machine);
	printf("  %-20s %s\n", "BTF", word(d->btf));
	printf("  %-20s %s\n", "BPF JIT", word(d->jit));
	printf("  %-20s %s\n", "lockdown", d->lockdown[0] ? d->lockdown : "?");
	for (int i = 0; i < FEATURE_MAX; i++)
		printf("  %-20s %s\n", feature_name(i), word(d->features[i]));
	for (int i = 0; i < PRIVILEGE_MAX; i++)
		printf("  %-20s %s\n", privilege_name(i), word(d->held.effective[i] ? ANSWER_YES
										    : ANSWER_NO));
	printf("  %-20s %s\n", "cgroup2",
	       d->cgroup2[0] ? quote_terminal(mount, sizeof(mount), d->cgroup2, false) : "no");
}

static void print_hooks(const struct diagnosis *d)
{
	char reason[QUOTED_LEN(DIAGNOSIS_REASON_LEN)];

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
	char reason[QUOTED_LEN(DIAGNOSIS_REASON_LEN)];

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
		puts("\nTracing does not work like this.");
}

static json_t *json_answer(enum answer answer)
{
	return answer == ANSWER_UNKNOWN ? json_null() : json_boolean(answer == ANSWER_YES);
}

/* NULL for "" */
static json_t *json_text(const char *text)
{
	char valid[QUOTED_LEN(PATH_MAX)];

	return *text ? json_string(quote_terminal(valid, sizeof(valid), text, false)) : json_null();
}

static json_t *json_hooks(const struct diagnosis *d)
{
	json_t *array = json_array();

	for (size_t i = 0; i < hooks_count; i++) {
		const struct hook_answer *hook = &d->hooks[i];

		json_array_append_new(array,
				      json_pack("{ss ss ss so sb so}", "side",
						hook_side_name(hooks[i].side), "kind",
						attach_kind_name(hooks[i].kind), "target",
						hooks[i].target, "accepted",
						json_answer(hook->accepted), "taken", hook->taken,
						"reason", json_text(hook->reason)));
	}
	return array;
}

static json_t *json_problems(const struct diagnosis *d)
{
	json_t *array = json_array();

	for (size_t i = 0; i < problems_count; i++) {
		if (problems[i].is_there(d))
			json_array_append_new(array, json_pack("{ss sb ss ss}", "id", problems[i].id,
							       "blocking", problems[i].blocking,
							       "what", problems[i].what, "remedy",
							       problems[i].remedy));
	}
	return array;
}

static json_t *json_features(const struct diagnosis *d)
{
	json_t *object = json_object();

	for (int i = 0; i < FEATURE_MAX; i++)
		json_object_set_new(object, feature_name(i), json_answer(d->features[i]));
	return object;
}

static json_t *json_capabilities(const struct diagnosis *d)
{
	json_t *object = json_object();

	for (int i = 0; i < PRIVILEGE_MAX; i++)
		json_object_set_new(object, privilege_name(i), json_boolean(d->held.effective[i]));
	return object;
}

static int print_json(const struct diagnosis *d)
{
	json_t *root = json_pack("{ss si ss so s{so so} so so so so sb sb so so so so}",
				 "type", "doctor", "schema", 1, "version", TCPBDP_VERSION,
				 "works", json_boolean(d->works == ANSWER_YES),
				 "kernel", "release", json_text(d->kernel.release),
				 "machine", json_text(d->kernel.machine),
				 "btf", json_answer(d->btf), "jit", json_answer(d->jit),
				 "lockdown", json_text(d->lockdown),
				 "cgroup2", json_text(d->cgroup2),
				 "pids_are_hosts", d->pids_are_hosts,
				 "user_namespace", d->held.user_namespace,
				 "capabilities", json_capabilities(d),
				 "features", json_features(d), "hooks", json_hooks(d),
				 "problems", json_problems(d));
	char *text = root ? json_dumps(root, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;

	json_decref(root);
	if (!text)
		return -ENOMEM;
	puts(text);
	free(text);
	return 0;
}

int doctor_run(const struct trace_opts *opts)
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
