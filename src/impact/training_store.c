#include "impact/training_store.h"

#include <stddef.h>

STATEMENT(course_of_id, &training_course_record, NULL,
	  "SELECT {columns} FROM training_course WHERE id = ? AND organization_id = ?");
STATEMENT(courses, &training_course_record, NULL,
	  "SELECT {columns} FROM training_course WHERE organization_id = ? AND (? = 1 OR is_active) ORDER BY code"
	  " LIMIT 5000");
STATEMENT(course_add, NULL, &training_course_record, "INSERT INTO training_course ({names}) VALUES ({values})");
STATEMENT(course_change, NULL, &training_course_record,
	  "UPDATE training_course SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct training_row, member)
static const struct field training_row_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_ID, OFFSET(course_id)},
	{.kind = FIELD_TEXT, OFFSET(course_code), .max = 60},
	{.kind = FIELD_TEXT, OFFSET(course), .max = 200},
	{.kind = FIELD_DAY, OFFSET(completed_on)},
	{.kind = FIELD_DAY, OFFSET(expires_on)},
	{.kind = FIELD_TEXT, OFFSET(evidence)},
	{.kind = FIELD_INT, OFFSET(version)},
	FIELD_END,
};
#undef OFFSET
const struct record training_row_record = {"training_record", sizeof(struct training_row), training_row_fields};

#define ROW_COLUMNS                                                                                          \
	"SELECT r.id, r.person_id, r.course_id, c.code AS course_code, c.name AS course, r.completed_on,"    \
	" r.expires_on, r.evidence, r.version FROM training_record r "
#define ROW_COURSE " JOIN training_course c ON c.id = r.course_id"

STATEMENT(training_person, &training_row_record, NULL,
	  ROW_COLUMNS ROW_COURSE " WHERE r.organization_id = ? AND r.person_id = ?"
				 " AND (? IS NULL OR r.completed_on <= ?)"
				 " ORDER BY ROW_NUMBER() OVER (PARTITION BY r.course_id ORDER BY r.completed_on DESC, r.id DESC) > 1,"
				 " r.completed_on DESC, r.id DESC LIMIT 500");
STATEMENT(training_newest, &training_row_record, NULL,
	  ROW_COLUMNS "FORCE INDEX (newest)" ROW_COURSE
		      " WHERE r.organization_id = ? AND (r.completed_on < ? OR r.completed_on = ? AND r.id < ?)"
		      " ORDER BY r.completed_on DESC, r.id DESC LIMIT ?");
STATEMENT(training_expiring, &training_row_record, NULL,
	  ROW_COLUMNS "FORCE INDEX (expires)" ROW_COURSE
		      " WHERE r.organization_id = ? AND r.expires_on <= ?"
		      " AND (r.expires_on > ? OR r.expires_on = ? AND r.id > ?) ORDER BY r.expires_on, r.id LIMIT ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct training_ending, member)
static const struct field training_ending_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_TEXT, OFFSET(course_code)},
	{.kind = FIELD_DAY, OFFSET(expires_on)},
	{.kind = FIELD_DAY, OFFSET(renewed_on)},
	FIELD_END,
};
#undef OFFSET
const struct record training_ending_record = {"training_ending", sizeof(struct training_ending), training_ending_fields};
STATEMENT(training_ends, &training_ending_record, NULL,
	  "SELECT r.id, r.person_id, p.establishment_id, p.department_id, c.code AS course_code, r.expires_on,"
	  " (SELECT MAX(n.completed_on) FROM training_record n FORCE INDEX (completed_on)"
	  "  WHERE n.organization_id = r.organization_id AND n.person_id = r.person_id AND n.course_id = r.course_id"
	  "  AND n.completed_on > r.completed_on) AS renewed_on"
	  " FROM training_record r FORCE INDEX (expires) JOIN training_course c ON c.id = r.course_id"
	  " JOIN person p ON p.id = r.person_id AND p.is_active = 1"
	  " WHERE r.organization_id = ? AND (r.expires_on > ? OR r.expires_on = ? AND r.id > ?) AND r.expires_on <= ?"
	  " ORDER BY r.expires_on, r.id LIMIT ?");

STATEMENT(training_of_id, &training_record_record, NULL,
	  "SELECT {columns} FROM training_record WHERE id = ? AND organization_id = ?");
STATEMENT(training_all, &training_record_record, NULL,
	  "SELECT {columns} FROM training_record WHERE organization_id = ? LIMIT 100000");
STATEMENT(training_add, NULL, &training_record_record, "INSERT INTO training_record ({names}) VALUES ({values})");
STATEMENT(training_change, NULL, &training_record_record,
	  "UPDATE training_record SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");
STATEMENT(training_course_delete, NULL, NULL, "DELETE FROM training_course WHERE id = ? AND organization_id = ?");
STATEMENT(record_of_day, &training_record_record, NULL,
	  "SELECT {columns} FROM training_record WHERE organization_id = ? AND person_id = ? AND course_id = ? AND completed_on = ?");
STATEMENT(training_record_delete, NULL, NULL, "DELETE FROM training_record WHERE id = ? AND organization_id = ?");

enum rc training_course_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			      struct training_course *out)
{
	return db_one(db, arena, &course_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc training_course_list(struct db *db, struct arena *arena, int64_t organization_id, bool with_inactive,
			     struct rows *rows)
{
	return db_list(db, arena, &courses, PARAMS(P_INT(organization_id), P_INT(with_inactive)), rows);
}

enum rc training_course_insert(struct db *db, struct training_course *course)
{
	return db_insert(db, &course_add, course, &course->id);
}

enum rc training_course_update(struct db *db, const struct training_course *course)
{
	return db_write_one(db, &course_change, course,
			    PARAMS(P_INT(course->id), P_INT(course->organization_id), P_INT(course->version)),
			    RC_CONFLICT);
}

enum rc training_of_person(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id, day on,
			   struct rows *rows)
{
	return db_list(db, arena, &training_person,
		       PARAMS(P_INT(organization_id), P_INT(person_id), P_DAY(on), P_DAY(on)), rows);
}

enum rc training_list(struct db *db, struct arena *arena, int64_t organization_id, day until, day after_on,
		      int64_t after_id, int64_t most, struct rows *rows)
{
	if (until != DAY_NONE)
		return db_list(db, arena, &training_expiring,
			       PARAMS(P_INT(organization_id), P_DAY(until), P_DAY(after_on), P_DAY(after_on),
				      P_INT(after_id), P_INT(most)),
			       rows);
	return db_list(
		db, arena, &training_newest,
		PARAMS(P_INT(organization_id), P_DAY(after_on), P_DAY(after_on), P_INT(after_id), P_INT(most)), rows);
}

enum rc training_ending_list(struct db *db, struct arena *arena, int64_t organization_id, day from, day to,
			     int64_t after_id, int64_t most, struct rows *rows)
{
	return db_list(db, arena, &training_ends,
		       PARAMS(P_INT(organization_id), P_DAY(from), P_DAY(from), P_INT(after_id), P_DAY(to), P_INT(most)),
		       rows);
}

enum rc training_record_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			      struct training_record *out)
{
	return db_one(db, arena, &training_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc training_record_insert(struct db *db, struct training_record *record)
{
	return db_insert(db, &training_add, record, &record->id);
}

enum rc training_record_update(struct db *db, const struct training_record *record)
{
	return db_write_one(db, &training_change, record,
			    PARAMS(P_INT(record->id), P_INT(record->organization_id), P_INT(record->version)),
			    RC_CONFLICT);
}

enum rc training_record_all(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &training_all, PARAMS(P_INT(organization_id)), rows);
}

enum rc training_course_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &training_course_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc training_record_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &training_record_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc training_record_on(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id, int64_t course_id,
			   day completed_on, struct training_record *out)
{
	return db_one(db, arena, &record_of_day,
		      PARAMS(P_INT(organization_id), P_INT(person_id), P_INT(course_id), P_DAY(completed_on)), out);
}
