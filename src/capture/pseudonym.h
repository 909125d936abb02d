/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pseudonyms replace addresses and the names of commands and cgroups in a capture that is given to
 * others. With one key, equal values have equal pseudonyms in every capture. Without the key,
 * nobody can find the original by trying values.
 *
 * They do not hide which addresses share a prefix, the depth of a cgroup, and how much each socket
 * sends. Somebody who knows some addresses of a capture also knows the leading bits of their
 * neighbours.
 */
#ifndef TCPBDP_PSEUDONYM_H
#define TCPBDP_PSEUDONYM_H

#include <stddef.h>
#include <stdint.h>

#include "sample/sample.h"

/* Half for AES-128, half for the pad of Crypto-PAn. */
#define PSEUDONYM_KEY_BYTES 32

/* Room for the pseudonym of any cgroup path of n bytes. */
#define PSEUDONYM_CGROUP_LEN(n) (6 * (n) + 7)

struct pseudonyms;

/* Copies what it needs of the key; the caller wipes its own copy. 0 or -ENOMEM. */
int pseudonyms_new(const uint8_t key[PSEUDONYM_KEY_BYTES], struct pseudonyms **ret_pseudonyms);

/* With a random key that is never stored. 0, -ENOMEM, or the error of getrandom(). */
int pseudonyms_new_random(struct pseudonyms **ret_pseudonyms);

/* A random number other than 0, for values that need no key. */
uint32_t pseudonym_number(void);

/* Wipes everything derived from the key. NULL is fine. */
void pseudonyms_free(struct pseudonyms *pseudonyms);

/*
 * Replaces the address by its Crypto-PAn pseudonym; the port stays. Two addresses of a family share
 * as many leading bits after as before, and no two become equal.
 *
 * A v4-mapped address (::ffff:0:0/96) becomes the v4-mapped pseudonym of its IPv4 address, so that
 * a host is the same through both kinds of socket. Therefore it shares prefixes only with other
 * v4-mapped addresses, and no other address becomes v4-mapped.
 */
void pseudonym_endpoint(const struct pseudonyms *pseudonyms, enum sample_family family,
			struct endpoint *e);

/* The name becomes "comm-" and 11 hex digits; empty stays empty. */
void pseudonym_comm(const struct pseudonyms *pseudonyms, char comm[SAMPLE_NAME_LEN + 1]);

/*
 * Each component of the path becomes "cg-" and 8 hex digits, which depend on the path up to it. The
 * pseudonym of a child begins with its parent's, but the app.slice of two users get different
 * labels. Slashes stay: "/" is "/", "" is "". Among 1000 groups in one group, two get the same
 * label in one of 8600 captures.
 *
 * Returns 0, or -ENAMETOOLONG if size bytes are too few; then buf is unchanged.
 */
int pseudonym_cgroup(const struct pseudonyms *pseudonyms, const char *path, char *buf, size_t size);

#endif
