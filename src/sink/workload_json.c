// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "sink/workload_json.h"

#include <stdio.h>

static const char *known_text(const char *text)
{
	return *text ? text : NULL;
}

static void write_part(struct json_writer *w, const char *key, struct workload_part part)
{
	char text[WORKLOAD_PART_LEN];

	snprintf(text, sizeof(text), "%.*s", (int)part.len, part.len ? part.text : "");
	json_text(w, key, known_text(text));
}

void workload_json_write(struct json_writer *w, const struct workload *workload,
			 const struct workload_names *names)
{
	static const struct workload_names none;
	char pod[WORKLOAD_POD_LEN];

	if (!names)
		names = &none;
	write_part(w, "unit", workload->service);
	write_part(w, "container_id", workload->container);
	json_text(w, "container_name", known_text(names->container));
	json_text(w, "container_runtime", workload->runtime);
	json_text(w, "pod_uid", known_text(workload_pod_uid(pod, workload)));
	json_text(w, "pod_name", known_text(names->pod));
	json_text(w, "pod_namespace", known_text(names->pod_namespace));
}
