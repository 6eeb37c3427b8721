#include "incident/anonymous_store.h"

#include <stddef.h>

#include "event/event.h"
#include "event/submission_store.h"
#include "incident/incident_change_store.h"
#include "incident/incident_store.h"
#include "incident/report_link_store.h"

STATEMENT(
	receipt_insert, NULL, NULL,
	"INSERT INTO receipt (incident_id, organization_id, receipt_hash, token_hash, contact_on, expires_on)"
	" VALUES (?, ?, ?, ?, ?, ?)");
STATEMENT(
	receipt_contact, NULL, NULL,
	"UPDATE receipt SET contact_on = ? WHERE incident_id = ? AND organization_id = ? AND contact_on < ?");
STATEMENT(receipt_purge, NULL, NULL, "DELETE FROM receipt WHERE expires_on < ?");

struct group_row {
	int64_t people;
};
static const struct field group_fields[] = {
	{.kind = FIELD_INT, .name = "people", .offset = offsetof(struct group_row, people)},
	FIELD_END,
};
static const struct record group_record = {"person_count", sizeof(struct group_row), group_fields};
STATEMENT(group_of_establishment, &group_record, NULL,
	  "SELECT CAST(COALESCE(SUM(people), 0) AS SIGNED) AS people FROM person_count"
	  " WHERE organization_id = ? AND establishment_id = ?");
STATEMENT(group_of_department, &group_record, NULL,
	  "SELECT CAST(COALESCE(SUM(people), 0) AS SIGNED) AS people FROM person_count"
	  " WHERE organization_id = ? AND establishment_id = ? AND department_id = ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct anonymous_report, member)
static const struct field report_fields[] = {
	{.kind = FIELD_ID, OFFSET(incident_id)},
	{.kind = FIELD_ID, OFFSET(organization_id)},
	{.kind = FIELD_DAY, OFFSET(contact_on)},
	{.kind = FIELD_DAY, OFFSET(expires_on)},
	{.kind = FIELD_TEXT, OFFSET(number)},
	{.kind = FIELD_CODE, OFFSET(status), .codes = &status_codes},
	{.kind = FIELD_CODE, OFFSET(report_type), .codes = &report_type_codes},
	{.kind = FIELD_TEXT, OFFSET(title)},
	{.kind = FIELD_PROSE, OFFSET(description)},
	{.kind = FIELD_MOMENT, OFFSET(reported_at)},
	{.kind = FIELD_TEXT, OFFSET(place)},
	{.kind = FIELD_INT, OFFSET(files)},
	FIELD_END,
};
#undef OFFSET
const struct record anonymous_report_record = {"receipt", sizeof(struct anonymous_report), report_fields};

#define SELECT_REPORT                                                                                   \
	"SELECT r.incident_id, r.organization_id, r.contact_on, r.expires_on, i.number,"                \
	" COALESCE((SELECT m.status FROM incident m WHERE m.id = i.merged_into_id), i.status) AS status," \
	" i.report_type, i.title, i.description, i.reported_at, e.name AS place,"                       \
	" (SELECT COUNT(*) FROM attachment a FORCE INDEX (incident)"                                    \
	" WHERE a.incident_id = r.incident_id AND a.added_by_id IS NULL) AS files"                      \
	" FROM receipt r JOIN incident i ON i.id = r.incident_id"                                       \
	" AND i.organization_id = r.organization_id JOIN establishment e ON e.id = i.establishment_id"
STATEMENT(report_of_receipt, &anonymous_report_record, NULL,
	  SELECT_REPORT " WHERE r.receipt_hash = ? AND r.expires_on >= ?");
STATEMENT(report_of_token, &anonymous_report_record, NULL,
	  SELECT_REPORT " WHERE r.token_hash = ? AND r.expires_on >= ?");
STATEMENT(report_of_incident, &anonymous_report_record, NULL,
	  SELECT_REPORT " WHERE r.incident_id = ? AND r.expires_on >= ?");

STATEMENT(messages_of_report, &comment_record, NULL,
	  "SELECT {columns} FROM comment WHERE incident_id = ? AND organization_id = ?"
	  " AND audience IN ('reporter', 'from_reporter') ORDER BY id LIMIT 500");
STATEMENT(message_insert, NULL, &comment_record, "INSERT INTO comment ({names}) VALUES ({values})");

/* Whoever acts here is nobody, at no time of the day. */
static struct actor nobody(int64_t organization_id, day on)
{
	return (struct actor){.organization_id = organization_id,
			      .kind = "anonymous",
			      .name = STR_NONE,
			      .now = (moment)on * DAYS(1)};
}

struct filing_work {
	struct arena *arena;
	const struct anonymous_filing *filing;
	bool is_repeated;
};

static enum rc file_body(struct db *db, void *closure)
{
	struct filing_work *work = closure;
	const struct anonymous_filing *f = work->filing;
	struct actor actor = nobody(f->organization_id, f->filed_on);
	struct incident made;
	enum rc rc = submission_claim(db, f->organization_id, f->submission, actor.now);

	work->is_repeated = rc == RC_DUPLICATE;
	if (rc == RC_OK)
		rc = incident_create(db, work->arena, &actor, &f->report, &made);
	if (rc == RC_OK)
		rc = db_write(db, &receipt_insert, NULL,
			      PARAMS(P_INT(made.id), P_INT(f->organization_id), P_BYTES(f->receipt_hash),
				     P_BYTES(f->token_hash), P_DAY(f->filed_on), P_DAY(f->expires_on)),
			      NULL);
	if (rc == RC_OK && f->link_id)
		rc = report_link_count_filed(db, f->organization_id, f->link_id);
	return rc;
}

enum rc anonymous_file(struct db *db, struct arena *arena, const struct anonymous_filing *filing)
{
	struct filing_work work = {.arena = arena, .filing = filing};
	struct actor actor = nobody(filing->organization_id, filing->filed_on);
	enum rc rc = incident_create_prepare(db, &actor);

	if (rc == RC_OK)
		rc = db_transaction(db, "anonymous_file", file_body, &work);
	return work.is_repeated ? RC_OK : rc;
}

enum rc anonymous_group(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
			int64_t department_id, int64_t *people)
{
	const struct statement *statement = department_id ? &group_of_department : &group_of_establishment;
	const struct param params[] = {P_INT(organization_id), P_INT(establishment_id), P_INT(department_id)};
	struct group_row row = {0};
	enum rc rc = db_one(db, arena, statement, params, department_id ? 3 : 2, &row);

	*people = row.people;
	return rc;
}

enum rc anonymous_by_receipt(struct db *db, struct arena *arena, struct str hash, day today,
			     struct anonymous_report *out)
{
	return db_one(db, arena, &report_of_receipt, PARAMS(P_BYTES(hash), P_DAY(today)), out);
}

enum rc anonymous_by_token(struct db *db, struct arena *arena, struct str hash, day today,
			   struct anonymous_report *out)
{
	return db_one(db, arena, &report_of_token, PARAMS(P_BYTES(hash), P_DAY(today)), out);
}

enum rc anonymous_by_incident(struct db *db, struct arena *arena, int64_t incident_id, day today,
			      struct anonymous_report *out)
{
	return db_one(db, arena, &report_of_incident, PARAMS(P_INT(incident_id), P_DAY(today)), out);
}

enum rc anonymous_contact(struct db *db, const struct anonymous_report *report, day today)
{
	return db_write(db, &receipt_contact, NULL,
			PARAMS(P_DAY(today), P_INT(report->incident_id), P_INT(report->organization_id),
			       P_DAY(today)),
			NULL);
}

enum rc anonymous_messages(struct db *db, struct arena *arena, const struct anonymous_report *report,
			   struct rows *messages)
{
	return db_list(db, arena, &messages_of_report,
		       PARAMS(P_INT(report->incident_id), P_INT(report->organization_id)), messages);
}

struct addition_work {
	struct arena *arena;
	const struct anonymous_addition *addition;
	bool is_repeated;
};

static enum rc add_message(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct anonymous_addition *addition)
{
	struct comment comment = {
		.organization_id = actor->organization_id,
		.incident_id = addition->report->incident_id,
		.audience = AUDIENCE_FROM_REPORTER,
		.body = addition->body,
		.created_at = actor->now,
	};
	struct written written;
	enum rc rc = db_write(db, &message_insert, &comment, NO_PARAMS, &written);

	if (rc == RC_OK)
		rc = incident_words_add(db, comment.organization_id, comment.incident_id, comment.body, false);
	return rc == RC_OK ? audit_change(db, arena, actor, "comment.created", &comment_record, written.id,
					  comment.incident_id, NULL, &comment, STR(""))
			   : rc;
}

static enum rc add_body(struct db *db, void *closure)
{
	struct addition_work *work = closure;
	const struct anonymous_addition *a = work->addition;
	struct actor actor = nobody(a->report->organization_id, a->added_on);
	struct event event = {.kind = "incident.reporter_wrote", .subject = "incident", .subject_id = a->report->incident_id};
	enum rc rc = submission_claim(db, actor.organization_id, a->submission, actor.now);

	work->is_repeated = rc == RC_DUPLICATE;
	if (rc == RC_OK && a->body.len)
		rc = add_message(db, work->arena, &actor, a);
	if (rc == RC_OK)
		rc = incident_attach(db, work->arena, &actor, a->report->incident_id, 0, a->files,
				     a->file_count);
	for (size_t i = 0; rc == RC_OK && i < a->file_count; i++)
		rc = incident_words_add(db, a->report->organization_id, a->report->incident_id, a->files[i].name, false);
	if (rc == RC_OK)
		rc = event_add(db, work->arena, &actor, &event);
	return rc;
}

enum rc anonymous_add(struct db *db, struct arena *arena, const struct anonymous_addition *addition)
{
	struct addition_work work = {.arena = arena, .addition = addition};
	enum rc rc = db_transaction(db, "anonymous_add", add_body, &work);

	return work.is_repeated ? RC_OK : rc;
}

enum rc anonymous_purge(struct db *db, day today, int64_t *removed)
{
	struct written written = {0};
	enum rc rc = db_write(db, &receipt_purge, NULL, PARAMS(P_DAY(today)), &written);

	*removed = written.affected;
	return rc;
}
