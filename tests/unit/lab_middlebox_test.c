// SPDX-License-Identifier: GPL-2.0-only
/* The lab's middlebox: what it rewrites, and that checksums stay right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../lab/middlebox.h"

#define OPTIONS 20
#define PACKET_MAX 128

struct packet {
	uint8_t data[PACKET_MAX];
	size_t header, len;
};

/* As Linux writes them, but that the window scale is at an offset of the caller's choice. */
static void write_options(uint8_t *at, int wscale, bool odd)
{
	uint8_t options[OPTIONS] = { TCPOPT_MAXSEG, 4, 0x05, 0xb4, TCPOPT_SACK_PERMITTED, 2 };
	size_t i = odd ? 7 : 6;

	memset(options + 6, TCPOPT_NOP, OPTIONS - 6);
	if (wscale >= 0) {
		options[i] = TCPOPT_WINDOW;
		options[i + 1] = TCPOLEN_WINDOW;
		options[i + 2] = (uint8_t)wscale;
	}
	memcpy(at, options, sizeof(options));
}

static struct tcphdr *tcp_of(struct packet *p)
{
	return (struct tcphdr *)(p->data + p->header);
}

/* Of the segment alone: what a pseudo-header adds is the same before and after. */
static uint16_t sum_of(struct packet *p)
{
	uint32_t sum = 0;
	size_t i;

	for (i = p->header; i < p->len; i += 2)
		sum += (uint32_t)(p->data[i] << 8 | p->data[i + 1]);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static struct packet packet_of(int version, bool syn, int wscale, bool odd, uint16_t window)
{
	struct packet p = { .header = version == 4 ? 20 : 40 };
	struct tcphdr *tcp = tcp_of(&p);

	p.len = p.header + sizeof(*tcp) + (syn ? OPTIONS : 0);
	if (version == 4) {
		p.data[0] = 0x45;
		p.data[9] = IPPROTO_TCP;
	} else {
		p.data[0] = 0x60;
		p.data[6] = IPPROTO_TCP;
	}
	tcp->doff = syn ? 10 : 5;
	tcp->syn = syn;
	tcp->window = htons(window);
	if (syn)
		write_options((uint8_t *)(tcp + 1), wscale, odd);
	tcp->check = htons((uint16_t)~sum_of(&p));
	return p;
}

static void forward(struct middlebox *m, struct packet *p)
{
	middlebox_forward(m, p->data, p->len);
	assert_int_equal(sum_of(p), 0xffff);
}

static void strip_leaves_no_scale(void **state)
{
	struct middlebox m = { 0 };
	int version, odd;

	(void)state;
	middlebox_parse(&m, "strip");
	for (version = 4; version <= 6; version += 2)
		for (odd = 0; odd < 2; odd++) {
			struct packet p = packet_of(version, true, 7, odd, 64240);
			struct packet data = packet_of(version, false, -1, false, 501);

			forward(&m, &p);
			assert_int_equal(middlebox_wscale(tcp_of(&p)), 0);
			assert_int_equal(ntohs(tcp_of(&p)->window), 64240);
			forward(&m, &data);
			assert_int_equal(ntohs(tcp_of(&data)->window), 501);
		}
}

static void rescale_keeps_the_window_in_bytes(void **state)
{
	struct packet syn = packet_of(4, true, 7, true, 64240);
	struct packet small = packet_of(4, false, -1, false, 100);
	struct packet large = packet_of(4, false, -1, false, 5000);
	struct middlebox m = { 0 };

	(void)state;
	middlebox_parse(&m, "rescale:2");
	forward(&m, &syn);
	assert_int_equal(((uint8_t *)tcp_of(&syn))[middlebox_wscale(tcp_of(&syn)) + 2], 2);
	forward(&m, &small);
	assert_int_equal(ntohs(tcp_of(&small)->window) << 2, 100 << 7);
	forward(&m, &large); /* more than 16 bits hold */
	assert_int_equal(ntohs(tcp_of(&large)->window), 65535);
}

static void rescale_raises_no_scale(void **state)
{
	struct packet syn = packet_of(4, true, 1, false, 64240);
	struct packet data = packet_of(4, false, -1, false, 100);
	struct middlebox m = { 0 };

	(void)state;
	middlebox_parse(&m, "rescale:2");
	forward(&m, &syn);
	forward(&m, &data);
	assert_int_equal(ntohs(tcp_of(&data)->window), 100);
}

static void cap_is_in_bytes(void **state)
{
	struct packet syn = packet_of(6, true, 7, true, 64240);
	struct packet small = packet_of(6, false, -1, false, 10);
	struct packet large = packet_of(6, false, -1, false, 5000);
	struct middlebox m = { 0 };

	(void)state;
	middlebox_parse(&m, "cap:96k");
	forward(&m, &syn);
	forward(&m, &small);
	forward(&m, &large);
	assert_int_equal(ntohs(tcp_of(&small)->window), 10);
	assert_int_equal(ntohs(tcp_of(&large)->window) << 7, 96 << 10);
}

static void who_has_no_scale_is_let_be(void **state)
{
	struct packet syn = packet_of(4, true, -1, false, 64240), before = syn;
	struct middlebox m = { 0 };

	(void)state;
	middlebox_parse(&m, "strip");
	forward(&m, &syn);
	assert_memory_equal(syn.data, before.data, sizeof(syn.data));
}

/* Not all of a header, another protocol, options that end outside of it. */
static void what_is_no_segment_is_let_be(void **state)
{
	struct packet p = packet_of(4, true, 7, true, 64240), before;
	struct middlebox m = { 0 };
	size_t len;

	(void)state;
	middlebox_parse(&m, "strip");
	before = p;
	for (len = 0; len < p.len; len++)
		middlebox_forward(&m, p.data, len);
	p.data[9] = IPPROTO_UDP;
	middlebox_forward(&m, p.data, p.len);
	p.data[9] = IPPROTO_TCP;
	assert_memory_equal(p.data, before.data, sizeof(p.data));
	p = packet_of(4, true, -1, false, 64240);
	p.data[p.len - 2] = TCPOPT_WINDOW; /* its length and value are missing */
	before = p;
	middlebox_forward(&m, p.data, p.len);
	assert_memory_equal(p.data, before.data, sizeof(p.data));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strip_leaves_no_scale),
		cmocka_unit_test(rescale_keeps_the_window_in_bytes),
		cmocka_unit_test(rescale_raises_no_scale),
		cmocka_unit_test(cap_is_in_bytes),
		cmocka_unit_test(who_has_no_scale_is_let_be),
		cmocka_unit_test(what_is_no_segment_is_let_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
