// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sample/workload.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CONTAINER_ID_LEN 64
#define CONTAINER_SHOWN 12 /* of its id, as docker ps does */
#define POD_UID_LEN (WORKLOAD_POD_LEN - 1)

/* "docker-ID.scope" in systemd's driver, "PARENT:docker:ID" where runc and kubelet disagree. */
static const struct {
	const char *prefix;
	const char *runtime;
} prefixes[] = {
	{ "docker", "docker" }, { "libpod", "podman" },      { "cri-containerd", "containerd" },
	{ "crio", "cri-o" },    { "nerdctl", "containerd" }, { "containerd", "containerd" },
};

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static bool is_container_id(const char *text, size_t len)
{
	if (len != CONTAINER_ID_LEN)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_hex(text[i]))
			return false;
	return true;
}

static bool ends_with(struct workload_part name, const char *end)
{
	size_t len = strlen(end);

	return name.len > len && !memcmp(name.text + name.len - len, end, len);
}

static bool equals(struct workload_part name, const char *text)
{
	return name.len == strlen(text) && !memcmp(name.text, text, name.len);
}

static const char *runtime_of(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (equals((struct workload_part){ text, len }, prefixes[i].prefix))
			return prefixes[i].runtime;
	return NULL;
}

static void take_container(struct workload *workload, const char *id, const char *runtime)
{
	workload->container = (struct workload_part){ id, CONTAINER_ID_LEN };
	workload->runtime = runtime;
	workload->service = (struct workload_part){ 0 };
}

/* The id is the end of the name, but for ".scope"; what stands before it tells the runtime. */
static bool find_container(struct workload *workload, struct workload_part name,
			   struct workload_part parent)
{
	const char *id;

	if (ends_with(name, ".scope"))
		name.len -= strlen(".scope");
	if (name.len < CONTAINER_ID_LEN)
		return false;
	id = name.text + name.len - CONTAINER_ID_LEN;
	if (!is_container_id(id, CONTAINER_ID_LEN))
		return false;
	if (id == name.text) {
		take_container(workload, id, runtime_of(parent.text, parent.len));
		return true;
	}
	if (id[-1] != '-' && id[-1] != ':')
		return false;
	name.len = (size_t)(id - 1 - name.text);
	for (size_t i = name.len; id[-1] == ':' && i > 0; i--) {
		if (name.text[i - 1] != ':')
			continue;
		name = (struct workload_part){ name.text + i, name.len - i };
		break;
	}
	/* anything else, as libpod-conmon, is no container */
	if (!runtime_of(name.text, name.len))
		return false;
	take_container(workload, id, runtime_of(name.text, name.len));
	return true;
}

static bool is_pod_uid(const char *text)
{
	for (size_t i = 0; i < POD_UID_LEN; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-' && text[i] != '_' : !is_hex(text[i]))
			return false;
	}
	return true;
}

/* "pod" and a uid, at the start or after a dash: "kubepods-burstable-podUID.slice", "podUID" */
static void find_pod(struct workload *workload, struct workload_part name)
{
	for (size_t i = 0; i + strlen("pod") + POD_UID_LEN <= name.len; i++) {
		const char *at = name.text + i;

		if ((i && at[-1] != '-') || memcmp(at, "pod", 3) || !is_pod_uid(at + 3))
			continue;
		workload->pod = (struct workload_part){ at + 3, POD_UID_LEN };
		return;
	}
}

void workload_of_path(const char *path, struct workload *ret_workload)
{
	struct workload workload = { 0 };
	struct workload_part parent = { "", 0 };

	while (path && *path) {
		struct workload_part name = { path, strcspn(path, "/") };

		find_pod(&workload, name);
		/* the innermost counts: a container may run systemd, or containers */
		if (!find_container(&workload, name, parent) &&
		    (ends_with(name, ".service") || ends_with(name, ".scope")))
			workload.service = name;
		parent = name;
		path += name.len;
		path += *path == '/';
	}
	*ret_workload = workload;
}

char *workload_pod_uid(char buf[static WORKLOAD_POD_LEN], const struct workload *workload)
{
	snprintf(buf, WORKLOAD_POD_LEN, "%.*s", (int)workload->pod.len,
		 workload->pod.len ? workload->pod.text : "");
	for (char *c = buf; *c; c++)
		if (*c == '_')
			*c = '-';
	return buf;
}

static char *pod_word(char buf[static WORKLOAD_WORD_LEN], const struct workload_names *names)
{
	const char *in = names->pod_namespace, *container = names->container;

	/* a precision that nothing reaches: they are of others' making */
	snprintf(buf, WORKLOAD_WORD_LEN, "%.63s%s%.253s%s%.63s", in, *in ? "/" : "", names->pod,
		 *container ? "/" : "", container);
	return buf;
}

char *workload_word(char buf[static WORKLOAD_WORD_LEN], const struct workload *workload,
		    const struct workload_names *names)
{
	const char *runtime = workload->runtime ? workload->runtime : "container";
	char uid[WORKLOAD_POD_LEN];

	buf[0] = '\0';
	if (names && names->pod[0])
		return pod_word(buf, names);
	if (names && names->container[0])
		snprintf(buf, WORKLOAD_WORD_LEN, "%s:%s", runtime, names->container);
	else if (workload->container.len)
		snprintf(buf, WORKLOAD_WORD_LEN, "%s:%.*s", runtime, CONTAINER_SHOWN,
			 workload->container.text);
	else if (workload->service.len)
		snprintf(buf, WORKLOAD_WORD_LEN, "%.*s", (int)workload->service.len,
			 workload->service.text);
	else if (workload->pod.len)
		snprintf(buf, WORKLOAD_WORD_LEN, "pod:%s", workload_pod_uid(uid, workload));
	return buf;
}
