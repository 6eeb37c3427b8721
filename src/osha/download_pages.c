#include "osha/download_pages.h"

#include <string.h>

#include "audit/export.h"
#include "http/api_operation.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "organization/place_store.h"
#include "osha/case_store.h"

static const char *const every_format[] = {"pdf", "xlsx", "csv", "json", NULL};
static const char *const pack_formats[] = {"pdf", "xlsx", NULL};
static const char *const csv_alone[] = {"csv", NULL};

/* The form programs; the last part of the address is the program's name. */
static const struct form_download {
	const char *program;
	const char *action;
	const char *const *formats;
	bool takes_case;
	bool takes_as_of;
} forms[] = {
	{"osha300", "export.osha300", every_format, false, true},
	{"osha300a", "export.osha300a", every_format, false, false},
	{"osha301", "export.osha301", every_format, true, false},
	{"osha-pack", "export.osha_pack", pack_formats, false, false},
};

/* What is being asked for, as far as it has been checked. */
struct wish {
	struct export_order order;
	const char *options[10];
	size_t option_count;
};

static void add_option(struct request *rq, struct wish *wish, const char *name, struct str value)
{
	wish->options[wish->option_count++] = arena_printf(rq->arena, "--%s=%.*s", name, STR_ARG(value)).at;
}

/* The same as an option and in the trail. */
static void add_filter(struct request *rq, struct wish *wish, const char *name, struct str value)
{
	add_option(rq, wish, name, value);
	pairs_add(rq->arena, &wish->order.filter, str_of(name), value);
}

static enum rc add_year(struct request *rq, struct wish *wish, int64_t *year)
{
	enum { FIRST_YEAR = 1971, LAST_YEAR = 2199 }; /* since there has been an OSHA log */
	struct str value = pairs_get(&rq->query, "year");

	if (!str_to_int(value, FIRST_YEAR, LAST_YEAR, year))
		return problem_add(rq, "year", N_("Give a year with four digits"));
	add_filter(rq, wish, "year", value);
	return RC_OK;
}

/* Who reads the records and does not keep them gets no name of a privacy case. */
static void hide_names(struct request *rq, struct wish *wish, int64_t establishment_id)
{
	if (!viewer_may_in(rq->viewer, MAY_KEEP_OSHA, (struct scope){.establishment_id = establishment_id}))
		wish->options[wish->option_count++] = "--hide-names";
}

/* An establishment that the viewer may not see is as absent as one that does not exist. */
static enum rc find_place(struct request *rq, int64_t id, struct establishment *place)
{
	struct str code = pairs_get(&rq->query, "establishment");
	int64_t organization_id = rq->viewer->organization_id;

	if (!id && !code.len)
		return problem_add(rq, "establishment", N_("Give an establishment"));
	enum rc rc = id ? establishment_by_id(rq->db, rq->arena, organization_id, id, place)
			: establishment_by_code(rq->db, rq->arena, organization_id, code, place);
	if (rc != RC_OK)
		return rc;
	struct scope scope = {.establishment_id = place->id};
	return viewer_may_in(rq->viewer, MAY_SEE_OSHA, scope) ? RC_OK : RC_NOT_FOUND;
}

static enum rc wish_begin(struct request *rq, struct wish *wish, const char *program, const char *action,
			  const char *const *formats)
{
	memset(wish, 0, sizeof *wish);
	wish->order = (struct export_order){
		.program = program,
		.action = action,
		.subject = "establishment",
		.options = wish->options,
		.format = export_format(rq, formats),
		.refused = RC_NOT_FOUND,
	};
	add_option(rq, wish, "organization", rq->viewer->organization_code);
	return wish->order.format ? RC_OK
				  : problem_add(rq, "format", N_("This file is not made in that format"));
}

static enum rc wish_year(struct request *rq, struct wish *wish)
{
	struct establishment place;
	int64_t year = 0;
	enum rc rc = find_place(rq, 0, &place);

	if (rc != RC_OK)
		return rc;
	hide_names(rq, wish, place.id);
	add_filter(rq, wish, "establishment", place.code);
	rc = add_year(rq, wish, &year);
	wish->order.subject_id = place.id;
	wish->order.file_stem = arena_printf(rq->arena, "%s-%.*s-%lld", wish->order.program, STR_ARG(place.code),
					     (long long)year);
	return rc;
}

static enum rc wish_as_of(struct request *rq, struct wish *wish)
{
	struct str value = pairs_get(&rq->query, "as_of");
	day as_of;

	if (!day_parse(value, &as_of))
		return problem_add(rq, "as_of", N_("Give a day such as 2026-04-30"));
	add_option(rq, wish, "as-of", value);
	pairs_add(rq->arena, &wish->order.filter, STR("as_of"), value);
	wish->order.file_stem =
		arena_printf(rq->arena, "%.*s-as-of-%.*s", STR_ARG(wish->order.file_stem), STR_ARG(value));
	return RC_OK;
}

static enum rc wish_case(struct request *rq, struct wish *wish)
{
	struct osha_case c;
	struct establishment place;
	enum rc rc = case_by_uuid(rq->db, rq->arena, rq->viewer->organization_id,
				  pairs_get(&rq->query, "case"), &c);

	if (rc == RC_OK)
		rc = find_place(rq, c.establishment_id, &place);
	if (rc != RC_OK)
		return rc;
	hide_names(rq, wish, place.id);
	add_filter(rq, wish, "case", c.uuid);
	wish->order.subject = "osha_case";
	wish->order.subject_id = c.id;
	wish->order.incident_id = c.incident_id;
	struct str number = c.case_number.len ? c.case_number : STR("case");
	wish->order.file_stem = arena_printf(rq->arena, "%s-%.*s-%lld-%.*s", wish->order.program,
					     STR_ARG(place.code), (long long)c.year, STR_ARG(number));
	return RC_OK;
}

static enum rc get_form(struct request *rq, struct response *rs)
{
	struct str name = str_slice(rq->path, sizeof "/download/" - 1, rq->path.len);
	const struct form_download *form = forms;
	struct wish wish;

	while (!str_is(name, form->program))
		form++; /* the routes below lead here with these names only */
	enum rc rc = wish_begin(rq, &wish, form->program, form->action, form->formats);
	if (rc != RC_OK)
		return rc;
	wish.order.has_proof_page = true;
	rc = form->takes_case && pairs_has(&rq->query, "case") ? wish_case(rq, &wish) : wish_year(rq, &wish);
	if (rc == RC_OK && form->takes_as_of && pairs_has(&rq->query, "as_of"))
		rc = wish_as_of(rq, &wish);
	if (rc != RC_OK)
		return rc;
	add_option(rq, &wish, "format", str_of(wish.order.format));
	return export_send(rq, rs, &wish.order);
}

/* One establishment, or all that have to submit: then the viewer must not be limited to some. */
static enum rc wish_places(struct request *rq, struct wish *wish)
{
	struct establishment place;

	if (!pairs_has(&rq->query, "establishment")) {
		wish->order.subject = "organization";
		wish->order.subject_id = rq->viewer->organization_id;
		return viewer_may_in(rq->viewer, MAY_SEE_OSHA, (struct scope){0}) ? RC_OK : RC_DENIED;
	}
	enum rc rc = find_place(rq, 0, &place);
	if (rc != RC_OK)
		return rc;
	add_filter(rq, wish, "establishment", place.code);
	wish->order.subject_id = place.id;
	wish->order.file_stem = arena_printf(rq->arena, "-%.*s", STR_ARG(place.code));
	return RC_OK;
}

static enum rc get_ita(struct request *rq, struct response *rs)
{
	struct str kind = pairs_get(&rq->query, "kind");
	struct wish wish;
	int64_t year = 0;
	enum rc rc = wish_begin(rq, &wish, "ita", "export.ita", csv_alone);

	if (rc == RC_OK && !str_is(kind, "summary") && !str_is(kind, "cases"))
		rc = problem_add(rq, "kind", N_("Choose the summary or the cases"));
	if (rc == RC_OK)
		rc = wish_places(rq, &wish);
	if (rc == RC_OK)
		rc = add_year(rq, &wish, &year);
	if (rc != RC_OK)
		return rc;
	add_filter(rq, &wish, "kind", kind);
	wish.order.file_stem = arena_printf(rq->arena, "ita-%.*s%.*s-%lld", STR_ARG(kind),
					    STR_ARG(wish.order.file_stem), (long long)year);
	rc = export_send(rq, rs, &wish.order);
	if (rc == RC_NOT_FOUND)
		return problem_add(rq, "", N_("OSHA's rules are not met yet: the page of the electronic submission "
					      "names each record and field. No file is written before."));
	return rc;
}

static const struct api_parameter year_query[] = {
	{"establishment", API_TEXT, NULL, "code"}, {"year", API_INT, NULL, NULL}, {"format", API_TEXT, NULL, "pdf, xlsx or csv"},
	{"case", API_TEXT, NULL, "number or uuid of one case"}, {"as_of", API_DAY, NULL, "as the log was on that day"}, {.name = NULL}};
static const struct api_parameter ita_query[] = {
	{"kind", API_TEXT, NULL, "summary or cases"}, {"year", API_INT, NULL, NULL}, {"establishment", API_TEXT, NULL, "code; without: all"},
	{.name = NULL}};
#define FORM_OF(id_)                                                                                        \
	.api = &(const struct api_operation){.id = (id_), .tag = "Exports", .scope = API_OSHA_READ, .flags = API_STREAMED, \
					     .types = "application/pdf text/csv application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", \
					     .query = year_query}
#define FORM(program, help, id) {METHOD_GET, "/download/" program, MAY_SEE_OSHA, ROUTE_WRITES, get_form, help, FORM_OF(id)}
const struct route download_routes[] = {
	FORM("osha300", "Form 300, the log", "exportForm300"),
	FORM("osha300a", "Form 300A, the summary", "exportForm300A"),
	FORM("osha301", "Form 301, incident reports", "exportForm301"),
	FORM("osha-pack", "Forms 300, 300A and 301 in one file", "exportForms"),
	{METHOD_GET, "/download/ita", MAY_SEE_OSHA, ROUTE_WRITES, get_ita, "file for OSHA's electronic submission",
	 .api = &(const struct api_operation){.id = "exportIta", .tag = "Exports", .scope = API_OSHA_READ, .flags = API_STREAMED,
					      .types = "text/csv", .query = ita_query}},
	ROUTE_END,
};
