#include "environment/substance_pages.h"

#include "base/text.h"
#include "environment/agency_store.h"
#include "environment/release_duty_store.h"
#include "environment/substance_store.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"

static const struct code said[] = {
	{"saved", N_("The change has been saved.")},
	{NULL, NULL},
};

/* --- suggestions --- */

static enum rc lookup_get(struct request *rq, struct response *rs)
{
	enum { SUGGESTED = 20 };
	struct text json = TEXT_IN(rq->arena);
	struct str words = str_trim(pairs_get(&rq->query, "q"));
	struct rows rows = {0};
	enum rc rc = RC_OK;

	if (words.len)
		rc = substance_list(rq->db, rq->arena, rq->viewer->organization_id, words, false, STR(""),
				    &rows);
	text_cstr(&json, "{\"found\":[");
	for (size_t i = 0; rc == RC_OK && i < rows.count && i < SUGGESTED; i++) {
		if (i)
			text_char(&json, ',');
		text_json(&json, substance_text(rq->arena, ROW(struct substance, rows, i)));
	}
	text_cstr(&json, "]}");
	return rc == RC_OK ? respond_json(rq, rs, text_str(&json)) : rc;
}

/* --- substances --- */

static const char *const substance_names[] = {
	"name",      "synonyms",   "cas",      "cercla_rq",
	"ehs_rq",    "special",    "is_gas",   "specific_gravity",
	"strength",  "molar_mass", "sds_href", "note",
	"is_active", NULL,
};
static enum rc check_substance(struct request *rq, const void *row);
static const struct form substance_form = {&substance_record, substance_names, check_substance};

static enum rc check_substance(struct request *rq, const void *row)
{
	const struct substance *substance = row;

	if (substance->cas.len && !substance_cas_is_valid(substance->cas))
		problem_add(rq, "cas", N_("This is no CAS number: its last digit does not fit the others"));
	if (substance->sds_href.len && !str_starts(substance->sds_href, STR("https://")) &&
	    !str_starts(substance->sds_href, STR("http://")))
		problem_add(rq, "sds_href", N_("Give an address that begins with https://"));
	return rq->problem_count ? RC_INVALID : RC_OK;
}

static enum rc substances_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct str words = str_trim(pairs_get(&rq->query, "q"));
	bool own = str_is(pairs_get(&rq->query, "own"), "1");
	struct rows rows;
	enum rc rc = substance_list(rq->db, rq->arena, rq->viewer->organization_id, words, own,
				    pairs_get(&rq->query, "after"), &rows);

	if (rc != RC_OK)
		return rc;
	size_t shown = rows.count > SUBSTANCE_PAGE ? SUBSTANCE_PAGE : rows.count;
	view_records(page, "substances", &substance_record, rows.at, shown);
	view_text(page, "q", words);
	view_flag(page, "own", own);
	if (rows.count > SUBSTANCE_PAGE)
		view_text(page, "after", ROW(struct substance, rows, shown - 1)->name);
	page_said(rq, page, said);
	return respond_page(rq, rs, "environment/substances", page);
}

/* What shares a CAS number is the same substance; else each entry is its own. */
static enum rc complete_substance(struct request *rq, void *row)
{
	struct substance *substance = row;

	(void)rq;
	substance->same_as = substance->cas.len ? substance->cas : substance->name;
	return RC_OK;
}

static enum rc write_substance(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? substance_update(db, row) : substance_insert(db, row);
}

static enum rc decorate_substance(struct request *rq, struct view *page, const void *row)
{
	struct view_list *crumbs = NULL;

	(void)row;
	edit_crumb(page, &crumbs, "/admin/substances", rq_tr(rq, N_("Substances")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Substance")));
	return RC_OK;
}

static struct edit substance_edit(struct request *rq, const struct substance *before, struct substance *row)
{
	return (struct edit){
		.form = &substance_form,
		.before = before,
		.row = row,
		.complete = complete_substance,
		.write = write_substance,
		.template = "environment/edit",
		.title = rq_tr(rq, N_("Substance")),
		.cancel_href = STR("/admin/substances?own=1"),
		.answer = "/admin/substances?own=1&said=saved",
		.decorate = decorate_substance,
	};
}

static void begin_substance(const struct request *rq, struct substance *row)
{
	record_clear(&substance_record, row);
	row->organization_id = rq->viewer->organization_id;
	row->kind = SUBSTANCE_LISTED;
	row->is_active = true;
	row->version = 1;
	row->updated_at = rq->now;
}

/* Entries of the federal lists are nobody's to change. */
static enum rc find_substance(struct request *rq, struct substance *before, struct substance *row)
{
	int64_t id;
	enum rc rc = edit_param_id(rq, "id", &id);

	if (rc == RC_OK)
		rc = substance_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	if (rc == RC_OK && !before->organization_id)
		rc = RC_DENIED;
	*row = *before;
	row->updated_at = rq->now;
	return rc;
}

static enum rc substance_new_get(struct request *rq, struct response *rs)
{
	struct substance row;

	begin_substance(rq, &row);
	struct edit edit = substance_edit(rq, NULL, &row);
	return edit_show(rq, rs, &edit);
}

static enum rc substance_new_post(struct request *rq, struct response *rs)
{
	struct substance row;

	begin_substance(rq, &row);
	struct edit edit = substance_edit(rq, NULL, &row);
	return edit_save(rq, rs, &edit);
}

static enum rc substance_get(struct request *rq, struct response *rs)
{
	struct substance before, row;
	enum rc rc = find_substance(rq, &before, &row);
	struct edit edit = substance_edit(rq, &before, &row);

	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc substance_post(struct request *rq, struct response *rs)
{
	struct substance before, row;
	enum rc rc = find_substance(rq, &before, &row);
	struct edit edit = substance_edit(rq, &before, &row);

	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

/* --- agencies --- */

static const char *const agency_names[] = {
	"establishment_id", "agency", "name",        "phone",     "email",
	"postal_address",   "note",   "verified_on", "is_active", NULL,
};
static const struct form agency_form = {&agency_contact_record, agency_names, NULL};

static enum rc agencies_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "agencies");
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct rows rows;
	enum rc rc = agency_list(rq->db, rq->arena, rq->viewer->organization_id, 0, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		rc = names_load(names, NAMES_ESTABLISHMENT,
				&ROW(struct agency_contact, rows, i)->establishment_id, 1);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		const struct agency_contact *contact = ROW(struct agency_contact, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &agency_contact_record, contact);
		view_int(item, "id", contact->id);
		view_text(item, "establishment",
			  names_get(names, NAMES_ESTABLISHMENT, contact->establishment_id));
	}
	page_said(rq, page, said);
	return respond_page(rq, rs, "environment/agencies", page);
}

static enum rc write_agency(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? agency_update(db, row) : agency_insert(db, row);
}

static enum rc decorate_agency(struct request *rq, struct view *page, const void *row)
{
	struct view_list *crumbs = NULL;

	(void)row;
	edit_crumb(page, &crumbs, "/admin/agencies", rq_tr(rq, N_("Agencies")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Agency")));
	return RC_OK;
}

static enum rc agency_edit(struct request *rq, const struct agency_contact *before,
			   struct agency_contact *row, struct edit *edit)
{
	*edit = (struct edit){
		.form = &agency_form,
		.before = before,
		.row = row,
		.write = write_agency,
		.template = "environment/edit",
		.title = rq_tr(rq, N_("Agency")),
		.cancel_href = STR("/admin/agencies"),
		.answer = "/admin/agencies?said=saved",
		.decorate = decorate_agency,
	};
	return choices_establishments(rq, "establishment_id", row->establishment_id);
}

static void begin_agency(const struct request *rq, struct agency_contact *row)
{
	record_clear(&agency_contact_record, row);
	row->organization_id = rq->viewer->organization_id;
	row->is_active = true;
	row->version = 1;
}

static enum rc find_agency(struct request *rq, struct agency_contact *before, struct agency_contact *row)
{
	int64_t id;
	enum rc rc = edit_param_id(rq, "id", &id);

	if (rc == RC_OK)
		rc = agency_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, before);
	*row = *before;
	return rc;
}

static enum rc agency_new_get(struct request *rq, struct response *rs)
{
	struct agency_contact row;
	struct edit edit;

	begin_agency(rq, &row);
	enum rc rc = agency_edit(rq, NULL, &row, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc agency_new_post(struct request *rq, struct response *rs)
{
	struct agency_contact row;
	struct edit edit;

	begin_agency(rq, &row);
	enum rc rc = agency_edit(rq, NULL, &row, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

static enum rc agency_get(struct request *rq, struct response *rs)
{
	struct agency_contact before, row;
	struct edit edit;
	enum rc rc = find_agency(rq, &before, &row);

	if (rc == RC_OK)
		rc = agency_edit(rq, &before, &row, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc agency_post(struct request *rq, struct response *rs)
{
	struct agency_contact before, row;
	struct edit edit;
	enum rc rc = find_agency(rq, &before, &row);

	if (rc == RC_OK)
		rc = agency_edit(rq, &before, &row, &edit);
	return rc == RC_OK ? edit_save(rq, rs, &edit) : rc;
}

const struct route substance_routes[] = {
	{.method = METHOD_GET,
	 .path = "/lookup/substances",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = lookup_get,
	 .help = "substances whose name or number has the words",
	 .offered_by = "listMaterials"},
	{.method = METHOD_GET,
	 .path = "/admin/substances",
	 .needs = MAY_KEEP_SUBSTANCES,
	 .handle = substances_get,
	 .help = "substances with their reportable quantities",
	 .offered_by = "listMaterials getMaterial"},
	{.method = METHOD_GET,
	 .path = "/admin/substances/new",
	 .needs = MAY_KEEP_SUBSTANCES,
	 .handle = substance_new_get,
	 .help = "the form for an own substance"},
	{.method = METHOD_POST,
	 .path = "/admin/substances/new",
	 .needs = MAY_KEEP_SUBSTANCES,
	 .handle = substance_new_post,
	 .help = "adds it",
	 .api = API_CHANGE("addSubstance", "Directory", API_DIRECTORY_WRITE, API_FORM("NewSubstance", &substance_form),
			   .status = 201,
			   .path = "/api/v1/substances")},
	{.method = METHOD_GET,
	 .path = "/admin/substances/{id}",
	 .needs = MAY_KEEP_SUBSTANCES,
	 .handle = substance_get,
	 .help = "the form of an own substance"},
	{.method = METHOD_POST,
	 .path = "/admin/substances/{id}",
	 .needs = MAY_KEEP_SUBSTANCES,
	 .handle = substance_post,
	 .help = "changes it",
	 .api = API_CHANGE("changeSubstance", "Directory", API_DIRECTORY_WRITE, API_FORM("Substance", &substance_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/substances/{id}")},
	{.method = METHOD_GET,
	 .path = "/admin/agencies",
	 .needs = MAY_ADMINISTER,
	 .handle = agencies_get,
	 .help = "whom to call after a release, per establishment",
	 .offered_by = "listAgencies getAgency"},
	{.method = METHOD_GET,
	 .path = "/admin/agencies/new",
	 .needs = MAY_ADMINISTER,
	 .handle = agency_new_get,
	 .help = "the form for an agency"},
	{.method = METHOD_POST,
	 .path = "/admin/agencies/new",
	 .needs = MAY_ADMINISTER,
	 .handle = agency_new_post,
	 .help = "adds it",
	 .api = API_CHANGE("addAgency", "Directory", API_DIRECTORY_WRITE, API_FORM("NewAgency", &agency_form),
			   .status = 201,
			   .path = "/api/v1/agencies")},
	{.method = METHOD_GET,
	 .path = "/admin/agencies/{id}",
	 .needs = MAY_ADMINISTER,
	 .handle = agency_get,
	 .help = "the form of an agency"},
	{.method = METHOD_POST,
	 .path = "/admin/agencies/{id}",
	 .needs = MAY_ADMINISTER,
	 .handle = agency_post,
	 .help = "changes it",
	 .api = API_CHANGE("changeAgency", "Directory", API_DIRECTORY_WRITE, API_FORM("Agency", &agency_form),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/agencies/{id}")},
	ROUTE_END,
};
