#include "identity/page.h"
#include "http/api_operation.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/place_pages.h"
#include "organization/place_store.h"
#include "organization/place_view.h"

static const struct code said[] = {{"saved", N_("The figures have been saved.")}, {NULL, NULL}};

static const char *const new_names[] = {"year", "annual_average_employees", "total_hours_worked",
					"peak_employees", NULL};
static const struct form new_form = {&establishment_year_record, new_names, NULL};
static const struct form year_form = {&establishment_year_record, new_names + 1, NULL};

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct establishment place;
	struct rows rows = {NULL, 0};
	enum rc rc = place_of_address(rq, &place);

	if (rc == RC_OK)
		rc = establishment_year_list(rq->db, rq->arena, rq->viewer->organization_id, place.id, &rows);
	if (rc != RC_OK)
		return rc;
	place_frame(rq, page, &place, "hours");
	view_records(page, "rows", &establishment_year_record, rows.at, rows.count);
	page_said(rq, page, said);
	return respond_page(rq, rs, "organization/hours", page);
}

/* The worksheet's text comes back as it was typed. */
static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	struct str typed = pairs_get(&rq->form, "paid");

	(void)row;
	view_text(page, "paid", typed.at ? typed : STR(""));
	return RC_OK;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? establishment_year_update(db, row) : establishment_year_insert(db, row);
}

static void begin(struct request *rq, const struct establishment *place,
		  const struct establishment_year *before, struct establishment_year *year, struct edit *edit)
{
	const char *back = arena_printf(rq->arena, "/admin/places/%lld/hours", (long long)place->id).at;

	year->updated_at = rq->now;
	*edit = (struct edit){
		.form = before ? &year_form : &new_form,
		.rules = establishment_year_rules,
		.before = before,
		.row = year,
		.write = write,
		.template = "organization/year-edit",
		.title = before ? arena_printf(rq->arena, "%.*s, %lld", STR_ARG(place->name),
					       (long long)before->year)
				: rq_tr(rq, N_("Add a year")),
		.cancel_href = str_of(back),
		.answer = arena_printf(rq->arena, "%s?said=saved", back).at,
		.decorate = decorate,
	};
}

static enum rc edit_new(struct request *rq, struct establishment_year *year, struct edit *edit)
{
	struct establishment place;
	enum rc rc = place_of_address(rq, &place);

	if (rc != RC_OK)
		return rc;
	record_clear(&establishment_year_record, year);
	year->organization_id = place.organization_id;
	year->establishment_id = place.id;
	year->year = day_civil(zone_day(rq->zone, rq->now)).year;
	year->version = 1;
	begin(rq, &place, NULL, year, edit);
	return RC_OK;
}

static enum rc edit_stored(struct request *rq, struct establishment_year *before, struct edit *edit)
{
	struct establishment place;
	int64_t year = 0;
	enum rc rc = place_of_address(rq, &place);

	if (rc == RC_OK)
		rc = edit_param_id(rq, "year", &year);
	if (rc == RC_OK)
		rc = establishment_year_find(rq->db, rq->arena, rq->viewer->organization_id, place.id, year,
					     before);
	if (rc == RC_OK)
		begin(rq, &place, before, record_copy(rq->arena, &establishment_year_record, before), edit);
	return rc;
}

static void set_typed(struct request *rq, const char *name, struct str value)
{
	for (size_t i = 0; i < rq->form.count; i++)
		if (str_is(rq->form.at[i].name, name))
			rq->form.at[i].value = value;
}

/* People paid in each pay period, separated by anything that is no digit, into the average. */
static enum rc calculate(struct request *rq)
{
	struct str typed = pairs_get(&rq->form, "paid");
	int64_t sum = 0, periods = 0, number;
	const int64_t most = 10000000;

	for (size_t i = 0; i < typed.len;) {
		size_t end = i;
		while (end < typed.len && typed.at[end] >= '0' && typed.at[end] <= '9')
			end++;
		if (end > i && !str_to_int(str_slice(typed, i, end - i), 0, most, &number))
			return problem_add(rq, "paid", N_("One of these numbers is too large"));
		if (end > i) {
			sum += number;
			periods++;
		}
		i = end + 1;
	}
	if (periods == 0)
		return problem_add(rq, "paid", N_("Enter the number of people paid in each pay period"));
	set_typed(rq, "annual_average_employees",
		  arena_printf(rq->arena, "%lld", (long long)establishment_average_employees(sum, periods)));
	return RC_OK;
}

static enum rc save(struct request *rq, struct response *rs, const struct edit *edit)
{
	if (!pairs_has(&rq->form, "calculate"))
		return edit_save(rq, rs, edit);
	enum rc rc = calculate(rq);
	return rc == RC_OK || rc == RC_INVALID ? edit_show(rq, rs, edit) : rc;
}

static enum rc new_get(struct request *rq, struct response *rs)
{
	struct establishment_year year;
	struct edit edit;
	enum rc rc = edit_new(rq, &year, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct establishment_year year;
	struct edit edit;
	enum rc rc = edit_new(rq, &year, &edit);
	return rc == RC_OK ? save(rq, rs, &edit) : rc;
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct establishment_year before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? edit_show(rq, rs, &edit) : rc;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct establishment_year before;
	struct edit edit;
	enum rc rc = edit_stored(rq, &before, &edit);
	return rc == RC_OK ? save(rq, rs, &edit) : rc;
}

const struct route establishment_year_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}/hours",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "hours and headcount of an establishment by year",
	 .offered_by = "listYears"},
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}/hours/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_get,
	 .help = "the form for another year"},
	{.method = METHOD_POST,
	 .path = "/admin/places/{place}/hours/new",
	 .needs = MAY_ADMINISTER,
	 .handle = new_post,
	 .help = "add a year, or work out its average",
	 .api = API_CHANGE("addYear", "Directory", API_DIRECTORY_WRITE, API_BODY("NewYear", {API_FIELDS, .form = &new_form}, {API_TEXT, "paid", .help = "employees paid in each pay period, from which the average is worked out"}),
			   .status = 201,
			   .path = "/api/v1/places/{place}/years")},
	{.method = METHOD_GET,
	 .path = "/admin/places/{place}/hours/{year}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_get,
	 .help = "the form to change a year's figures"},
	{.method = METHOD_POST,
	 .path = "/admin/places/{place}/hours/{year}",
	 .needs = MAY_ADMINISTER,
	 .handle = edit_post,
	 .help = "change them, or work out the average",
	 .api = API_CHANGE("changeYear", "Directory", API_DIRECTORY_WRITE, API_BODY("Year", {API_FIELDS, .form = &year_form}, {API_TEXT, "paid", .help = "employees paid in each pay period, from which the average is worked out"}),
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/places/{place}/years/{year}")},
	ROUTE_END,
};
