#include "environment/release_keep.h"

#include "environment/release_duty_store.h"
#include "environment/substance_store.h"
#include "event/event.h"

struct keeping {
	struct db *db;
	struct arena *arena;
	const struct actor *actor;
	const char *cause;
	struct release release;
	struct rows components;
	struct release_part *parts;
	int64_t neighbours[100];
	size_t neighbour_count;
};

static moment end_of(const struct release *release, moment now)
{
	if (release->is_continuing)
		return now;
	return release->released_to != MOMENT_NONE ? release->released_to : release->released_from;
}

static void note_neighbour(struct keeping *k, int64_t material_id)
{
	for (size_t i = 0; i < k->neighbour_count; i++)
		if (k->neighbours[i] == material_id)
			return;
	if (k->neighbour_count < sizeof k->neighbours / sizeof *k->neighbours)
		k->neighbours[k->neighbour_count++] = material_id;
}

/* What it was added together with before it was changed: a release that moves away leaves their sums. */
static enum rc note_old_neighbours(struct keeping *k, const struct release *release)
{
	struct rows components, near;
	enum rc rc = release_components(k->db, k->arena, release->organization_id, release->id, &components);

	for (size_t i = 0; rc == RC_OK && i < components.count; i++) {
		const struct release_component *c = ROW(struct release_component, components, i);
		const moment to = c->released_to != MOMENT_NONE ? c->released_to : k->actor->now;
		rc = release_near_list(k->db, k->arena, c, c->released_from, to, &near);
		for (size_t j = 0; rc == RC_OK && j < near.count; j++)
			note_neighbour(k, ROW(struct release_near, near, j)->material_id);
	}
	return rc;
}

/* One constituent with what else of it was released within a day. */
static enum rc load_part(struct keeping *k, const struct release_component *component,
			 struct release_part *part)
{
	struct substance *substance = ARENA_NEW(k->arena, struct substance);
	moment to = end_of(&k->release, k->actor->now);
	struct rows near;
	enum rc rc = substance_by_id(k->db, k->arena, component->organization_id, component->substance_id,
				     substance);

	if (rc == RC_OK)
		rc = release_near_list(k->db, k->arena, component, k->release.released_from, to, &near);
	if (rc != RC_OK)
		return rc;
	struct release_other *others = ARENA_ARRAY(k->arena, struct release_other, near.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < near.count; i++) {
		const struct release_near *row = ROW(struct release_near, near, i);
		moment end = row->is_continuing                ? k->actor->now
			     : row->released_to != MOMENT_NONE ? row->released_to
							       : row->released_from;
		note_neighbour(k, row->material_id);
		if (row->counted != NUMBER_NONE)
			others[count++] =
				(struct release_other){row->released_from, end, row->counted, row->number};
	}
	*part = (struct release_part){.substance = substance,
				      .strength = component->strength,
				      .strength_unit = component->strength_unit,
				      .form = component->form,
				      .others = others,
				      .other_count = count,
				      .counted = NUMBER_NONE};
	return RC_OK;
}

static enum rc load_parts(struct keeping *k)
{
	enum rc rc = release_components(k->db, k->arena, k->release.organization_id, k->release.id,
					&k->components);

	if (rc != RC_OK)
		return rc;
	k->parts = ARENA_ARRAY(k->arena, struct release_part, k->components.count + 1);
	for (size_t i = 0; rc == RC_OK && i < k->components.count; i++)
		rc = load_part(k, ROW(struct release_component, k->components, i), &k->parts[i]);
	return rc;
}

static enum rc count_parts(struct keeping *k, bool is_withdrawn)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < k->components.count; i++)
		rc = release_component_count(k->db, k->release.organization_id,
					     ROW(struct release_component, k->components, i)->id,
					     is_withdrawn ? NUMBER_NONE : k->parts[i].counted);
	return rc;
}

/* A decision that says the same as the one before it is not kept again. */
static enum rc keep_decision(struct keeping *k, const struct release_verdict *verdict)
{
	struct rows before;
	struct str findings = release_findings_write(k->arena, verdict);
	enum rc rc = release_decisions(k->db, k->arena, k->release.organization_id, k->release.id, &before);

	if (rc != RC_OK)
		return rc;
	if (before.count && str_equal(ROW(struct release_decision, before, 0)->findings, findings))
		return RC_OK;
	struct release_decision decision = {
		.organization_id = k->release.organization_id,
		.incident_id = k->release.incident_id,
		.material_id = k->release.id,
		.cercla = verdict->cercla,
		.epcra = verdict->epcra,
		.oil = verdict->oil,
		.findings = findings,
		.facts = record_json(k->arena, &release_record, &k->release),
		.rules_version = STR(RELEASE_RULES_VERSION),
		.cause = str_of(k->cause),
		.decided_at = k->actor->now,
		.decided_by_id = k->actor->account_id,
		.decided_by_name = k->actor->name,
	};
	return release_decision_insert(k->db, &decision);
}

static enum rc write_answers(struct keeping *k, const struct release_verdict *verdict)
{
	bool was_reportable = release_is_reportable(release_worst(&k->release));
	struct release after = k->release;

	after.cercla = verdict->cercla;
	after.epcra = verdict->epcra;
	after.oil = verdict->oil;
	bool is_reportable = release_is_reportable(release_worst(&after));
	enum rc rc = release_answer_put(k->db, &after, is_reportable ? k->actor->now : MOMENT_NONE);
	if (rc != RC_OK || was_reportable || !is_reportable)
		return rc;
	struct event event = {
		.kind = "release.rq_exceeded",
		.subject = "incident",
		.subject_id = after.incident_id,
		.payload = arena_printf(k->arena, "{\"incident_material\":%lld}", (long long)after.id)};
	return event_add(k->db, k->arena, k->actor, &event);
}

static enum rc compare_one(struct keeping *k, int64_t organization_id, int64_t material_id)
{
	struct release_verdict verdict = {.cercla = RELEASE_NO, .epcra = RELEASE_NO, .oil = RELEASE_NO};
	struct release_site site;
	enum rc rc = release_by_id(k->db, k->arena, organization_id, material_id, &k->release);

	if (rc == RC_OK)
		rc = release_site_find(k->db, k->arena, organization_id, k->release.establishment_id, &site);
	if (rc == RC_OK)
		rc = load_parts(k);
	if (rc != RC_OK)
		return rc;
	bool is_withdrawn = k->release.withdrawn_at != MOMENT_NONE;
	struct release_case c = {.release = &k->release,
				 .from = k->release.released_from,
				 .to = end_of(&k->release, k->actor->now),
				 .parts = k->parts,
				 .part_count = k->components.count,
				 .margin_percent = site.margin_percent};
	if (!is_withdrawn)
		release_decide(k->arena, &c, &verdict);
	rc = count_parts(k, is_withdrawn);
	if (rc == RC_OK)
		rc = keep_decision(k, &verdict);
	if (rc == RC_OK)
		rc = write_answers(k, &verdict);
	return rc == RC_OK ? release_duty_refresh(k->db, k->arena, organization_id, k->release.incident_id,
						  k->release.establishment_id, k->actor->now)
			   : rc;
}

enum rc release_keep(struct db *db, struct arena *arena, const struct actor *actor,
		     const struct release *release, struct release_component *components, size_t count,
		     const char *cause)
{
	struct keeping k = {.db = db, .arena = arena, .actor = actor, .cause = cause};
	enum rc rc = release_lock_facility(db, arena, release);

	if (rc == RC_OK)
		rc = note_old_neighbours(&k, release);
	if (rc == RC_OK && components)
		rc = release_components_put(db, release, components, count);
	if (rc == RC_OK)
		rc = compare_one(&k, release->organization_id, release->id);
	const size_t neighbours = k.neighbour_count;
	k.cause = "another_release";
	/* What these are added together with besides has not changed: only those noted so far. */
	for (size_t i = 0; rc == RC_OK && i < neighbours; i++)
		rc = compare_one(&k, release->organization_id, k.neighbours[i]);
	return rc;
}
