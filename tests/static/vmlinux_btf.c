// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Holds vmlinux/vmlinux.h, as the BPF object has it in its BTF, against a kernel's own BTF: every
 * struct is there, with every member, of the same kind and size. TAP on stdout, a test a struct.
 *
 *	[KERNEL_BTF=FILE] vmlinux_btf OBJECT...		the running kernel's, or one in a file
 */
#include <bpf/btf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct found {
	const struct btf_member *member;
	bool bitfield;
};

static const struct btf_type *skip(const struct btf *btf, __u32 id)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	while (btf_is_mod(t) || btf_is_typedef(t) || btf_is_type_tag(t))
		t = btf__type_by_id(btf, t->type);
	return t;
}

static bool is_bitfield(const struct btf_type *t, const struct btf_member *m)
{
	return btf_kflag(t) && BTF_MEMBER_BITFIELD_SIZE(m->offset);
}

/* Also within members that have no name, as C finds it. */
static bool find_member(const struct btf *btf, const struct btf_type *t, const char *name,
			struct found *ret)
{
	const struct btf_member *m = btf_members(t);

	for (int i = 0; i < btf_vlen(t); i++, m++) {
		const struct btf_type *mt = skip(btf, m->type);

		if (!strcmp(btf__name_by_offset(btf, m->name_off), name)) {
			*ret = (struct found){ m, is_bitfield(t, m) };
			return true;
		}
		if (!m->name_off && btf_is_composite(mt) && find_member(btf, mt, name, ret))
			return true;
	}
	return false;
}

/* Integers and enums are one kind here: both are loaded. */
static int kind_of(const struct btf_type *t)
{
	return btf_is_any_enum(t) ? BTF_KIND_INT : btf_kind(t);
}

static bool same(const struct btf *ours, const struct btf_member *our, bool our_bits,
		 const struct btf *theirs, const struct found *their)
{
	const struct btf_type *a = skip(ours, our->type), *b = skip(theirs, their->member->type);

	if (kind_of(a) != kind_of(b))
		return false;
	/* CO-RE reads a bitfield over whatever holds it today */
	if (our_bits || their->bitfield || btf_is_composite(a) || btf_is_ptr(a))
		return true;
	/* an array may have grown; its elements may not */
	if (btf_is_array(a) && btf_is_composite(skip(ours, btf_array(a)->type)))
		return true;
	if (btf_is_array(a))
		return btf__resolve_size(ours, btf_array(a)->type) ==
		       btf__resolve_size(theirs, btf_array(b)->type);
	return a->size == b->size;
}

static int compare(const struct btf *ours, const struct btf_type *t, const struct btf *theirs,
		   const struct btf_type *their)
{
	const struct btf_member *m = btf_members(t);
	int wrong = 0;

	for (int i = 0; i < btf_vlen(t); i++, m++) {
		const char *name = btf__name_by_offset(ours, m->name_off);
		struct found found;

		if (!*name) {
			wrong += compare(ours, skip(ours, m->type), theirs, their);
		} else if (!find_member(theirs, their, name, &found)) {
			printf("# the kernel has no member %s\n", name);
			wrong++;
		} else if (!same(ours, m, is_bitfield(t, m), theirs, &found)) {
			printf("# member %s has another kind or size\n", name);
			wrong++;
		}
	}
	return wrong;
}

/* Of vmlinux.h, not our own or a flavour that some kernels lack. */
static bool is_kernel_type(const char *name)
{
	static const char *const ours[] = { "sock_state", "sock_turn", "sock_round", "group_key",
					    "reading" };

	if (!*name || strstr(name, "___") || !strncmp(name, "wire_", strlen("wire_")))
		return false;
	for (unsigned i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (!strcmp(name, ours[i]))
			return false;
	return true;
}

/* How many structs there are now. */
static int check(const char *object, const struct btf *ours, const struct btf *theirs, int tests)
{
	for (__u32 id = 1; id < btf__type_cnt(ours); id++) {
		const struct btf_type *t = btf__type_by_id(ours, id);
		const char *name = btf__name_by_offset(ours, t->name_off);
		__s32 their_id;
		bool ok;

		if (!btf_is_struct(t) || !is_kernel_type(name))
			continue;
		their_id = btf__find_by_name_kind(theirs, name, BTF_KIND_STRUCT);
		ok = their_id > 0 && !compare(ours, t, theirs, btf__type_by_id(theirs, their_id));
		printf("%s %d - %s: struct %s\n", ok ? "ok" : "not ok", ++tests, object, name);
	}
	return tests;
}

int main(int argc, char **argv)
{
	const char *file = getenv("KERNEL_BTF");
	struct btf *theirs = file ? btf__parse(file, NULL) : btf__load_vmlinux_btf();
	int tests = 0;

	for (int i = 1; i < argc; i++) {
		struct btf *ours = btf__parse(argv[i], NULL);

		if (!ours || !theirs) {
			printf("Bail out! cannot read the BTF of the object or of the kernel\n");
			return 1;
		}
		tests = check(basename(argv[i]), ours, theirs, tests);
		btf__free(ours);
	}
	printf("1..%d\n", tests);
	btf__free(theirs);
	return 0;
}
