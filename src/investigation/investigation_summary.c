#include "investigation/investigation_summary.h"

#include "base/text.h"
#include "investigation/citation.h"
#include "investigation/content.h"
#include "investigation/findings_store.h"
#include "investigation/investigation_report.h"
#include "organization/names_store.h"
#include "signature/signature_store.h"

static void draw(struct flow *flow, const void *closure)
{
	investigation_report_draw(flow, closure);
}

static enum rc team_text(struct summary *s, struct str *out)
{
	struct names *names = names_new(s->db, s->arena, s->incident.organization_id);
	int64_t people[INVESTIGATION_TEAM_MOST];
	size_t count = investigation_team(&s->incident, people);
	struct text text = TEXT_IN(s->arena);
	enum rc rc = names_load(names, NAMES_PERSON, people, count);

	for (size_t i = 0; i < count; i++) {
		text_cstr(&text, i ? ", " : "");
		text_add(&text, names_get(names, NAMES_PERSON, people[i]));
	}
	*out = text_str(&text);
	return rc;
}

static struct summary_value basis(const struct summary *s, struct str evidence, bool is_assumption)
{
	struct str cited = citation_words(s->arena, evidence);

	if (!is_assumption)
		return summary_text(cited);
	return summary_text(arena_printf(s->arena, "%.*s%s%.*s", STR_ARG(cited), cited.len ? "; " : "",
					 STR_ARG(summary_words(s, N_("assumption")))));
}

static struct summary_value position(const struct summary *s, char letter, int64_t number)
{
	return summary_text(arena_printf(s->arena, "%c%lld", letter, (long long)number));
}

static void put_causes(struct summary *s, const struct findings *f)
{
	static const struct summary_column columns[] = {{N_("No."), 0.07}, {N_("Cause"), 0.41},
							{N_("Kind"), 0.16}, {N_("Contributing factor"), 0.22},
							{N_("Rests on"), 0.14}};
	struct summary_table *table = summary_table(s, N_("Causes"), columns, 5, f->cause_count);

	summary_workbook_only(s);
	for (size_t i = 0; i < f->cause_count; i++) {
		const struct cause *cause = &f->causes[i];
		summary_row(table, (struct summary_value[]){position(s, 'C', cause->entry.position), summary_text(cause->text),
							    summary_code(s, &cause_kind_codes, cause->kind),
							    summary_code(s, &factor_codes, cause->factor),
							    basis(s, cause->evidence, cause->is_assumption)});
	}
}

static void put_whys(struct summary *s, const struct findings *f)
{
	static const struct summary_column columns[] = {
		{N_("Problem"), 0.3}, {N_("Question"), 0.2}, {N_("Answer"), 0.36}, {N_("Rests on"), 0.14}};
	struct summary_table *table = summary_table(s, N_("5 Whys"), columns, 4, f->why_count);

	summary_workbook_only(s);
	for (size_t c = 0; c < f->chain_count; c++)
		for (size_t w = 0; w < f->why_count; w++) {
			const struct why *why = &f->whys[w];
			if (why->chain_id != f->chains[c].entry.id)
				continue;
			summary_row(table, (struct summary_value[]){
						   summary_text(f->chains[c].problem),
						   summary_text(why->question.len ? why->question
										  : summary_words(s, N_("Why?"))),
						   summary_text(why->answer), basis(s, why->evidence, why->is_assumption)});
		}
}

static void put_fishbone(struct summary *s, const struct findings *f)
{
	static const struct summary_column columns[] = {{N_("Branch"), 0.2}, {N_("Cause"), 0.66}, {N_("Rests on"), 0.14}};
	struct summary_table *table = summary_table(s, N_("Fishbone diagram"), columns, 3, f->item_count);

	summary_workbook_only(s);
	for (size_t i = 0; i < f->item_count; i++) {
		const struct fishbone_item *item = &f->items[i];
		summary_row(table, (struct summary_value[]){summary_code(s, &branch_codes, item->branch),
							    summary_text(item->text),
							    basis(s, item->evidence, item->is_assumption)});
	}
}

static void put_events(struct summary *s, const struct findings *f)
{
	static const struct summary_column columns[] = {{N_("When"), 0.18}, {N_("What happened"), 0.43},
							{N_("Who or what acted"), 0.15}, {N_("Mark"), 0.12},
							{N_("Rests on"), 0.12}};
	struct summary_table *table = summary_table(s, N_("Events and conditions"), columns, 5, f->event_count);

	summary_workbook_only(s);
	for (size_t i = 0; i < f->event_count; i++) {
		const struct sequence_event *e = &f->events[i];
		summary_row(table, (struct summary_value[]){summary_moment(e->happened_at), summary_text(e->what),
							    summary_text(e->actor),
							    e->flag ? summary_code(s, &event_flag_codes, e->flag)
								    : summary_code(s, &event_kind_codes, e->kind),
							    basis(s, e->evidence, e->is_assumption)});
	}
}

static void put_evidence(struct summary *s, const struct findings *f)
{
	static const struct summary_column columns[] = {{N_("No."), 0.06}, {N_("Evidence"), 0.44}, {N_("Kind"), 0.16},
							{N_("Collected by"), 0.17}, {N_("Collected"), 0.17}};
	struct summary_table *table = summary_table(s, N_("Register of evidence"), columns, 5, f->evidence_count);

	summary_workbook_only(s);
	for (size_t i = 0; i < f->evidence_count; i++) {
		const struct evidence *e = &f->evidence[i];
		summary_row(table, (struct summary_value[]){position(s, 'E', e->entry.position), summary_text(e->title),
							    summary_code(s, &evidence_kind_codes, e->kind),
							    summary_text(e->collected_by), summary_moment(e->collected_at)});
	}
}

static void put_frame(struct summary *s, const struct investigation_report *report)
{
	const struct investigation *i = &report->findings->investigation;
	const struct {
		const char *label;
		struct summary_value value;
	} facts[] = {
		{N_("State"), summary_code(s, &investigation_state_codes, i->state)},
		{N_("What is explained"), summary_text(i->effect)},
		{N_("Lead"), summary_text(report->lead)},
		{N_("Approver"), summary_text(report->approver)},
		{N_("Team"), summary_text(report->team)},
		{N_("Scope"), summary_text(i->scope)},
		{N_("Conclusion"), summary_text(i->conclusion)},
	};

	for (size_t n = 0; n < sizeof facts / sizeof *facts; n++) {
		if (!facts[n].value.text.len)
			continue;
		summary_fact(s, facts[n].label, facts[n].value);
		summary_workbook_only(s);
	}
}

static void put_tables(struct summary *s, const struct findings *f)
{
	if (f->cause_count)
		put_causes(s, f);
	if (f->why_count)
		put_whys(s, f);
	if (f->item_count)
		put_fishbone(s, f);
	if (f->event_count)
		put_events(s, f);
	if (f->evidence_count)
		put_evidence(s, f);
}

enum rc investigation_summary(struct summary *s)
{
	struct investigation_report *report = ARENA_NEW(s->arena, struct investigation_report);
	struct findings *findings = ARENA_NEW(s->arena, struct findings);
	struct rows signatures = {0};
	enum rc rc = findings_load(s->db, s->arena, &s->incident, findings);

	summary_begin(s, N_("Investigation"));
	if (rc != RC_OK || findings->investigation.id == 0)
		return rc;
	*report = (struct investigation_report){
		.incident = &s->incident,
		.lead = s->around.lead,
		.approver = s->around.approver,
		.findings = findings,
		.content = content_json(s->arena, &s->incident, findings),
		.zone = s->zone,
		.catalogue = s->catalogue,
	};
	rc = team_text(s, &report->team);
	if (rc == RC_OK)
		rc = signature_list(s->db, s->arena, s->incident.organization_id, SIGNATURE_INVESTIGATION,
				    findings->investigation.id, &signatures);
	report->signatures = signatures.at;
	report->signature_count = signatures.count;
	summary_drawing(s, draw, report);
	put_frame(s, report);
	put_tables(s, findings);
	return rc;
}
