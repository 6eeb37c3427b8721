#include "investigation/move_pages.h"

#include "http/api_operation.h"
#include "investigation/part.h"

struct moving {
	struct change change;
	const struct investigation_shown *v;
	struct str uuid;
	struct str to;               /* "up", "down" or a branch */
};

static enum rc place(struct db *db, struct moving *m, const struct investigation *investigation,
		     const struct fishbone_item *before, const struct fishbone_item *as)
{
	struct fishbone_item after = *before;

	after.entry.position = as->entry.position;
	return entry_change(db, m->change.rq->arena, &m->change.actor, &fishbone_entries, investigation, before, &after,
			    STR_NONE);
}

/* Changes places with the next one in that direction among those that stand at the same spot. */
static enum rc swap(struct db *db, struct moving *m, const struct investigation *investigation,
		    const struct findings *f, const struct fishbone_item *item, bool goes_up)
{
	const struct fishbone_item *other = NULL;

	for (size_t i = 0; i < f->item_count; i++) {
		const struct fishbone_item *next = &f->items[i];
		bool is_beside = next->branch == item->branch && next->parent_id == item->parent_id;
		if (is_beside && goes_up && next->entry.position < item->entry.position)
			other = next;
		if (is_beside && !goes_up && next->entry.position > item->entry.position) {
			other = next;
			break;
		}
	}
	if (!other)
		return RC_OK;
	enum rc rc = place(db, m, investigation, item, other);
	return rc == RC_OK ? place(db, m, investigation, other, item) : rc;
}

/* To another bone, with the causes behind it; one that stood behind another then stands on the bone itself. */
static enum rc to_branch(struct db *db, struct moving *m, const struct investigation *investigation,
			 const struct findings *f, const struct fishbone_item *item, int branch)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < f->item_count && rc == RC_OK; i++) {
		struct fishbone_item after = f->items[i];
		if (after.entry.id != item->entry.id && after.parent_id != item->entry.id)
			continue;
		after.branch = branch;
		if (after.entry.id == item->entry.id)
			after.parent_id = 0;
		rc = entry_change(db, m->change.rq->arena, &m->change.actor, &fishbone_entries, investigation,
				  &f->items[i], &after, STR_NONE);
	}
	return rc;
}

static enum rc write_move(struct db *db, void *closure)
{
	struct moving *m = closure;
	struct request *rq = m->change.rq;
	const struct incident *incident = &m->v->shown.incident;
	int branch = codes_find(&branch_codes, m->to);
	struct investigation investigation;
	struct findings now;
	enum rc rc = investigation_lock_for(db, &m->change, incident, &investigation);

	m->change.answer = investigation_href(rq->arena, incident, "/fishbone?said=moved");
	if (rc == RC_OK)
		rc = findings_load(db, rq->arena, incident, &now);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < now.item_count; i++) {
		if (!str_equal_nocase(now.items[i].entry.uuid, m->uuid))
			continue;
		if (branch > 0)
			return to_branch(db, m, &investigation, &now, &now.items[i], branch);
		return swap(db, m, &investigation, &now, &now.items[i], str_is(m->to, "up"));
	}
	return RC_NOT_FOUND;
}

static enum rc move_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct moving m = {.change = change_of(rq), .v = &v, .uuid = param(rq, "uuid"), .to = pairs_get(&rq->form, "to")};
	enum rc rc = investigation_shown_edit(rq, &v);

	if (rc == RC_OK && !str_is(m.to, "up") && !str_is(m.to, "down") && codes_find(&branch_codes, m.to) <= 0)
		rc = RC_BAD_REQUEST;
	return rc == RC_OK ? change_run(&m.change, rs, "fishbone_move", write_move, &m) : rc;
}

struct marking {
	struct change change;
	const struct investigation_shown *v;
	struct str uuid;
};

static enum rc write_root(struct db *db, void *closure)
{
	struct marking *m = closure;
	struct request *rq = m->change.rq;
	const struct incident *incident = &m->v->shown.incident;
	struct investigation investigation;
	struct findings now;
	struct cause cause;
	struct why why;
	enum rc rc = investigation_lock_for(db, &m->change, incident, &investigation);

	m->change.answer = investigation_href(rq->arena, incident, "/whys?said=marked");
	if (rc == RC_OK)
		rc = findings_load(db, rq->arena, incident, &now);
	if (rc == RC_OK)
		rc = entry_find(db, rq->arena, &why_entries, incident, m->uuid, &why);
	if (rc != RC_OK)
		return rc;
	const struct why *last = findings_last_why(&now, why.chain_id);
	if (findings_cause_of(&now, why.entry.id, 0) || !last || last->entry.id != why.entry.id)
		return RC_CONFLICT;
	record_clear(&cause_record, &cause);
	cause.text = why.answer;
	cause.kind = CAUSE_ROOT;
	cause.why_id = why.entry.id;
	cause.is_assumption = why.is_assumption;
	cause.evidence = why.evidence;
	return entry_add(db, rq->arena, &m->change.actor, &cause_entries, &investigation, rq->viewer->person_id, &cause);
}

static enum rc root_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct marking m = {.change = change_of(rq), .v = &v, .uuid = param(rq, "uuid")};
	enum rc rc = investigation_shown_edit(rq, &v);

	return rc == RC_OK ? change_run(&m.change, rs, "why_root", write_root, &m) : rc;
}

const struct route move_routes[] = {
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/investigation/fishbone/{uuid}/move",
	 .needs = MAY_INVESTIGATE,
	 .handle = move_post,
	 .help = "moves a cause up, down or to another bone",
	 .api = API_CHANGE("moveFishboneItem", "Investigations", API_INVESTIGATIONS_WRITE, API_BODY("FishboneMove", {API_TEXT, "to", .help = "where it goes: a category, or a uuid"}))},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/investigation/whys/{uuid}/root",
	 .needs = MAY_INVESTIGATE,
	 .handle = root_post,
	 .help = "marks the last answer of a chain as a root cause",
	 .api = API_CHANGE("markRootCause", "Investigations", API_INVESTIGATIONS_WRITE, NULL)},
	ROUTE_END,
};
