#include "demo/demo_operations.h"

#include "base/random.h"
#include "demo/demo_table.h"
#include "operations/postmortem_store.h"
#include "operations/timeline_store.h"
#include "operations/timeline_view.h"

struct telling {
	struct demo *demo;
	struct arena *arena; /* reset after each incident */
	struct demo_table entries, postmortems;
	const struct demo_event *event;
	struct actor actor;
	struct text timeline; /* of the postmortem: the entries that were written */
};

static enum rc add_entry(struct telling *t, size_t row)
{
	const struct incident *incident = &t->event->incident;
	struct timeline_entry entry = {
		.organization_id = incident->organization_id,
		.incident_id = incident->id,
		.kind = codes_find(&timeline_kind_codes, demo_table_cell(&t->entries, row, "kind")),
		.happened_at = incident->occurred_at + MINUTES(demo_table_number(&t->entries, row, "minutes")),
		.text = demo_table_cell(&t->entries, row, "text"),
		.person_id = incident->manager_id,
	};

	if (entry.happened_at > t->demo->now)
		return RC_OK;
	t->actor.now = entry.happened_at < incident->reported_at ? incident->reported_at : entry.happened_at;
	entry.uuid = uuid_new(t->arena, t->actor.now);
	entry.created_at = t->actor.now;
	text_add(&t->timeline, timeline_markdown(t->arena, NULL, t->event->site->zone, &entry, 1));
	return timeline_add(t->demo->db, t->arena, &t->actor, &entry);
}

static enum rc add_entries(struct telling *t)
{
	enum rc rc = RC_OK;

	t->timeline = TEXT_IN(t->arena);
	for (size_t row = 0; rc == RC_OK && row < t->entries.count; row++)
		if (str_equal(demo_table_cell(&t->entries, row, "scenario"), t->event->scenario))
			rc = add_entry(t, row);
	return rc;
}

/* One that is resolved only a while ago is still being written. */
static enum rc add_postmortem(struct telling *t, size_t row)
{
	const struct incident *incident = &t->event->incident;
	const struct demo_table *table = &t->postmortems;
	const moment begun = incident->reported_at + DAYS(2), published = begun + DAYS(3);
	struct postmortem draft = {
		.organization_id = incident->organization_id,
		.uuid = uuid_new(t->arena, begun),
		.incident_id = incident->id,
		.state = POSTMORTEM_DRAFT,
		.impact_summary = demo_table_cell(table, row, "impact"),
		.root_cause = demo_table_cell(table, row, "cause"),
		.timeline = text_str(&t->timeline),
		.what_went_well = demo_table_cell(table, row, "well"),
		.what_went_wrong = demo_table_cell(table, row, "wrong"),
		.public_summary = demo_table_cell(table, row, "summary"),
		.published_at = MOMENT_NONE,
		.version = 1,
		.created_at = begun,
		.updated_at = begun,
	};

	if (begun > t->demo->now)
		return RC_OK;
	t->actor.now = begun;
	enum rc rc = postmortem_insert(t->demo->db, &draft);
	if (rc == RC_OK)
		rc = audit_change(t->demo->db, t->arena, &t->actor, "postmortem.created", &postmortem_record, draft.id,
				  incident->id, NULL, &draft, STR_NONE);
	if (rc != RC_OK || (incident->status == STATUS_RESOLVED && published > t->demo->now - DAYS(30)))
		return rc;
	struct postmortem after = draft;
	after.state = POSTMORTEM_PUBLISHED;
	after.published_at = after.updated_at = t->actor.now = published;
	after.published_by_id = incident->manager_id;
	return postmortem_change(t->demo->db, t->arena, &t->actor, "postmortem.published", &draft, &after, STR_NONE);
}

static enum rc tell_event(struct telling *t)
{
	const struct incident *incident = &t->event->incident;
	const bool is_over = incident->status == STATUS_RESOLVED || incident->status == STATUS_CLOSED;

	t->actor = actor_command(t->demo->organization.id, "command", "muster demo", incident->reported_at);
	enum rc rc = add_entries(t);
	if (rc != RC_OK || incident->severity < SEVERITY_HIGH || !is_over)
		return rc;
	for (size_t row = 0; row < t->postmortems.count; row++)
		if (str_equal(demo_table_cell(&t->postmortems, row, "scenario"), t->event->scenario))
			return add_postmortem(t, row);
	return RC_OK;
}

enum rc demo_operations_load(struct demo *demo)
{
	struct telling t = {.demo = demo};
	enum rc rc = demo_table_read(demo->arena, demo->folder, "timelines.csv", &t.entries);

	if (rc == RC_OK)
		rc = demo_table_read(demo->arena, demo->folder, "postmortems.csv", &t.postmortems);
	t.arena = arena_new(0);
	for (size_t i = 0; rc == RC_OK && i < demo->event_count; i++) {
		t.event = &demo->events[i];
		if (t.event->incident.id == 0 || t.event->incident.reg != REGISTER_OPERATIONS)
			continue;
		rc = tell_event(&t);
		arena_reset(t.arena);
	}
	arena_free(t.arena);
	return rc;
}
