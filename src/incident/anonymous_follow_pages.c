#include "incident/anonymous_follow_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "incident/anonymous_view.h"
#include "incident/receipt.h"

/* Opens for an hour what a receipt or token has opened, without either being sent again. */
static const char access_purpose[] = "anonymous access";
#define ACCESS_LIFE HOURS(1)

struct addition_form {
	struct str message;
};
static const struct field addition_fields[] = {
	{.kind = FIELD_PROSE,
	 .name = "message",
	 .offset = offsetof(struct addition_form, message),
	 .max = 5000,
	 .label = N_("Your message"),
	 .hint = N_("An answer, or something you want to add. Do not write your name.")},
	FIELD_END,
};
static const struct record addition_record = {"comment", sizeof(struct addition_form), addition_fields};
static const char *const addition_names[] = {"message", NULL};
static const struct form addition_form = {&addition_record, addition_names, NULL};

static day today(const struct request *rq)
{
	return zone_day(NULL, rq->now);
}

static enum rc show_door(struct request *rq, struct response *rs)
{
	return respond_page(rq, rs, "anonymous/way-back", anonymous_page(rq));
}

/* A receipt that is mistyped, never given out, or expired: one answer, after the same work. */
static enum rc show_unknown(struct request *rq, struct response *rs)
{
	problem_add(
		rq, "receipt",
		N_("There is no report for this receipt. Most often a digit is mistyped:"
		       " compare each group. Receipts also expire."));
	return show_door(rq, rs);
}

static enum rc add_messages(struct request *rq, struct view *page, const struct anonymous_report *report)
{
	struct rows rows;
	bool is_answered = false;
	enum rc rc = anonymous_messages(rq->db, rq->arena, report, &rows);

	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "messages");
	for (size_t i = 0; i < rows.count; i++) {
		const struct comment *comment = ROW(struct comment, rows, i);
		struct view *item = view_add(list);
		bool is_own = comment->audience == AUDIENCE_FROM_REPORTER;
		view_flag(item, "is_own", is_own);
		view_text(item, "body", str_trim(comment->body));
		view_day(item, "on", zone_day(NULL, comment->created_at));
		is_answered = is_answered || !is_own;
	}
	view_flag(page, "is_answered", is_answered);
	return RC_OK;
}

static void add_clock(struct request *rq, struct view *page, const struct anonymous_report *report)
{
	struct anonymous_clock clock = anonymous_clock(zone_day(NULL, report->reported_at));

	view_day(page, "first_by", clock.first_by);
	view_day(page, "outcome_by", clock.outcome_by);
	view_flag(page, "first_is_late", clock.first_by < today(rq));
	view_flag(page, "outcome_is_late", clock.outcome_by < today(rq));
	view_flag(page, "is_finished", !incident_is_open((enum status)report->status));
}

static enum rc show_report(struct request *rq, struct response *rs, const struct anonymous_report *report)
{
	struct view *page = anonymous_page(rq);
	struct str access = arena_printf(rq->arena, "%lld", (long long)report->incident_id);

	view_record(page, "report", &anonymous_report_record, report);
	view_text(page, "told", str_trim(report->description));
	view_day(page, "reported_on", zone_day(NULL, report->reported_at));
	view_text(page, "status_words", rq_tr(rq, anonymous_status_words((enum status)report->status)));
	view_text(page, "submission", uuid_new(rq->arena, anonymous_day(rq->now)));
	view_text(page, "state",
		  secret_seal(rq->arena, request_secret(rq), access_purpose, access, rq->now + ACCESS_LIFE));
	form_view(rq, page, "form", &addition_form, NULL);
	add_clock(rq, page, report);
	enum rc rc = add_messages(rq, page, report);
	return rc == RC_OK ? respond_page(rq, rs, "anonymous/report", page) : rc;
}

static enum rc open_report(struct request *rq, struct response *rs, const struct anonymous_report *report)
{
	enum rc rc = anonymous_contact(rq->db, report, today(rq));

	return rc == RC_OK ? show_report(rq, rs, report) : rc;
}

static enum rc door_get(struct request *rq, struct response *rs)
{
	return show_door(rq, rs);
}

static enum rc token_get(struct request *rq, struct response *rs)
{
	struct anonymous_report report;
	enum rc rc = anonymous_by_token(rq->db, rq->arena, sha256(rq->arena, param(rq, "token")), today(rq),
					&report);

	if (rc == RC_NOT_FOUND) {
		rs->status = rc_http_status(RC_NOT_FOUND);
		return respond_page(rq, rs, "anonymous/no-report", anonymous_page(rq));
	}
	return rc == RC_OK ? open_report(rq, rs, &report) : rc;
}

static enum rc on_receipt(struct request *rq, struct response *rs)
{
	struct anonymous_report report;
	struct str digits = STR("0000000000000000"), hash;
	bool is_whole = receipt_parse(rq->arena, pairs_get(&rq->form, "receipt"), &digits);
	enum rc rc = anonymous_receipt_hash(rq, digits, &hash);

	if (rc == RC_OK)
		rc = anonymous_by_receipt(rq->db, rq->arena, hash, today(rq), &report);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && !is_whole))
		return show_unknown(rq, rs);
	return rc == RC_OK ? open_report(rq, rs, &report) : rc;
}

static enum rc find_opened(struct request *rq, struct anonymous_report *report)
{
	struct str text;
	int64_t id;
	enum rc rc = secret_open(rq->arena, request_secret(rq), access_purpose, pairs_get(&rq->form, "state"),
				 rq->now, &text);

	if (rc != RC_OK || !str_to_int(text, 1, INT64_MAX, &id))
		return RC_GONE;
	return anonymous_by_incident(rq->db, rq->arena, id, today(rq), report);
}

static enum rc on_add(struct request *rq, struct response *rs)
{
	struct anonymous_report report;
	struct addition_form typed;
	struct attachment *files = NULL;
	size_t count = 0;
	enum rc rc = find_opened(rq, &report);

	if (rc == RC_GONE || rc == RC_NOT_FOUND) {
		problem_add(rq, "receipt", N_("This page was open for too long. Type your receipt again."));
		return show_door(rq, rs);
	}
	record_clear(&addition_record, &typed);
	if (rc == RC_OK)
		rc = form_read(rq, &addition_form, &typed);
	if (rc == RC_OK)
		rc = anonymous_files(rq, &files, &count);
	if (rc == RC_OK && !typed.message.len && !count)
		rc = problem_add(rq, "message", N_("Write something or choose a file"));
	if (rc == RC_INVALID)
		return show_report(rq, rs, &report);
	struct str submission = pairs_get(&rq->form, "submission");
	struct anonymous_addition addition = {
		.report = &report,
		.submission =
			uuid_is_valid(submission) ? submission : uuid_new(rq->arena, anonymous_day(rq->now)),
		.body = anonymous_pad(rq->arena, typed.message),
		.files = files,
		.file_count = count,
		.added_on = today(rq),
	};
	if (rc == RC_OK)
		rc = anonymous_add(rq->db, rq->arena, &addition);
	if (rc == RC_OK)
		rc = anonymous_by_incident(rq->db, rq->arena, report.incident_id, today(rq), &report);
	/* What was sent stands among the messages now, and no longer in the form. */
	rq->form = (struct pairs){0};
	return rc == RC_OK ? open_report(rq, rs, &report) : rc;
}

static enum rc door_post(struct request *rq, struct response *rs)
{
	anonymous_language(rq);
	return pairs_has(&rq->form, "state") ? on_add(rq, rs) : on_receipt(rq, rs);
}

const struct route anonymous_follow_routes[] = {
	{.method = METHOD_GET,
	 .path = "/r",
	 .flags = ROUTE_PUBLIC | ROUTE_WITHOUT_DB,
	 .handle = door_get,
	 .help = "type the receipt of a report"},
	{.method = METHOD_POST,
	 .path = "/r",
	 .flags = ROUTE_PUBLIC | ROUTE_UPLOAD | ROUTE_LIMITED,
	 .handle = door_post,
	 .help = "look at the report; add messages and files"},
	{.method = METHOD_GET,
	 .path = "/r/{token}",
	 .flags = ROUTE_PUBLIC | ROUTE_WRITES,
	 .handle = token_get,
	 .help = "the same by its link"},
	ROUTE_END,
};
