#include "organization/user_store.h"

#include <stddef.h>

#include "base/random.h"
#include "base/text.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct user, member)
static const struct field user_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_TEXT, OFFSET(employee_number)},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_TEXT, OFFSET(email)},
	{.kind = FIELD_TEXT, OFFSET(phone)},
	{.kind = FIELD_TEXT, OFFSET(job_title)},
	{.kind = FIELD_CODE, OFFSET(employment), .codes = &employment_codes},
	{.kind = FIELD_TEXT, OFFSET(establishment_code)},
	{.kind = FIELD_TEXT, OFFSET(establishment)},
	{.kind = FIELD_TEXT, OFFSET(department_code)},
	{.kind = FIELD_TEXT, OFFSET(department)},
	{.kind = FIELD_TEXT, OFFSET(business_unit)},
	{.kind = FIELD_TEXT, OFFSET(team)},
	{.kind = FIELD_TEXT, OFFSET(manager_number)},
	{.kind = FIELD_TEXT, OFFSET(manager)},
	{.kind = FIELD_DAY, OFFSET(hired_on)},
	{.kind = FIELD_DAY, OFFSET(left_on)},
	{.kind = FIELD_BOOL, OFFSET(is_active)},
	{.kind = FIELD_INT, OFFSET(version)},
	{.kind = FIELD_MOMENT, OFFSET(updated_at)},
	FIELD_END,
};
#undef OFFSET
const struct record user_record = {"user", sizeof(struct user), user_fields};

#define SHOWN                                                                                                \
	"SELECT p.id, p.uuid, p.employee_number, p.given_name, p.family_name, p.email, p.phone, p.job_title,"       \
	" p.employment, e.code AS establishment_code, e.name AS establishment, d.code AS department_code,"          \
	" d.name AS department, b.name AS business_unit, t.name AS team, m.employee_number AS manager_number,"      \
	" CONCAT(m.given_name, ' ', m.family_name) AS manager, p.hired_on, p.left_on, p.is_active, p.version,"      \
	" p.updated_at FROM person p"
#define AROUND                                                                                               \
	" LEFT JOIN establishment e ON e.id = p.establishment_id LEFT JOIN unit d ON d.id = p.department_id"       \
	" LEFT JOIN unit b ON b.id = p.business_unit_id LEFT JOIN unit t ON t.id = p.team_id"                     \
	" LEFT JOIN person m ON m.id = p.manager_id"

STATEMENT(users_listed, &user_record, NULL,
	  SHOWN " FORCE INDEX (look_up)" AROUND
		" WHERE p.organization_id = ? AND CONCAT_WS(' ', p.given_name, p.family_name, p.employee_number, p.email) LIKE ?"
		" AND (? = 0 OR p.establishment_id = ?) AND (? = 0 OR p.department_id = ?) AND (? = 1 OR p.is_active)"
		" AND (? IS NULL OR p.updated_at >= ?)"
		" AND (p.family_name > ? OR p.family_name = ? AND (p.given_name > ? OR p.given_name = ? AND p.id > ?))"
		" ORDER BY p.family_name, p.given_name, p.id LIMIT ?");
STATEMENT(user_of_uuid, &user_record, NULL, SHOWN AROUND " WHERE p.uuid = ? AND p.organization_id = ?");
STATEMENT(user_of_number, &user_record, NULL, SHOWN AROUND " WHERE p.employee_number = ? AND p.organization_id = ?");

/* "%word%word%" with the pattern's own signs taken literally. */
static struct str pattern_of(struct arena *arena, struct str words)
{
	struct text pattern = TEXT_IN(arena);

	text_char(&pattern, '%');
	for (struct str word; str_split(&words, ' ', &word);) {
		for (size_t i = 0; i < word.len; i++) {
			if (word.at[i] == '%' || word.at[i] == '_' || word.at[i] == '\\')
				text_char(&pattern, '\\');
			text_char(&pattern, word.at[i]);
		}
		if (word.len)
			text_char(&pattern, '%');
	}
	return text_str(&pattern);
}

enum rc user_list(struct db *db, struct arena *arena, int64_t organization_id, const struct user_filter *filter,
		  struct rows *rows)
{
	static const struct user first = {.family_name = STR_INIT(""), .given_name = STR_INIT("")};
	const struct user *after = filter->after ? filter->after : &first;

	return db_list(db, arena, &users_listed,
		       PARAMS(P_INT(organization_id), P_TEXT(pattern_of(arena, filter->words)), P_INT(filter->establishment_id),
			      P_INT(filter->establishment_id), P_INT(filter->department_id), P_INT(filter->department_id),
			      P_INT(filter->with_inactive), P_MOMENT(filter->since), P_MOMENT(filter->since),
			      P_TEXT(after->family_name), P_TEXT(after->family_name), P_TEXT(after->given_name),
			      P_TEXT(after->given_name), P_INT(after->id), P_INT(filter->most)),
		       rows);
}

enum rc user_find(struct db *db, struct arena *arena, int64_t organization_id, struct str key, struct user *out)
{
	return db_one(db, arena, uuid_is_valid(key) ? &user_of_uuid : &user_of_number,
		      PARAMS(P_TEXT(key), P_INT(organization_id)), out);
}
