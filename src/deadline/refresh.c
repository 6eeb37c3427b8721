#include "deadline/refresh.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "capa/capa_store.h"
#include "deadline/merge.h"
#include "deadline/specialist.h"
#include "deadline/sweep_store.h"
#include "incident/incident.h"
#include "incident/incident_detail_store.h"
#include "organization/organization.h"
#include "organization/place_store.h"

enum { CHUNK = 200, DAYS_OFF_BACK = 30, PERSONAL_DAYS = 7 };

enum rc refresh_begin_look(struct db *db, struct arena *arena, int64_t organization_id, moment now, struct refresh *out)
{
	*out = (struct refresh){
		.db = db, .arena = arena, .now = now, .organization_id = organization_id, .begun_at = MOMENT_NONE};
	return deadline_rules(db, arena, organization_id, out->rules);
}

enum rc refresh_begin(struct db *db, struct arena *arena, int64_t organization_id, moment now, struct refresh *out)
{
	struct sweep sweep;
	enum rc rc = refresh_begin_look(db, arena, organization_id, now, out);

	if (rc == RC_OK)
		rc = sweep_find(db, arena, organization_id, now, &sweep);
	if (rc != RC_OK)
		return rc;
	out->begun_at = sweep.begun_at;
	return deadline_days_off(db, arena, organization_id, zone_day(NULL, now) - DAYS_OFF_BACK, &out->days_off);
}

/* Those of everywhere and of the place. */
static const struct days_off *days_off_at(const struct refresh *refresh, int64_t establishment_id)
{
	day *at = ARENA_ARRAY(refresh->arena, day, refresh->days_off.count + 1);
	struct days_off *off = ARENA_NEW(refresh->arena, struct days_off);

	off->at = at;
	for (size_t i = 0; i < refresh->days_off.count; i++) {
		const struct day_off *row = ROW(struct day_off, refresh->days_off, i);
		if (!row->establishment_id || row->establishment_id == establishment_id)
			at[off->count++] = row->off_on;
	}
	return off;
}

struct stage_facts refresh_stage_facts(const struct refresh *refresh, const struct deadline *deadline)
{
	const struct deadline_rule *rule = &refresh->rules[deadline->kind];
	struct stage_facts facts = {.deadline = deadline, .rule = rule};

	/* A zone that is unknown counts by universal time rather than not at all. */
	if (!deadline->zone.len || zone_find(deadline->zone, &facts.zone) != RC_OK)
		facts.zone = NULL;
	if (rule->on_working_days)
		facts.off = days_off_at(refresh, deadline->establishment_id);
	return facts;
}

/* --- what is wanted, against what is stored --- */

struct merging {
	struct refresh *refresh;
	const struct deadline *wanted;       /* both sorted by merge_compare */
	size_t wanted_count;
	const struct deadline *stored;
	size_t stored_count;
	bool is_import;                      /* of an import or the demonstration */
};

/* Training records come in by thousands, with those that ran out long ago among them. */
static bool is_quiet(const struct merging *m, const struct deadline *wanted)
{
	const bool is_personal = deadline_is_personal((enum deadline_kind)wanted->kind);
	const moment since = m->is_import   ? m->refresh->now
			     : is_personal ? m->refresh->now - DAYS(PERSONAL_DAYS)
					   : m->refresh->begun_at;

	return wanted->environment == ENVIRONMENT_SANDBOX || wanted->due_at <= since ||
	       wanted->due_at <= m->refresh->begun_at;
}

static void set_next(const struct merging *m, struct deadline *row)
{
	const struct stage_facts facts = refresh_stage_facts(m->refresh, row);

	row->next_at = stage_next_at(&facts);
}

/* Somebody else who was faster has written the same, or will be told of the change that we do not know. */
static enum rc settled(enum rc rc)
{
	return rc == RC_DUPLICATE || rc == RC_CONFLICT ? RC_OK : rc;
}

static enum rc write_new(const struct merging *m, const struct deadline *wanted)
{
	struct deadline row = merge_new(wanted, is_quiet(m, wanted), m->refresh->now);

	row.uuid = uuid_new(m->refresh->arena, m->refresh->now);
	set_next(m, &row);
	return settled(deadline_insert(m->refresh->db, &row));
}

static enum rc write_changed(const struct merging *m, const struct deadline *stored, const struct deadline *wanted)
{
	struct deadline row;

	if (!merge_changed(stored, wanted, wanted && is_quiet(m, wanted), m->refresh->now, &row))
		return RC_OK;
	set_next(m, &row);
	return settled(deadline_update(m->refresh->db, stored, &row));
}

/* One step through both lists; what is met or gone already begins no row. */
static enum rc merge_next(const struct merging *m, size_t *w, size_t *s)
{
	const struct deadline *wanted = *w < m->wanted_count ? &m->wanted[*w] : NULL;
	const struct deadline *stored = *s < m->stored_count ? &m->stored[*s] : NULL;
	const int order = !wanted ? 1 : !stored ? -1 : merge_compare(wanted, stored);

	*w += order <= 0;
	*s += order >= 0;
	if (order < 0)
		return deadline_is_open(wanted) ? write_new(m, wanted) : RC_OK;
	return write_changed(m, stored, order == 0 ? wanted : NULL);
}

static enum rc merge_all(struct merging *m)
{
	size_t w = 0, s = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && (w < m->wanted_count || s < m->stored_count))
		rc = merge_next(m, &w, &s);
	return rc;
}

static void sort(const struct rows *rows)
{
	if (rows->count)
		qsort(rows->at, rows->count, sizeof(struct deadline), merge_compare);
}

static struct merging merging_of(struct refresh *refresh, const struct rows *wanted, const struct rows *stored)
{
	sort(wanted);
	sort(stored);
	return (struct merging){.refresh = refresh,
				.wanted = wanted->at,
				.wanted_count = wanted->count,
				.stored = stored->at,
				.stored_count = stored->count};
}

/* --- one incident --- */

static struct source_call call_of(const struct refresh *refresh)
{
	return (struct source_call){.db = refresh->db,
				    .arena = refresh->arena,
				    .now = refresh->now,
				    .organization_id = refresh->organization_id,
				    .rules = refresh->rules};
}

static enum rc collect(struct source_call *call)
{
	enum rc rc = RC_OK;

	for (const struct deadline_source *source = source_of_incident; rc == RC_OK && source->name; source++)
		rc = source->collect(call);
	return rc;
}

static enum rc set_place(const struct refresh *refresh, struct source_call *call, struct establishment *place,
			 int64_t establishment_id)
{
	enum rc rc = establishment_by_id(refresh->db, refresh->arena, refresh->organization_id, establishment_id, place);

	if (rc == RC_OK && zone_find(place->zone, &call->zone) != RC_OK)
		call->zone = NULL;
	call->place = place;
	return rc;
}

enum rc refresh_look(const struct refresh *refresh, const struct incident *incident, struct rows *rows)
{
	struct source_call call = call_of(refresh);
	struct establishment place;
	struct rows specialists;

	*rows = (struct rows){NULL, 0};
	if (incident->merged_into_id)
		return RC_OK; /* the one that it doubles has them */
	enum rc rc = set_place(refresh, &call, &place, incident->establishment_id);
	if (rc == RC_OK)
		rc = specialist_list(refresh->db, refresh->arena, refresh->organization_id,
				     zone_day(call.zone, refresh->now), &specialists);
	if (rc != RC_OK)
		return rc;
	call.incident = incident;
	call.specialist_id = specialist_of(&specialists, incident->establishment_id);
	rc = collect(&call);
	*rows = (struct rows){call.at, call.count};
	return rc;
}

struct one {
	struct refresh *refresh;
	int64_t id;
};

static enum rc write_incident(struct db *db, void *closure)
{
	const struct one *one = closure;
	struct refresh *refresh = one->refresh;
	struct rows wanted = {NULL, 0}, stored;
	struct incident incident = {.source = SOURCE_NONE};
	enum rc rc = incident_by_id(db, refresh->arena, refresh->organization_id, one->id, &incident);

	if (rc == RC_OK)
		rc = refresh_look(refresh, &incident, &wanted);
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = deadline_of_incident(db, refresh->arena, refresh->organization_id, one->id, &stored);
	if (rc != RC_OK)
		return rc;
	struct merging m = merging_of(refresh, &wanted, &stored);
	m.is_import = incident.source == SOURCE_IMPORT || incident.source == SOURCE_DEMO;
	return merge_all(&m);
}

enum rc refresh_incident(struct refresh *refresh, int64_t incident_id)
{
	struct one one = {refresh, incident_id};

	return db_transaction(refresh->db, "deadline.incident", write_incident, &one);
}

/* --- one action --- */

static enum rc write_capa(struct db *db, void *closure)
{
	const struct one *one = closure;
	struct refresh *refresh = one->refresh;
	struct source_call call = call_of(refresh);
	struct rows stored;
	struct establishment place;
	struct capa capa;
	enum rc rc = capa_by_id(db, refresh->arena, refresh->organization_id, one->id, &capa);

	if (rc == RC_OK && capa.incident_id)
		return refresh_incident(refresh, capa.incident_id);
	if (rc == RC_OK)
		rc = set_place(refresh, &call, &place, capa.establishment_id);
	if (rc == RC_OK)
		source_capa_one(&call, &capa);
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = deadline_of_capa(db, refresh->arena, refresh->organization_id, one->id, &stored);
	if (rc != RC_OK)
		return rc;
	const struct rows wanted = {call.at, call.count};
	struct merging m = merging_of(refresh, &wanted, &stored);
	return merge_all(&m);
}

enum rc refresh_capa(struct refresh *refresh, int64_t capa_id)
{
	struct one one = {refresh, capa_id};

	return db_transaction(refresh->db, "deadline.capa", write_capa, &one);
}

/* --- a kind of the whole organization --- */

struct wide {
	struct merging merging;
	size_t w, s;                         /* how far it has come */
	size_t next_w, next_s;
};

static enum rc write_chunk(struct db *db, void *closure)
{
	struct wide *wide = closure;
	enum rc rc = RC_OK;

	(void)db;
	wide->next_w = wide->w;
	wide->next_s = wide->s;
	for (int i = 0; rc == RC_OK && i < CHUNK; i++)
		if (wide->next_w < wide->merging.wanted_count || wide->next_s < wide->merging.stored_count)
			rc = merge_next(&wide->merging, &wide->next_w, &wide->next_s);
	return rc;
}

static enum rc stored_of_kinds(const struct refresh *refresh, unsigned kinds, struct rows *stored)
{
	const moment after = refresh->now - DAYS(800);
	struct deadline *at = NULL;
	size_t count = 0;
	enum rc rc = RC_OK;

	for (int kind = 1; rc == RC_OK && kind < DEADLINE_KIND_COUNT; kind++) {
		struct rows rows;
		if (!(kinds & 1u << kind))
			continue;
		rc = deadline_of_kind(refresh->db, refresh->arena, refresh->organization_id, (enum deadline_kind)kind,
				      after, &rows);
		if (rc != RC_OK || rows.count == 0)
			continue;
		at = arena_grow(refresh->arena, at, count * sizeof *at, (count + rows.count) * sizeof *at);
		memcpy(at + count, rows.at, rows.count * sizeof *at);
		count += rows.count;
	}
	*stored = (struct rows){at, count};
	return rc;
}

enum rc refresh_wide(struct refresh *refresh, const struct deadline_wide_source *source)
{
	struct source_call call = call_of(refresh);
	struct organization organization;
	struct rows stored;
	enum rc rc = organization_by_id(refresh->db, refresh->arena, refresh->organization_id, &organization);

	if (rc == RC_OK && zone_find(organization.zone, &call.zone) != RC_OK)
		call.zone = NULL;
	const struct establishment nowhere = {.zone = organization.zone};
	call.place = &nowhere;
	if (rc == RC_OK)
		rc = source->collect(&call);
	if (rc == RC_OK)
		rc = stored_of_kinds(refresh, source->kinds, &stored);
	if (rc != RC_OK)
		return rc;
	const struct rows wanted = {call.at, call.count};
	struct wide wide = {.merging = merging_of(refresh, &wanted, &stored)};
	while (rc == RC_OK && (wide.w < wanted.count || wide.s < stored.count)) {
		rc = db_transaction(refresh->db, "deadline.wide", write_chunk, &wide);
		wide.w = wide.next_w;
		wide.s = wide.next_s;
	}
	return rc;
}
