#include "impact/training_requirement_store.h"

#include <stddef.h>
#include <stdlib.h>

#include "organization/people_store.h"

enum { HELD_MOST = 4000000 };

STATEMENT(requirements, &training_requirement_record, NULL,
	  "SELECT {columns} FROM training_requirement WHERE organization_id = ? AND (? = 1 OR is_active)"
	  " ORDER BY course_id, id LIMIT 5000");
STATEMENT(requirements_needed, &training_requirement_record, NULL,
	  "SELECT {columns:r} FROM training_requirement r JOIN training_course c ON c.id = r.course_id AND c.is_active"
	  " WHERE r.organization_id = ? AND r.is_active ORDER BY r.course_id, r.id LIMIT 5000");
STATEMENT(requirement_of_id, &training_requirement_record, NULL,
	  "SELECT {columns} FROM training_requirement WHERE id = ? AND organization_id = ?");
STATEMENT(requirement_add, NULL, &training_requirement_record,
	  "INSERT INTO training_requirement ({names}) VALUES ({values})");
STATEMENT(requirement_change, NULL, &training_requirement_record,
	  "UPDATE training_requirement SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");
STATEMENT(requirement_delete, NULL, NULL, "DELETE FROM training_requirement WHERE id = ? AND organization_id = ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct trainee, member)
static const struct field trainee_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(employee_number)},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_TEXT, OFFSET(job_title)},
	{.kind = FIELD_DAY, OFFSET(hired_on)},
	FIELD_END,
};
#undef OFFSET
static const struct record trainee_record = {"trainee", sizeof(struct trainee), trainee_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct training_held, member)
static const struct field held_fields[] = {
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_ID, OFFSET(course_id)},
	{.kind = FIELD_DAY, OFFSET(completed_on)},
	{.kind = FIELD_DAY, OFFSET(holds_until)},
	FIELD_END,
};
#undef OFFSET
static const struct record held_record = {"training_held", sizeof(struct training_held), held_fields};

STATEMENT(trainees, &trainee_record, NULL,
	  "SELECT id, employee_number, given_name, family_name, establishment_id, department_id, job_title, hired_on"
	  " FROM person FORCE INDEX (employee_number)"
	  " WHERE organization_id = ? AND is_active = 1 AND (? = 0 OR id = ?)");
STATEMENT(trainings_held, &held_record, NULL,
	  "SELECT person_id, course_id, MAX(completed_on) AS completed_on,"
	  " MAX(IFNULL(expires_on, DATE '2199-12-31')) AS holds_until FROM training_record FORCE INDEX (completed_on)"
	  " WHERE organization_id = ? AND completed_on <= ? AND (? = 0 OR course_id = ?)"
	  " GROUP BY person_id, course_id ORDER BY person_id, course_id");
STATEMENT(trainings_held_by, &held_record, NULL,
	  "SELECT person_id, course_id, MAX(completed_on) AS completed_on,"
	  " MAX(IFNULL(expires_on, DATE '2199-12-31')) AS holds_until FROM training_record FORCE INDEX (completed_on)"
	  " WHERE organization_id = ? AND person_id = ? AND completed_on <= ?"
	  " GROUP BY person_id, course_id ORDER BY course_id");

enum rc training_requirement_list(struct db *db, struct arena *arena, int64_t organization_id, bool with_inactive,
				  struct rows *rows)
{
	return db_list(db, arena, &requirements, PARAMS(P_INT(organization_id), P_INT(with_inactive)), rows);
}

enum rc training_requirement_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
				   struct training_requirement *out)
{
	return db_one(db, arena, &requirement_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc training_requirement_insert(struct db *db, struct training_requirement *requirement)
{
	return db_insert(db, &requirement_add, requirement, &requirement->id);
}

enum rc training_requirement_update(struct db *db, const struct training_requirement *requirement)
{
	return db_write_one(db, &requirement_change, requirement,
			    PARAMS(P_INT(requirement->id), P_INT(requirement->organization_id), P_INT(requirement->version)),
			    RC_CONFLICT);
}

enum rc training_requirement_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write(db, &requirement_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), NULL);
}

/* --- the completion ---------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	const struct tree_node *left = a, *right = b;

	return (left->id > right->id) - (left->id < right->id);
}

static enum rc load_departments(struct db *db, struct arena *arena, int64_t organization_id, struct training_completion *out)
{
	struct rows rows;
	enum rc rc = unit_list(db, arena, organization_id, UNIT_DEPARTMENT, false, &rows);

	if (rc != RC_OK)
		return rc;
	struct tree_node *nodes = ARENA_ARRAY(arena, struct tree_node, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		nodes[i] = (struct tree_node){ROW(struct unit, rows, i)->id, ROW(struct unit, rows, i)->parent_id};
	qsort(nodes, rows.count, sizeof *nodes, by_id);
	out->departments = nodes;
	out->department_count = rows.count;
	return RC_OK;
}

struct holding {
	struct arena *arena;
	struct training_held *at;
	size_t count, room;
};

/* There may be more of them than a list takes. */
static enum rc hold(void *closure, struct arena *arena, void *row)
{
	struct holding *holding = closure;

	(void)arena;
	if (holding->count == HELD_MOST)
		return RC_TOO_LARGE;
	if (holding->count == holding->room) {
		const size_t room = holding->room ? holding->room * 2 : 4096;
		struct training_held *more = ARENA_ARRAY(holding->arena, struct training_held, room);
		for (size_t i = 0; i < holding->count; i++)
			more[i] = holding->at[i];
		holding->at = more;
		holding->room = room;
	}
	holding->at[holding->count++] = *(const struct training_held *)row;
	return RC_OK;
}

static enum rc load_held(struct db *db, int64_t organization_id, struct training_completion *out)
{
	const struct training_question *question = &out->question;
	struct holding holding = {.arena = out->arena};
	enum rc rc;

	if (question->person_id)
		rc = db_each(db, &trainings_held_by,
			     PARAMS(P_INT(organization_id), P_INT(question->person_id), P_DAY(question->today)), hold, &holding);
	else
		rc = db_each(db, &trainings_held,
			     PARAMS(P_INT(organization_id), P_DAY(question->today), P_INT(question->course_id),
				    P_INT(question->course_id)),
			     hold, &holding);
	out->held = holding.at;
	out->held_count = holding.count;
	return rc;
}

struct adding {
	struct training_completion *completion;
	const struct viewer *viewer;
};

static enum rc add(void *closure, struct arena *arena, void *row)
{
	const struct adding *adding = closure;
	struct trainee *trainee = row;

	(void)arena;
	if (!viewer_may_in(adding->viewer, MAY_SEE_PEOPLE, (struct scope){trainee->establishment_id, trainee->department_id}))
		return RC_OK;
	if (adding->completion->wants_needs) {
		trainee->employee_number = arena_str(adding->completion->arena, trainee->employee_number);
		trainee->given_name = arena_str(adding->completion->arena, trainee->given_name);
		trainee->family_name = arena_str(adding->completion->arena, trainee->family_name);
	}
	training_completion_add(adding->completion, trainee);
	return RC_OK;
}

enum rc training_completion_collect(struct db *db, struct arena *arena, const struct viewer *viewer,
				    const struct training_question *question, bool with_needs, struct training_completion *out)
{
	const int64_t organization_id = viewer->organization_id;
	struct adding adding = {out, viewer};
	struct rows rows;
	enum rc rc = db_list(db, arena, &requirements_needed, PARAMS(P_INT(organization_id)), &rows);

	*out = (struct training_completion){.arena = arena, .question = *question, .wants_needs = with_needs};
	if (rc != RC_OK || rows.count == 0)
		return rc;
	out->requirements = rows.at;
	out->requirement_count = rows.count;
	rc = load_departments(db, arena, organization_id, out);
	if (rc == RC_OK)
		rc = load_held(db, organization_id, out);
	if (rc == RC_OK)
		rc = db_each(db, &trainees, PARAMS(P_INT(organization_id), P_INT(question->person_id), P_INT(question->person_id)),
			     add, &adding);
	if (rc == RC_OK)
		training_completion_finish(out);
	return rc;
}
