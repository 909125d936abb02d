// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "verdict/account.h"

#include <string.h>

#include "base/units.h"
#include "verdict/threshold.h"

/* The cell of the pair. If the table is full, the pair counts as unknown. */
static struct account_cell *cell(struct account *account, enum limit limit, enum cause cause)
{
	struct account_cell *unknown = &account->cells[0];

	for (unsigned i = 0; i < account->count; i++) {
		if (account->cells[i].limit == limit && account->cells[i].cause == cause)
			return &account->cells[i];
		if (account->cells[i].limit == LIMIT_UNKNOWN)
			unknown = &account->cells[i];
	}
	if (account->count == ACCOUNT_CELLS)
		return unknown;
	account->cells[account->count] = (struct account_cell){ .limit = limit, .cause = cause };
	return &account->cells[account->count++];
}

static uint64_t total_ns(const struct account *account)
{
	uint64_t ns = 0;

	for (unsigned i = 0; i < account->count; i++)
		ns += account->cells[i].ns;
	return ns;
}

static uint64_t limit_ns(const struct account *account, enum limit limit)
{
	uint64_t ns = 0;

	for (unsigned i = 0; i < account->count; i++)
		if (account->cells[i].limit == limit)
			ns += account->cells[i].ns;
	return ns;
}

static enum cause leading_cause(const struct account *account, enum limit limit)
{
	enum cause leader = CAUSE_NONE;
	uint64_t most = 0;

	for (unsigned i = 0; i < account->count; i++) {
		const struct account_cell *c = &account->cells[i];

		if (c->limit != limit || c->ns <= most)
			continue;
		most = c->ns;
		leader = c->cause;
	}
	return leader;
}

/* How much a limit weighs against others: of two that are as good as equal, the one that a setting can change
 * is named. */
static uint64_t weight_ns(const struct account *account, enum limit limit, uint64_t tie_ns)
{
	uint64_t ns = limit_ns(account, limit);

	return cause_undersized(leading_cause(account, limit)) ? ns + tie_ns : ns;
}

static enum limit leading_limit(const struct account *account)
{
	uint64_t tie_ns = mul_div(total_ns(account), THRESHOLD(TIE), 1000), most = 0;
	enum limit leader = LIMIT_IDLE;

	for (unsigned i = 0; i < account->count; i++) {
		uint64_t ns = weight_ns(account, account->cells[i].limit, tie_ns);

		if (ns <= most)
			continue;
		most = ns;
		leader = account->cells[i].limit;
	}
	return leader;
}

void account_add(struct account *account, const struct judgement *judged)
{
	enum limit limit = leading_limit(account), before = limit;
	enum cause cause = leading_cause(account, limit), cause_before = cause;

	for (unsigned i = 0; i < judged->count; i++) {
		const struct verdict *part = &judged->parts[i];
		struct account_cell *c = cell(account, part->limit, part->cause);

		c->ns += mul_div(judged->ns, part->share_permille, 1000);
	}
	limit = leading_limit(account);
	cause = leading_cause(account, limit);
	if (limit != before || cause != cause_before)
		account->because = (struct because){ 0 };
	for (unsigned i = 0; i < judged->count; i++)
		if (judged->parts[i].limit == limit && judged->parts[i].cause == cause)
			account->because = judged->parts[i].because;
}

bool account_any(const struct account *account)
{
	return total_ns(account);
}

struct verdict account_verdict(const struct account *account)
{
	struct verdict v = { .limit = leading_limit(account), .because = account->because };

	v.cause = leading_cause(account, v.limit);
	v.share_permille = account_share(account, v.limit);
	return v;
}

uint16_t account_share(const struct account *account, enum limit limit)
{
	return permille(limit_ns(account, limit), total_ns(account));
}
