#ifndef IDENTITY_PROVISION_STORE_H
#define IDENTITY_PROVISION_STORE_H

#include "db/db.h"
#include "identity/account.h"

/* What provision.c reads and writes: links, and of a person what an outside source may say. */

struct identity_link {
	int64_t id;
	int64_t organization_id;
	int64_t account_id;
	struct str issuer;
	struct str subject;
	moment created_at;
};
extern const struct record identity_link_record;

enum rc identity_link_account(struct db *db, struct arena *arena, int64_t organization_id, struct str issuer,
			      struct str subject, struct account *account) MUST_CHECK;
/* Of an account, by issuer. */
enum rc identity_link_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			   struct rows *links) MUST_CHECK;
/* RC_DUPLICATE: the identity has an account, or the account has another identity of that issuer. */
enum rc identity_link_insert(struct db *db, struct identity_link *link) MUST_CHECK;
enum rc identity_link_delete(struct db *db, int64_t organization_id, int64_t account_id, int64_t id) MUST_CHECK;

struct provision_person {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str employee_number;
	struct str given_name;
	struct str family_name;
	struct str email;
	struct str phone;
	struct str job_title;
	bool is_active;
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record provision_person_record;

enum rc provision_person_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct provision_person *out) MUST_CHECK;
enum rc provision_person_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
				   struct provision_person *out) MUST_CHECK;
/* RC_NOT_FOUND also where several have the address. */
enum rc provision_person_by_email(struct db *db, struct arena *arena, int64_t organization_id, struct str email,
				  struct provision_person *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the employee number is taken. */
enum rc provision_person_insert(struct db *db, struct provision_person *person) MUST_CHECK;
enum rc provision_person_update(struct db *db, const struct provision_person *person) MUST_CHECK;

/* Whether switched off or not. */
enum rc provision_account_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
				    struct account *account) MUST_CHECK;
enum rc provision_account_of_login(struct db *db, struct arena *arena, int64_t organization_id, struct str login,
				   struct account *account) MUST_CHECK;

#endif
