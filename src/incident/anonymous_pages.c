#include "incident/anonymous_pages.h"

#include "base/random.h"
#include "incident/anonymous_spool.h"
#include "incident/anonymous_view.h"
#include "incident/receipt.h"
#include "incident/report_link_store.h"

/*
 * Three pages at one address that never changes while reporting: the form, the review, the receipt. Between
 * them the answers travel in the form, receipt and token in a sealed field; nothing is kept here before it is
 * sent.
 */
static const char ticket_purpose[] = "anonymous ticket";
static const char receipt_purpose[] = "anonymous receipt";
#define TICKET_LIFE HOURS(24)

/* A report on its way through the pages. */
struct reporting_visit {
	struct request *rq;
	struct response *rs;
	struct anonymous_door door;
	struct anonymous_answers answers;
	struct form form;
};

/* An invitation has answered where; while the database is away nobody can offer places. */
static const char *const *form_names(const struct reporting_visit *v)
{
	static const char *const all[] = {"report_type",
					  "establishment_id",
					  "specific_location",
					  "department_id",
					  "occurred_on",
					  "description",
					  NULL};
	static const char *const placed[] = {"report_type", "specific_location", "department_id",
					     "occurred_on", "description",       NULL};
	static const char *const grouped[] = {"report_type", "specific_location", "occurred_on",
					      "description", NULL};
	const bool has_place = v->door.place.len > 0;

	if (v->door.is_db_away)
		return pairs_get(&v->rq->form, "establishment_id").len ? all : grouped;
	return !has_place ? all : v->door.link.department_id ? grouped : placed;
}

static enum rc visit_begin(struct request *rq, struct response *rs, struct reporting_visit *v)
{
	*v = (struct reporting_visit){.rq = rq, .rs = rs};
	anonymous_language(rq);
	enum rc rc = anonymous_door_open(rq, &v->door);
	record_clear(&anonymous_answers_record, &v->answers);
	v->form = (struct form){&anonymous_answers_record, form_names(v), NULL};
	if (v->door.has_link)
		v->answers.report_type = v->door.link.report_type;
	return rc;
}

static enum rc show_gone(struct request *rq, struct response *rs)
{
	rs->status = rc_http_status(RC_GONE);
	return respond_page(rq, rs, "anonymous/gone", anonymous_page(rq));
}

/* Without an invitation, and several organizations without a word which of them it is. */
static enum rc show_closed(struct request *rq, struct response *rs)
{
	rs->status = rc_http_status(RC_NOT_FOUND);
	return respond_page(rq, rs, "anonymous/closed", anonymous_page(rq));
}

static struct view *visit_page(struct reporting_visit *v)
{
	struct view *page = anonymous_page(v->rq);

	view_text(page, "organization", v->door.organization.name.len ? v->door.organization.name : STR(""));
	view_flag(page, "is_away", v->door.is_db_away);
	if (v->door.has_link) {
		view_text(page, "link_name", v->door.link.name);
		view_text(page, "place", v->door.place);
		view_text(page, "emergency_phone", v->door.phone);
		view_text(page, "muster_point", v->door.muster_point);
	}
	return page;
}

static enum rc show_form(struct reporting_visit *v)
{
	struct view *page = visit_page(v);

	form_view(v->rq, page, "form", &v->form, &v->answers);
	return respond_page(v->rq, v->rs, "anonymous/form", page);
}

static enum rc read_answers(struct reporting_visit *v)
{
	enum rc rc = form_read(v->rq, &v->form, &v->answers);

	if (v->door.place.len)
		v->answers.establishment_id = v->door.link.establishment_id;
	if (v->door.has_link && v->door.link.department_id)
		v->answers.department_id = v->door.link.department_id;
	/* Somebody has to find it. */
	if (rc == RC_OK && !v->answers.establishment_id && !v->answers.specific_location.len)
		rc = problem_add(v->rq, "specific_location",
				 N_("Say where it was, so that somebody can find it"));
	return rc;
}

/* The warning before anything is sent: so few work there that details tell who wrote. */
static enum rc warn_of_small_group(struct reporting_visit *v, struct view *page)
{
	const struct anonymous_answers *a = &v->answers;
	int64_t people = 0;

	if (v->door.is_db_away || !a->establishment_id)
		return RC_OK;
	enum rc rc = anonymous_group(v->rq->db, v->rq->arena, v->door.organization.id, a->establishment_id,
				     a->department_id, &people);
	if (anonymous_is_small(people, config_int(v->rq->config, "anonymous.small_group"))) {
		view_int(page, "people", people);
		view_flag(page, "is_department", a->department_id != 0);
	}
	return rc;
}

/* The answers once more as hidden fields, so that sending brings them along. */
static void carry_answers(struct reporting_visit *v, struct view *page)
{
	struct view_list *list = view_list(page, "carried");

	for (const char *const *name = v->form.names; *name; name++) {
		const struct field *field = record_field(&anonymous_answers_record, str_of(*name));
		struct view *item = view_add(list);
		view_cstr(item, "name", *name);
		view_text(item, "value", field_text(v->rq->arena, field, &v->answers));
	}
}

static struct str name_of_choice(const struct request *rq, const char *field, int64_t id)
{
	for (const struct choices *c = rq->choices; c; c = c->next)
		for (size_t i = 0; str_is(str_of(c->field), field) && i < c->count; i++)
			if (c->at[i].id == id)
				return c->at[i].label;
	return STR("");
}

static enum rc show_check(struct reporting_visit *v, struct anonymous_ticket *ticket, bool asks)
{
	struct request *rq = v->rq;
	struct view *page = visit_page(v);
	struct str place = v->door.place.len
				   ? v->door.place
				   : name_of_choice(rq, "establishment_id", v->answers.establishment_id);

	ticket->answer = asks ? anonymous_question(rq, page) : STR("");
	struct str state = secret_seal(rq->arena, request_secret(rq), ticket_purpose,
				       anonymous_ticket_text(rq->arena, ticket), rq->now + TICKET_LIFE);
	view_text(page, "state", state);
	view_record(page, "answers", &anonymous_answers_record, &v->answers);
	view_text(page, "where", place);
	view_text(page, "department", name_of_choice(rq, "department_id", v->answers.department_id));
	carry_answers(v, page);
	enum rc rc = warn_of_small_group(v, page);
	return rc == RC_OK ? respond_page(rq, v->rs, "anonymous/check", page) : rc;
}

/* More reports than usual: somebody may be flooding the door, so everybody answers a question first. */
static bool is_flooded(const struct request *rq)
{
	return request_count(rq, "anonymous report", config_int(rq->config, "anonymous.question_after")) !=
	       RC_OK;
}

static enum rc on_check(struct reporting_visit *v)
{
	struct arena *arena = v->rq->arena;

	if (read_answers(v) != RC_OK)
		return show_form(v);
	struct anonymous_ticket ticket = {
		.submission = uuid_new(arena, anonymous_day(v->rq->now)),
		.digits = receipt_new(arena),
		.token = token_new(arena),
	};
	return show_check(v, &ticket, is_flooded(v->rq));
}

static struct str receipt_state(const struct request *rq, const struct anonymous_ticket *ticket)
{
	return secret_seal(rq->arena, request_secret(rq), receipt_purpose,
			   anonymous_ticket_text(rq->arena, ticket), rq->now + TICKET_LIFE);
}

static enum rc show_receipt(struct reporting_visit *v, const struct anonymous_ticket *ticket)
{
	struct request *rq = v->rq;
	struct view *page = visit_page(v);
	int64_t keep = config_int(rq->config, "anonymous.keep_days");

	view_text(page, "receipt", receipt_text(rq->arena, ticket->digits));
	view_printf(page, "link", "%.*s/r/%.*s", STR_ARG(config_text(rq->config, "web.anonymous_url")),
		    STR_ARG(ticket->token));
	view_text(page, "state", receipt_state(rq, ticket));
	view_day(page, "expires_on", zone_day(NULL, rq->now) + (day)keep);
	return respond_page(rq, v->rs, "anonymous/receipt", page);
}

/* The answers as a report, with nothing in it but what was typed. */
static void fill_report(const struct reporting_visit *v, struct incident_report *report)
{
	const struct anonymous_answers *a = &v->answers;
	struct incident *i = &report->incident;
	struct civil noon = day_civil(a->occurred_on);

	*report = (struct incident_report){0};
	record_clear(&incident_record, i);
	noon.hour = 12;
	i->reporting = REPORTING_ANONYMOUS;
	i->source = v->door.has_link ? SOURCE_LINK : SOURCE_ANONYMOUS;
	i->report_type = a->report_type;
	i->establishment_id = a->establishment_id;
	i->department_id = a->department_id;
	i->specific_location = a->specific_location;
	i->occurred_at = zone_moment(v->rq->zone, noon);
	i->is_time_known = false;
	i->title = incident_report_title(v->rq->arena, a->description);
	i->description = anonymous_pad(v->rq->arena, a->description);
	if (v->door.has_link) {
		i->reg = v->door.link.reg;
		i->area_id = v->door.link.area_id;
		i->project_id = v->door.link.project_id;
	}
}

static enum rc file_report(struct reporting_visit *v, const struct anonymous_ticket *ticket,
			   const struct attachment *files, size_t count)
{
	struct request *rq = v->rq;
	struct anonymous_filing filing = {
		.organization_id = v->door.organization.id,
		.submission = ticket->submission,
		.token_hash = sha256(rq->arena, ticket->token),
		.link_id = v->door.has_link ? v->door.link.id : 0,
		.filed_on = zone_day(NULL, rq->now),
	};
	enum rc rc = anonymous_receipt_hash(rq, ticket->digits, &filing.receipt_hash);

	filing.expires_on = filing.filed_on + (day)config_int(rq->config, "anonymous.keep_days");
	fill_report(v, &filing.report);
	filing.report.attachments = files;
	filing.report.attachment_count = count;
	if (rc == RC_OK)
		rc = v->door.is_db_away ? RC_UNAVAILABLE : anonymous_file(rq->db, rq->arena, &filing);
	/* Sealed for the worker, which files it once; the submission id settles a commit of unknown outcome.
	 */
	if (rc == RC_UNAVAILABLE || rc == RC_BUSY)
		rc = anonymous_spool_put(rq->arena, rq->config, &filing);
	return rc;
}

static enum rc on_send(struct reporting_visit *v)
{
	struct request *rq = v->rq;
	struct anonymous_ticket ticket;
	struct attachment *files;
	struct str text;
	size_t count;

	if (read_answers(v) != RC_OK)
		return show_form(v);
	if (secret_open(rq->arena, request_secret(rq), ticket_purpose, pairs_get(&rq->form, "state"), rq->now,
			&text) != RC_OK ||
	    !anonymous_ticket_parse(text, &ticket)) {
		problem_add(rq, "",
			    N_("This page was open for too long. Please look through it and send it again."));
		return show_form(v);
	}
	if (ticket.answer.len && !str_equal(str_trim(pairs_get(&rq->form, "sum")), ticket.answer)) {
		problem_add(rq, "sum", N_("That is not the sum. Please try again."));
		return show_check(v, &ticket, true);
	}
	enum rc rc = anonymous_files(rq, &files, &count);
	if (rc == RC_INVALID)
		return show_check(v, &ticket, false);
	if (rc == RC_OK)
		rc = file_report(v, &ticket, files, count);
	return rc == RC_OK ? show_receipt(v, &ticket) : rc;
}

/* The receipt typed back: whoever can do that has written it down. */
static enum rc on_typed(struct reporting_visit *v)
{
	struct request *rq = v->rq;
	struct anonymous_ticket ticket;
	struct str text, digits;

	if (secret_open(rq->arena, request_secret(rq), receipt_purpose, pairs_get(&rq->form, "state"),
			rq->now, &text) != RC_OK ||
	    !anonymous_ticket_parse(text, &ticket))
		return RC_GONE;
	if (!receipt_parse(rq->arena, pairs_get(&rq->form, "receipt"), &digits) ||
	    !str_equal(digits, ticket.digits)) {
		problem_add(rq, "receipt",
			    N_("These are not the digits shown above. Compare each group of four."));
		return show_receipt(v, &ticket);
	}
	return respond_page(rq, v->rs, "anonymous/done", visit_page(v));
}

static const struct {
	const char *step;
	enum rc (*act)(struct reporting_visit *v);
} steps[] = {
	{"check", on_check},
	{"change", show_form},
	{"send", on_send},
	{"typed", on_typed},
};

static enum rc form_post(struct request *rq, struct response *rs)
{
	struct reporting_visit v;
	enum rc rc = visit_begin(rq, rs, &v);

	if (rc == RC_GONE)
		return show_gone(rq, rs);
	if (rc == RC_NOT_FOUND && !param(rq, "token").len)
		return show_closed(rq, rs);
	for (size_t i = 0; rc == RC_OK && i < sizeof steps / sizeof *steps; i++)
		if (str_is(pairs_get(&rq->form, "step"), steps[i].step))
			return steps[i].act(&v);
	return rc == RC_OK ? RC_BAD_REQUEST : rc;
}

static enum rc form_get(struct request *rq, struct response *rs)
{
	struct reporting_visit v;
	enum rc rc = visit_begin(rq, rs, &v);

	if (rc == RC_GONE)
		return show_gone(rq, rs);
	if (rc == RC_NOT_FOUND && !param(rq, "token").len)
		return show_closed(rq, rs);
	/* Changing the language is not opening it once more. */
	if (rc == RC_OK && v.door.has_link && !rq->query.count && rq->method == METHOD_GET)
		rc = report_link_count_opened(rq->db, v.door.link.organization_id, v.door.link.id);
	return rc == RC_OK ? show_form(&v) : rc;
}

static enum rc about_get(struct request *rq, struct response *rs)
{
	struct view *page = anonymous_page(rq);

	view_int(page, "keep_days", config_int(rq->config, "anonymous.keep_days"));
	return respond_page(rq, rs, "anonymous/about", page);
}

static enum rc leave_post(struct request *rq, struct response *rs)
{
	response_header(rs, "Clear-Site-Data", STR("\"*\""));
	return respond_page(rq, rs, "anonymous/left", anonymous_page(rq));
}

#define DOOR (ROUTE_PUBLIC | ROUTE_WITHOUT_DB)
const struct route anonymous_routes[] = {
	{.method = METHOD_GET,
	 .path = "/report/anonymous",
	 .flags = DOOR,
	 .handle = form_get,
	 .help = "the form for reports without a name"},
	{.method = METHOD_POST,
	 .path = "/report/anonymous",
	 .flags = DOOR | ROUTE_UPLOAD | ROUTE_LIMITED,
	 .handle = form_post,
	 .help = "review, send, type the receipt back"},
	{.method = METHOD_GET,
	 .path = "/report/anonymous/about",
	 .flags = DOOR,
	 .handle = about_get,
	 .help = "what is kept, what is not, and what cannot be hidden"},
	{.method = METHOD_POST,
	 .path = "/report/anonymous/leave",
	 .flags = DOOR,
	 .handle = leave_post,
	 .help = "leave without traces in the browser"},
	{.method = METHOD_GET,
	 .path = "/report/{token}",
	 .flags = DOOR | ROUTE_WRITES,
	 .handle = form_get,
	 .help = "the form, opened by an invitation"},
	{.method = METHOD_POST,
	 .path = "/report/{token}",
	 .flags = DOOR | ROUTE_UPLOAD | ROUTE_LIMITED,
	 .handle = form_post,
	 .help = "the same for those who came by an invitation"},
	ROUTE_END,
};
