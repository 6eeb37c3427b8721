#ifndef IDENTITY_ACCOUNT_H
#define IDENTITY_ACCOUNT_H

#include "audit/audit.h"
#include "base/record.h"

/* A person who can sign in. */
struct account {
	int64_t id;
	int64_t organization_id;
	int64_t person_id;
	struct str login; /* lower case */
	struct str password_hash;
	moment password_set_at;
	struct str totp_secret; /* sealed bytes; STR_NONE: no second factor */
	int64_t totp_step;      /* newest used step */
	moment totp_since;      /* MOMENT_NONE: not confirmed yet */
	int64_t failures;       /* in a row */
	moment failed_at;
	struct str locale;
	bool is_active;
	bool is_break_glass;    /* for emergencies; every use is an incident */
	moment signed_in_at;
	int64_t version;
	moment created_at;
};
extern const struct record account_record;

/* Trimmed and in lower case, as logins are stored. */
struct str account_login(struct arena *arena, struct str typed);
/* Seconds until the next attempt is looked at; 0: now. */
int64_t account_wait(const struct account *account, moment now);
/* The second factor is switched on. */
bool account_has_totp(const struct account *account);

#endif
