#include "incident/workflow_version_store.h"

#include <stddef.h>

#include "db/db.h"

static const struct code stage_rows[] = {
	{"", ""},
	{"draft", N_("Draft")},
	{"proposed", N_("Waits for approval")},
	{"approved", N_("Approved")},
	{"refused", N_("Refused")},
	{"withdrawn", N_("Withdrawn")},
	{NULL, NULL},
};
const struct codes workflow_stage_codes = {"workflow_stage", stage_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
/* The same members of struct workflow_version, alone and within a line. */
#define VERSION_FIELDS(type, at)                                                                                       \
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(type, at id), .flags = FIXED},                             \
	{.kind = FIELD_ID, .name = "organization_id", .offset = offsetof(type, at organization_id), .flags = FIXED},   \
	{.kind = FIELD_CODE, .name = "register", .offset = offsetof(type, at reg), .label = N_("Register"),            \
	 .flags = FIELD_STORED | FIELD_KEY, .codes = &register_codes},                                                 \
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(type, at number), .label = N_("Number"),              \
	 .flags = FIELD_STORED | FIELD_KEY},                                                                           \
	{.kind = FIELD_CODE, .name = "stage", .offset = offsetof(type, at stage), .label = N_("State"),                \
	 .flags = FIELD_STORED, .codes = &workflow_stage_codes},                                                       \
	{.kind = FIELD_PROSE, .name = "note", .offset = offsetof(type, at note), .label = N_("What changes, and why"), \
	 .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 2000},                                                         \
	{.kind = FIELD_DAY, .name = "effective_on", .offset = offsetof(type, at effective_on),                         \
	 .label = N_("Takes effect on"), .flags = FIELD_STORED,                                                        \
	 .hint = N_("Empty: as soon as it is approved. Incidents reported before keep their workflow.")},              \
	{.kind = FIELD_MOMENT, .name = "effective_at", .offset = offsetof(type, at effective_at),                      \
	 .label = N_("In effect from"), .flags = FIELD_STORED},                                                        \
	{.kind = FIELD_ID, .name = "proposed_by_id", .offset = offsetof(type, at proposed_by_id), .flags = FIXED},     \
	{.kind = FIELD_MOMENT, .name = "proposed_at", .offset = offsetof(type, at proposed_at),                        \
	 .label = N_("Proposed"), .flags = FIELD_STORED},                                                              \
	{.kind = FIELD_ID, .name = "decided_by_id", .offset = offsetof(type, at decided_by_id),                        \
	 .flags = FIELD_STORED | FIELD_QUIET},                                                                         \
	{.kind = FIELD_MOMENT, .name = "decided_at", .offset = offsetof(type, at decided_at),                          \
	 .label = N_("Decided"), .flags = FIELD_STORED},                                                               \
	{.kind = FIELD_PROSE, .name = "decision_note", .offset = offsetof(type, at decision_note),                     \
	 .label = N_("Words with the decision"), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 2000},                 \
	{.kind = FIELD_INT, .name = "version", .offset = offsetof(type, at version),                                   \
	 .flags = FIELD_STORED | FIELD_QUIET},                                                                         \
	{.kind = FIELD_MOMENT, .name = "created_at", .offset = offsetof(type, at created_at), .flags = FIXED}

static const struct field version_fields[] = {VERSION_FIELDS(struct workflow_version, ), FIELD_END};
const struct record workflow_version_record = {"workflow_version", sizeof(struct workflow_version), version_fields};

static const struct field line_fields[] = {
	VERSION_FIELDS(struct workflow_version_line, version.),
	{.kind = FIELD_TEXT, .name = "proposed_by", .offset = offsetof(struct workflow_version_line, proposed_by)},
	{.kind = FIELD_TEXT, .name = "decided_by", .offset = offsetof(struct workflow_version_line, decided_by)},
	FIELD_END,
};
const struct record workflow_version_line_record = {"workflow_version", sizeof(struct workflow_version_line),
						    line_fields};

#define SELECT_LINE                                                                                                    \
	"SELECT {columns:v}, CONCAT(p.given_name, ' ', p.family_name) AS proposed_by,"                                 \
	" CONCAT(q.given_name, ' ', q.family_name) AS decided_by FROM workflow_version v"                              \
	" LEFT JOIN account a ON a.id = v.proposed_by_id LEFT JOIN person p ON p.id = a.person_id"                     \
	" LEFT JOIN account b ON b.id = v.decided_by_id LEFT JOIN person q ON q.id = b.person_id"
/* Key number; an organization has a handful. */
STATEMENT(workflow_version_all, &workflow_version_line_record, NULL,
	  SELECT_LINE " WHERE v.organization_id = ? ORDER BY v.register, v.number DESC LIMIT 200");
STATEMENT(workflow_version_proposed, &workflow_version_line_record, NULL,
	  SELECT_LINE " WHERE v.organization_id = ? AND v.stage = 'proposed' AND v.proposed_by_id <> ? LIMIT 50");
STATEMENT(workflow_version_one, &workflow_version_line_record, NULL,
	  SELECT_LINE " WHERE v.id = ? AND (v.organization_id = ? OR v.organization_id IS NULL)");
STATEMENT(workflow_version_locked, &workflow_version_record, NULL,
	  "SELECT {columns} FROM workflow_version WHERE organization_id = ? AND id = ? FOR UPDATE");
STATEMENT(workflow_version_states, &workflow_state_record, NULL,
	  "SELECT {columns} FROM workflow_state WHERE workflow_version_id = ? ORDER BY position");
STATEMENT(workflow_version_transitions, &transition_record, NULL,
	  "SELECT {columns:t} FROM workflow_transition t JOIN workflow_state s ON s.workflow_version_id ="
	  " t.workflow_version_id AND s.status = t.from_status WHERE t.workflow_version_id = ? ORDER BY s.position,"
	  " t.position");
STATEMENT(workflow_version_insert, NULL, &workflow_version_record,
	  "INSERT INTO workflow_version ({names}) VALUES ({values})");
STATEMENT(workflow_version_update, NULL, &workflow_version_record,
	  "UPDATE workflow_version SET {assignments} WHERE organization_id = ? AND id = ? AND version = ?");
STATEMENT(workflow_version_copy_states, NULL, NULL,
	  "INSERT INTO workflow_state (workflow_version_id, status, position, locks)"
	  " SELECT ?, status, position, locks FROM workflow_state WHERE workflow_version_id = ?");
STATEMENT(workflow_version_copy_transitions, NULL, NULL,
	  "INSERT INTO workflow_transition (workflow_version_id, from_status, to_status, position, label, permits, guards,"
	  " needs_reason, needs_signature, is_automatic, is_active) SELECT ?, from_status, to_status, position, label,"
	  " permits, guards, needs_reason, needs_signature, is_automatic, is_active FROM workflow_transition"
	  " WHERE workflow_version_id = ?");
STATEMENT(workflow_version_state_set, NULL, &workflow_state_record,
	  "UPDATE workflow_state SET {assignments} WHERE workflow_version_id = ? AND status = ?");
STATEMENT(workflow_version_transition_set, NULL, &transition_record,
	  "UPDATE workflow_transition SET {assignments} WHERE workflow_version_id = ? AND from_status = ? AND to_status"
	  " = ?");

enum rc workflow_version_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &workflow_version_all, PARAMS(P_INT(organization_id)), rows);
}

enum rc workflow_version_waiting(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
				 struct rows *rows)
{
	return db_list(db, arena, &workflow_version_proposed, PARAMS(P_INT(organization_id), P_INT(account_id)), rows);
}

enum rc workflow_version_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct workflow_version_line *out)
{
	return db_one(db, arena, &workflow_version_one, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc workflow_version_load(struct db *db, struct arena *arena, int64_t id, struct workflow *out)
{
	struct rows states, transitions;
	enum rc rc = db_list(db, arena, &workflow_version_states, PARAMS(P_INT(id)), &states);

	if (rc == RC_OK)
		rc = db_list(db, arena, &workflow_version_transitions, PARAMS(P_INT(id)), &transitions);
	if (rc == RC_OK)
		*out = (struct workflow){id, states.at, states.count, transitions.at, transitions.count};
	return rc;
}

static enum rc next_number(struct db *db, struct arena *arena, int64_t organization_id, int reg, int64_t *number)
{
	struct rows rows;
	enum rc rc = workflow_version_list(db, arena, organization_id, &rows);

	*number = 1;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct workflow_version *v = &ROW(struct workflow_version_line, rows, i)->version;
		if (v->reg == reg && v->number >= *number)
			*number = v->number + 1;
	}
	return rc;
}

enum rc workflow_version_draft(struct db *db, struct arena *arena, const struct actor *actor, int reg, int64_t from_id,
			       int64_t *id)
{
	struct workflow_version v;

	record_clear(&workflow_version_record, &v);
	v.organization_id = actor->organization_id;
	v.reg = reg;
	v.stage = STAGE_DRAFT;
	v.proposed_by_id = actor->account_id;
	v.version = 1;
	v.created_at = actor->now;
	enum rc rc = next_number(db, arena, v.organization_id, reg, &v.number);
	if (rc == RC_OK)
		rc = db_insert(db, &workflow_version_insert, &v, &v.id);
	if (rc == RC_OK)
		rc = db_write(db, &workflow_version_copy_states, NULL, PARAMS(P_INT(v.id), P_INT(from_id)), NULL);
	if (rc == RC_OK)
		rc = db_write(db, &workflow_version_copy_transitions, NULL, PARAMS(P_INT(v.id), P_INT(from_id)), NULL);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "workflow.drafted", &workflow_version_record, v.id, 0, NULL, &v,
				  STR_NONE);
	*id = v.id;
	return rc;
}

static struct param status(int value)
{
	return P_TEXT(str_of(codes_code(&status_codes, value)));
}

static enum rc save_state(struct db *db, struct arena *arena, const struct actor *actor,
			  const struct workflow_state *before, const struct workflow_state *after)
{
	if (str_is(record_diff(arena, &workflow_state_record, before, after), "{}"))
		return RC_OK;
	enum rc rc = db_write_one(db, &workflow_version_state_set, after,
				  PARAMS(P_INT(before->workflow_version_id), status(before->status)), RC_CONFLICT);
	return rc == RC_OK ? audit_change(db, arena, actor, "workflow.state_changed", &workflow_state_record,
					  before->workflow_version_id, 0, before, after, STR_NONE)
			   : rc;
}

static enum rc save_transition(struct db *db, struct arena *arena, const struct actor *actor,
			       const struct transition *before, const struct transition *after)
{
	if (str_is(record_diff(arena, &transition_record, before, after), "{}"))
		return RC_OK;
	enum rc rc = db_write_one(db, &workflow_version_transition_set, after,
				  PARAMS(P_INT(before->workflow_version_id), status(before->from_status),
					 status(before->to_status)),
				  RC_CONFLICT);
	return rc == RC_OK ? audit_change(db, arena, actor, "workflow.step_changed", &transition_record,
					  before->workflow_version_id, 0, before, after, STR_NONE)
			   : rc;
}

enum rc workflow_version_save(struct db *db, struct arena *arena, const struct actor *actor, int64_t id,
			      const struct workflow *before, const struct workflow *after)
{
	struct workflow_version locked;
	enum rc rc = db_one(db, arena, &workflow_version_locked, PARAMS(P_INT(actor->organization_id), P_INT(id)),
			    &locked);

	if (rc == RC_OK && locked.stage != STAGE_DRAFT)
		rc = RC_CONFLICT;
	for (size_t i = 0; rc == RC_OK && i < before->state_count; i++)
		rc = save_state(db, arena, actor, &before->states[i], &after->states[i]);
	for (size_t i = 0; rc == RC_OK && i < before->transition_count; i++)
		rc = save_transition(db, arena, actor, &before->transitions[i], &after->transitions[i]);
	return rc;
}

enum rc workflow_version_move(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			      const struct workflow_version *before, struct workflow_version *after)
{
	after->version = before->version + 1;
	enum rc rc = db_write_one(
		db, &workflow_version_update, after,
		PARAMS(P_INT(before->organization_id), P_INT(before->id), P_INT(before->version)), RC_CONFLICT);
	return rc == RC_OK ? audit_change(db, arena, actor, action, &workflow_version_record, before->id, 0, before,
					  after, after->decision_note.len ? after->decision_note : after->note)
			   : rc;
}
