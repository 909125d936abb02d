// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/advice_place.h"

#include <stdio.h>
#include <string.h>

#include "os/quote.h"
#include "sink/advice_line.h"

void advice_place_of(const struct advice_report *r, const struct advice_item *item,
		     struct advice_place *ret_place)
{
	struct finding f = { .id = item->example };

	finding_name(&f, &r->host);
	*ret_place = (struct advice_place){
		.cgroup = f.cgroup,
		.names = f.names,
		.netns_name = f.netns_name,
	};
	workload_of_path(f.cgroup, &ret_place->workload);
	workload_word(ret_place->word, &ret_place->workload, f.names);
}

static bool of_host(const struct advice_report *r, const struct advice_item *item)
{
	return advice_of_host(item->id) || (r->boot_netns && item->example.netns == r->boot_netns);
}

static bool is_pod(const struct advice_place *place)
{
	return place->workload.pod.len || (place->names && place->names->pod[0]);
}

/* The command that makes a container of this runtime. */
static const char *maker(const char *runtime)
{
	static const char *const makers[][2] = {
		{ "docker", "docker run" },
		{ "podman", "podman run" },
		{ "containerd", "nerdctl run" },
	};

	for (size_t i = 0; runtime && i < sizeof(makers) / sizeof(makers[0]); i++)
		if (!strcmp(makers[i][0], runtime))
			return makers[i][1];
	return "the command that makes it";
}

/* What runs the ExecStartPre of a unit; "" = it is none, or one to be typed nowhere. */
static char *service_of(char buf[WORKLOAD_PART_LEN], const struct advice_place *place)
{
	const struct workload_part *service = &place->workload.service;
	const size_t end = strlen(".service");

	snprintf(buf, WORKLOAD_PART_LEN, "%.*s", (int)service->len,
		 service->len ? service->text : "");
	if (service->len <= end || strcmp(buf + service->len - end, ".service") ||
	    !quote_is_plain(buf))
		buf[0] = '\0';
	return buf;
}

void advice_keep(const struct advice_report *r, const struct advice_item *item,
		 const struct advice_place *place, struct advice_keep *ret_keep)
{
	const char *name = advice_sysctl(item->id);
	char values[ADVICE_VALUES_LEN], service[WORKLOAD_PART_LEN];
	struct advice_keep k = { 0 };

	if (advice_owner(item->id) != OWNER_SYSCTL || !advice_proposes(item)) {
		*ret_keep = k;
		return;
	}
	advice_values_text(values, item, item->proposed);
	if (of_host(r, item)) {
		k.in = "host";
		snprintf(k.how, sizeof(k.how), "in a file of sysctl.d (see --sysctl-d)");
		snprintf(k.text, sizeof(k.text), "%s = %s", name, values);
	} else if (is_pod(place)) {
		k.in = "pod";
		snprintf(
			k.how, sizeof(k.how),
			"in the pod's spec, where the kubelet allows this (--allowed-unsafe-sysctls)");
		snprintf(k.text, sizeof(k.text),
			 "securityContext: {sysctls: [{name: %s, value: \"%s\"}]}", name, values);
	} else if (place->workload.container.len) {
		k.in = "container";
		snprintf(k.how, sizeof(k.how), "for %s, when the container is made anew",
			 maker(place->workload.runtime));
		snprintf(k.text, sizeof(k.text), "--sysctl %s=\"%s\"", name, values);
	} else if (*service_of(service, place)) {
		k.in = "service";
		snprintf(k.how, sizeof(k.how), "by systemctl edit %.200s", service);
		snprintf(k.text, sizeof(k.text), "[Service]\nExecStartPre=+sysctl -w \"%s=%s\"",
			 name, values);
	}
	*ret_keep = k;
}
