#include "osha/ita_file.h"

#include "organization/place_store.h"
#include "osha/coverage.h"
#include "osha/ita_text.h"
#include "osha/log_store.h"

struct collecting {
	struct db *db;
	struct arena *arena;
	const struct organization *organization;
	enum ita_kind kind;
	int64_t year;
	moment now;
	struct ita_file *file;
};

static enum rc load_year(const struct collecting *c, const struct establishment *place,
			 struct establishment_year *year)
{
	enum rc rc = establishment_year_find(c->db, c->arena, c->organization->id, place->id, c->year, year);
	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&establishment_year_record, year);
	return RC_OK;
}

/* Cases and their reports come in the same order; lined-out lines have no report. */
static enum rc add_cases(struct collecting *c, const struct establishment *place, const struct osha_log *log,
			 size_t *added)
{
	struct osha_incident *incidents;
	int count;
	enum rc rc =
		log_collect_incidents(c->db, c->arena, c->organization, place, c->year, &incidents, &count);

	*added = 0;
	if (rc != RC_OK)
		return rc;
	struct ita_case *cases =
		ARENA_ARRAY(c->arena, struct ita_case, c->file->case_count + (size_t)count + 1);
	for (size_t i = 0; i < c->file->case_count; i++)
		cases[i] = c->file->cases[i];
	c->file->cases = cases;
	for (int i = 0, k = 0; i < log->case_count && k < count; i++)
		if (!log->cases[i].is_lined_out) {
			cases[c->file->case_count++] = ita_case_of(log, &log->cases[i], &incidents[k++]);
			++*added;
		}
	return RC_OK;
}

static enum rc add_establishment(struct collecting *c, const struct establishment *place)
{
	struct establishment_year year;
	struct osha_log log;
	struct ita_file *file = c->file;
	size_t first = file->case_count, added = 0;
	enum rc rc = load_year(c, place, &year);

	if (rc == RC_OK)
		rc = log_collect(c->db, c->arena, c->organization, place, c->year, c->now, &log);
	if (rc != RC_OK)
		return rc;
	struct ita_summary *summary = &file->summaries[file->summary_count++];
	*summary = ita_summary_of(&log, place, &year);
	ita_check_summary(&file->findings, summary);
	if (c->kind == ITA_SUMMARY)
		return RC_OK;
	rc = add_cases(c, place, &log, &added);
	if (rc != RC_OK)
		return rc;
	for (size_t i = first; i < file->case_count; i++)
		ita_check_case(&file->findings, &file->cases[i]);
	ita_check_cases(&file->findings, summary, file->cases + first, added);
	return RC_OK;
}

/* Must this establishment submit? Where the figures do not tell, it is taken in, so that the gap is found. */
static enum rc must_submit(const struct collecting *c, const struct establishment *place, bool *must)
{
	struct establishment_year year;
	enum rc rc = load_year(c, place, &year);

	if (rc != RC_OK)
		return rc;
	struct coverage_facts facts = {
		.company_peak_last_year = -1,
		.establishment_peak = year.peak_employees == NUMBER_NONE ? -1 : year.peak_employees,
		.naics = place->naics_code,
		.naics_year = place->naics_vintage == NUMBER_NONE ? 0 : (int)place->naics_vintage,
	};
	struct coverage_filing filing = coverage_filing(&facts);
	*must = place->keeps_records == KEEPS_RECORDS_YES &&
		(c->kind == ITA_SUMMARY ? filing.summary.answer : filing.cases.answer) != ANSWER_NO;
	return RC_OK;
}

static enum rc add_all(struct collecting *c)
{
	struct rows places;
	enum rc rc = establishment_list(c->db, c->arena, c->organization->id, true, &places);

	if (rc != RC_OK)
		return rc;
	c->file->summaries = ARENA_ARRAY(c->arena, struct ita_summary, places.count + 1);
	for (size_t i = 0; rc == RC_OK && i < places.count; i++) {
		const struct establishment *place = ROW(struct establishment, places, i);
		bool must = false;
		rc = must_submit(c, place, &must);
		if (rc == RC_OK && must)
			rc = add_establishment(c, place);
	}
	return rc;
}

static enum rc add_named(struct collecting *c, const struct str *codes, size_t count, struct str *unknown)
{
	enum rc rc = RC_OK;

	c->file->summaries = ARENA_ARRAY(c->arena, struct ita_summary, count + 1);
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct establishment place;
		rc = establishment_by_code(c->db, c->arena, c->organization->id, codes[i], &place);
		if (rc == RC_NOT_FOUND)
			*unknown = codes[i];
		if (rc == RC_OK)
			rc = add_establishment(c, &place);
	}
	return rc;
}

enum rc ita_collect(struct db *db, struct arena *arena, const struct organization *organization,
		    enum ita_kind kind, int64_t year, const struct str *codes, size_t code_count, moment now,
		    struct ita_file *out, struct str *unknown)
{
	struct collecting c = {
		.db = db,
		.arena = arena,
		.organization = organization,
		.kind = kind,
		.year = year,
		.now = now,
		.file = out,
	};

	*out = (struct ita_file){.findings = ITA_FINDINGS(arena)};
	enum rc rc = code_count ? add_named(&c, codes, code_count, unknown) : add_all(&c);
	if (rc == RC_OK)
		ita_check_summaries(&out->findings, out->summaries, out->summary_count);
	return rc;
}

struct str ita_bytes(struct arena *arena, enum ita_kind kind, const struct ita_file *file, bool raw,
		     size_t *replaced)
{
	struct text out = TEXT_IN(arena);
	struct csv_writer csv = CSV_WRITER(&out, false);
	const struct record *record = kind == ITA_SUMMARY ? &ita_summary_record : &ita_case_record;

	*replaced = 0;
	ita_text_header(&csv, record);
	if (kind == ITA_SUMMARY)
		for (size_t i = 0; i < file->summary_count; i++)
			ita_text_row(&csv, arena, record, &file->summaries[i], raw, replaced);
	else
		for (size_t i = 0; i < file->case_count; i++)
			ita_text_row(&csv, arena, record, &file->cases[i], raw, replaced);
	return text_str(&out);
}
