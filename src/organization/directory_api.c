#include "organization/directory_api.h"

#include "audit/reading.h"
#include "http/api_call.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

static const struct form place_fields = {&establishment_record, NULL, NULL};
static const struct api_schema place_schema = API_RECORD_OF("Establishment", "A place with its own OSHA records", &place_fields);
static const struct api_schema places_schema = API_LIST_OF("EstablishmentList", "By code", &place_schema);
static const struct form area_fields = {&area_record, NULL, NULL};
static const struct api_schema area_schema = API_RECORD_OF("EstablishmentArea", "A part of a place", &area_fields);
static const struct api_schema areas_schema = API_LIST_OF("EstablishmentAreaList", "By code", &area_schema);
static const struct form year_fields = {&establishment_year_record, NULL, NULL};
static const struct api_schema year_schema = API_RECORD_OF("EstablishmentYear", "Hours and headcount of a year", &year_fields);
static const struct api_schema years_schema = API_LIST_OF("EstablishmentYearList", "Newest first", &year_schema);
static const struct form unit_fields = {&unit_record, NULL, NULL};
static const struct api_schema unit_schema = API_RECORD_OF("UnitEntry", "A department, business unit, team or project", &unit_fields);
static const struct api_schema units_schema = API_LIST_OF("UnitList", "By name", &unit_schema);
/* Particulars that only the forms need are not among them. */
static const char *const person_names[] = {
	"id", "uuid", "employee_number", "given_name", "family_name", "email", "job_title", "employment", "establishment_id",
	"department_id", "business_unit_id", "team_id", "manager_id", "is_active", NULL,
};
static const struct form person_fields = {&person_record, person_names, NULL};
static const struct api_schema person_schema = API_RECORD_OF("PersonEntry", "Somebody who works here", &person_fields);
static const struct api_schema people_schema = API_LIST_OF("PersonList", "By family name", &person_schema);

static bool wants_all(const struct request *rq)
{
	return str_is(pairs_get(&rq->query, "all"), "true");
}

static enum rc places_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = establishment_list(rq->db, rq->arena, rq->viewer->organization_id, !wants_all(rq), &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &place_fields, &rows, sizeof(struct establishment), STR_NONE) : rc;
}

static enum rc find_place(struct request *rq, struct establishment *place)
{
	int64_t id;
	enum rc rc = edit_param_id(rq, "place", &id);

	return rc == RC_OK ? establishment_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, place) : rc;
}

static enum rc place_get(struct request *rq, struct response *rs)
{
	struct establishment place;
	enum rc rc = find_place(rq, &place);

	return rc == RC_OK ? api_call_row(rq, rs, &place_fields, &place, place.version) : rc;
}

static enum rc areas_get(struct request *rq, struct response *rs)
{
	struct establishment place;
	struct rows rows;
	enum rc rc = find_place(rq, &place);

	if (rc == RC_OK)
		rc = area_list(rq->db, rq->arena, place.organization_id, place.id, &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &area_fields, &rows, sizeof(struct area), STR_NONE) : rc;
}

static enum rc years_get(struct request *rq, struct response *rs)
{
	struct establishment place;
	struct rows rows;
	enum rc rc = find_place(rq, &place);

	if (rc == RC_OK)
		rc = establishment_year_list(rq->db, rq->arena, place.organization_id, place.id, &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &year_fields, &rows, sizeof(struct establishment_year), STR_NONE) : rc;
}

static enum rc area_get(struct request *rq, struct response *rs)
{
	struct establishment place;
	struct area area;
	int64_t id;
	enum rc rc = find_place(rq, &place);

	if (rc == RC_OK)
		rc = edit_param_id(rq, "area", &id);
	if (rc == RC_OK)
		rc = area_by_id(rq->db, rq->arena, place.organization_id, id, &area);
	if (rc == RC_OK && area.establishment_id != place.id)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? api_call_row(rq, rs, &area_fields, &area, area.version) : rc;
}

static enum rc year_get(struct request *rq, struct response *rs)
{
	struct establishment_year year;
	struct establishment place;
	int64_t number;
	enum rc rc = find_place(rq, &place);

	if (rc == RC_OK)
		rc = edit_param_id(rq, "year", &number);
	if (rc == RC_OK)
		rc = establishment_year_find(rq->db, rq->arena, place.organization_id, place.id, number, &year);
	return rc == RC_OK ? api_call_row(rq, rs, &year_fields, &year, year.version) : rc;
}

static enum rc units_get(struct request *rq, struct response *rs)
{
	const struct str wanted = pairs_get(&rq->query, "kind");
	const int kind = codes_find(&unit_kind_codes, wanted);
	struct rows rows;

	if (kind < 0) {
		problem_add(rq, "?kind", N_("This value means nothing here"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = unit_list(rq->db, rq->arena, rq->viewer->organization_id, (enum unit_kind)kind, !wants_all(rq), &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &unit_fields, &rows, sizeof(struct unit), STR_NONE) : rc;
}

static enum rc unit_get(struct request *rq, struct response *rs)
{
	struct unit unit;
	int64_t id;
	enum rc rc = edit_param_id(rq, "unit", &id);

	if (rc == RC_OK)
		rc = unit_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &unit);
	return rc == RC_OK ? api_call_row(rq, rs, &unit_fields, &unit, unit.version) : rc;
}

enum { PEOPLE_PAGE = 100 };

/* Behind whom the list goes on: found by the id that the cursor is. */
static enum rc read_after(struct request *rq, struct person *person, const struct person **after)
{
	struct str cursor = pairs_get(&rq->query, "after");
	int64_t id;

	*after = NULL;
	if (!cursor.at)
		return RC_OK;
	enum rc rc = str_to_int(cursor, 1, INT64_MAX, &id)
			     ? person_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, person) : RC_NOT_FOUND;
	if (rc == RC_OK) {
		*after = person;
		return RC_OK;
	}
	problem_add(rq, "?after", N_("Take it from `next` of the page before"));
	return rc == RC_NOT_FOUND ? RC_BAD_REQUEST : rc;
}

static enum rc people_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, PEOPLE_PAGE);
	struct people_filter filter = {
		.words = pairs_get(&rq->query, "q"), .with_inactive = wants_all(rq), .most = (int64_t)limit + 1};
	struct str next = STR_NONE;
	struct person last;
	struct rows rows;
	enum rc rc = read_after(rq, &last, &filter.after);

	str_to_int(pairs_get(&rq->query, "establishment"), 1, INT64_MAX, &filter.establishment_id);
	str_to_int(pairs_get(&rq->query, "department"), 1, INT64_MAX, &filter.department_id);
	if (rc == RC_OK)
		rc = person_list(rq->db, rq->arena, rq->viewer->organization_id, &filter, &rows);
	if (rc != RC_OK)
		return rc;
	if (rows.count > limit) {
		rows.count = limit;
		next = arena_printf(rq->arena, "%lld", (long long)ROW(struct person, rows, limit - 1)->id);
	}
	return api_call_rows(rq, rs, &person_fields, &rows, sizeof(struct person), next);
}

static enum rc person_get(struct request *rq, struct response *rs)
{
	struct person person;
	enum rc rc = person_named(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "person"), &person);

	return rc == RC_OK ? api_call_row(rq, rs, &person_fields, &person, person.version) : rc;
}

/* What the forms of the law need, for administrators; reading it leaves its entry in the audit trail. */
static const char *const particular_names[] = {"born_on", "sex", "street", "city", "state", "zip", NULL};
static const struct form particular_fields = {&person_record, particular_names, NULL};
static const struct api_schema particulars_schema =
	API_RECORD_OF("ParticularsEntry", "Personal particulars; reading them is noted", &particular_fields);

static enum rc particulars_get(struct request *rq, struct response *rs)
{
	struct person person;
	enum rc rc = person_named(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "person"), &person);

	if (rc == RC_OK)
		rc = audit_read(rq, "person", person.id, 0);
	return rc == RC_OK ? api_call_row(rq, rs, &particular_fields, &person, person.version) : rc;
}

#define READS(id_, answer_, ...)                                                                            \
	&(const struct api_operation){.id = (id_), .tag = "Directory", .scope = API_DIRECTORY_READ, .answer = &(answer_), __VA_ARGS__}
static const struct api_parameter all[] = {{"all", API_BOOL, NULL, "true: retired ones too"}, {.name = NULL}};
static const struct api_parameter unit_query[] = {
	{"kind", API_CODE, &unit_kind_codes, NULL}, {"all", API_BOOL, NULL, "true: retired ones too"}, {.name = NULL}};
static const struct api_parameter people_query[] = {
	{"q", API_TEXT, NULL, "words of name, number or e-mail"}, {"establishment", API_INT, NULL, NULL},
	{"department", API_INT, NULL, NULL}, {"all", API_BOOL, NULL, "true: those who have left too"}, {.name = NULL}};
const struct route directory_api_routes[] = {
	{METHOD_GET, "/api/v1/places", MAY_REPORT, 0, places_get, "establishments", READS("listPlaces", places_schema, .query = all)},
	{METHOD_GET, "/api/v1/places/{place}", MAY_REPORT, 0, place_get, "one establishment",
	 READS("getPlace", place_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/places/{place}/areas", MAY_REPORT, 0, areas_get, "its areas", READS("listAreas", areas_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/places/{place}/years", MAY_SEE_FIGURES, 0, years_get, "its hours and headcount by year",
	 READS("listYears", years_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/places/{place}/areas/{area}", MAY_REPORT, 0, area_get, "one area",
	 READS("getArea", area_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/places/{place}/years/{year}", MAY_SEE_FIGURES, 0, year_get, "the figures of one year",
	 READS("getYear", year_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/units", MAY_REPORT, 0, units_get, "departments, business units, teams and projects",
	 READS("listUnits", units_schema, .query = unit_query)},
	{METHOD_GET, "/api/v1/units/{unit}", MAY_REPORT, 0, unit_get, "one of them", READS("getUnit", unit_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/people", MAY_SEE_PEOPLE, 0, people_get, "people, with search",
	 READS("listPeople", people_schema, .flags = API_LISTED, .query = people_query)},
	{METHOD_GET, "/api/v1/people/{person}", MAY_SEE_PEOPLE, 0, person_get, "one of them, by uuid or id",
	 READS("getPerson", person_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/people/{person}/particulars", MAY_ADMINISTER, ROUTE_WRITES, particulars_get, "personal particulars of one",
	 READS("getParticulars", particulars_schema, .flags = API_VERSIONED)},
	ROUTE_END,
};
