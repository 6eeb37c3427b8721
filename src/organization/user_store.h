#ifndef ORGANIZATION_USER_STORE_H
#define ORGANIZATION_USER_STORE_H

#include "db/db.h"
#include "organization/people.h"

/* People as other systems read them: with codes and names in place of ids, and no personal particulars. */
struct user {
	int64_t id;
	struct str uuid;
	struct str employee_number;
	struct str given_name;
	struct str family_name;
	struct str email;
	struct str phone;
	struct str job_title;
	int employment;
	struct str establishment_code;
	struct str establishment;
	struct str department_code;
	struct str department;
	struct str business_unit;
	struct str team;
	struct str manager_number;
	struct str manager;
	day hired_on;
	day left_on;
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record user_record;

struct user_filter {
	struct str words;         /* in name, number or mail address, in this order */
	int64_t establishment_id; /* 0: any */
	int64_t department_id;
	bool with_inactive;
	moment since;             /* changed then or later; MOMENT_NONE: any */
	const struct user *after; /* NULL: from the start */
	int64_t most;
};
/* By family name, given name, id; rows are struct user. */
enum rc user_list(struct db *db, struct arena *arena, int64_t organization_id, const struct user_filter *filter,
		  struct rows *rows) MUST_CHECK;
/* By uuid or employee number. */
enum rc user_find(struct db *db, struct arena *arena, int64_t organization_id, struct str key, struct user *out) MUST_CHECK;

#endif
