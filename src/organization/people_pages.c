#include "organization/people_pages.h"

#include <stddef.h>

#include "identity/page.h"
#include "identity/viewer.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"
#include "organization/names_store.h"
#include "organization/people_store.h"

enum { PAGE = 50 };

/* What the list's form asks. */
struct asked {
	struct str q;
	int64_t establishment_id;
	int64_t department_id;
	bool all;
	int64_t after;  /* id of the last person of the page before */
	int64_t before; /* id of the first person of the page after */
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct asked, member)
static const struct field asked_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(q), .label = N_("Name, number or e-mail"), .max = 100},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment")},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department")},
	{.kind = FIELD_BOOL, OFFSET(all), .label = N_("Also those who have left")},
	{.kind = FIELD_ID, OFFSET(after), .label = N_("After")},
	{.kind = FIELD_ID, OFFSET(before), .label = N_("Before")},
	FIELD_END,
};
#undef OFFSET
static const struct record asked_record = {"asked", sizeof(struct asked), asked_fields};
static const char *const shown_names[] = {"q", "establishment_id", "department_id", "all", NULL};
static const char *const asked_names[] = {"q", "establishment_id", "department_id", "all", "after", "before",
					  NULL};
static const struct form shown_form = {&asked_record, shown_names, NULL};
static const struct form asked_form = {&asked_record, asked_names, NULL};

/* The list's address with its filters, ready for another key. */
static struct text address(struct request *rq, const struct asked *asked)
{
	struct text text = TEXT_IN(rq->arena);

	text_cstr(&text, "/admin/people?q=");
	text_url(&text, asked->q);
	if (asked->establishment_id)
		text_printf(&text, "&establishment_id=%lld", (long long)asked->establishment_id);
	if (asked->department_id)
		text_printf(&text, "&department_id=%lld", (long long)asked->department_id);
	if (asked->all)
		text_cstr(&text, "&all=1");
	return text;
}

static struct str page_href(struct request *rq, const struct asked *asked, const char *key, int64_t id)
{
	struct text text = address(rq, asked);

	text_printf(&text, "&%s=%lld", key, (long long)id);
	return text_str(&text);
}

/* One more than a page is read, so that it is known whether there are more. */
static void add_pager(struct request *rq, struct view *page, const struct asked *asked, struct rows *rows)
{
	const bool has_more = rows->count > PAGE;
	bool has_previous = asked->after != 0, has_next = has_more;

	if (asked->before) {
		has_previous = has_more;
		has_next = true;
		if (has_more)
			rows->at = ROW(struct person, *rows, 1);
	}
	if (has_more)
		rows->count = PAGE;
	if (rows->count == 0)
		return;
	if (has_previous)
		view_text(page, "previous_href",
			  page_href(rq, asked, "before", ROW(struct person, *rows, 0)->id));
	if (has_next)
		view_text(page, "next_href",
			  page_href(rq, asked, "after", ROW(struct person, *rows, rows->count - 1)->id));
}

static enum rc read_page(struct request *rq, const struct asked *asked, struct rows *rows)
{
	const int64_t organization_id = rq->viewer->organization_id;
	struct person key;
	struct people_filter filter = {
		.words = asked->q,
		.establishment_id = asked->establishment_id,
		.department_id = asked->department_id,
		.with_inactive = asked->all,
		.most = PAGE + 1,
	};
	enum rc rc = RC_OK;

	if (asked->after || asked->before) {
		rc = person_by_id(rq->db, rq->arena, organization_id,
				  asked->after ? asked->after : asked->before, &key);
		filter.after = asked->after ? &key : NULL;
		filter.before = asked->after ? NULL : &key;
	}
	return rc == RC_OK ? person_list(rq->db, rq->arena, organization_id, &filter, rows) : rc;
}

static enum rc add_rows(struct request *rq, struct view *page, struct rows rows)
{
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct view_list *list = view_list(page, "rows");
	enum rc rc = names_load_column(names, NAMES_ESTABLISHMENT, rows, sizeof(struct person),
				       offsetof(struct person, establishment_id));

	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_UNIT, rows, sizeof(struct person),
				       offsetof(struct person, department_id));
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct person),
				       offsetof(struct person, manager_id));
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct person *person = ROW(struct person, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &person_record, person);
		view_text(item, "establishment",
			  names_get(names, NAMES_ESTABLISHMENT, person->establishment_id));
		view_text(item, "department", names_get(names, NAMES_UNIT, person->department_id));
		view_text(item, "manager", names_get(names, NAMES_PERSON, person->manager_id));
	}
	return rc;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct asked asked;
	struct rows rows;
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	record_clear(&asked_record, &asked);
	if (rc == RC_OK)
		rc = choices_units(rq, "department_id", UNIT_DEPARTMENT, 0);
	if (rc == RC_OK)
		rc = query_read(rq, &asked_form, &asked);
	if (rc == RC_OK)
		rc = read_page(rq, &asked, &rows);
	if (rc != RC_OK)
		return rc;
	add_pager(rq, page, &asked, &rows);
	rc = add_rows(rq, page, rows);
	if (rc != RC_OK)
		return rc;
	struct view_list *crumbs = NULL;
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("People")));
	form_view(rq, page, "filter", &shown_form, &asked);
	return respond_page(rq, rs, "organization/people", page);
}

const struct route people_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/people",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "people, with search",
	 .offered_by = "listPeople"},
	ROUTE_END,
};
