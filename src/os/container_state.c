// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/container_state.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/json_scan.h"

/* A pod's description with a long environment takes some tens of KiB. */
#define FILE_MAX (256 << 10)

#define CRI_TASKS "io.containerd.runtime.v2.task/k8s.io"
#define PATH_OF(...) ((const char *const[JSON_SCAN_DEPTH + 1]){ __VA_ARGS__ })

/* ID is between dir and file. The word of a path: the first that is told counts. */
static const struct row {
	const char *dir, *file;
	const char *const *name, *const *pod, *const *pod_namespace; /* NULL = it tells none */
} rows[] = {
	/* dockerd; what kubelet started by cri-dockerd has labels */
	{ CONTAINER_STATE_DIR, "config.v2.json",
	  PATH_OF("Config", "Labels", "io.kubernetes.container.name"),
	  PATH_OF("Config", "Labels", "io.kubernetes.pod.name"),
	  PATH_OF("Config", "Labels", "io.kubernetes.pod.namespace") },
	{ CONTAINER_STATE_DIR, "config.v2.json", PATH_OF("Name"), NULL, NULL },
	/* containerd's CRI plugin, also that of k3s */
	{ "/run/containerd/" CRI_TASKS, "config.json",
	  PATH_OF("annotations", "io.kubernetes.cri.container-name"),
	  PATH_OF("annotations", "io.kubernetes.cri.sandbox-name"),
	  PATH_OF("annotations", "io.kubernetes.cri.sandbox-namespace") },
	{ "/run/k3s/containerd/" CRI_TASKS, "config.json",
	  PATH_OF("annotations", "io.kubernetes.cri.container-name"),
	  PATH_OF("annotations", "io.kubernetes.cri.sandbox-name"),
	  PATH_OF("annotations", "io.kubernetes.cri.sandbox-namespace") },
	/* nerdctl, in the namespace that it has without --namespace */
	{ "/run/containerd/io.containerd.runtime.v2.task/default", "config.json",
	  PATH_OF("annotations", "nerdctl/name"), NULL, NULL },
	/* CRI-O */
	{ "/run/containers/storage/overlay-containers", "userdata/config.json",
	  PATH_OF("annotations", "io.kubernetes.container.name"),
	  PATH_OF("annotations", "io.kubernetes.pod.name"),
	  PATH_OF("annotations", "io.kubernetes.pod.namespace") },
};

/* The whole of a regular file that is not too large; -1 = it is none. */
static ssize_t read_file(const char *path, char *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t len = 0, got = 0;
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > FILE_MAX)
		len = -1;
	while (len >= 0 && len < FILE_MAX &&
	       (got = read(fd, text + len, (size_t)(FILE_MAX - len))) > 0)
		len += got;
	close(fd);
	return got < 0 ? -1 : len;
}

/* As runtimes let them be; docker writes a slash before it. */
static void take_word(char word[CONTAINER_WORD_LEN], const char *text, size_t len,
		      const char *const *path)
{
	char found[CONTAINER_WORD_LEN], *plain = found;

	if (word[0] || !path || !json_scan_string(text, len, path, found, sizeof(found)))
		return;
	plain += *plain == '/';
	if (plain[0] == '-' || plain[strspn(plain, "abcdefghijklmnopqrstuvwxyz"
						   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")])
		return;
	strcpy(word, plain);
}

static void read_row(const char *root, const char *id, const struct row *row, char *text,
		     struct container_state *state)
{
	char path[PATH_MAX];
	ssize_t len;

	if (snprintf(path, sizeof(path), "%s%s/%s/%s", root, row->dir, id, row->file) >=
	    (int)sizeof(path))
		return;
	len = read_file(path, text);
	if (len < 0)
		return;
	take_word(state->name, text, (size_t)len, row->name);
	take_word(state->pod, text, (size_t)len, row->pod);
	take_word(state->pod_namespace, text, (size_t)len, row->pod_namespace);
}

void container_state_read(const char *root, const char *id, struct container_state *ret_state)
{
	char *text = malloc(FILE_MAX);

	*ret_state = (struct container_state){ 0 };
	for (size_t i = 0; text && i < sizeof(rows) / sizeof(rows[0]); i++)
		read_row(root, id, &rows[i], text, ret_state);
	free(text);
}
