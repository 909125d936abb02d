// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/shares.h"

enum limit shares_second(const struct send_shares *shares, enum limit limit, uint16_t *ret_permille)
{
	const struct {
		enum limit limit;
		uint16_t permille;
	} all[] = {
		{ LIMIT_RWND, shares->rwnd },
		{ LIMIT_SNDBUF, shares->sndbuf },
		{ LIMIT_CWND, shares->cwnd },
		{ LIMIT_APP, shares->app },
	};
	enum limit second = LIMIT_UNKNOWN;

	*ret_permille = 0;
	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (all[i].limit == limit || all[i].permille <= *ret_permille)
			continue;
		second = all[i].limit;
		*ret_permille = all[i].permille;
	}
	return second;
}
