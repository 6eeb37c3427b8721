#include "base/text.h"
#include "incident/injured_store.h"
#include "incident/risk.h"
#include "incident/summary.h"
#include "signature/signature_store.h"

/* What the incident itself has to tell: its facts, words, people, files, messages and signatures. */

/* "New → [Under Review] → Investigation": the states of its register, the present one marked. */
static struct str path_text(const struct summary *s)
{
	struct text text = TEXT_IN(s->arena);

	for (size_t i = 0; i < s->workflow->state_count; i++) {
		const int status = s->workflow->states[i].status;
		const bool is_here = status == s->incident.status;
		text_printf(&text, "%s%s", i ? " → " : "", is_here ? "[" : "");
		text_add(&text, summary_words(s, codes_label(&status_codes, status)));
		text_cstr(&text, is_here ? "]" : "");
	}
	return text_str(&text);
}

static struct summary_value yes_no(const struct summary *s, bool is_so)
{
	return summary_text(summary_words(s, is_so ? N_("Yes") : N_("No")));
}

static struct str reporter_text(const struct summary *s)
{
	if (s->incident.reporting == REPORTING_NAMED)
		return s->around.reporter;
	return summary_words(s, codes_label(&reporting_codes, s->incident.reporting));
}

static struct summary_value risk_value(const struct summary *s)
{
	const struct incident *i = &s->incident;
	const int score = risk_score(i->likelihood, i->consequence);

	if (!score)
		return summary_text(STR(""));
	return summary_text(arena_printf(
		s->arena, "%d · %.*s", score,
		STR_ARG(summary_words(s, codes_label(&risk_band_codes, risk_band(i->likelihood, i->consequence))))));
}

static struct str place_text(const struct summary *s)
{
	const struct str parts[] = {s->around.establishment, s->around.area, s->incident.specific_location};
	struct text text = TEXT_IN(s->arena);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (!parts[i].len)
			continue;
		text_cstr(&text, text.len ? ", " : "");
		text_add(&text, parts[i]);
	}
	return text_str(&text);
}

/* The time of day would tell who reported anonymously. */
static struct summary_value reported_value(const struct summary *s)
{
	return s->incident.reporting == REPORTING_ANONYMOUS ? summary_day(zone_day(s->zone, s->incident.reported_at))
							    : summary_moment(s->incident.reported_at);
}

static void put_groups(struct summary *s)
{
	const struct incident_around *around = &s->around;

	summary_fact(s, N_("Department"), summary_text(around->department));
	summary_fact(s, N_("Business unit"), summary_text(around->business_unit));
	summary_fact(s, N_("Project"), summary_text(around->project));
	summary_fact(s, N_("Team"), summary_text(around->team));
	summary_fact(s, N_("Category"), summary_text(around->category));
	summary_fact(s, N_("Tags"), summary_text(s->incident.tags));
	summary_fact(s, N_("Linked tickets"), summary_text(s->incident.linked_tickets));
}

static void put_work(struct summary *s)
{
	const struct incident *i = &s->incident;

	summary_fact(s, N_("Incident manager"), summary_text(s->around.manager));
	summary_fact(s, N_("Investigation required"), yes_no(s, i->investigation_required));
	summary_fact(s, N_("Investigation lead"), summary_text(s->around.lead));
	summary_fact(s, N_("Investigation approver"), summary_text(s->around.approver));
	summary_fact(s, N_("Investigation due"), summary_day(i->investigation_due_on));
	summary_fact(s, N_("Target date"), summary_day(i->target_on));
	summary_fact(s, N_("Closed"), summary_moment(i->closed_at));
	summary_fact(s, N_("Merged into"), summary_text(s->around.merged_into));
}

enum rc summary_facts(struct summary *s)
{
	const struct incident *i = &s->incident;

	summary_begin(s, N_("The incident"));
	summary_fact(s, N_("Number"), summary_text(i->number));
	summary_fact(s, N_("Title"), summary_text(i->title));
	summary_fact(s, N_("Register"), summary_code(s, &register_codes, i->reg));
	summary_fact(s, N_("Report type"), summary_code(s, &report_type_codes, i->report_type));
	summary_fact(s, N_("Environment"), summary_code(s, &environment_codes, i->environment));
	summary_fact(s, N_("Status"), summary_code(s, &status_codes, i->status));
	summary_fact(s, N_("Path"), summary_text(path_text(s)));
	summary_fact(s, N_("Severity"), summary_code(s, &severity_codes, i->severity));
	summary_fact(s, N_("Potential severity"), summary_code(s, &severity_codes, i->severity_potential));
	summary_fact(s, N_("Risk"), risk_value(s));
	summary_fact(s, N_("When"), i->is_time_known ? summary_moment(i->occurred_at)
						     : summary_day(zone_day(s->zone, i->occurred_at)));
	summary_fact(s, N_("Where"), summary_text(place_text(s)));
	put_groups(s);
	summary_fact(s, N_("Reported"), reported_value(s));
	summary_fact(s, N_("Reporter"), summary_text(reporter_text(s)));
	put_work(s);
	return RC_OK;
}

enum rc summary_story(struct summary *s)
{
	summary_begin(s, N_("What happened"));
	summary_prose(s, N_("What happened"), s->incident.description);
	summary_prose(s, N_("What was done at once"), s->incident.immediate_actions);
	if (s->incident.is_work_stopped)
		summary_fact(s, N_("Stop-work authority"), summary_text(summary_words(s, N_("Work was stopped"))));
	return RC_OK;
}

enum rc summary_people(struct summary *s)
{
	static const struct summary_column columns[] = {{N_("Name"), 0.5}, {N_("Job title"), 0.5}};
	struct rows rows;
	enum rc rc = injured_list(s->db, s->arena, s->incident.organization_id, s->incident.id, &rows);

	summary_begin(s, N_("Injured and ill people"));
	if (rc != RC_OK || rows.count == 0)
		return rc;
	struct summary_table *table = summary_table(s, N_("Injured and ill people"), columns, 2, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct injured_person *person = ROW(struct injured_person, rows, i);
		if (person->removed_at == MOMENT_NONE)
			summary_row(table, (struct summary_value[]){summary_text(summary_name(s, person->full_name)),
								    summary_text(person->job_title)});
	}
	summary_note(s, summary_words(s, N_("Medical facts are not part of this report; they are kept with the OSHA case.")));
	return RC_OK;
}

enum rc summary_files(struct summary *s)
{
	static const struct summary_column columns[] = {
		{N_("File name"), 0.46}, {N_("Type"), 0.22}, {N_("Bytes"), 0.12}, {N_("Added"), 0.2}};
	struct rows rows;
	enum rc rc = incident_files(s->db, s->arena, s->incident.organization_id, s->incident.id, &rows);

	summary_begin(s, N_("Files"));
	if (rc != RC_OK || rows.count == 0)
		return rc;
	struct summary_table *table = summary_table(s, N_("Files"), columns, 4, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct incident_file *file = ROW(struct incident_file, rows, i);
		/* Those of an anonymous report came with it, by day only. */
		const bool is_by_day = s->incident.reporting == REPORTING_ANONYMOUS;
		summary_row(table, (struct summary_value[]){summary_text(file->name), summary_text(file->type),
							    summary_int(file->size),
							    is_by_day ? summary_day(zone_day(s->zone, file->created_at))
								      : summary_moment(file->created_at)});
	}
	return RC_OK;
}

enum rc summary_messages(struct summary *s)
{
	const struct incident_around *around = &s->around;

	summary_begin(s, N_("Messages"));
	summary_fact(s, N_("Messages with the reporter"), summary_int(around->message_count));
	summary_fact(s, N_("Internal notes"), summary_int(around->comment_count - around->message_count));
	return RC_OK;
}

/* Name, time with zone, and meaning stand on every printout (21 CFR 11.50). */
enum rc summary_signatures(struct summary *s)
{
	static const struct summary_column columns[] = {{N_("Signed"), 0.16}, {N_("Meaning"), 0.12},
							{N_("Name"), 0.17},   {N_("When"), 0.23},
							{N_("Reason"), 0.14}, {N_("SHA-256 of the content"), 0.18}};
	struct rows rows;
	enum rc rc = signature_list_incident(s->db, s->arena, s->incident.organization_id, s->incident.id, &rows);

	summary_begin(s, N_("Signatures"));
	if (rc != RC_OK || rows.count == 0)
		return rc;
	struct summary_table *table = summary_table(s, N_("Signatures"), columns, 6, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct signature *sign = ROW(struct signature, rows, i);
		const struct zone *zone;
		if (zone_find(sign->zone, &zone) != RC_OK)
			zone = NULL;
		const struct civil at = zone_civil(zone, sign->signed_at);
		const struct str when = arena_printf(s->arena, "%04d-%02d-%02d %02d:%02d:%02d %.*s", at.year, at.month,
						     at.day, at.hour, at.minute, at.second,
						     STR_ARG(zone ? sign->zone : STR("UTC")));
		summary_row(table, (struct summary_value[]){summary_code(s, &signature_kind_codes, sign->kind),
							    summary_code(s, &signature_meaning_codes, sign->meaning),
							    summary_text(sign->signer_name), summary_text(when),
							    summary_text(sign->reason), summary_text(sign->content_sha256)});
	}
	return RC_OK;
}
