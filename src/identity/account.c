#include "identity/account.h"

#include <stddef.h>

#include "identity/password.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct account, member)
static const struct field account_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID,
	 OFFSET(person_id),
	 .label = N_("Person"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED},
	{.kind = FIELD_TEXT,
	 OFFSET(login),
	 .label = N_("Sign-in name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 254,
	 .hint = N_("Usually the e-mail address")},
	{.kind = FIELD_TEXT,
	 OFFSET(password_hash),
	 .label = N_("Password"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 200},
	{.kind = FIELD_MOMENT,
	 OFFSET(password_set_at),
	 .label = N_("Password set"),
	 .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_BYTES, OFFSET(totp_secret), .flags = FIELD_STORED | FIELD_QUIET, .max = 120},
	{.kind = FIELD_INT, OFFSET(totp_step), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(totp_since), .label = N_("Second factor since"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(failures), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(failed_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(locale), .label = N_("Language"), .flags = FIELD_STORED, .max = 10},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("May sign in"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(is_break_glass), .label = N_("For emergencies"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT,
	 OFFSET(signed_in_at),
	 .label = N_("Last sign-in"),
	 .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record account_record = {"account", sizeof(struct account), account_fields};

struct str account_login(struct arena *arena, struct str typed)
{
	return arena_lower(arena, str_trim(typed));
}

int64_t account_wait(const struct account *account, moment now)
{
	if (account->failed_at == MOMENT_NONE)
		return 0;
	moment until = account->failed_at + SECONDS(password_delay(account->failures));
	return until > now ? (until - now + SECONDS(1) - 1) / SECONDS(1) : 0;
}

bool account_has_totp(const struct account *account)
{
	return account->totp_since != MOMENT_NONE;
}
