/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Whose a control group is: the paths of systemd, Docker, Podman, containerd, CRI-O, Kubernetes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sample/workload.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define POD "3f2a9c14-0b1d-4e5f-8a9b-0c1d2e3f4a5b"
#define POD_ "3f2a9c14_0b1d_4e5f_8a9b_0c1d2e3f4a5b"
#define BESTEFFORT "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod"

/* NULL = there is none */
static const struct row {
	const char *path, *service, *container, *runtime, *pod;
} rows[] = {
	{ NULL, NULL, NULL, NULL, NULL },
	{ "", NULL, NULL, NULL, NULL },
	{ "/", NULL, NULL, NULL, NULL },
	{ "/system.slice", NULL, NULL, NULL, NULL },
	{ "/system.slice/nginx.service", "nginx.service", NULL, NULL, NULL },
	{ "/system.slice/nginx.service/", "nginx.service", NULL, NULL, NULL },
	{ "/system.slice/.service", NULL, NULL, NULL, NULL },
	{ "/user.slice/user-1000.slice/session-3.scope", "session-3.scope", NULL, NULL, NULL },
	{ "/user.slice/user-1000.slice/user@1000.service/app.slice/a.service", "a.service", NULL,
	  NULL, NULL },
	{ "/system.slice/x.service/payload", "x.service", NULL, NULL, NULL },
	/* Docker, with systemd's driver and without */
	{ "/system.slice/docker-" ID ".scope", NULL, ID, "docker", NULL },
	{ "/docker/" ID, NULL, ID, "docker", NULL },
	/* a container that runs systemd, and one in a container */
	{ "/docker/" ID "/system.slice/x.service", "x.service", ID, "docker", NULL },
	{ "/docker/" ID "/docker/" OTHER, NULL, OTHER, "docker", NULL },
	/* Podman; its monitor is no container */
	{ "/machine.slice/libpod-" ID ".scope/container", NULL, ID, "podman", NULL },
	{ "/machine.slice/libpod-conmon-" ID ".scope", "libpod-conmon-" ID ".scope", NULL, NULL,
	  NULL },
	{ "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" ID ".scope", NULL, ID,
	  "podman", NULL },
	/* containerd by nerdctl; by ctr a path tells no runtime */
	{ "/system.slice/nerdctl-" ID ".scope", NULL, ID, "containerd", NULL },
	{ "/default/" ID, NULL, ID, NULL, NULL },
	/* Kubernetes */
	{ BESTEFFORT POD_ ".slice/cri-containerd-" ID ".scope", NULL, ID, "containerd", POD_ },
	{ BESTEFFORT POD_ ".slice/crio-" ID ".scope", NULL, ID, "cri-o", POD_ },
	{ BESTEFFORT POD_ ".slice/docker-" ID ".scope", NULL, ID, "docker", POD_ },
	{ BESTEFFORT POD_ ".slice", NULL, NULL, NULL, POD_ },
	{ "/kubepods.slice/kubepods-pod" POD_ ".slice/crio-" ID ".scope/container", NULL, ID,
	  "cri-o", POD_ },
	{ "/kubepods/burstable/pod" POD "/" ID, NULL, ID, NULL, POD },
	{ "/kubepods/pod" POD "/" ID, NULL, ID, NULL, POD },
	{ "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/"
	  "kubelet-kubepods-burstable-pod" POD_ ".slice/cri-containerd-" ID ".scope",
	  NULL, ID, "containerd", POD_ },
	{ "/system.slice/containerd.service/kubepods-burstable-pod" POD_
	  ".slice:cri-containerd:" ID,
	  NULL, ID, "containerd", POD_ },
	/* nearly */
	{ "/docker/" ID "0", NULL, NULL, NULL, NULL },
	{ "/docker/0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", NULL, NULL,
	  NULL, NULL },
	{ "/system.slice/other-" ID ".scope", "other-" ID ".scope", NULL, NULL, NULL },
	{ "/kubepods/pod"
	  "3f2a9c14-0b1d-4e5f-8a9b-0c1d2e3f4a5",
	  NULL, NULL, NULL, NULL },
	{ "/xpod" POD, NULL, NULL, NULL, NULL },
};

static bool is(struct workload_part part, const char *text)
{
	if (!text)
		return !part.len;
	return part.len == strlen(text) && !memcmp(part.text, text, part.len);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void layouts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		struct workload workload;

		memset(&workload, 0x55, sizeof(workload));
		workload_of_path(row->path, &workload);
		if (!is(workload.service, row->service) ||
		    !is(workload.container, row->container) || !is(workload.pod, row->pod) ||
		    !same_text(workload.runtime, row->runtime))
			fail_msg("%s: service %.*s, container %.*s of %s, pod %.*s", row->path,
				 (int)workload.service.len, workload.service.text,
				 (int)workload.container.len, workload.container.text,
				 workload.runtime, (int)workload.pod.len, workload.pod.text);
	}
}

/* As it is printed, and as kubectl prints it. */
static void words(void **state)
{
	static const struct {
		const char *path, *word, *pod;
	} table[] = {
		{ NULL, "", "" },
		{ "/system.slice", "", "" },
		{ "/system.slice/nginx.service", "nginx.service", "" },
		{ "/docker/" ID, "docker:0123456789ab", "" },
		{ "/default/" ID, "container:0123456789ab", "" },
		{ "/docker/" ID "/system.slice/x.service", "docker:0123456789ab", "" },
		{ BESTEFFORT POD_ ".slice/crio-" ID ".scope", "cri-o:0123456789ab", POD },
		{ BESTEFFORT POD_ ".slice", "pod:" POD, POD },
		{ "/kubepods/pod" POD "/" ID, "container:0123456789ab", POD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char word[WORKLOAD_WORD_LEN], pod[WORKLOAD_POD_LEN];
		struct workload workload;

		workload_of_path(table[i].path, &workload);
		assert_string_equal(workload_word(word, &workload, NULL), table[i].word);
		assert_string_equal(workload_pod_uid(pod, &workload), table[i].pod);
	}
}

/* What the runtime tells goes before what the path does; a unit has no other name. */
static void words_of_runtimes(void **state)
{
	static const struct {
		const char *path;
		struct workload_names names;
		const char *word;
	} table[] = {
		{ "/docker/" ID, { "" }, "docker:0123456789ab" },
		{ "/docker/" ID, { "web" }, "docker:web" },
		{ "/default/" ID, { "web" }, "container:web" },
		{ BESTEFFORT POD_ ".slice/cri-containerd-" ID ".scope",
		  { "nginx", "web-0", "shop" },
		  "shop/web-0/nginx" },
		{ BESTEFFORT POD_ ".slice/crio-" ID ".scope",
		  { "", "web-0", "shop" },
		  "shop/web-0" },
		{ BESTEFFORT POD_ ".slice/crio-" ID ".scope",
		  { "nginx", "web-0", "" },
		  "web-0/nginx" },
		{ "/system.slice/nginx.service", { "" }, "nginx.service" },
	};
	struct workload_names longest;
	struct workload workload = { 0 };
	char word[WORKLOAD_WORD_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		workload_of_path(table[i].path, &workload);
		assert_string_equal(workload_word(word, &workload, &table[i].names), table[i].word);
	}
	memset(&longest, 'x', sizeof(longest));
	longest.container[WORKLOAD_NAME_LEN - 1] = '\0';
	longest.pod[WORKLOAD_NAME_LEN - 1] = '\0';
	longest.pod_namespace[WORKLOAD_NAME_LEN - 1] = '\0';
	assert_int_equal(strlen(workload_word(word, &workload, &longest)), 63 + 1 + 253 + 1 + 63);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts),
		cmocka_unit_test(words),
		cmocka_unit_test(words_of_runtimes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
