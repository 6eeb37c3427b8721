#include "environment/release_summary.h"

#include "base/decimal.h"
#include "environment/release_duty_store.h"
#include "environment/release_store.h"

static struct summary_value amount_value(const struct summary *s, const struct release *release)
{
	if (release->amount == NUMBER_NONE)
		return summary_text(summary_words(s, N_("amount not known")));
	return summary_text(arena_printf(s->arena, "%.*s %s", STR_ARG(decimal_text(s->arena, release->amount, 6, false)),
					 release_unit_sign(release->unit)));
}

static void put_releases(struct summary *s, const struct rows *releases)
{
	static const struct summary_column columns[] = {
		{N_("Material"), 0.22},     {N_("Amount released"), 0.13}, {N_("Source"), 0.17},
		{N_("Release began"), 0.15}, {N_("Release ended"), 0.15},  {N_("Verdict"), 0.18},
		{"CERCLA", 0},               {"EPCRA", 0},                  {N_("Oil"), 0}};
	struct summary_table *table = summary_table(s, N_("Materials released"), columns, sizeof columns / sizeof *columns,
						    releases->count);

	for (size_t i = 0; i < releases->count; i++) {
		const struct release *r = ROW(struct release, *releases, i);
		summary_row(table, (struct summary_value[]){
					   summary_text(r->name), amount_value(s, r), summary_text(r->source),
					   summary_moment(r->released_from),
					   r->is_continuing ? summary_text(summary_words(s, N_("goes on")))
							    : summary_moment(r->released_to),
					   summary_code(s, &release_answer_codes, release_worst(r)),
					   summary_code(s, &release_answer_codes, r->cercla),
					   summary_code(s, &release_answer_codes, r->epcra),
					   summary_code(s, &release_answer_codes, r->oil)});
	}
}

/* The newest decision of each release, with its arithmetic and the law behind it. */
static enum rc put_findings(struct summary *s, const struct rows *releases)
{
	static const struct summary_column columns[] = {
		{N_("Material"), 0.22}, {N_("How it compares"), 0.55}, {N_("Citation"), 0.23}};
	enum { FINDINGS_MOST = 500 };
	struct summary_table *table = summary_table(s, N_("How it compares"), columns, 3, FINDINGS_MOST);

	for (size_t i = 0; i < releases->count; i++) {
		const struct release *release = ROW(struct release, *releases, i);
		struct release_finding *findings;
		struct rows decisions;
		enum rc rc = release_decisions(s->db, s->arena, release->organization_id, release->id, &decisions);
		if (rc != RC_OK)
			return rc;
		if (decisions.count == 0)
			continue;
		const struct release_decision *newest = ROW(struct release_decision, decisions, 0);
		size_t count = release_findings_read(s->arena, newest->findings, &findings);
		for (size_t f = 0; f < count; f++)
			summary_row(table, (struct summary_value[]){
						   summary_text(release->name),
						   summary_text(release_finding_text(s->arena, &findings[f],
										     summary_words(s, findings[f].text))),
						   summary_text(str_of(findings[f].citation))});
	}
	return RC_OK;
}

static void put_notices(struct summary *s, const struct rows *notices)
{
	static const struct summary_column columns[] = {{N_("Agency"), 0.24},      {N_("Kind"), 0.13}, {N_("When"), 0.15},
							{N_("Who told it?"), 0.13}, {N_("Who took it?"), 0.13},
							{N_("Number that the agency gave"), 0.22}};
	struct summary_table *table = summary_table(s, N_("Contact log"), columns, 6, notices->count);

	for (size_t i = 0; i < notices->count; i++) {
		const struct release_notice *notice = ROW(struct release_notice, *notices, i);
		summary_row(table, (struct summary_value[]){
					   notice->agency_name.len ? summary_text(notice->agency_name)
								   : summary_code(s, &agency_codes, notice->agency),
					   summary_code(s, &notice_kind_codes, notice->kind), summary_moment(notice->told_at),
					   summary_text(notice->told_by), summary_text(notice->spoken_to),
					   summary_text(notice->reference)});
	}
}

enum rc release_summary(struct summary *s)
{
	const int64_t organization_id = s->incident.organization_id;
	struct rows releases, notices;
	enum rc rc = release_list(s->db, s->arena, organization_id, s->incident.id, &releases);

	if (rc == RC_OK)
		rc = release_notice_list(s->db, s->arena, organization_id, s->incident.id, &notices);
	summary_begin(s, N_("Releases"));
	if (rc != RC_OK)
		return rc;
	if (releases.count) {
		put_releases(s, &releases);
		rc = put_findings(s, &releases);
	}
	if (notices.count)
		put_notices(s, &notices);
	return rc;
}
