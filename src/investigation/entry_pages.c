#include "investigation/entry_pages.h"

#include <string.h>

#include "http/api_operation.h"
#include "identity/page.h"
#include "investigation/citation.h"
#include "investigation/part.h"

static const struct code said[] = {
	{"added", N_("Added.")},
	{"kept", N_("Saved.")},
	{"removed", N_("Taken out. The audit trail keeps it.")},
	{"moved", N_("Moved.")},
	{"marked", N_("Marked as a root cause. Give it its contributing factor under Causes.")},
	{NULL, NULL},
};

struct section_page {
	const char *path;            /* "/whys" */
	const char *template;
	const char *form_part;       /* whose form for a new one stands on the page */
	void (*fill)(struct request *rq, const struct investigation_shown *v, struct view *page);
};
static const struct section_page section_pages[] = {
	{"/whys", "investigation/whys", "problems", findings_view_whys},
	{"/fishbone", "investigation/fishbone", "fishbone", findings_view_fishbone},
	{"/timeline", "investigation/timeline", "timeline", findings_view_timeline},
	{"/evidence", "investigation/evidence", "evidence", findings_view_evidence},
	{"/causes", "investigation/causes", "causes", findings_view_causes},
};

static const struct section_page *section_of(struct str name)
{
	for (size_t i = 0; i < sizeof section_pages / sizeof *section_pages; i++)
		if (str_is(name, section_pages[i].path + 1))
			return &section_pages[i];
	return NULL;
}

/* An empty row of a part with what it belongs to. */
static enum rc fresh(struct request *rq, const struct investigation_shown *v, const struct part *part,
		     union entry_row *row)
{
	record_clear(entry_record(part->kind), row);
	return part->prepare ? part->prepare(rq, v, row, true) : RC_OK;
}

/* The citations of a row, which is of a part that has them. */
static struct str *cited_of(const struct part *part, union entry_row *row)
{
	return FIELD_AT(struct str, row, record_field(entry_record(part->kind), STR("evidence")));
}

static enum rc section_get(struct request *rq, struct response *rs)
{
	const struct section_page *section = section_of(param(rq, "part"));
	const struct part *part = section ? part_find(str_of(section->form_part)) : NULL;
	struct investigation_shown v;
	union entry_row row;
	struct view *page;
	enum rc rc = part ? investigation_shown_find(rq, &v) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = fresh(rq, &v, part, &row);
	if (rc == RC_OK)
		rc = investigation_page(rq, &v, section->path, &page);
	if (rc != RC_OK)
		return rc;
	section->fill(rq, &v, page);
	form_view(rq, page, "form", part->adding, &row);
	if (part->cites)
		findings_view_citable(&v.findings, "", *cited_of(part, &row), page);
	view_text(page, "from_why", pairs_get(&rq->query, "why"));
	view_text(page, "from_item", pairs_get(&rq->query, "item"));
	page_said(rq, page, said);
	return respond_page(rq, rs, section->template, page);
}

/* One entry in its form; row was read from a form or from the database. */
static enum rc respond_entry(struct request *rq, struct response *rs, const struct investigation_shown *v,
			     const struct part *part, union entry_row *row, bool is_new, const union entry_row *stored)
{
	const struct form *form = is_new ? part->adding : part->editing;
	struct view *page;
	enum rc rc = investigation_page(rq, v, part->section, &page);

	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", form, row);
	view_text(page, "entry_title", rq_tr(rq, part->title));
	view_flag(page, "is_new", is_new);
	view_text(page, "action", rq->path);
	view_int(page, "version", (stored ? stored : row)->entry.version);
	view_text(page, "cancel_href", investigation_href(rq->arena, &v->shown.incident, part->section));
	view_text(page, "chain", pairs_get(&rq->form, "chain"));
	view_text(page, "from_why", pairs_get(&rq->form, "why"));
	view_text(page, "from_item", pairs_get(&rq->form, "item"));
	if (part->cites)
		findings_view_citable(&v->findings, "", *cited_of(part, row), page);
	if (part->more && !is_new)
		rc = part->more(rq, v, row, page);
	if (stored)
		rs->status = rc_http_status(RC_CONFLICT);
	view_flag(page, "is_conflict", stored != NULL);
	struct view_list *conflict = view_list(page, "conflict");
	for (const char *const *name = form->names; stored && *name; name++) {
		const struct field *field = record_field(form->record, str_of(*name));
		struct str theirs = field_text(rq->arena, field, stored), own = field_text(rq->arena, field, row);
		if (str_equal(theirs, own))
			continue;
		struct view *item = view_add(conflict);
		view_text(item, "label", rq_tr(rq, field->label));
		view_text(item, "stored", theirs);
		view_text(item, "typed", own);
	}
	return rc == RC_OK ? respond_page(rq, rs, part->template, page) : rc;
}

/* Those who may not edit see evidence with its custody; of the rest the list says all. */
static enum rc entry_get(struct request *rq, struct response *rs)
{
	const struct part *part = part_find(param(rq, "part"));
	struct investigation_shown v;
	union entry_row row;
	enum rc rc = part ? investigation_shown_find(rq, &v) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = part_entry(rq, &v, part, &row);
	if (rc == RC_OK && part->prepare)
		rc = part->prepare(rq, &v, &row, false);
	return rc == RC_OK ? respond_entry(rq, rs, &v, part, &row, false, NULL) : rc;
}

static struct str read_cited(struct request *rq, const struct findings *findings)
{
	struct text list = TEXT_IN(rq->arena);
	struct str value;

	for (size_t i = 0; (value = pairs_nth(&rq->form, "evidence", i)).at; i++) {
		if (list.len)
			text_char(&list, ',');
		text_add(&list, value);
	}
	return citation_clean(rq->arena, findings, text_str(&list));
}

struct entry_writing {
	struct change change;
	const struct investigation_shown *v;
	const struct part *part;
	union entry_row row;
	struct str uuid;
	int64_t version;             /* that was looked at; 0: a new one */
	bool is_removal;
	struct str reason;
	const char *said;
};

static enum rc write_existing(struct db *db, struct entry_writing *w, const struct investigation *investigation)
{
	struct arena *arena = w->change.rq->arena;
	union entry_row before, after = w->row;
	enum rc rc = entry_find(db, arena, w->part->kind, &w->v->shown.incident, w->uuid, &before);

	if (rc == RC_OK && before.entry.version != w->version)
		rc = RC_CONFLICT;
	if (rc != RC_OK)
		return rc;
	if (w->is_removal)
		return entry_remove(db, arena, &w->change.actor, w->part->kind, investigation, &before, w->reason);
	after.entry = before.entry;
	return entry_change(db, arena, &w->change.actor, w->part->kind, investigation, &before, &after, w->reason);
}

static enum rc write_entry(struct db *db, void *closure)
{
	struct entry_writing *w = closure;
	struct request *rq = w->change.rq;
	const struct incident *incident = &w->v->shown.incident;
	struct investigation investigation;
	enum rc rc = investigation_lock_for(db, &w->change, incident, &investigation);

	w->change.answer = investigation_href(
		rq->arena, incident, arena_printf(rq->arena, "%s?said=%s", w->part->section, w->said).at);
	if (rc != RC_OK)
		return rc;
	if (w->version)
		return write_existing(db, w, &investigation);
	union entry_row row = w->row;
	return entry_add(db, rq->arena, &w->change.actor, w->part->kind, &investigation, rq->viewer->person_id, &row);
}

/* Reads the form of a part into row; RC_INVALID when there is a problem. */
static enum rc read_entry(struct request *rq, const struct investigation_shown *v, const struct part *part,
			  union entry_row *row, bool is_new)
{
	enum rc rc = form_read(rq, is_new ? part->adding : part->editing, row);

	if (part->cites && !form_leaves_out(rq, "evidence"))
		*cited_of(part, row) = read_cited(rq, &v->findings);
	if (rc == RC_OK && part->finish)
		rc = part->finish(rq, v, row, is_new);
	return rc;
}

enum { ENTRIES_MOST = 400 };

/* The longest list of a part stays below what findings_load reads. */
static bool is_full(const struct findings *f)
{
	return f->evidence_count >= ENTRIES_MOST || f->why_count >= ENTRIES_MOST || f->chain_count >= ENTRIES_MOST ||
	       f->item_count >= ENTRIES_MOST || f->event_count >= ENTRIES_MOST || f->cause_count >= ENTRIES_MOST;
}

static enum rc add_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct entry_writing w = {.change = change_of(rq), .v = &v, .part = part_find(param(rq, "part")), .said = "added"};
	enum rc rc = w.part ? investigation_shown_edit(rq, &v) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = fresh(rq, &v, w.part, &w.row);
	if (rc == RC_OK && is_full(&v.findings))
		rc = problem_add(rq, "", N_("There are too many entries already"));
	if (rc == RC_OK)
		rc = read_entry(rq, &v, w.part, &w.row, true);
	if (rc == RC_INVALID)
		return respond_entry(rq, rs, &v, w.part, &w.row, true, NULL);
	return rc == RC_OK ? change_run(&w.change, rs, "entry_add", write_entry, &w) : rc;
}

static enum rc find_for_change(struct request *rq, struct investigation_shown *v, struct entry_writing *w)
{
	enum rc rc = w->part ? investigation_shown_edit(rq, v) : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = part_entry(rq, v, w->part, &w->row);
	if (rc == RC_OK && w->part->prepare)
		rc = w->part->prepare(rq, v, &w->row, false);
	w->uuid = param(rq, "uuid");
	if (rc == RC_OK && !str_to_int(pairs_get(&rq->form, "version"), 1, INT64_MAX, &w->version))
		rc = RC_BAD_REQUEST;
	return rc;
}

/* Somebody else was faster: both versions. */
static enum rc respond_faster(struct request *rq, struct response *rs, struct entry_writing *w)
{
	union entry_row stored;
	enum rc rc = part_entry(rq, w->v, w->part, &stored);

	return rc == RC_OK ? respond_entry(rq, rs, w->v, w->part, &w->row, false, &stored) : rc;
}

static enum rc entry_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct entry_writing w = {.change = change_of(rq), .v = &v, .part = part_find(param(rq, "part")), .said = "kept"};
	enum rc rc = find_for_change(rq, &v, &w);

	if (rc == RC_OK)
		rc = read_entry(rq, &v, w.part, &w.row, false);
	if (rc == RC_INVALID)
		return respond_entry(rq, rs, &v, w.part, &w.row, false, NULL);
	if (rc == RC_OK)
		rc = change_run(&w.change, rs, "entry_change", write_entry, &w);
	return rc == RC_CONFLICT ? respond_faster(rq, rs, &w) : rc;
}

/* What is still needed stays: a problem with answers, a cause with causes behind it, an answer that a cause rests on. */
static enum rc check_removal(struct request *rq, const struct findings *f, const union entry_row *row,
			     const struct part *part)
{
	int64_t id = row->entry.id;

	for (size_t i = 0; part->kind == &why_chain_entries && i < f->why_count; i++)
		if (f->whys[i].chain_id == id)
			return problem_add(rq, "", N_("Take out its answers first, the last one first"));
	for (size_t i = 0; part->kind == &fishbone_entries && i < f->item_count; i++)
		if (f->items[i].parent_id == id)
			return problem_add(rq, "", N_("Take out or move the causes behind it first"));
	if ((part->kind == &why_entries && findings_cause_of(f, id, 0)) ||
	    (part->kind == &fishbone_entries && findings_cause_of(f, 0, id)))
		return problem_add(rq, "", N_("A cause was taken from it: take out that cause first"));
	return RC_OK;
}

static enum rc remove_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct entry_writing w = {.change = change_of(rq),
				  .v = &v,
				  .part = part_find(param(rq, "part")),
				  .is_removal = true,
				  .said = "removed"};
	enum rc rc = find_for_change(rq, &v, &w);

	if (rc == RC_OK)
		rc = check_removal(rq, &v.findings, &w.row, w.part);
	if (rc == RC_INVALID)
		return respond_entry(rq, rs, &v, w.part, &w.row, false, NULL);
	if (rc == RC_OK)
		rc = change_run(&w.change, rs, "entry_remove", write_entry, &w);
	return rc == RC_CONFLICT ? respond_faster(rq, rs, &w) : rc;
}

#define PART_PATH "/incidents/{number}/investigation/{part}"
static const char *const old_names[] = {"parent_id", "attachment_id", NULL};
#define OF_A_PART(form_) {API_FIELDS, .form = &(form_), .flags = API_OPTIONAL, .deprecated = old_names}
static const struct api_schema entry_body = {
	"InvestigationEntry", "An entry of the part {part}: problems, whys, fishbone, timeline, evidence or causes; each has some of these",
	(const struct api_member[]){
		OF_A_PART(part_chain_form), OF_A_PART(part_why_form), OF_A_PART(part_item_form), OF_A_PART(part_event_form),
		OF_A_PART(part_new_evidence_form), OF_A_PART(part_evidence_form), OF_A_PART(part_cause_form),
		{API_TEXTS, "evidence", .help = "uuids of evidence that it cites"},
		{API_UUID, "parent", .help = "the fishbone's cause that a cause stands behind"},
		{API_UUID, "attachment", .help = "the file of the incident that is evidence"},
		{API_UUID, "chain", .help = "the problem that a why belongs to"},
		{API_UUID, "why", .help = "the answer that a cause was found in"},
		{API_UUID, "item", .help = "the fishbone's cause that a cause was found in"},
		API_MEMBERS_END,
	}};
#undef OF_A_PART

const struct route entry_routes[] = {
	{.method = METHOD_GET,
	 .path = PART_PATH,
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = section_get,
	 .help = "whys, fishbone, timeline, evidence or causes of an investigation"},
	{.method = METHOD_POST,
	 .path = PART_PATH,
	 .needs = MAY_INVESTIGATE,
	 .handle = add_post,
	 .help = "adds an entry: problems, whys, fishbone, timeline, evidence, causes",
	 .api = API_CHANGE("addInvestigationEntry", "Investigations", API_INVESTIGATIONS_WRITE, &entry_body,
			   .status = 201)},
	{.method = METHOD_GET,
	 .path = PART_PATH "/{uuid}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = entry_get,
	 .help = "one entry in its form"},
	{.method = METHOD_POST,
	 .path = PART_PATH "/{uuid}",
	 .needs = MAY_INVESTIGATE,
	 .handle = entry_post,
	 .help = "changes an entry",
	 .api = API_CHANGE("changeInvestigationEntry", "Investigations", API_INVESTIGATIONS_WRITE, &entry_body,
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL)},
	{.method = METHOD_POST,
	 .path = PART_PATH "/{uuid}/remove",
	 .needs = MAY_INVESTIGATE,
	 .handle = remove_post,
	 .help = "takes an entry out",
	 .api = API_CHANGE("removeInvestigationEntry", "Investigations", API_INVESTIGATIONS_WRITE, NULL, .flags = API_VERSIONED)},
	ROUTE_END,
};
