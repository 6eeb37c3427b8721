#include "incident/incident_comments_pages.h"

#include <stddef.h>

#include "audit/audit_list_store.h"
#include "audit/audit_view.h"
#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/draft_pages.h"
#include "incident/incident_change_store.h"
#include "incident/lookup_store.h"
#include "incident/mention_pages.h"
#include "organization/names_store.h"

static const char *const working_names[] = {"audience", "body", NULL};
static const char *const reporter_names[] = {"body", NULL};

/* Who works on the incident chooses the readers; its reporter writes to those who do. */
static bool is_reporter(const struct request *rq, const struct incident_shown *shown)
{
	return rq->viewer->person_id && rq->viewer->person_id == shown->incident.reporter_id;
}

static enum rc check_audience(struct request *rq, const void *row)
{
	const struct comment *comment = row;

	if (comment->audience == AUDIENCE_FROM_REPORTER)
		return problem_add(rq, "audience", N_("Choose one of the values offered"));
	return RC_OK;
}

static const struct form working_form = {&comment_record, working_names, check_audience};
static const struct form reporter_form = {&comment_record, reporter_names, NULL};

static enum rc add_comments(struct request *rq, struct view *page, const struct incident_shown *shown,
			    struct rows rows)
{
	struct view_list *list = view_list(page, "messages");
	struct str *html = ARENA_ARRAY(rq->arena, struct str, rows.count + 1);
	enum rc rc = mention_comments_html(rq, &shown->incident, rows, html);

	if (rc != RC_OK)
		return rc;

	for (size_t i = 0; i < rows.count && i < COMMENT_PAGE; i++) {
		const struct incident_comment *comment = ROW(struct incident_comment, rows, i);
		struct view *item = view_add(list);
		bool is_from_reporter = comment->audience == AUDIENCE_FROM_REPORTER;
		view_merge(item, &incident_comment_record, comment);
		view_html(item, "html", html[i]);
		view_text(item, "who",
			  is_from_reporter && !shown->around.reporter.len
				  ? rq_tr(rq, N_("The reporter"))
				  : incident_person_shown(rq, &shown->incident, comment->author_id,
							  comment->author));
		view_flag(item, "is_own", comment->author_id && comment->author_id == rq->viewer->person_id);
		/* Anonymous reporters leave no time, only a day. */
		view_flag(item, "is_day",
			  is_from_reporter && shown->incident.reporting == REPORTING_ANONYMOUS);
	}
	if (rows.count > COMMENT_PAGE) {
		struct str behind =
			arena_printf(rq->arena, "/comments?before=%lld",
				     (long long)ROW(struct incident_comment, rows, COMMENT_PAGE - 1)->id);
		view_text(page, "older_href", incident_href(rq->arena, &shown->incident, behind.at));
	}
	return RC_OK;
}

static enum rc respond_comments(struct request *rq, struct response *rs, const struct incident_shown *shown,
				const struct comment *typed)
{
	struct view *page;
	int64_t before = 0;
	struct rows rows;

	if (pairs_has(&rq->query, "before") &&
	    !str_to_int(pairs_get(&rq->query, "before"), 1, INT64_MAX, &before))
		return RC_BAD_REQUEST;
	enum rc rc = incident_comments(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id,
				       !shown->shows_work, before, &rows);
	if (rc == RC_OK)
		rc = record_page(rq, shown, incident_messages_part.tab, &page);
	if (rc == RC_OK)
		rc = add_comments(rq, page, shown, rows);
	if (rc != RC_OK)
		return rc;
	struct str lock = incident_shown_lock(rq, shown, AREA_MESSAGES);
	view_text(page, "lock", lock);
	view_flag(page, "may_write", !lock.len && (shown->may_manage || is_reporter(rq, shown)));
	view_flag(page, "is_to_reporter", shown->may_manage);
	view_flag(page, "is_anonymous", shown->incident.reporting == REPORTING_ANONYMOUS);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "audience_problem", problem_of(rq, "audience"));
	struct comment drafted;
	record_clear(&comment_record, &drafted);
	rc = draft_restore(rq, page, incident_href(rq->arena, &shown->incident, "/comments"),
			   shown->may_manage ? &working_form : &reporter_form, &drafted);
	if (rc != RC_OK)
		return rc;
	const struct comment *begun = typed ? typed : &drafted;
	view_flag(page, "is_for_reporter", begun->audience == AUDIENCE_REPORTER);
	form_view(rq, page, "form", &reporter_form, begun);
	return respond_page(rq, rs, "incident/comments", page);
}

static enum rc comments_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	return rc == RC_OK ? respond_comments(rq, rs, &shown, NULL) : rc;
}

struct writing {
	struct change change;
	const struct incident *incident;
	struct comment comment;
	struct mentioned mentioned;
};

static enum rc write_comment(struct db *db, void *closure)
{
	struct writing *w = closure;
	struct request *rq = w->change.rq;
	struct actor actor = incident_actor(rq, w->incident);

	struct incident locked;
	enum rc rc = incident_lock_area(db, rq->arena, w->incident->organization_id, w->incident->id, AREA_MESSAGES,
					&locked);

	if (rc != RC_OK)
		return rc;
	w->change.answer = incident_href(rq->arena, w->incident, "/comments");
	rc = draft_done(db, rq, w->change.answer);
	if (rc == RC_OK)
		rc = comment_add(db, rq->arena, &actor, &w->comment);
	return rc == RC_OK ? mention_add(db, rq->arena, &actor, &w->comment, w->mentioned.marks, w->mentioned.people,
					 w->mentioned.count)
			   : rc;
}

static enum rc comments_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct writing w = {.change = change_of(rq), .incident = &shown.incident};
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && !shown.may_manage && !is_reporter(rq, &shown))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = incident_shown_unlocked(rq, &shown, AREA_MESSAGES);
	if (rc != RC_OK)
		return rc;
	struct str path = incident_href(rq->arena, &shown.incident, "/comments");
	if (draft_is_asked(rq))
		return draft_keep(rq, rs, path, path);
	record_clear(&comment_record, &w.comment);
	w.comment.audience = AUDIENCE_FROM_REPORTER;
	rc = form_read(rq, shown.may_manage ? &working_form : &reporter_form, &w.comment);
	/* Reporters name nobody: who works on their report is not theirs to look through. */
	if (rc == RC_OK && shown.may_manage)
		rc = mention_read(rq, &shown.incident, w.comment.body, "body", &w.mentioned);
	if (rc == RC_INVALID)
		return respond_comments(rq, rs, &shown, &w.comment);
	if (rc != RC_OK)
		return rc;
	w.comment.organization_id = shown.incident.organization_id;
	w.comment.incident_id = shown.incident.id;
	w.comment.author_id = rq->viewer->person_id;
	w.comment.created_at = rq->now;
	return change_run(&w.change, rs, "comment_add", write_comment, &w);
}

/* --- audit trail --- */

static const char *icon_of(struct str action)
{
	static const struct {
		const char *begins;
		const char *icon;
	} icons[] = {
		{"incident.status", "flag"}, {"incident.created", "megaphone"},
		{"incident", "pencil"},      {"comment", "chat-left-text"},
		{"attachment", "paperclip"}, {"injured_person", "bandaid"},
		{"witness", "eye"},          {"osha", "clipboard-check"},
	};

	for (size_t i = 0; i < sizeof icons / sizeof icons[0]; i++)
		if (str_starts(action, str_of(icons[i].begins)))
			return icons[i].icon;
	return "dot";
}

struct str incident_comments_actor(const struct request *rq, const struct incident_shown *shown, int64_t reporter_account,
				   const struct audit_line *line)
{
	bool is_reporter_account = line->actor_id && line->actor_id == reporter_account;
	bool is_unnamed = str_is(line->actor_kind, "anonymous") ||
			  (str_is(line->actor_kind, "account") && !line->actor_id);

	if (is_unnamed || (is_reporter_account && !incident_shows_reporter(rq->viewer, &shown->incident)))
		return rq_tr(rq, N_("The reporter"));
	return line->actor_name.len ? line->actor_name : rq_tr(rq, N_("The system"));
}

/* Where the names behind ids come from: those kept in the process, the others by a statement for each. */
struct naming {
	const struct lookup *lookup;
	struct names *names;
};

static struct str name_of(void *closure, const char *field, int64_t id)
{
	static const struct {
		const char *field;
		enum lookup_kind lookup;
	} kept[] = {
		{"establishment_id", LOOKUP_ESTABLISHMENT}, {"department_id", LOOKUP_DEPARTMENT},
		{"project_id", LOOKUP_PROJECT},		    {"category_id", LOOKUP_CATEGORY},
		{"manager_id", LOOKUP_MANAGER},
	};
	const struct naming *naming = closure;
	struct str name = STR_NONE;

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (str_is(str_of(field), kept[i].field))
			name = lookup_name(naming->lookup, kept[i].lookup, id);
	return name.len ? name : names_of_field(naming->names, field, id);
}

static void add_entry(struct request *rq, struct view_list *list, struct naming *naming, struct str who,
		      const struct audit_line *line)
{
	struct audit_naming names = {name_of, naming};
	struct view *item = view_add(list);

	view_cstr(item, "icon", icon_of(line->action));
	view_text(item, "who", who);
	view_text(item, "what", audit_view_action(rq->catalogue, line->action));
	view_moment(item, "at", line->recorded_at);
	view_text(item, "reason", line->reason);
	/* Medical facts are for those who keep the log. */
	if (!str_starts(line->subject, STR("osha")) || viewer_may(rq->viewer, MAY_SEE_OSHA))
		audit_view_named_changes(view_list(item, "changes"), rq->arena, rq->catalogue, line->subject,
					 line->changes, &names);
}

static enum rc audit_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct audit_filter filter = {.from = MOMENT_NONE, .until = MOMENT_NONE};
	int64_t reporter_account;
	struct rows rows;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && !shown.shows_work)
		rc = RC_DENIED;
	if (rc == RC_OK && pairs_has(&rq->query, "before") &&
	    !str_to_int(pairs_get(&rq->query, "before"), 1, INT64_MAX, &filter.before_id))
		rc = RC_BAD_REQUEST;
	if (rc == RC_OK)
		rc = incident_reporter_account(rq->db, rq->arena, &shown.incident, &reporter_account);
	if (rc != RC_OK)
		return rc;
	struct naming naming = {.names = names_new(rq->db, rq->arena, shown.incident.organization_id)};
	rc = lookup_of(rq->db, rq->viewer, &naming.lookup);
	if (rc != RC_OK)
		return rc;
	filter.organization_id = shown.incident.organization_id;
	filter.incident_id = shown.incident.id;
	rc = audit_list(rq->db, rq->arena, &filter, &rows);
	struct view *page;
	if (rc == RC_OK)
		rc = record_page(rq, &shown, incident_audit_part.tab, &page);
	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "entries");
	for (size_t i = 0; i < rows.count && i < AUDIT_PAGE; i++) {
		const struct audit_line *line = ROW(struct audit_line, rows, i);
		add_entry(rq, list, &naming, incident_comments_actor(rq, &shown, reporter_account, line), line);
	}
	if (rows.count > AUDIT_PAGE) {
		struct str behind = arena_printf(rq->arena, "/audit?before=%lld",
						 (long long)ROW(struct audit_line, rows, AUDIT_PAGE - 1)->id);
		view_text(page, "older_href", incident_href(rq->arena, &shown.incident, behind.at));
	}
	return respond_page(rq, rs, "incident/audit", page);
}

static enum rc count_messages(struct request *rq, const struct incident_shown *shown, int64_t *count)
{
	(void)rq;
	*count = shown->shows_work ? shown->around.comment_count : shown->around.message_count;
	return RC_OK;
}

static bool shows_work(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

const struct record_part incident_messages_part = {
	.name = "messages",
	.position = RECORD_MESSAGES,
	.registers = RECORD_EVERY_REGISTER,
	.tab = "/comments",
	.label = N_("Messages and notes"),
	.count = count_messages,
};
const struct record_part incident_audit_part = {
	.name = "audit",
	.position = RECORD_AUDIT,
	.registers = RECORD_EVERY_REGISTER,
	.tab = "/audit",
	.label = N_("Audit Trail"),
	.shown = shows_work,
};

static const char *const audience_optional[] = {"audience", NULL};
static const struct api_schema comment_body = {
	"Comment", "A note or message; who reported it writes messages alone, without an audience",
	(const struct api_member[]){{API_FIELDS, .form = &working_form, .optional = audience_optional}, API_MEMBERS_END}};

const struct route incident_comments_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/comments",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = comments_get,
	 .help = "notes and messages"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/comments",
	 .api = API_CHANGE("addComment", "Incidents", API_INCIDENTS_WRITE, &comment_body, .status = 201,
			   .flags = API_SANDBOX),
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = comments_post,
	 .help = "adds a note or a message"},
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/audit",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = audit_get,
	 .help = "who did what, when and why",
	 .offered_by = "listTrail"},
	ROUTE_END,
};
