// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "finding/finding_filter.h"

#include <string.h>

static bool equals(struct workload_part part, const char *text, size_t len)
{
	return len && part.len == len && memcmp(part.text, text, len) == 0;
}

/* A prefix of an id is enough, as for container tools. */
static bool begins(struct workload_part part, const char *text)
{
	size_t len = strlen(text);

	return len && len <= part.len && memcmp(part.text, text, len) == 0;
}

/* "nginx" means nginx.service, as for systemctl. */
static bool is_service(struct workload_part service, const char *name)
{
	size_t len = strlen(name), end = strlen(".service");

	if (equals(service, name, len))
		return true;
	return service.len == len + end && memcmp(service.text, name, len) == 0 &&
	       memcmp(service.text + len, ".service", end) == 0;
}

/* "docker:c3c3", "container:c3c3" where the path names no runtime, "c3c3" */
static bool is_container(const struct workload *workload, const char *name)
{
	const char *runtime = workload->runtime ? workload->runtime : "container";
	size_t len = strlen(runtime);

	if (strncmp(name, runtime, len) == 0 && name[len] == ':')
		return begins(workload->container, name + len + 1);
	return begins(workload->container, name);
}

/* "web", a container of this name */
static bool is_called(const struct workload_names *names, const char *name)
{
	return names && names->container[0] && strcmp(names->container, name) == 0;
}

static bool unit_match(const struct filter_names *units, const struct workload *workload,
		       const struct workload_names *names)
{
	char word[WORKLOAD_WORD_LEN];

	workload_word(word, workload, names);
	for (uint32_t i = 0; i < units->count; i++)
		if (strcmp(word, units->value[i]) == 0 || is_container(workload, units->value[i]) ||
		    is_called(names, units->value[i]) ||
		    is_service(workload->service, units->value[i]))
			return true;
	return !units->count;
}

static bool is_dash(char c)
{
	return c == '-' || c == '_';
}

/* systemd's cgroup driver writes _ for the dashes that kubectl prints. */
static bool is_pod(struct workload_part pod, const char *uid)
{
	size_t len = strlen(uid);

	if (!len || len > pod.len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (pod.text[i] != uid[i] && !(is_dash(pod.text[i]) && is_dash(uid[i])))
			return false;
	return true;
}

/* "web-0", "default/web-0" */
static bool is_pod_called(const struct workload_names *names, const char *name)
{
	size_t len = names ? strlen(names->pod_namespace) : 0;

	if (!names || !names->pod[0])
		return false;
	if (strncmp(name, names->pod_namespace, len) == 0 && name[len] == '/')
		name += len + 1;
	return strcmp(names->pod, name) == 0;
}

static bool pod_match(const struct filter_names *pods, const struct workload *workload,
		      const struct workload_names *names)
{
	for (uint32_t i = 0; i < pods->count; i++)
		if (is_pod(workload->pod, pods->value[i]) || is_pod_called(names, pods->value[i]))
			return true;
	return !pods->count;
}

static bool limit_match(const struct filter_limits *limits, enum limit limit)
{
	for (uint32_t i = 0; i < limits->count; i++)
		if (limits->value[i] == limit)
			return true;
	return !limits->count;
}

static bool cause_match(const struct filter_causes *causes, enum cause cause)
{
	for (uint32_t i = 0; i < causes->count; i++)
		if (causes->value[i] == cause)
			return true;
	return !causes->count;
}

static bool verdict_match(const struct finding_filter *filter, const struct finding *f)
{
	for (int i = 0; i < DIRECTION_MAX; i++) {
		const struct finding_direction *dir = finding_side(f, i);

		if (limit_match(&filter->limits, dir->limit) &&
		    cause_match(&filter->causes, dir->cause))
			return true;
	}
	return false;
}

static bool rtt_match(const struct filter_rtts *rtts, uint32_t rtt_us)
{
	for (uint32_t i = 0; i < rtts->count; i++)
		if (rtt_us && rtt_us >= rtts->value[i].min_us && rtt_us <= rtts->value[i].max_us)
			return true;
	return !rtts->count;
}

static bool workload_match(const struct finding_filter *filter, const struct finding *f)
{
	struct workload workload;

	if (!filter->units.count && !filter->pods.count)
		return true;
	workload_of_path(f->cgroup, &workload);
	return unit_match(&filter->units, &workload, f->names) &&
	       pod_match(&filter->pods, &workload, f->names);
}

bool finding_filter_match(const struct finding_filter *filter, const struct finding *f)
{
	return verdict_match(filter, f) && rtt_match(&filter->rtts, f->rtt_min_us) &&
	       workload_match(filter, f);
}
