/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "capture/pseudonym.h"

#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <nettle/aes.h>
#include <nettle/hmac.h>
#include <nettle/version.h>

#include "sample/filter.h"

#define IPV4_BITS 32
#define IPV6_BITS 128
#define CGROUP_LABEL_LEN 11 /* "cg-" and 8 hex digits */

struct pseudonyms {
	struct aes128_ctx aes;
	uint8_t pad[AES_BLOCK_SIZE];
	/* keyed and empty: copied for each use */
	struct hmac_sha256_ctx comm;
	struct hmac_sha256_ctx cgroup;
};

static void mac_add(struct hmac_sha256_ctx *mac, const char *text, size_t len)
{
	hmac_sha256_update(mac, len, (const uint8_t *)text);
}

/* Nettle 4.0 (2026) takes no length. */
static void mac_digest(struct hmac_sha256_ctx *mac, uint8_t digest[SHA256_DIGEST_SIZE])
{
#if NETTLE_VERSION_MAJOR >= 4
	hmac_sha256_digest(mac, digest);
#else
	hmac_sha256_digest(mac, SHA256_DIGEST_SIZE, digest);
#endif
}

/* The first bits of the MAC. Wipes the state, which is as secret as the key. */
static uint64_t mac_finish(struct hmac_sha256_ctx *mac)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	uint64_t first;

	mac_digest(mac, digest);
	explicit_bzero(mac, sizeof(*mac));
	memcpy(&first, digest, sizeof(first));
	return be64toh(first);
}

/*
 * A separate key for each use: one key does not reveal the others, and a command and a cgroup of
 * the same name have different pseudonyms.
 */
static void mac_init(struct hmac_sha256_ctx *mac, const uint8_t *key, const char *use)
{
	uint8_t subkey[SHA256_DIGEST_SIZE];

	hmac_sha256_set_key(mac, PSEUDONYM_KEY_BYTES, key);
	mac_add(mac, use, strlen(use));
	mac_digest(mac, subkey);
	hmac_sha256_set_key(mac, sizeof(subkey), subkey);
	explicit_bzero(subkey, sizeof(subkey));
}

int pseudonyms_new(const uint8_t key[PSEUDONYM_KEY_BYTES], struct pseudonyms **ret_pseudonyms)
{
	struct pseudonyms *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	aes128_set_encrypt_key(&p->aes, key);
	aes128_encrypt(&p->aes, sizeof(p->pad), p->pad, key + AES128_KEY_SIZE);
	mac_init(&p->comm, key, "tcpbdp comm");
	mac_init(&p->cgroup, key, "tcpbdp cgroup");
	*ret_pseudonyms = p;
	return 0;
}

int pseudonyms_new_random(struct pseudonyms **ret_pseudonyms)
{
	uint8_t key[PSEUDONYM_KEY_BYTES];
	int err;

	/* random(4): up to 256 bytes are returned completely or not at all */
	if (getrandom(key, sizeof(key), 0) < 0)
		return -errno;
	err = pseudonyms_new(key, ret_pseudonyms);
	explicit_bzero(key, sizeof(key));
	return err;
}

uint32_t pseudonym_number(void)
{
	uint32_t number = 0;

	while (!number && getrandom(&number, sizeof(number), 0) >= 0)
		;
	return number ? number : 1;
}

void pseudonyms_free(struct pseudonyms *p)
{
	if (!p)
		return;
	explicit_bzero(p, sizeof(*p));
	free(p);
}

/*
 * Crypto-PAn (Xu, Fan, Ammar, Moon: "Prefix-Preserving IP Address Anonymization", ICNP 2002): a bit
 * is flipped depending on the cipher of the bits before it, padded to a block. It is the same for
 * both families, as in other implementations.
 */
static void scramble(const struct pseudonyms *p, uint8_t *addr, unsigned int bits)
{
	uint8_t block[AES_BLOCK_SIZE], cipher[AES_BLOCK_SIZE];

	memcpy(block, p->pad, sizeof(block));
	for (unsigned int i = 0; i < bits; i++) {
		uint8_t *byte = &addr[i / 8];
		uint8_t bit = (uint8_t)(0x80 >> (i % 8));

		aes128_encrypt(&p->aes, sizeof(block), cipher, block);
		block[i / 8] = (uint8_t)((block[i / 8] & ~bit) | (*byte & bit));
		if (cipher[0] & 0x80)
			*byte ^= bit;
	}
}

/*
 * One /96 of the other IPv6 addresses, chosen by the key, would become v4-mapped. Encrypting these
 * once more sends them where the v4-mapped addresses would have gone (a cycle walk of one step).
 * They lose the prefix that they share with the rest. A given address is affected under one key in
 * 2^96.
 */
void pseudonym_endpoint(const struct pseudonyms *p, enum sample_family family, struct endpoint *e)
{
	if (family == FAMILY_INET) {
		scramble(p, e->addr, IPV4_BITS);
		return;
	}
	if (endpoint_is_v4mapped(family, e)) {
		scramble(p, e->addr + (IPV6_BITS - IPV4_BITS) / 8, IPV4_BITS);
		return;
	}
	scramble(p, e->addr, IPV6_BITS);
	if (endpoint_is_v4mapped(family, e))
		scramble(p, e->addr, IPV6_BITS);
}

void pseudonym_comm(const struct pseudonyms *p, char comm[SAMPLE_NAME_LEN + 1])
{
	struct hmac_sha256_ctx mac;

	if (!comm[0])
		return;
	mac = p->comm;
	mac_add(&mac, comm, strnlen(comm, SAMPLE_NAME_LEN));
	snprintf(comm, SAMPLE_NAME_LEN + 1, "comm-%011" PRIx64, mac_finish(&mac) >> 20);
}

static size_t cgroup_pseudonym_len(const char *path)
{
	size_t len = 0;

	while (*path) {
		size_t component = strcspn(path, "/");

		len += component ? CGROUP_LABEL_LEN : 1;
		path += component ? component : 1;
	}
	return len;
}

/* Adds a component to the path so far and writes its label. Returns the label's end. */
static char *write_label(char *buf, struct hmac_sha256_ctx *so_far, const char *component,
			 size_t len)
{
	struct hmac_sha256_ctx mac;

	mac_add(so_far, "/", 1);
	mac_add(so_far, component, len);
	mac = *so_far;
	snprintf(buf, CGROUP_LABEL_LEN + 1, "cg-%08" PRIx64, mac_finish(&mac) >> 32);
	return buf + CGROUP_LABEL_LEN;
}

int pseudonym_cgroup(const struct pseudonyms *p, const char *path, char *buf, size_t size)
{
	struct hmac_sha256_ctx so_far;

	if (cgroup_pseudonym_len(path) >= size)
		return -ENAMETOOLONG;
	so_far = p->cgroup;
	while (*path) {
		size_t component = strcspn(path, "/");

		if (component) {
			buf = write_label(buf, &so_far, path, component);
			path += component;
		} else {
			*buf++ = *path++;
		}
	}
	*buf = '\0';
	explicit_bzero(&so_far, sizeof(so_far));
	return 0;
}
