/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a middlebox does to the windows of those whose packets it forwards:
 *
 *	strip		takes the window scale option out of their SYN
 *	rescale:N	makes it N where it is larger, and all their windows of that scale
 *	cap:BYTES	lets no window be larger
 *
 * IPv4 and IPv6 without extension headers. One connection at a time: who comes next is the one
 * whose SYN was seen last.
 */
#ifndef LAB_MIDDLEBOX_H
#define LAB_MIDDLEBOX_H

#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <stdbool.h>

#include "args.h"

#define MIDDLEBOX_WSCALE_MAX 14

enum middlebox_kind { MIDDLEBOX_NONE, MIDDLEBOX_STRIP, MIDDLEBOX_RESCALE, MIDDLEBOX_CAP };

struct middlebox {
	enum middlebox_kind kind;
	unsigned int wscale;
	uint64_t cap_bytes;
	unsigned int shift; /* from the sender's scale to the one that its peer was given */
	unsigned int given; /* that one */
};

static inline void middlebox_parse(struct middlebox *m, const char *text)
{
	if (!strcmp(text, "strip")) {
		m->kind = MIDDLEBOX_STRIP;
	} else if (!strncmp(text, "rescale:", 8)) {
		m->kind = MIDDLEBOX_RESCALE;
		m->wscale = (unsigned int)arg_count("rescale", text + 8, MIDDLEBOX_WSCALE_MAX);
	} else if (!strncmp(text, "cap:", 4)) {
		m->kind = MIDDLEBOX_CAP;
		m->cap_bytes = arg_bytes("cap", text + 4);
	} else {
		die(2, "--middlebox: '%s' is not strip, rescale:N or cap:BYTES", text);
	}
}

/* RFC 1624: a 16-bit word at an even offset became another. */
static inline void middlebox_checksum(struct tcphdr *tcp, uint16_t was, uint16_t is)
{
	uint32_t sum = (uint16_t)~tcp->check + (uint32_t)(uint16_t)~was + is;

	sum = (sum & 0xffff) + (sum >> 16);
	tcp->check = (uint16_t) ~((sum & 0xffff) + (sum >> 16));
}

static inline void middlebox_write(struct tcphdr *tcp, size_t offset, uint8_t value)
{
	uint8_t *at = (uint8_t *)tcp + (offset & ~(size_t)1);
	uint16_t was, is;

	memcpy(&was, at, 2);
	at[offset & 1] = value;
	memcpy(&is, at, 2);
	middlebox_checksum(tcp, was, is);
}

/* NULL: no TCP, or not all of its header. */
static inline struct tcphdr *middlebox_tcp(uint8_t *packet, size_t len)
{
	const struct ip6_hdr *ip6 = (const struct ip6_hdr *)packet;
	const struct iphdr *ip = (const struct iphdr *)packet;
	struct tcphdr *tcp = NULL;

	if (len >= sizeof(*ip) && ip->version == 4 && ip->protocol == IPPROTO_TCP)
		tcp = (struct tcphdr *)(packet + ip->ihl * 4);
	else if (len >= sizeof(*ip6) && ip->version == 6 && ip6->ip6_nxt == IPPROTO_TCP)
		tcp = (struct tcphdr *)(ip6 + 1);
	if (!tcp || (uint8_t *)(tcp + 1) > packet + len ||
	    (uint8_t *)tcp + tcp->doff * 4 > packet + len)
		return NULL;
	return tcp;
}

/* The offset of the window scale's option; 0: there is none. */
static inline size_t middlebox_wscale(const struct tcphdr *tcp)
{
	const uint8_t *at = (const uint8_t *)tcp;
	size_t i = sizeof(*tcp), end = (size_t)tcp->doff * 4;

	while (i + 2 < end && at[i] != TCPOPT_EOL) {
		if (at[i] == TCPOPT_WINDOW)
			return i;
		i += at[i] == TCPOPT_NOP || !at[i + 1] ? 1 : at[i + 1];
	}
	return 0;
}

static inline void middlebox_syn(struct middlebox *m, struct tcphdr *tcp)
{
	size_t i, at = middlebox_wscale(tcp);
	unsigned int wscale = at ? ((const uint8_t *)tcp)[at + 2] : 0;

	m->shift = 0;
	m->given = wscale;
	if (!at)
		return;
	if (m->kind == MIDDLEBOX_STRIP) {
		for (i = at; i < at + TCPOLEN_WINDOW; i++)
			middlebox_write(tcp, i, TCPOPT_NOP);
	} else if (m->kind == MIDDLEBOX_RESCALE && wscale > m->wscale) {
		m->shift = wscale - m->wscale;
		m->given = m->wscale;
		middlebox_write(tcp, at + 2, (uint8_t)m->wscale);
	}
}

static inline void middlebox_window(struct middlebox *m, struct tcphdr *tcp)
{
	uint64_t window = (uint64_t)ntohs(tcp->window) << m->shift;
	uint16_t was = tcp->window;

	if (window > UINT16_MAX)
		window = UINT16_MAX;
	if (m->kind == MIDDLEBOX_CAP && window > m->cap_bytes >> m->given)
		window = m->cap_bytes >> m->given;
	tcp->window = htons((uint16_t)window);
	middlebox_checksum(tcp, was, tcp->window);
}

static inline void middlebox_forward(struct middlebox *m, uint8_t *packet, size_t len)
{
	struct tcphdr *tcp = m->kind ? middlebox_tcp(packet, len) : NULL;

	if (!tcp)
		return;
	if (tcp->syn)
		middlebox_syn(m, tcp);
	else
		middlebox_window(m, tcp);
}

#endif
