#include "osha/case_pages.h"

#include <stddef.h>
#include <string.h>

#include "http/api_operation.h"
#include "identity/page.h"
#include "organization/choices_view.h"
#include "osha/case_store.h"
#include "osha/case_verdict_view.h"
#include "osha/treatment.h"

static const struct code said[] = {
	{"kept", N_("The case has been decided and kept.")},
	{"override", N_("The decision has been changed.")},
	{NULL, NULL},
};

/* --- the questions --- */

/* Asked first: each can end the matter. */
static const char *const first_names[] = {
	"worker",    "abnormal_condition", "kind",     "injury_on",          "work_env",  "cause",
	"exception", "new_case",           "death_on", "lost_consciousness", "diagnosis", NULL,
};
/* For the cases that need them. */
static const char *const more_names[] = {
	"setting",
	"exception_considered",
	"mental_opinion",
	"diagnosis_text",
	"special",
	"hearing_baseline",
	"hearing_current",
	"hearing_retest",
	"hearing_retest_on",
	"hearing_age_correction",
	"body",
	"assault",
	"privacy_request",
	NULL,
};
static const char *const treatment_names[] = {"other_treatment", "other_treatment_beyond", NULL};
static const char *const entry_names[] = {
	"establishment_id", "job_title", "occurred_where", "description", NULL,
};
static const struct form first_form = {&case_facts_record, first_names, NULL};
static const struct form more_form = {&case_facts_record, more_names, NULL};
static const struct form treatment_form = {&case_facts_record, treatment_names, NULL};
static const struct form entry_form = {&osha_case_record, entry_names, NULL};
static const char *const override_names[] = {"override", "override_reason", NULL};
static const struct form override_form = {&osha_case_record, override_names, NULL};

/* Whether there were such days at all; which ones is asked on the page of days. */
struct day_answers {
	enum answer has_away, has_restricted;
};
#define AT(member) .name = #member, .offset = offsetof(struct day_answers, member)
static const struct field day_answer_fields[] = {
	{.kind = FIELD_ANSWER,
	 AT(has_away),
	 .label = N_("Any day away from work after the day of the injury?"),
	 .hint = N_("Also days on which the person was told to stay off, weekends included")},
	{.kind = FIELD_ANSWER,
	 AT(has_restricted),
	 .label = N_("Any day of restricted work or another job after the day of the injury?"),
	 .hint = N_("A shortened shift counts as a restricted day")},
	FIELD_END,
};
#undef AT
static const struct record day_answer_record = {"day_answers", sizeof(struct day_answers), day_answer_fields};
static const char *const day_answer_names[] = {"has_away", "has_restricted", NULL};
static const struct form day_answer_form = {&day_answer_record, day_answer_names, NULL};

static enum answer has_days(struct str spans)
{
	if (!spans.len)
		return ANSWER_NONE;
	return str_is(spans, "none") ? ANSWER_NO : ANSWER_YES;
}

/* Each question with its paragraph beside it. */
static void add_questions(struct request *rq, struct view *page, const char *name, const struct form *form,
			  const void *row)
{
	struct view_list *list = view_list(page, name);

	for (const char *const *at = form->names; *at; at++) {
		const char **one = ARENA_ARRAY(rq->arena, const char *, 2);
		struct form *single = ARENA_NEW(rq->arena, struct form);
		struct view *item = view_add(list);
		one[0] = *at;
		*single = (struct form){form->record, one, NULL};
		form_view(rq, item, "form", single, row);
		view_cstr(item, "paragraph", case_verdict_citation(*at));
	}
}

static void add_treatment(struct request *rq, struct view_list *list, const char *code, const char *label,
			  bool is_checked)
{
	struct view *item = view_add(list);

	view_cstr(item, "code", code);
	view_text(item, "name", rq_tr(rq, label));
	view_printf(item, "box", "f-treatment-%s", code);
	view_flag(item, "is_checked", is_checked);
}

/* The catalogue as tick boxes, those beyond first aid set apart. */
static void add_treatments(struct request *rq, const struct case_facts *facts, struct view *page)
{
	struct view_list *aid = view_list(page, "first_aid"), *beyond = view_list(page, "beyond");
	treatment_set set = case_facts_treatments(facts);

	add_treatment(rq, aid, "none", N_("No treatment at all"), str_is(facts->treatments, "none"));
	for (size_t i = 0; i < treatment_count(); i++) {
		const struct treatment *at = treatment_at(i);
		add_treatment(rq, at->class == TREATMENT_BEYOND ? beyond : aid, at->code, at->label,
			      (set >> i) & 1);
	}
}

/* The ticked boxes as the list that is stored; "none" only where nothing else is ticked. */
static struct str ticked(struct request *rq)
{
	struct text out = TEXT_IN(rq->arena);
	bool is_none = false;

	for (size_t i = 0;; i++) {
		struct str code = pairs_nth(&rq->form, "treatment", i);
		if (!code.at)
			break;
		if (str_is(code, "none")) {
			is_none = true;
			continue;
		}
		if (out.len)
			text_char(&out, ',');
		text_add(&out, code);
	}
	if (out.len)
		return text_str(&out);
	return is_none ? STR("none") : STR_NONE;
}

static void add_override(struct request *rq, const struct case_view *v, struct view *page)
{

	form_view(rq, page, "override", &override_form, &v->c);
}

static enum rc show_case(struct request *rq, struct response *rs, struct case_view *v)
{
	struct view *page = view_new(rq->arena);
	struct day_answers *days = ARENA_NEW(rq->arena, struct day_answers);
	enum rc rc = choices_establishments(rq, "establishment_id", v->c.establishment_id);

	*days = (struct day_answers){has_days(v->facts.away), has_days(v->facts.restricted)};
	if (rc == RC_OK)
		rc = case_view_page(rq, v, "", page);
	if (rc == RC_OK)
		rc = case_verdict_view(rq, v, page);
	if (rc != RC_OK)
		return rc;
	add_questions(rq, page, "first", &first_form, &v->facts);
	add_questions(rq, page, "days", &day_answer_form, days);
	add_questions(rq, page, "other_treatment", &treatment_form, &v->facts);
	add_questions(rq, page, "more", &more_form, &v->facts);
	form_view(rq, page, "entry", &entry_form, &v->c);
	add_treatments(rq, &v->facts, page);
	add_override(rq, v, page);
	page_said(rq, page, said);
	return respond_page(rq, rs, "osha/case", page);
}

static enum rc case_get(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_open(rq, &v);

	return rc == RC_OK ? show_case(rq, rs, &v) : rc;
}

/* A case may be handed on only to a log that the viewer keeps as well. */
static void check_log(struct request *rq, const struct case_view *v)
{
	struct scope scope = {v->c.establishment_id, v->incident.department_id};

	if (v->c.establishment_id && !viewer_may_in(rq->viewer, MAY_KEEP_OSHA, scope))
		problem_add(rq, "establishment_id", N_("You do not keep the log of this establishment"));
}

/* "No" settles the days, "yes" opens them again where nothing is known yet. */
static void take_days(struct str *spans, enum answer answer)
{
	if (answer == ANSWER_NO)
		*spans = STR("none");
	else if (answer == ANSWER_NONE || str_is(*spans, "none"))
		*spans = STR_NONE;
}

static enum rc read_answers(struct request *rq, struct case_view *v)
{
	struct day_answers days = {ANSWER_NONE, ANSWER_NONE};
	enum rc rc = choices_establishments(rq, "establishment_id", v->c.establishment_id);
	size_t problems = rq->problem_count;

	if (rc != RC_OK)
		return rc;
	const struct {
		const struct form *form;
		void *row;
	} parts[] = {
		{&first_form, &v->facts},  {&more_form, &v->facts}, {&treatment_form, &v->facts},
		{&day_answer_form, &days}, {&entry_form, &v->c},
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		rc = form_read(rq, parts[i].form, parts[i].row);
		if (rc != RC_OK && rc != RC_INVALID)
			return rc;
	}
	check_log(rq, v);
	v->facts.treatments = ticked(rq);
	take_days(&v->facts.away, days.has_away);
	take_days(&v->facts.restricted, days.has_restricted);
	return rq->problem_count > problems ? RC_INVALID : RC_OK;
}

/* Where days are still to be entered, that is the next thing to do. */
static struct str next_page(struct request *rq, const struct case_view *v)
{
	bool needs_days = (str_is(pairs_get(&rq->form, "has_away"), "yes") && !v->facts.away.len) ||
			  (str_is(pairs_get(&rq->form, "has_restricted"), "yes") && !v->facts.restricted.len);

	return arena_printf(rq->arena, "%.*s%s?said=kept", STR_ARG(v->href), needs_days ? "/days" : "");
}

static enum rc case_post(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_load(rq, &v, true);

	if (rc != RC_OK)
		return rc;
	rc = read_answers(rq, &v);
	if (rc == RC_OK)
		rc = case_view_save(rq, rs, &v, false, next_page(rq, &v));
	return rc == RC_INVALID || rc == RC_CONFLICT ? show_case(rq, rs, &v) : rc;
}

/* --- deciding otherwise --- */

static enum rc read_override(struct request *rq, struct case_view *v)
{
	enum rc rc = form_read(rq, &override_form, &v->c);

	if (rc != RC_OK)
		return rc;
	if (v->c.override == ANSWER_NONE)
		v->c.override_reason = STR_NONE;
	else if (!v->c.override_reason.len)
		return problem_add(rq, "override_reason", N_("Say why; it is kept with the case"));
	return RC_OK;
}

static enum rc override_post(struct request *rq, struct response *rs)
{
	struct case_view v;
	enum rc rc = case_view_load(rq, &v, true);

	if (rc == RC_OK && !v.c.id)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	rc = read_override(rq, &v);
	if (rc == RC_OK)
		rc = case_view_save(rq, rs, &v, false,
				    arena_printf(rq->arena, "%.*s?said=override", STR_ARG(v.href)));
	return rc == RC_INVALID || rc == RC_CONFLICT ? show_case(rq, rs, &v) : rc;
}

#define CASE "/incidents/{number}/people/{uuid}/case"
static const struct api_schema answers_body = {
	"CaseAnswers", "All answers of a case, in place of those before; the rules then decide",
	(const struct api_member[]){
		{API_FIELDS, .form = &first_form, .flags = API_OPTIONAL}, {API_FIELDS, .form = &more_form, .flags = API_OPTIONAL},
		{API_FIELDS, .form = &treatment_form}, {API_FIELDS, .form = &day_answer_form}, {API_FIELDS, .form = &entry_form},
		{API_TEXTS, "treatment", .help = "codes of treatments; none"},
		API_MEMBERS_END,
	}};

const struct route case_routes[] = {
	{.method = METHOD_GET,
	 .path = CASE,
	 .needs = MAY_SEE_OSHA,
	 .flags = ROUTE_WRITES,
	 .handle = case_get,
	 .help = "is a case recordable, and why"},
	{.method = METHOD_POST,
	 .path = CASE,
	 .needs = MAY_KEEP_OSHA,
	 .handle = case_post,
	 .help = "answer the questions of a case",
	 .api = API_CHANGE("answerCase", "OSHA", API_OSHA_WRITE, &answers_body)},
	{.method = METHOD_POST,
	 .path = CASE "/override",
	 .needs = MAY_KEEP_OSHA,
	 .handle = override_post,
	 .help = "decide otherwise than the rules, with a reason",
	 .api = API_CHANGE("overrideCase", "OSHA", API_OSHA_WRITE, API_FORM("CaseOverride", &override_form))},
	ROUTE_END,
};
