// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "number.h"

#include "random.h"

uint64_t number_any(uint64_t *random)
{
	/* clang-format off */
	static const uint64_t numbers[] = {
		0, 1, 14, 31, 64, 100, 536, 1460, 65535,
		UINT64_C(1) << 30,
		UINT64_C(1000000000), UINT64_C(600000000000), UINT64_C(1000000000000),
		INT64_MAX / 16, INT64_MAX / 4, INT64_MAX / 2, UINT64_MAX / 4,
	};
	/* clang-format on */
	uint64_t number =
		random_one_in(random, 2)
			? UINT64_C(1) << random_below(random, 64)
			: numbers[random_below(random, sizeof(numbers) / sizeof(numbers[0]))];

	number += random_below(random, 3) - 1;
	return random_one_in(random, 4) ? -number : number;
}

int64_t number_within(uint64_t *random, const struct column *c, int64_t old)
{
	uint64_t span = (uint64_t)c->max - (uint64_t)c->min;
	uint64_t number;

	switch (random_below(random, 8)) {
	case 0:
		return c->min;
	case 1:
		return c->max;
	case 2:
		number = (uint64_t)c->max - random_below(random, 3);
		break;
	case 3:
		number = (uint64_t)old + random_below(random, 5) - 2;
		break;
	case 4:
		number = (uint64_t)old * (1 + random_below(random, 8)) / 2;
		break;
	case 5:
		number = number_any(random);
		break;
	default:
		number = random_width(random);
		if (c->min < 0 && random_one_in(random, 2))
			number = -number;
	}
	if ((int64_t)number >= c->min && (int64_t)number <= c->max)
		return (int64_t)number;
	return (int64_t)((uint64_t)c->min + (span == UINT64_MAX ? number : number % (span + 1)));
}
