// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/hooks.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "source/programs.h"

const struct hook hooks[] = {
	{ HOOK_RECV, ATTACH_TRACEPOINT, "recv_tracepoint", "tcp:tcp_probe", true, false },
	{ HOOK_RECV, ATTACH_FENTRY, "recv_fentry", "tcp_rcv_established", true, false },
	{ HOOK_RECV, ATTACH_KPROBE, "recv_kprobe", "tcp_rcv_established", true, false },
	{ HOOK_SEND, ATTACH_FENTRY, "send_fentry", "tcp_sendmsg", false, true },
	{ HOOK_SEND, ATTACH_TRACEPOINT, "send_locked_tracepoint", "tcp:tcp_sendmsg_locked", true,
	  false },
	{ HOOK_SEND, ATTACH_TRACEPOINT, "send_length_tracepoint", "sock:sock_send_length", false,
	  true },
	{ HOOK_SEND, ATTACH_KPROBE, "send_kprobe", "tcp_sendmsg", false, true },
	{ HOOK_HALF_CLOSED, ATTACH_FENTRY, "half_closed_fentry", "tcp_rcv_state_process", true,
	  false },
	{ HOOK_HALF_CLOSED, ATTACH_KPROBE, "half_closed_kprobe", "tcp_rcv_state_process", true,
	  false },
};
const size_t hooks_count = sizeof(hooks) / sizeof(hooks[0]);

const char *attach_kind_name(enum attach_kind kind)
{
	static const char *const names[] = {
		[ATTACH_AUTO] = "auto",
		[ATTACH_TRACEPOINT] = "tracepoint",
		[ATTACH_FENTRY] = "fentry",
		[ATTACH_KPROBE] = "kprobe",
	};

	_Static_assert(sizeof(names) / sizeof(names[0]) == ATTACH_MAX, "a name for every kind");
	return names[kind];
}

const char *hook_side_name(enum hook_side side)
{
	static const char *const names[] = {
		[HOOK_RECV] = "recv",
		[HOOK_SEND] = "send",
		[HOOK_HALF_CLOSED] = "half_closed",
	};

	_Static_assert(sizeof(names) / sizeof(names[0]) == HOOK_SIDE_MAX, "a name for every side");
	return names[side];
}

/* The message for an errno of loading or attaching this kind. */
static void explain(const struct hook *hook, bool loaded, int err, char *reason, size_t len)
{
	const char *kind = attach_kind_name(hook->kind);

	switch (-err) {
	case ESRCH:
	case ENOENT:
	case EOPNOTSUPP:
	case ENOSYS:
		if (hook->kind == ATTACH_KPROBE)
			snprintf(reason, len, "this kernel has no kprobe for %s (CONFIG_KPROBES)",
				 hook->target);
		else
			snprintf(reason, len, "this kernel has no %s %s", kind, hook->target);
		return;
	case EPERM:
	case EACCES:
		if (geteuid() != 0 && !loaded)
			snprintf(reason, len, "no permission: needs CAP_BPF and CAP_PERFMON");
		else if (hook->kind == ATTACH_FENTRY)
			snprintf(reason, len,
				 "this kernel refuses fentry by policy (%s), even with all "
				 "capabilities",
				 strerror(-err));
		else
			snprintf(reason, len, "the kernel refuses %s %s: %s", kind, hook->target,
				 strerror(-err));
		return;
	default:
		snprintf(reason, len, "%s %s: %s", kind, hook->target, strerror(-err));
	}
}

int hook_probe(const struct hook *hook, char *reason, size_t reason_len)
{
	const struct hook *const only[] = { hook };
	struct programs *programs = NULL;
	bool loaded = false;
	int err;

	err = programs_load(only, 1, NULL, &programs);
	if (!err) {
		loaded = true;
		err = programs_attach(programs);
	}
	if (err)
		explain(hook, loaded, err, reason, reason_len);
	programs_free(programs);
	return err;
}

/* The first hook of this side that the kernel accepts. reason: the last refusal. */
static int choose_side(enum hook_side side, enum attach_kind kind, bool sized,
		       const struct hook **ret_hook, char *reason, size_t reason_len)
{
	int err = -ENOENT;

	*ret_hook = NULL;
	snprintf(reason, reason_len, "there is no %s hook for the %s side%s",
		 attach_kind_name(kind), hook_side_name(side),
		 sized ? " that sees the size of a call" : "");
	for (size_t i = 0; i < hooks_count; i++) {
		if (hooks[i].side != side || (kind != ATTACH_AUTO && hooks[i].kind != kind) ||
		    (sized && !hooks[i].sized))
			continue;
		err = hook_probe(&hooks[i], reason, reason_len);
		if (!err) {
			*ret_hook = &hooks[i];
			return 0;
		}
	}
	return err;
}

/* Only if the run uses fentry anyway, or if the user chose the kind. */
static void choose_half_closed(enum attach_kind kind, const struct hook *send,
			       const struct hook **ret_hook, char *reason, size_t reason_len)
{
	/* a kprobe costs too much: sends and reads show these sockets too */
	if (kind == ATTACH_AUTO && (!send || send->kind == ATTACH_FENTRY))
		kind = ATTACH_FENTRY;
	if (kind != ATTACH_AUTO)
		choose_side(HOOK_HALF_CLOSED, kind, false, ret_hook, reason, reason_len);
}

int hook_choose(enum attach_kind kind, const struct hook_wants *wants,
		struct hook_choice *ret_choice, char *reason, size_t reason_len)
{
	struct hook_choice choice = { 0 };
	int err = 0;

	if (wants->recv)
		err = choose_side(HOOK_RECV, kind, false, &choice.side[HOOK_RECV], reason,
				  reason_len);
	if (err)
		return err;
	if (wants->send)
		err = choose_side(HOOK_SEND, kind, wants->sized, &choice.side[HOOK_SEND], reason,
				  reason_len);
	/*
	 * The kernel accepted the receive side, so the reason is not privileges: kernels before 6.6
	 * have no tracepoint on the send path.
	 */
	if (err && (wants->sized || (kind != ATTACH_AUTO && kind != ATTACH_TRACEPOINT)))
		return err;
	if (wants->recv)
		choose_half_closed(kind, choice.side[HOOK_SEND], &choice.side[HOOK_HALF_CLOSED],
				   reason, reason_len);
	*ret_choice = choice;
	return 0;
}
