#include "impact/training_completion_pages.h"

#include <stddef.h>

#include "audit/export.h"
#include "http/api_operation.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "impact/training_requirement_store.h"
#include "impact/training_store.h"
#include "organization/choices_view.h"
#include "organization/names_store.h"

enum { PAGE = 50 };

/* What the form above the figures asks. */
struct asked {
	int64_t establishment_id;
	int64_t department_id;
	int64_t course_id;
	bool all;         /* the list: not only what is overdue */
	struct str after; /* the list: "DAY.PERSON.COURSE" of the last row before */
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct asked, member)
static const struct field asked_fields[] = {
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment")},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department")},
	{.kind = FIELD_ID, OFFSET(course_id), .label = N_("Course")},
	{.kind = FIELD_BOOL, OFFSET(all), .label = N_("Also what is current")},
	{.kind = FIELD_TEXT, OFFSET(after), .label = N_("After"), .max = 80},
	FIELD_END,
};
#undef OFFSET
static const struct record asked_record = {"asked", sizeof(struct asked), asked_fields};
static const char *const figure_names[] = {"establishment_id", "department_id", "course_id", NULL};
static const char *const list_names[] = {"establishment_id", "department_id", "course_id", "all", NULL};
static const char *const asked_names[] = {"establishment_id", "department_id", "course_id", "all", "after", NULL};
static const struct form figure_form = {&asked_record, figure_names, NULL}, list_form = {&asked_record, list_names, NULL},
			 asked_form = {&asked_record, asked_names, NULL};

/* A request for figures or names, with what labels them. */
struct visit {
	struct request *rq;
	struct view *page;
	struct asked asked;
	struct training_completion completion;
	struct rows courses;
	struct names *names;
};

static struct str course_name(const struct visit *v, int64_t id)
{
	for (size_t i = 0; i < v->courses.count; i++)
		if (ROW(struct training_course, v->courses, i)->id == id)
			return ROW(struct training_course, v->courses, i)->name;
	return STR("");
}

static enum rc offer(struct visit *v)
{
	struct request *rq = v->rq;
	enum rc rc = training_course_list(rq->db, rq->arena, rq->viewer->organization_id, true, &v->courses);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, v->courses.count + 1);
	for (size_t i = 0; i < v->courses.count; i++) {
		const struct training_course *course = ROW(struct training_course, v->courses, i);
		choices[i] = (struct choice){course->id, course->name};
	}
	form_choices(rq, "course_id", choices, v->courses.count);
	rc = choices_establishments(rq, "establishment_id", 0);
	return rc == RC_OK ? choices_units(rq, "department_id", UNIT_DEPARTMENT, 0) : rc;
}

static enum rc begin(struct request *rq, struct visit *v, bool with_needs)
{
	*v = (struct visit){.rq = rq, .page = view_new(rq->arena),
			    .names = names_new(rq->db, rq->arena, rq->viewer->organization_id)};
	record_clear(&asked_record, &v->asked);
	enum rc rc = offer(v);
	if (rc == RC_OK)
		rc = query_read(rq, &asked_form, &v->asked);
	const struct training_question question = {
		.establishment_id = v->asked.establishment_id,
		.department_id = v->asked.department_id,
		.course_id = v->asked.course_id,
		.is_overdue_only = !v->asked.all,
		.today = zone_day(rq->zone, rq->now),
	};
	if (rc == RC_OK)
		rc = training_completion_collect(rq->db, rq->arena, rq->viewer, &question, with_needs, &v->completion);
	return rc;
}

/* The question as part of an address, with one of its members replaced. */
static struct str query(const struct visit *v, const char *replaced, int64_t id)
{
	const struct {
		const char *name;
		int64_t id;
	} members[] = {{"establishment_id", v->asked.establishment_id}, {"department_id", v->asked.department_id},
		       {"course_id", v->asked.course_id}};
	struct text text = TEXT_IN(v->rq->arena);

	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		const int64_t value = replaced && str_is(str_of(members[i].name), replaced) ? id : members[i].id;
		if (value)
			text_printf(&text, "%s%s=%lld", text.len ? "&" : "", members[i].name, (long long)value);
	}
	return text_str(&text);
}

static struct str rate_text(struct arena *arena, const struct training_sum *sum)
{
	const int64_t rate = training_sum_rate(sum);

	return rate < 0 ? STR("–") : arena_printf(arena, "%lld.%lld %%", (long long)(rate / 10), (long long)(rate % 10));
}

static void fill_sum(const struct visit *v, struct view *item, const struct training_sum *sum)
{
	view_text(item, "rate", rate_text(v->rq->arena, sum));
	view_int(item, "people", sum->people);
	view_int(item, "up_to_date", sum->up_to_date);
	view_int(item, "needs", sum->needs);
	view_int(item, "current_count", sum->current);
	view_int(item, "pending", sum->pending);
	view_int(item, "overdue", sum->overdue);
	view_flag(item, "is_overdue", sum->overdue > 0);
}

static void add_sums(const struct visit *v, struct view_list *tables, const char *title, const char *member,
		     enum names_kind kind, const struct training_sums *sums)
{
	struct view *table = view_add(tables);
	struct view_list *rows = view_list(table, "rows");

	view_text(table, "title", rq_tr(v->rq, title));
	for (size_t i = 0; i < sums->count; i++) {
		const struct training_sum *sum = &sums->at[i];
		struct view *item = view_add(rows);
		struct str name = kind == NAMES_KIND_COUNT ? course_name(v, sum->id) : names_get(v->names, kind, sum->id);
		view_text(item, "name", name.len ? name : rq_tr(v->rq, N_("not given")));
		fill_sum(v, item, sum);
		if (sum->id) {
			view_printf(item, "href", "/training/completion?%.*s", STR_ARG(query(v, member, sum->id)));
			view_printf(item, "people_href", "/training/overdue?%.*s", STR_ARG(query(v, member, sum->id)));
		}
	}
}

static enum rc load_names(const struct visit *v, enum names_kind kind, const struct training_sums *sums)
{
	return names_load_column(v->names, kind, (struct rows){sums->at, sums->count}, sizeof(struct training_sum),
				 offsetof(struct training_sum, id));
}

static void add_frame(struct visit *v, const struct form *form)
{
	view_flag(v->page, "may_keep", viewer_may(v->rq->viewer, MAY_KEEP_TRAINING));
	view_flag(v->page, "may_export", viewer_may(v->rq->viewer, MAY_SEE_FIGURES));
	view_flag(v->page, "has_requirements", v->completion.requirement_count > 0);
	view_text(v->page, "query", query(v, NULL, 0));
	form_view(v->rq, v->page, "filter", form, &v->asked);
}

static enum rc completion_get(struct request *rq, struct response *rs)
{
	struct visit v;
	enum rc rc = begin(rq, &v, false);

	if (rc == RC_OK)
		rc = load_names(&v, NAMES_ESTABLISHMENT, &v.completion.by_establishment);
	if (rc == RC_OK)
		rc = load_names(&v, NAMES_UNIT, &v.completion.by_department);
	if (rc != RC_OK)
		return rc;
	struct view_list *tables = view_list(v.page, "tables");
	add_sums(&v, tables, N_("By establishment"), "establishment_id", NAMES_ESTABLISHMENT, &v.completion.by_establishment);
	add_sums(&v, tables, N_("By department"), "department_id", NAMES_UNIT, &v.completion.by_department);
	add_sums(&v, tables, N_("By course"), "course_id", NAMES_KIND_COUNT, &v.completion.by_course);
	fill_sum(&v, v.page, &v.completion.all);
	view_flag(v.page, "is_completion", true);
	add_frame(&v, &figure_form);
	return respond_page(rq, rs, "impact/training-completion", v.page);
}

/* --- who -------------------------------------------------------------------------- */

static enum rc overdue_get(struct request *rq, struct response *rs)
{
	struct visit v;
	enum rc rc = begin(rq, &v, true);

	if (rc != RC_OK)
		return rc;
	const size_t first = training_completion_after(&v.completion, v.asked.after), left = v.completion.need_count - first, count = left < PAGE ? left : PAGE;
	const struct rows rows = {v.completion.need_count ? v.completion.needs + first : NULL, count};
	struct view_list *list = view_list(v.page, "rows");
	rc = names_load_column(v.names, NAMES_ESTABLISHMENT, rows, sizeof(struct training_need),
			       offsetof(struct training_need, establishment_id));
	if (rc == RC_OK)
		rc = names_load_column(v.names, NAMES_UNIT, rows, sizeof(struct training_need),
				       offsetof(struct training_need, department_id));
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < count; i++) {
		const struct training_need *need = ROW(struct training_need, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &training_need_record, need);
		view_text(item, "course", course_name(&v, need->course_id));
		view_text(item, "establishment", names_get(v.names, NAMES_ESTABLISHMENT, need->establishment_id));
		view_text(item, "department", names_get(v.names, NAMES_UNIT, need->department_id));
		view_flag(item, "is_overdue", training_need_is_overdue(need));
	}
	if (left > PAGE)
		view_printf(v.page, "next_href", "/training/overdue?%.*s%s%safter=%.*s", STR_ARG(query(&v, NULL, 0)),
			    query(&v, NULL, 0).len ? "&" : "", v.asked.all ? "all=1&" : "",
			    STR_ARG(training_need_key(rq->arena, ROW(struct training_need, rows, count - 1))));
	fill_sum(&v, v.page, &v.completion.all);
	view_int(v.page, "total", (int64_t)v.completion.need_count);
	view_flag(v.page, "is_overdue_list", true);
	add_frame(&v, &list_form);
	return respond_page(rq, rs, "impact/training-overdue", v.page);
}

const struct route training_completion_routes[] = {
	{METHOD_GET, "/training/completion", MAY_SEE_PEOPLE, 0, completion_get,
	 "share of people who have the training that they need, by establishment, department and course",
	 .offered_by = "getTrainingCompletion exportTraining"},
	{METHOD_GET, "/training/overdue", MAY_SEE_PEOPLE, 0, overdue_get,
	 "who lacks which required course; ?all=1 also what is current", .offered_by = "listTrainingNeeds"},
	ROUTE_END,
};

/* --- the workbook -------------------------------------------------------------------- */

static enum rc sheet_get(struct request *rq, struct response *rs)
{
	static const struct {
		const char *name, *option;
	} members[] = {{"establishment_id", "establishment"}, {"department_id", "department"}, {"course_id", "course"}};
	const char **options = ARENA_ARRAY(rq->arena, const char *, 8);
	struct pairs filter = {0};
	size_t count = 0;

	options[count++] = arena_printf(rq->arena, "--organization=%.*s", STR_ARG(rq->viewer->organization_code)).at;
	options[count++] = arena_printf(rq->arena, "--account=%lld", (long long)rq->viewer->account_id).at;
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		struct str value = pairs_get(&rq->query, members[i].name);
		int64_t id;
		if (!str_to_int(value, 1, INT64_MAX, &id))
			continue;
		pairs_add(rq->arena, &filter, str_of(members[i].name), value);
		options[count++] = arena_printf(rq->arena, "--%s=%lld", members[i].option, (long long)id).at;
	}
	const struct export_order order = {
		.program = "training-report",
		.options = options,
		.action = "export.training",
		.subject = "organization",
		.subject_id = rq->viewer->organization_id,
		.filter = filter,
		.format = "xlsx",
		.file_stem = arena_printf(rq->arena, "training-%.*s",
					  STR_ARG(day_text(rq->arena, zone_day(rq->zone, rq->now)))),
		.refused = RC_NOT_FOUND,
	};
	return export_send(rq, rs, &order);
}

static const struct api_parameter download_query[] = {
	{"establishment_id", API_INT, NULL, NULL}, {"department_id", API_INT, NULL, NULL}, {"course_id", API_INT, NULL, NULL},
	{.name = NULL}};
const struct route training_download_routes[] = {
	{METHOD_GET, "/download/training.xlsx", MAY_SEE_PEOPLE, ROUTE_WRITES, sheet_get, "completion of training as a workbook",
	 .api = &(const struct api_operation){.id = "exportTraining", .tag = "Exports", .scope = API_DIRECTORY_READ,
					      .flags = API_STREAMED, .query = download_query,
					      .types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
	ROUTE_END,
};
