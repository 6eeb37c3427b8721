#ifndef EVENT_CONTACT_H
#define EVENT_CONTACT_H

#include "db/db.h"

/*
 * Where the holder of an account can be reached now. Channels ask for it when they send, so that deliveries carry
 * no addresses and a changed address or a closed account counts at once. Other statements join the same way:
 *   mail   person.email, else account.login where that is an address; not while mail_bounce.stopped_at is set
 *   sms    account_phone.number with confirmed_at
 *   push   push_subscription of the account
 */
struct contact {
	int64_t account_id;
	bool is_active;
	struct str login;
	struct str email;
	struct str locale;           /* STR_NONE: not chosen */
	struct str phone;            /* E.164, confirmed; STR_NONE: none */
	moment mail_stopped_at;      /* MOMENT_NONE: mails go out */
	struct str mail_status;      /* why not: "5.1.1" */
};
extern const struct record contact_record;

/* RC_NOT_FOUND: no such account in the organization. */
enum rc contact_of(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
		   struct contact *out) MUST_CHECK;
/* The mail address; STR_NONE: the person has none. */
struct str contact_mail(const struct contact *contact);

#endif
