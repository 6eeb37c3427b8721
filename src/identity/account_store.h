#ifndef IDENTITY_ACCOUNT_STORE_H
#define IDENTITY_ACCOUNT_STORE_H

#include "db/db.h"
#include "identity/account.h"

/* login as account_login makes it; of any organization, since logins are unique. RC_NOT_FOUND also when
 * deactivated. */
enum rc account_by_login(struct db *db, struct arena *arena, struct str login,
			 struct account *account) MUST_CHECK;
enum rc account_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct account *account) MUST_CHECK;
/* The active account of a session or link that proved itself. */
enum rc account_active(struct db *db, struct arena *arena, int64_t id, struct account *account) MUST_CHECK;
/* Sets account->id. RC_DUPLICATE: the login or the person has an account. */
enum rc account_insert(struct db *db, struct account *account) MUST_CHECK;
enum rc account_failed(struct db *db, int64_t id, moment now) MUST_CHECK;
/* Clears the failures and notes the moment. */
enum rc account_signed_in(struct db *db, int64_t id, moment now) MUST_CHECK;
/* Also clears the failures. */
enum rc account_set_password(struct db *db, int64_t id, struct str hash, moment now) MUST_CHECK;
/* "en", "es"; STR_NONE: as the browser asks. */
enum rc account_set_locale(struct db *db, int64_t id, struct str locale) MUST_CHECK;
/*
 * Another name for signing in; the former one is kept, so that nobody else ever gets it. RC_DUPLICATE: it is, or was,
 * somebody else's.
 */
enum rc account_set_login(struct db *db, struct arena *arena, const struct account *account, struct str login,
			  moment now) MUST_CHECK;
/* RC_DUPLICATE: the name was that of another account (account_id 0: of any). */
enum rc account_login_is_free(struct db *db, struct arena *arena, struct str login, int64_t account_id) MUST_CHECK;
enum rc account_set_active(struct db *db, int64_t id, bool is_active) MUST_CHECK;
/* This one and no other of the organization is for emergencies. */
enum rc account_set_break_glass(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;
/* Switches the second factor on; sealed STR_NONE and since MOMENT_NONE: off. */
enum rc account_set_totp(struct db *db, int64_t id, struct str sealed, int64_t step, moment since) MUST_CHECK;
/* Notes the step of a code as used. RC_NOT_FOUND: it or a newer one was used already. */
enum rc account_use_totp_step(struct db *db, int64_t id, int64_t step) MUST_CHECK;

/* How many active accounts for emergencies there are, in all organizations. */
enum rc account_break_glass_count(struct db *db, struct arena *arena, int64_t *count) MUST_CHECK;

/* Who an account belongs to, for pages, mails and lists. */
struct account_line {
	int64_t id;
	struct str login;
	struct str given_name;
	struct str family_name;
	struct str email;
	struct str job_title;
	struct str employee_number;
	bool is_active;
	bool is_break_glass;
	moment totp_since;
	moment signed_in_at;
	struct str roles; /* codes, comma separated */
};
extern const struct record account_line_record;

enum { ACCOUNT_PAGE = 50 };
/*
 * Accounts by login behind after (empty: from the first), one more than ACCOUNT_PAGE where there are more.
 * words: begin of login, given or family name; empty takes all.
 */
enum rc account_page(struct db *db, struct arena *arena, int64_t organization_id, struct str words,
		     struct str after, struct rows *lines) MUST_CHECK;
enum rc account_line_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			   struct account_line *line) MUST_CHECK;

/* A person who may get an account. */
struct account_person {
	int64_t id;
	struct str given_name;
	struct str family_name;
	struct str email;
};
/* By employee number or mail address; in use. RC_NOT_FOUND: nobody, or several with that address. */
enum rc account_person_find(struct db *db, struct arena *arena, int64_t organization_id, struct str typed,
			    struct account_person *person) MUST_CHECK;
/* The organization of that code; STR_NONE takes the only one. */
enum rc account_organization(struct db *db, struct arena *arena, struct str code,
			     int64_t *organization_id) MUST_CHECK;

#endif
