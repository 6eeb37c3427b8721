#include "incident/mention_store.h"

#include <stddef.h>

#include "event/event.h"
#include "identity/viewer.h"

/* An account with one of its roles: as many rows as roles. */
struct holder_row {
	int64_t person_id;
	int64_t account_id;
	struct str name;
	struct str login;
	int role;
	int64_t establishment_id;
	int64_t department_id;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct holder_row, member)
static const struct field holder_fields[] = {
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_TEXT, OFFSET(name)},
	{.kind = FIELD_TEXT, OFFSET(login)},
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	FIELD_END,
};
#undef OFFSET
static const struct record holder_record = {"role_grant", sizeof(struct holder_row), holder_fields};

/*
 * Few accounts hold these roles, key "organization" of role_grant; those whom the incident names come by
 * their own keys, with a role that shows nothing by itself.
 */
STATEMENT(
	mention_holders, &holder_record, NULL,
	"SELECT x.person_id, x.account_id, CONCAT(p.given_name, ' ', p.family_name) AS name, x.login, x.role, x.establishment_id,"
	" x.department_id FROM ("
	"SELECT STRAIGHT_JOIN a.person_id, a.id AS account_id, a.login, g.role, g.establishment_id, g.department_id"
	" FROM role_grant g FORCE INDEX (organization) JOIN account a FORCE INDEX (PRIMARY) ON a.id = g.account_id AND a.is_active"
	" WHERE g.organization_id = ? AND g.role IN"
	"  ('supervisor', 'ehs_specialist', 'operator', 'superadmin', 'auditor', 'administrator')"
	"  AND (g.until_on IS NULL OR g.until_on >= ?)"
	" UNION ALL SELECT STRAIGHT_JOIN a.person_id, a.id, a.login, 'employee', NULL, NULL"
	"  FROM incident_member m FORCE INDEX (incident) JOIN account a ON a.person_id = m.person_id AND a.is_active"
	"  WHERE m.incident_id = ?"
	" UNION ALL SELECT STRAIGHT_JOIN a.person_id, a.id, a.login, 'employee', NULL, NULL"
	"  FROM person n FORCE INDEX (PRIMARY) JOIN account a ON a.person_id = n.id AND a.is_active"
	"  WHERE n.organization_id = ? AND n.id IN (?, ?, ?)) x"
	" STRAIGHT_JOIN person p ON p.id = x.person_id"
	" ORDER BY p.given_name, p.family_name, x.account_id LIMIT 4000");

#define OFFSET(member) .name = #member, .offset = offsetof(struct comment_mention, member)
static const struct field mention_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(comment_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(person_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, OFFSET(mark), .flags = FIELD_STORED, .max = 250},
	FIELD_END,
};
#undef OFFSET
const struct record comment_mention_record = {"comment_mention", sizeof(struct comment_mention),
					      mention_fields};
STATEMENT(mention_insert, NULL, &comment_mention_record,
	  "INSERT INTO comment_mention ({names}) VALUES ({values})");
/* Index incident. */
STATEMENT(
	mention_of_comments, &comment_mention_record, NULL,
	"SELECT id, {columns} FROM comment_mention WHERE organization_id = ? AND incident_id = ? AND comment_id BETWEEN ? AND ?"
	" ORDER BY comment_id, id LIMIT 2000");

/* Rows of one account follow each other. */
static void take(struct mention_people *out, struct arena *arena, const struct incident *incident,
		 struct rows rows)
{
	struct grant *grants = ARENA_ARRAY(arena, struct grant, rows.count + 1);

	out->at = ARENA_ARRAY(arena, struct mention_person, rows.count + 1);
	for (size_t i = 0, next; i < rows.count; i = next) {
		const struct holder_row *first = ROW(struct holder_row, rows, i);
		struct viewer viewer = {.organization_id = incident->organization_id,
					.account_id = first->account_id,
					.person_id = first->person_id,
					.grants = grants};
		for (next = i;
		     next < rows.count && ROW(struct holder_row, rows, next)->account_id == first->account_id;
		     next++) {
			const struct holder_row *row = ROW(struct holder_row, rows, next);
			grants[viewer.grant_count++] = (struct grant){
				(enum role)row->role, row->establishment_id, row->department_id};
			viewer.roles |= 1u << row->role;
		}
		if (incident_shows_work(&viewer, incident))
			out->at[out->count++] = (struct mention_person){first->person_id, first->account_id,
									first->name, first->login};
	}
}

enum rc mention_people_of(struct db *db, struct arena *arena, const struct incident *incident, day today,
			  struct mention_people *out)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &mention_holders,
			     PARAMS(P_INT(incident->organization_id), P_DAY(today), P_INT(incident->id),
				    P_INT(incident->organization_id), P_INT(incident->manager_id),
				    P_INT(incident->investigation_lead_id),
				    P_INT(incident->investigation_approver_id)),
			     &rows);

	*out = (struct mention_people){0};
	if (rc == RC_OK)
		take(out, arena, incident, rows);
	return rc;
}

enum rc mention_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		     int64_t first_comment_id, int64_t last_comment_id, struct rows *rows)
{
	return db_list(db, arena, &mention_of_comments,
		       PARAMS(P_INT(organization_id), P_INT(incident_id), P_INT(first_comment_id),
			      P_INT(last_comment_id)),
		       rows);
}

static bool is_told(const int64_t *people, size_t count, int64_t person_id)
{
	for (size_t i = 0; i < count; i++)
		if (people[i] == person_id)
			return true;
	return false;
}

enum rc mention_add(struct db *db, struct arena *arena, const struct actor *actor,
		    const struct comment *comment, const struct str *marks, const int64_t *people,
		    size_t count)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct comment_mention row = {.organization_id = comment->organization_id,
					      .incident_id = comment->incident_id,
					      .comment_id = comment->id,
					      .person_id = people[i],
					      .mark = marks[i]};
		const struct event event = {
			.kind = "comment.mentioned",
			.subject = "incident",
			.subject_id = comment->incident_id,
			.payload = arena_printf(arena, "{\"comment_id\":%lld,\"person_id\":%lld}",
						(long long)comment->id, (long long)people[i])};
		rc = db_insert(db, &mention_insert, &row, &row.id);
		if (rc == RC_OK && !is_told(people, i, people[i]))
			rc = event_add(db, arena, actor, &event);
	}
	return rc;
}
