#include "osha/log_import.h"

#include "identity/viewer.h"
#include "incident/incident_store.h"
#include "incident/injured_store.h"
#include "organization/import_kinds.h"
#include "organization/people.h"
#include "organization/place_store.h"
#include "osha/case_decide.h"
#include "osha/log_import_text.h"
#include "osha/past_line_store.h"

/* The privacy words stand where the name is sealed, as in the file that the forms write. */
static enum rc stored_lines(struct import_run *run, struct rows *rows)
{
	const struct osha_log_case hidden = {.is_privacy = true};
	enum { FIRST_YEAR = 1971, LAST_YEAR = 2199 };
	enum rc rc = past_line_list(run->db, run->arena, run->actor.organization_id, FIRST_YEAR, LAST_YEAR, rows);

	for (size_t i = 0; rc == RC_OK && i < rows->count; i++) {
		struct past_line *line = ROW(struct past_line, *rows, i);
		if (line->privacy)
			line->employee_name = osha_log_name(&hidden);
	}
	return rc;
}

/* Establishments by code and name: those whose log the viewer keeps. */
static enum rc establishment_codes(struct import_run *run, struct import_codes *codes)
{
	struct import_codes all = {0};
	enum rc rc = import_establishment_codes(run, &all);

	for (size_t i = 0; rc == RC_OK && i < all.count; i++) {
		struct scope scope = {.establishment_id = all.at[i].id};
		if (!run->viewer || viewer_may_in(run->viewer, MAY_KEEP_OSHA, scope))
			import_codes_add(run, codes, all.at[i].code, all.at[i].id);
	}
	return rc;
}

static void begin_line(const struct import_run *run, void *row)
{
	struct past_line *line = row;

	(void)run;
	line->days_away = line->days_restricted = 0;
}

/* "first..last" of count days from first on. */
static struct str span_text(struct arena *arena, day first, int64_t count, bool is_estimated)
{
	const struct day_span span = {first, first + (day)count - 1, is_estimated};
	return count > 0 ? days_text(arena, (struct day_spans){&span, 1}) : STR_NONE;
}

/* What a line implies; see log_import.h. */
static void line_facts(struct arena *arena, const struct past_line *line, struct case_facts *facts)
{
	day next = line->injury_date + 1;

	record_clear(&case_facts_record, facts);
	facts->injury_on = line->injury_date;
	facts->kind = line->type;
	facts->away = span_text(arena, next, line->days_away, line->days_estimated);
	facts->restricted =
		span_text(arena, next + (day)line->days_away, line->days_restricted, line->days_estimated);
	if (line->outcome == OSHA_DEATH)
		facts->death_on = line->injury_date;
	if (line->outcome == OSHA_OTHER) {
		facts->other_treatment = STR("As in the imported log");
		facts->other_treatment_beyond = ANSWER_YES;
	}
	if (line->privacy && line->type == OSHA_INJURY)
		facts->body = BODY_INTIMATE; /* the commonest of the reasons that an injury can have */
	else if (line->privacy)
		facts->privacy_request = ANSWER_YES;
	case_facts_assume(facts);
}

/* The rules make of the facts what the line says. */
static bool is_same_entry(const struct past_line *line, const struct osha_case *c)
{
	return c->recordable == RECORDABLE_YES && c->outcome == line->outcome && c->type == line->type &&
	       c->days_away == line->days_away && c->days_restricted == line->days_restricted &&
	       c->is_privacy == line->privacy && c->is_days_estimated == line->days_estimated;
}

static enum rc refuse(const struct import_run *run, const char *why)
{
	if (run->why)
		*run->why = why;
	return RC_DENIED;
}

/* Before anything is written: a refused line must leave nothing behind. */
static enum rc check_line(struct db *db, const struct import_run *run, const struct past_line *line,
			  struct case_facts *facts, day today)
{
	struct establishment place;
	struct recordability verdict;
	struct osha_case c = {.override = ANSWER_NONE};
	enum rc rc = establishment_by_id(db, run->arena, run->actor.organization_id, line->establishment_id, &place);

	if (rc != RC_OK)
		return rc;
	if (place.keeps_records != KEEPS_RECORDS_YES)
		return refuse(run, N_("This establishment does not keep OSHA records"));
	if (!case_is_editable(line->year, today))
		return refuse(run, N_("Logs are kept for five years after the year they cover; this one has ended"));
	if (line->injury_date + line->days_away + line->days_restricted > today && !line->days_estimated)
		return refuse(run, N_("There are more days than have passed since; mark them as estimated"));
	line_facts(run->arena, line, facts);
	facts->keeps_records = ANSWER_YES;
	recordability_decide(run->arena, facts, today, &verdict);
	case_apply(&c, &verdict);
	return is_same_entry(line, &c) ? RC_OK
				       : refuse(run, N_("The rules make another entry of this line; enter the case by hand"));
}

static enum rc write_incident(struct db *db, const struct import_run *run, const struct past_line *line,
			      struct injured_person *injured)
{
	struct injured_person person;
	struct incident_report report = {.injured = &person, .injured_count = 1, .reason = STR("import")};
	struct incident created;
	struct rows rows;
	struct civil noon = day_civil(line->injury_date);

	record_clear(&injured_person_record, &person);
	person.full_name = line->employee_name;
	person.job_title = line->job_title;
	person.employment = EMPLOYMENT_PAYROLL;
	person.injury = line->description;
	person.care = line->outcome == OSHA_DEATH ? CARE_DIED : CARE_MEDICAL;
	noon.hour = 12;
	record_clear(&incident_record, &report.incident);
	report.incident.reg = REGISTER_SAFETY;
	report.incident.report_type = REPORT_INCIDENT;
	report.incident.status = STATUS_CLOSED;
	report.incident.closed_at = run->actor.now;
	report.incident.reporting = REPORTING_NAMED;
	report.incident.source = SOURCE_IMPORT;
	report.incident.establishment_id = line->establishment_id;
	report.incident.occurred_at = zone_moment(run->zone, noon);
	report.incident.specific_location = line->where;
	report.incident.is_complete = true;
	report.incident.description =
		line->description.len ? line->description
				      : arena_printf(run->arena, "Case %.*s of the log", STR_ARG(line->case_number));
	enum rc rc = incident_create(db, run->arena, &run->actor, &report, &created);
	if (rc == RC_OK)
		rc = injured_list(db, run->arena, run->actor.organization_id, created.id, &rows);
	if (rc == RC_OK)
		*injured = *ROW(struct injured_person, rows, 0);
	return rc;
}

/* A line that was struck through: first as it was, then off the log again. */
static enum rc line_out(struct db *db, const struct import_run *run, struct case_change *change)
{
	change->c->override = ANSWER_NO;
	change->c->override_reason = STR("Lined out in the imported log");
	return case_keep(db, run->arena, &run->actor, change);
}

static enum rc write_case(struct db *db, const struct import_run *run, struct past_line *line,
			  const struct case_facts *facts, const struct injured_person *injured, day today)
{
	struct osha_case c;
	struct case_report report;
	struct case_change change = {
		.c = &c,
		.facts = facts,
		.report = &report,
		.case_number = line->case_number,
		.today = today,
		.reason = STR("import"),
	};

	record_clear(&osha_case_record, &c);
	record_clear(&case_report_record, &report);
	c.organization_id = run->actor.organization_id;
	c.incident_id = injured->incident_id;
	c.injured_person_id = injured->id;
	c.establishment_id = line->establishment_id;
	c.year = line->year;
	c.job_title = line->job_title;
	c.occurred_where = line->where;
	c.description = line->description;
	report.what_happened = line->description;
	enum rc rc = case_keep(db, run->arena, &run->actor, &change);
	if (rc == RC_OK && line->lined_out)
		rc = line_out(db, run, &change);
	line->id = c.id;
	return rc;
}

static enum rc write_line(struct db *db, const struct import_run *run, const void *before, void *row)
{
	struct past_line *line = row;
	struct case_facts facts;
	struct injured_person injured;
	day today = zone_day(run->zone, run->actor.now);

	if (before)
		return refuse(run, N_("This case number is in the log with other values; change the case itself"));
	enum rc rc = check_line(db, run, line, &facts, today);
	if (rc == RC_OK)
		rc = write_incident(db, run, line, &injured);
	return rc == RC_OK ? write_case(db, run, line, &facts, &injured, today) : rc;
}

static const char *const columns[] = {
	"year", "case_number", "employee_name", "privacy", "job_title", "injury_date", "where", "description", "outcome",
	"days_away", "days_restricted", "days_estimated", "type", "lined_out", NULL,
};
static const struct import_reference references[] = {
	{"establishment_id", "establishment", establishment_codes},
	{.field = NULL},
};
static const char *const key[] = {"establishment_id", "year", "case_number", NULL};

const struct import_kind import_cases = {
	.name = "cases",
	.label = N_("OSHA log"),
	.record = &past_line_record,
	.fields = columns,
	.references = references,
	.key = key,
	.rules = past_line_rules,
	.rewrite = log_import_text,
	.stored = stored_lines,
	.begin = begin_line,
	.write = write_line,
};
