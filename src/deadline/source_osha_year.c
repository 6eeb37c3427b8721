#include "deadline/law.h"
#include "deadline/source.h"
#include "deadline/specialist.h"
#include "organization/place_store.h"
#include "osha/coverage.h"
#include "osha/overview_store.h"

/* What is due of one year's log of each establishment that keeps records. */
struct year_call {
	struct source_call *call;
	int year;
	int64_t company_peak;                /* of the year before; NUMBER_NONE: not known */
	const struct rows *places;
	const struct rows *specialists;
};

static const struct establishment *place_of(const struct rows *places, int64_t id)
{
	for (size_t i = 0; i < places->count; i++)
		if (ROW(struct establishment, *places, i)->id == id)
			return ROW(struct establishment, *places, i);
	return NULL;
}

static struct deadline begin(const struct year_call *y, enum deadline_kind kind, const struct establishment *place)
{
	struct deadline deadline = source_begin(y->call, kind, place->id, y->year);

	deadline.establishment_id = place->id;
	deadline.responsible_id = specialist_of(y->specialists, place->id);
	deadline.reference = arena_printf(y->call->arena, "%.*s/%d", STR_ARG(place->code), y->year);
	deadline.zone = place->zone;
	return deadline;
}

/* The start of that day there, for steps of which the day alone is kept. */
static moment day_start(const struct zone *zone, day on)
{
	return on == DAY_NONE ? MOMENT_NONE : zone_moment(zone, day_civil(on));
}

static void add_posting(const struct year_call *y, const struct establishment *place, const struct zone *zone,
			const struct overview_row *row)
{
	const day begins = coverage_posting_begins(y->year);
	struct deadline certify = begin(y, DEADLINE_OSHA_CERTIFY, place), post = begin(y, DEADLINE_OSHA_POST, place),
			posted = begin(y, DEADLINE_OSHA_POSTED, place);

	certify.starts_at = post.starts_at = day_start(zone, day_of(y->year + 1, 1, 1));
	source_set_day(&certify, zone, begins);
	certify.met_at = row->signed_at;
	source_add(y->call, &certify);
	source_set_day(&post, zone, begins);
	post.met_at = day_start(zone, row->posted_on);
	source_add(y->call, &post);
	if (row->posted_on == DAY_NONE)
		return;
	posted.starts_at = post.met_at;
	source_set_day(&posted, zone, coverage_posting_ends(y->year));
	if (y->call->now >= posted.due_at)
		posted.met_at = posted.due_at;
	source_add(y->call, &posted);
}

static void add_filing(const struct year_call *y, const struct establishment *place, const struct zone *zone,
		       const struct overview_row *row)
{
	const struct coverage_facts facts = {
		.company_peak_last_year = y->company_peak == NUMBER_NONE ? -1 : y->company_peak,
		.establishment_peak = row->peak_employees == NUMBER_NONE ? -1 : row->peak_employees,
		.naics = row->naics_code,
		.naics_year = (int)row->naics_vintage,
	};
	const struct coverage_filing filing = coverage_filing(&facts);
	struct deadline file = begin(y, DEADLINE_OSHA_FILE, place);

	if (filing.summary.answer == ANSWER_NO && filing.cases.answer == ANSWER_NO)
		return;
	file.starts_at = day_start(zone, day_of(y->year + 1, 1, 2));
	source_set_day(&file, zone, coverage_filing_due(y->year));
	file.is_provisional = filing.summary.answer != ANSWER_YES && filing.cases.answer != ANSWER_YES;
	file.met_at = day_start(zone, row->filed_on);
	source_add(y->call, &file);
}

static enum rc add_year(const struct year_call *y, const struct rows *overview)
{
	for (size_t i = 0; i < overview->count; i++) {
		const struct overview_row *row = ROW(struct overview_row, *overview, i);
		const struct establishment *place = place_of(y->places, row->establishment_id);
		const struct zone *zone;
		if (!place || row->keeps_records != KEEPS_RECORDS_YES)
			continue;
		if (zone_find(place->zone, &zone) == RC_FAULT)
			return RC_FAULT;
		add_posting(y, place, zone, row);
		add_filing(y, place, zone, row);
	}
	return RC_OK;
}

enum rc source_osha_year(struct source_call *call)
{
	struct rows places, specialists, overview;
	const day today = zone_day(call->zone, call->now);
	struct year_call y = {.call = call, .places = &places, .specialists = &specialists};
	enum rc rc = establishment_list(call->db, call->arena, call->organization_id, true, &places);

	if (rc == RC_OK)
		rc = specialist_list(call->db, call->arena, call->organization_id, today, &specialists);
	for (int i = 0; rc == RC_OK && i < LAW_YEARS; i++) {
		y.year = law_first_year(today) + i;
		rc = overview_list(call->db, call->arena, call->organization_id, y.year, &overview);
		if (rc == RC_OK)
			rc = overview_peak(call->db, call->arena, call->organization_id, y.year - 1, &y.company_peak);
		if (rc == RC_OK)
			rc = add_year(&y, &overview);
	}
	return rc;
}
