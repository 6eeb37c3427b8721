#include "event/phone.h"

#include <sodium.h>

#include "base/random.h"

struct str phone_code(struct arena *arena)
{
	return arena_printf(arena, "%06u", (unsigned)random_below(1000000));
}

static struct str hash_of(struct arena *arena, const struct account_phone *phone, struct str code)
{
	return sha256(arena, arena_printf(arena, "%lld:%.*s:%.*s", (long long)phone->account_id, STR_ARG(phone->number),
					  STR_ARG(code)));
}

static bool is_same_day(moment a, moment b)
{
	return a != MOMENT_NONE && a / DAYS(1) == b / DAYS(1);
}

const char *phone_send_refusal(const struct account_phone *before, moment now)
{
	if (!before || before->code_sent_at == MOMENT_NONE)
		return NULL;
	if (now - before->code_sent_at < SECONDS(PHONE_WAIT_SECONDS))
		return N_("A code was sent a moment ago; wait a minute before asking for another");
	if (is_same_day(before->code_sent_at, now) && before->codes_sent >= PHONE_CODES_A_DAY)
		return N_("No more codes are sent today");
	return NULL;
}

struct account_phone phone_with_code(struct arena *arena, const struct account_phone *before, struct str number,
				     struct str code, moment now)
{
	struct account_phone phone = {.number = number, .code_expires_at = now + MINUTES(PHONE_CODE_MINUTES),
				      .code_sent_at = now, .codes_sent = 1, .confirmed_at = MOMENT_NONE};

	if (before) {
		phone.account_id = before->account_id;
		phone.organization_id = before->organization_id;
		if (is_same_day(before->code_sent_at, now))
			phone.codes_sent = before->codes_sent + 1;
	}
	phone.code_hash = hash_of(arena, &phone, code);
	return phone;
}

const char *phone_try(struct arena *arena, const struct account_phone *phone, struct str typed, moment now,
		      struct account_phone *after)
{
	*after = *phone;
	if (!phone->code_hash.len || now > phone->code_expires_at || phone->code_tries >= PHONE_TRIES)
		return N_("This code holds no more; have another one sent");
	struct str hash = hash_of(arena, phone, typed);
	if (hash.len != phone->code_hash.len || sodium_memcmp(hash.at, phone->code_hash.at, hash.len) != 0) {
		after->code_tries++;
		return N_("This is not the code that was sent");
	}
	after->code_hash = STR_NONE;
	after->code_expires_at = MOMENT_NONE;
	after->code_tries = 0;
	after->confirmed_at = now;
	return NULL;
}
