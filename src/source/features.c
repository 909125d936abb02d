// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/features.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <unistd.h>

const char *feature_name(enum feature feature)
{
	static const char *const names[] = {
		[FEATURE_RINGBUF] = "ringbuf",
		[FEATURE_SK_STORAGE] = "sk_storage",
		[FEATURE_TASK_FILE_ITERATOR] = "task_file_iterator",
		[FEATURE_TCP_ITERATOR] = "tcp_iterator",
	};

	_Static_assert(sizeof(names) / sizeof(names[0]) == FEATURE_MAX, "a name per feature");
	return names[feature];
}

static int probe_map(enum bpf_map_type type)
{
	int ret = libbpf_probe_bpf_map_type(type, NULL);

	return ret == 1 ? 0 : ret == 0 ? -EOPNOTSUPP : ret;
}

static int probe_iterator(const char *target)
{
	int id = libbpf_find_vmlinux_btf_id(target, BPF_TRACE_ITER);

	return id > 0 ? 0 : id == -ENOENT ? -EOPNOTSUPP : id;
}

int feature_probe(enum feature feature)
{
	switch (feature) {
	case FEATURE_RINGBUF:
		return probe_map(BPF_MAP_TYPE_RINGBUF);
	case FEATURE_SK_STORAGE:
		return probe_map(BPF_MAP_TYPE_SK_STORAGE);
	case FEATURE_TASK_FILE_ITERATOR:
		return probe_iterator("task_file");
	case FEATURE_TCP_ITERATOR:
		return probe_iterator("tcp");
	case FEATURE_MAX:
		break;
	}
	return -EINVAL;
}

/* Not libbpf_probe_bpf_helper(): that of 1.1 does not understand how 6.11 words its refusal. */
bool feature_probe_reads(void)
{
	static const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = BPF_REG_1, .src_reg = BPF_REG_10 },
		{ .code = BPF_ALU64 | BPF_ADD | BPF_K, .dst_reg = BPF_REG_1, .imm = -8 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_2, .imm = 8 },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_3, .imm = 0 },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_probe_read_kernel },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int fd = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, NULL, "GPL", insns,
			       sizeof(insns) / sizeof(insns[0]), NULL);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}
