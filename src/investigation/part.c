#include "investigation/part.h"

#include "incident/incident_detail_store.h"
#include "investigation/evidence_view.h"

/* What is particular about each part. */

static const char *const chain_names[] = {"problem", NULL};
static const char *const why_names[] = {"question", "answer", "is_assumption", NULL};
static const char *const item_names[] = {"text", "branch", "parent_id", "is_significant", "is_assumption", NULL};
static const char *const event_names[] = {"happened_at", "is_approximate", "what", "actor", "kind", "flag", "is_assumption", NULL};
static const char *const new_evidence_names[] = {"title",        "kind",         "attachment_id", "description",
						 "collected_by", "collected_at", "kept_where",    NULL};
static const char *const evidence_names[] = {"title",        "kind",         "description",
					     "collected_by", "collected_at", "kept_where", NULL};
static const char *const cause_names[] = {"text", "kind", "factor", "is_assumption", NULL};

const struct form part_chain_form = {&why_chain_record, chain_names, NULL};
const struct form part_why_form = {&why_record, why_names, NULL};
const struct form part_item_form = {&fishbone_item_record, item_names, NULL};
const struct form part_event_form = {&sequence_event_record, event_names, NULL};
const struct form part_new_evidence_form = {&evidence_record, new_evidence_names, NULL};
const struct form part_evidence_form = {&evidence_record, evidence_names, NULL};
const struct form part_cause_form = {&cause_record, cause_names, NULL};

/* A uuid from the form or, before it is sent, from the address. */
static struct str named(const struct request *rq, const char *key)
{
	struct str value = pairs_get(&rq->form, key);

	return value.len ? value : pairs_get(&rq->query, key);
}

/* An answer belongs to a chain for good. */
static enum rc prepare_why(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new)
{
	struct str uuid = named(rq, "chain");

	for (size_t i = 0; is_new && i < v->findings.chain_count; i++)
		if (str_equal_nocase(v->findings.chains[i].entry.uuid, uuid))
			row->why.chain_id = v->findings.chains[i].entry.id;
	return row->why.chain_id ? RC_OK : RC_NOT_FOUND;
}

static bool has_twigs(const struct findings *f, int64_t id)
{
	for (size_t i = 0; id && i < f->item_count; i++)
		if (f->items[i].parent_id == id)
			return true;
	return false;
}

/* Causes on the bones are offered as what a cause can stand behind: two levels are drawn. */
static enum rc prepare_item(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new)
{
	const struct findings *f = &v->findings;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, f->item_count + 1);
	size_t count = 0;
	bool may_stand_behind = is_new || !has_twigs(f, row->entry.id);

	for (size_t i = 0; may_stand_behind && i < f->item_count; i++) {
		const struct fishbone_item *item = &f->items[i];
		if (item->parent_id || (!is_new && item->entry.id == row->entry.id))
			continue;
		struct str bone = rq_tr(rq, codes_label(&branch_codes, item->branch));
		choices[count++] = (struct choice){
			item->entry.id, arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(bone), STR_ARG(item->text))};
	}
	form_choices(rq, "parent_id", choices, count);
	return RC_OK;
}

/* Other systems name the cause by its uuid: "parent"; what is no cause to stand behind is told as on the form. */
static enum rc take_parent(struct request *rq, const struct findings *f, union entry_row *row)
{
	const struct str uuid = pairs_get(&rq->form, "parent");

	if (!uuid.len)
		return RC_OK;
	for (size_t i = 0; i < f->item_count; i++) {
		const struct fishbone_item *item = &f->items[i];
		const bool may_lead = !item->parent_id && item->entry.id != row->entry.id && !has_twigs(f, row->entry.id);
		if (!str_equal_nocase(item->entry.uuid, uuid) || !may_lead)
			continue;
		row->item.parent_id = item->entry.id;
		return RC_OK;
	}
	return problem_add(rq, "parent", N_("Choose one of the values offered"));
}

/* What stands behind a cause stands on its bone. */
static enum rc finish_item(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new)
{
	(void)is_new;
	if (take_parent(rq, &v->findings, row) == RC_INVALID)
		return RC_INVALID;
	for (size_t i = 0; i < v->findings.item_count; i++)
		if (v->findings.items[i].entry.id == row->item.parent_id)
			row->item.branch = v->findings.items[i].branch;
	return RC_OK;
}

static enum rc prepare_event(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new)
{
	(void)rq;
	(void)v;
	if (is_new)
		row->event.kind = EVENT_EVENT;
	return RC_OK;
}

static enum rc offer_files(struct request *rq, const struct investigation_shown *v)
{
	const struct incident *incident = &v->shown.incident;
	struct rows files;
	enum rc rc = incident_files(rq->db, rq->arena, incident->organization_id, incident->id, &files);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, files.count + 1);
	for (size_t i = 0; i < files.count; i++) {
		const struct incident_file *file = ROW(struct incident_file, files, i);
		choices[i] = (struct choice){file->id, file->name};
	}
	form_choices(rq, "attachment_id", choices, files.count);
	return RC_OK;
}

static enum rc prepare_evidence(struct request *rq, const struct investigation_shown *v, union entry_row *row,
				bool is_new)
{
	(void)row;
	return is_new ? offer_files(rq, v) : RC_OK;
}

/* The hash is taken from the file's row now: from here on any other content shows. */
static enum rc finish_evidence(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new)
{
	const struct incident *incident = &v->shown.incident;
	const struct str uuid = pairs_get(&rq->form, "attachment"); /* as other systems name it */
	struct rows files;
	struct attachment file;

	if (row->evidence.kind == EVIDENCE_FILE && !row->evidence.attachment_id && !uuid.len)
		return problem_add(rq, "attachment_id", N_("Choose the file"));
	if (!is_new || !(row->evidence.attachment_id || uuid.len))
		return RC_OK;
	enum rc rc = incident_files(rq->db, rq->arena, incident->organization_id, incident->id, &files);
	for (size_t i = 0; rc == RC_OK && uuid.len && i < files.count; i++)
		if (str_equal_nocase(ROW(struct incident_file, files, i)->uuid, uuid))
			row->evidence.attachment_id = ROW(struct incident_file, files, i)->id;
	if (rc == RC_OK && !row->evidence.attachment_id)
		return problem_add(rq, "attachment", N_("Choose the file"));
	for (size_t i = 0; rc == RC_OK && i < files.count; i++) {
		const struct incident_file *shown = ROW(struct incident_file, files, i);
		if (shown->id != row->evidence.attachment_id)
			continue;
		rc = incident_file_by_uuid(rq->db, rq->arena, incident->organization_id, incident->id, shown->uuid, &file);
		if (rc == RC_OK)
			row->evidence.sha256 = file.sha256;
	}
	return rc;
}

/* A cause taken from an answer or from the fishbone brings its words and citations along. */
static enum rc prepare_cause(struct request *rq, const struct investigation_shown *v, union entry_row *row, bool is_new)
{
	const struct findings *f = &v->findings;
	struct str why = named(rq, "why"), item = named(rq, "item");
	struct cause *cause = &row->cause;

	for (size_t i = 0; is_new && i < f->why_count; i++)
		if (str_equal_nocase(f->whys[i].entry.uuid, why)) {
			cause->why_id = f->whys[i].entry.id;
			cause->text = f->whys[i].answer;
			cause->evidence = f->whys[i].evidence;
			cause->is_assumption = f->whys[i].is_assumption;
			cause->kind = CAUSE_ROOT;
		}
	for (size_t i = 0; is_new && i < f->item_count; i++)
		if (str_equal_nocase(f->items[i].entry.uuid, item)) {
			cause->item_id = f->items[i].entry.id;
			cause->text = f->items[i].text;
			cause->evidence = f->items[i].evidence;
			cause->is_assumption = f->items[i].is_assumption;
			cause->kind = CAUSE_CONTRIBUTING;
		}
	return RC_OK;
}

/* The way to a cause, where none was taken from it yet. */
static void offer_cause(struct request *rq, const struct investigation_shown *v, const char *key, struct str uuid,
			const struct cause *cause, struct view *page)
{
	if (!cause)
		view_text(page, "name_href",
			  investigation_href(rq->arena, &v->shown.incident,
					     arena_printf(rq->arena, "/causes?%s=%.*s", key, STR_ARG(uuid)).at));
}

static enum rc more_of_why(struct request *rq, const struct investigation_shown *v, const union entry_row *row,
			   struct view *page)
{
	offer_cause(rq, v, "why", row->entry.uuid, findings_cause_of(&v->findings, row->entry.id, 0), page);
	return RC_OK;
}

static enum rc more_of_item(struct request *rq, const struct investigation_shown *v, const union entry_row *row,
			    struct view *page)
{
	offer_cause(rq, v, "item", row->entry.uuid, findings_cause_of(&v->findings, 0, row->entry.id), page);
	return RC_OK;
}

static const struct part parts[] = {
	{"problems", "/whys", N_("Problem"), &why_chain_entries, &part_chain_form, &part_chain_form, false, "investigation/entry",
	 NULL, NULL, NULL},
	{"whys", "/whys", N_("Why and its answer"), &why_entries, &part_why_form, &part_why_form, true, "investigation/entry",
	 prepare_why, NULL, more_of_why},
	{"fishbone", "/fishbone", N_("Cause on the fishbone"), &fishbone_entries, &part_item_form, &part_item_form, true,
	 "investigation/entry", prepare_item, finish_item, more_of_item},
	{"timeline", "/timeline", N_("Event or condition"), &sequence_event_entries, &part_event_form, &part_event_form, true,
	 "investigation/entry", prepare_event, NULL, NULL},
	{"evidence", "/evidence", N_("Evidence"), &evidence_entries, &part_new_evidence_form, &part_evidence_form, false,
	 "investigation/evidence-one", prepare_evidence, finish_evidence, evidence_view_more},
	{"causes", "/causes", N_("Cause"), &cause_entries, &part_cause_form, &part_cause_form, true, "investigation/entry",
	 prepare_cause, NULL, NULL},
};

const struct part *part_find(struct str name)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_is(name, parts[i].name))
			return &parts[i];
	return NULL;
}

enum rc part_entry(struct request *rq, const struct investigation_shown *v, const struct part *part,
		   union entry_row *row)
{
	return entry_find(rq->db, rq->arena, part->kind, &v->shown.incident, param(rq, "uuid"), row);
}
