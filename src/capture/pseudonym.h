/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pseudonyms: what a capture for others' eyes holds in place of addresses and of the names of
 * commands and cgroups. Under one key equal things have equal pseudonyms, in every capture; without
 * the key nobody gets from a pseudonym to what it stands for by trying.
 *
 * What they do not hide: which addresses share a prefix, how deep a cgroup lies, and who talks how
 * much. Whoever knows some addresses of a capture knows the leading bits of their neighbours, too.
 */
#ifndef TCPBDP_PSEUDONYM_H
#define TCPBDP_PSEUDONYM_H

#include <stddef.h>
#include <stdint.h>

#include "sample/sample.h"

/* Half for AES-128, half for the pad of Crypto-PAn. */
#define PSEUDONYM_KEY_BYTES 32

/* Room for the pseudonym of any cgroup's path of n bytes. */
#define PSEUDONYM_CGROUP_LEN(n) (6 * (n) + 7)

struct pseudonyms;

/* Keeps no reference to the key, and wipes no copy of the caller's. 0 or -ENOMEM. */
int pseudonyms_new(const uint8_t key[PSEUDONYM_KEY_BYTES], struct pseudonyms **ret_pseudonyms);

/* Under a key that nobody knows and that goes with them. 0, -ENOMEM, or what getrandom() says. */
int pseudonyms_new_random(struct pseudonyms **ret_pseudonyms);

/* For what no key needs to find again: any number but 0, from the kernel's random ones. */
uint32_t pseudonym_number(void);

/* Wipes what was made of the key. NULL is fine. */
void pseudonyms_free(struct pseudonyms *pseudonyms);

/*
 * The address becomes its pseudonym, as Crypto-PAn has it; the port stays. Two addresses of a
 * family share as many leading bits after as before, and no two become one.
 *
 * A v4-mapped address (::ffff:0:0/96) stays one, of the pseudonym that its IPv4 address has: a
 * host is the same through either kind of socket. So it shares prefixes with other v4-mapped
 * addresses only, and no other address becomes v4-mapped.
 */
void pseudonym_endpoint(const struct pseudonyms *pseudonyms, enum sample_family family,
			struct endpoint *e);

/* The name becomes "comm-" and 11 hex digits; empty stays empty. */
void pseudonym_comm(const struct pseudonyms *pseudonyms, char comm[SAMPLE_NAME_LEN + 1]);

/*
 * Each component of the path becomes "cg-" and 8 hex digits, which depend on the path up to it: the
 * pseudonym of a group below another begins with the pseudonym of that, but of two users' app.slice
 * nobody sees that they have one name. Slashes stay: "/" is "/", "" is "". Of 1000 groups in one
 * group, two get the same label once in 8600 captures.
 *
 * Returns 0, or -ENAMETOOLONG if size bytes do not hold it; then buf is as it was.
 */
int pseudonym_cgroup(const struct pseudonyms *pseudonyms, const char *path, char *buf, size_t size);

#endif
