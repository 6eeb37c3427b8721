#include "incident/report_filing_store.h"

#include <stddef.h>

#include "base/log.h"
#include "event/submission_store.h"
#include "incident/incident_store.h"
#include "incident/report_draft_store.h"
#include "incident/report_spool.h"

/* Who sent it, if the account is still one; where it happened, which also says whose it is. */
struct origin {
	int64_t organization_id;
	struct str zone;
	int64_t account_id;
	int64_t person_id;
	struct str name;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct origin, member)
static const struct field origin_fields[] = {
	{.kind = FIELD_ID, OFFSET(organization_id)},
	{.kind = FIELD_TEXT, OFFSET(zone), .max = 60},
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_TEXT, OFFSET(name), .max = 201},
	FIELD_END,
};
#undef OFFSET
static const struct record origin_record = {"establishment", sizeof(struct origin), origin_fields};
STATEMENT(report_origin, &origin_record, NULL,
	  "SELECT e.organization_id, e.zone, a.id AS account_id, a.person_id, CONCAT_WS(' ', p.given_name, p.family_name) AS name"
	  " FROM establishment e"
	  " LEFT JOIN account a ON a.id = ? AND a.organization_id = e.organization_id AND a.is_active"
	  " LEFT JOIN person p ON p.id = a.person_id WHERE e.id = ?");

struct filing {
	struct arena *arena;
	struct str id;
	const struct answers *answers;
	struct origin origin;
	moment kept_at;
};

static int64_t number_of(const struct answers *answers, const char *name)
{
	int64_t value = 0;

	return str_to_int(answers_get(answers, name), 1, INT64_MAX, &value) ? value : 0;
}

static struct actor actor_of_filing(const struct filing *filing)
{
	bool is_known = filing->origin.account_id != 0;

	return (struct actor){
		.organization_id = filing->origin.organization_id,
		.account_id = filing->origin.account_id,
		.kind = is_known ? "account" : "system",
		.name = is_known ? filing->origin.name : STR("spool"),
		.auth_method = STR("form"),
		.now = filing->kept_at,
	};
}

static void make_report(const struct filing *filing, struct incident_report *report)
{
	const struct zone *zone = NULL;
	bool is_known = filing->origin.account_id != 0;

	if (zone_find(filing->origin.zone, &zone) != RC_OK)
		zone = NULL;
	answers_report(filing->answers, zone, filing->kept_at, report);
	report->incident.source = SOURCE_SPOOL;
	report->incident.is_complete = !str_is(answers_get(filing->answers, "kept.source"), "short");
	if (is_known) {
		report->incident.reporter_id = filing->origin.person_id;
		if (report->incident.reporting != REPORTING_CONFIDENTIAL)
			report->incident.reporting = REPORTING_NAMED;
		report->reason = STR("sent while the database was away");
	} else {
		report->incident.reporting = REPORTING_ANONYMOUS;
		report->reason = STR("sent while the database was away; who sent it could not be verified");
		report->incident.tags = STR("unverified");
	}
	/* The time was refused at the form if it made no sense; a clock that went back must not lose a report. */
	if (report->incident.occurred_at == MOMENT_NONE)
		report->incident.occurred_at = filing->kept_at;
}

static enum rc file_body(struct db *db, void *closure)
{
	struct filing *filing = closure;
	struct actor actor = actor_of_filing(filing);
	struct incident_report report;
	struct incident made;

	enum rc rc = submission_claim(db, actor.organization_id, filing->id, actor.now);
	if (rc != RC_OK)
		return rc;
	make_report(filing, &report);
	rc = incident_create(db, filing->arena, &actor, &report, &made);
	if (rc == RC_OK && actor.account_id)
		rc = report_draft_remove(db, actor.account_id, answers_get(filing->answers, "kept.draft"));
	if (rc == RC_OK)
		rc = submission_answer(db, filing->id, arena_printf(filing->arena, "/report/sent/%s", made.number.at));
	return rc;
}

enum rc report_filing_file(struct db *db, struct arena *arena, struct str id, struct str bytes)
{
	struct answers answers;
	struct filing filing = {.arena = arena, .id = id, .answers = &answers};
	enum rc rc = answers_parse(arena, bytes, &answers);

	if (rc != RC_OK || !moment_parse(answers_get(&answers, "kept.at"), &filing.kept_at))
		return RC_INVALID;
	rc = db_one(db, arena, &report_origin,
		    PARAMS(P_INT(number_of(&answers, "kept.account")), P_INT(number_of(&answers, "establishment_id"))),
		    &filing.origin);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_INVALID : rc;
	rc = db_transaction(db, "report_filing", file_body, &filing);
	if (rc == RC_DUPLICATE)
		return RC_OK; /* filed already: the portal's own commit had succeeded, or ours before a crash */
	if (rc == RC_OK)
		LOG(LOG_INFO, "report.filed", "submission %.*s", STR_ARG(id));
	return rc;
}

static enum rc file_one(void *closure, struct str id, struct str bytes)
{
	const struct worker_call *call = closure;
	struct arena *arena = arena_new(0);
	enum rc rc = report_filing_file(call->db, arena, id, bytes);

	arena_free(arena);
	return rc;
}

static enum rc run_filing(const struct worker_call *call)
{
	struct worker_call own = *call;

	return report_spool_each(call->arena, call->config, "report", file_one, &own);
}

static enum rc run_drafts(const struct worker_call *call)
{
	int64_t count;
	enum rc rc = report_draft_expire(call->db, call->now - DAYS(90), &count);

	if (rc == RC_OK && count)
		LOG(LOG_INFO, "draft.expired", "%lld removed", (long long)count);
	return rc;
}

const struct worker_task report_filing_task = {
	"spooled-reports", SECONDS(1), run_filing, "files reports that were kept while the database was away",
};
const struct worker_task report_draft_task = {
	"old-drafts", HOURS(6), run_drafts, "removes drafts that nobody has touched for 90 days",
};
