#include "notify/inbox_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/message_text_store.h"
#include "notify/notification_store.h"
#include "notify/policy_store.h"
#include "organization/names_store.h"

static const struct code said[] = {
	{"read", N_("Marked as read.")},
	{NULL, NULL},
};

/* Beyond that nobody reads the number. */
static struct str count_words(struct arena *arena, int64_t count)
{
	return count < NOTIFICATION_COUNT_MOST ? arena_printf(arena, "%lld", (long long)count) : STR("99+");
}

void inbox_decorate(struct request *rq, struct view *page)
{
	struct inbox_count count;

	page_decorate(rq, page);
	if (!rq->viewer)
		return;
	struct view *bell = view_object(page, "bell");
	/* A page without the number is better than none. */
	if (rq->db && notification_unread(rq->db, rq->arena, rq->viewer, rq->now, &count) == RC_OK && count.unread)
		view_text(bell, "unread", count_words(rq->arena, count.unread));
}

static enum rc count_get(struct request *rq, struct response *rs)
{
	struct inbox_count count;
	enum rc rc = notification_unread(rq->db, rq->arena, rq->viewer, rq->now, &count);

	if (rc != RC_OK)
		return rc;
	rs->cache = "private, no-cache";
	return respond_json(rq, rs, arena_printf(rq->arena, "{\"unread\":%lld,\"shown\":\"%.*s\",\"newest\":%lld}",
						 (long long)count.unread,
						 STR_ARG(count.unread ? count_words(rq->arena, count.unread) : STR("")),
						 (long long)count.newest));
}

static const struct incident *incident_of(struct rows incidents, int64_t id)
{
	for (size_t i = 0; id && i < incidents.count; i++)
		if (ROW(struct incident, incidents, i)->id == id)
			return ROW(struct incident, incidents, i);
	return NULL;
}

static void show_one(struct request *rq, struct view *item, const struct notification *n, struct rows incidents,
		     const struct names *names, const struct message_style *style)
{
	const struct words words = notification_words(rq->arena, style, FAMILY_SCREEN, n);
	const struct incident *incident = incident_of(incidents, n->incident_id);
	const struct event_kind_row *kind = event_kind_find(n->kind);

	view_int(item, "id", n->id);
	view_text(item, "text", words.text);
	view_moment(item, "shown_at", n->shown_at);
	view_flag(item, "is_unread", n->read_at == MOMENT_NONE);
	view_flag(item, "is_sandbox", n->environment == ENVIRONMENT_SANDBOX);
	view_text(item, "number", n->number);
	view_text(item, "away_name", names_get(names, NAMES_PERSON, n->away_id));
	view_text(item, "submission", uuid_new(rq->arena, rq->now));
	if (kind)
		view_text(item, "group", rq_tr(rq, codes_label(&notify_group_codes, (int)kind->group)));
	/* What was told stays; what it was about is shown only to whoever may still see it. */
	if (incident && incident_is_visible(rq->viewer, incident))
		view_text(item, "title", incident->title);
	view_flag(item, "is_lost", n->environment != ENVIRONMENT_SANDBOX && !n->capa_id && incident &&
					    !incident_is_visible(rq->viewer, incident));
}

static void show_list(struct request *rq, struct view *page, const struct inbox_asked *asked, struct rows rows,
		      struct rows incidents, const struct names *names, const struct message_style *style)
{
	struct view_list *list = view_list(page, "items");
	const size_t shown = rows.count > NOTIFICATION_PAGE ? NOTIFICATION_PAGE : rows.count;

	for (size_t i = 0; i < shown; i++)
		show_one(rq, view_add(list), ROW(struct notification, rows, i), incidents, names, style);
	view_flag(page, "only_unread", asked->is_unread);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	if (asked->before_at != MOMENT_NONE)
		view_cstr(page, "newer_href", asked->is_unread ? "/notifications?unread=1" : "/notifications");
	if (rows.count > shown) {
		const struct notification *last = ROW(struct notification, rows, shown - 1);
		view_text(page, "older_href", arena_printf(rq->arena, "/notifications?%sbefore=%.*s",
							   asked->is_unread ? "unread=1&" : "",
							   STR_ARG(notification_cursor_text(rq->arena, last))));
	}
}

enum rc inbox_style(struct request *rq, struct message_style *out)
{
	struct message_texts *texts = ARENA_NEW(rq->arena, struct message_texts);
	struct notify_policy policy;
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &policy);

	if (rc == RC_OK)
		rc = message_texts_of(rq->db, &policy, texts);
	*out = (struct message_style){rq->catalogue, rq->zone, texts};
	return rc;
}

static enum rc inbox_get(struct request *rq, struct response *rs)
{
	struct inbox_asked asked = {.account_id = rq->viewer->account_id, .now = rq->now, .before_at = MOMENT_NONE,
				    .is_unread = str_is(pairs_get(&rq->query, "unread"), "1"), .most = NOTIFICATION_PAGE + 1};
	struct view *page = view_new(rq->arena);
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	struct rows rows, incidents = {0};
	struct message_style style;

	notification_cursor(pairs_get(&rq->query, "before"), &asked);
	enum rc rc = notification_inbox(rq->db, rq->arena, &asked, &rows);
	if (rc == RC_OK && rows.count)
		rc = notification_incidents(rq->db, rq->arena, rq->viewer->organization_id, rows, &incidents);
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct notification), offsetof(struct notification, away_id));
	if (rc == RC_OK)
		rc = inbox_style(rq, &style);
	if (rc != RC_OK)
		return rc;
	show_list(rq, page, &asked, rows, incidents, names, &style);
	page_said(rq, page, said);
	return respond_page(rq, rs, "notify/inbox", page);
}

static enum rc open_get(struct request *rq, struct response *rs)
{
	struct notification n;
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = notification_find(rq->db, rq->arena, rq->viewer->account_id, id, &n);
	if (rc == RC_OK && n.read_at == MOMENT_NONE)
		rc = notification_mark_read(rq->db, rq->viewer->account_id, id, rq->now);
	return rc == RC_OK ? respond_redirect(rq, rs, notification_target(rq->arena, &n)) : rc;
}

struct marking {
	struct change change;
	int64_t id;                  /* 0: all */
};

static enum rc mark(struct db *db, void *closure)
{
	const struct marking *m = closure;

	return notification_mark_read(db, m->change.actor.account_id, m->id, m->change.rq->now);
}

static enum rc read_post(struct request *rq, struct response *rs)
{
	struct marking marking = {.change = change_of(rq)};

	str_to_int(pairs_get(&rq->form, "id"), 1, INT64_MAX, &marking.id);
	marking.change.answer = str_is(pairs_get(&rq->form, "unread"), "1") ? STR("/notifications?unread=1&said=read")
									    : STR("/notifications?said=read");
	return change_run(&marking.change, rs, "notification.read", mark, &marking);
}

const struct route inbox_routes[] = {
	{METHOD_GET, "/notifications", MAY_SIGN_IN, 0, inbox_get, "what one was told, the newest first",
	 .offered_by = "listNotifications"},
	{METHOD_GET, "/notifications/count", MAY_SIGN_IN, ROUTE_QUIET, count_get, "how much of it is unread, as JSON",
	 .offered_by = "listNotifications"},
	{METHOD_GET, "/notifications/{id}", MAY_SIGN_IN, ROUTE_WRITES, open_get, "marks one as read and leads to what it is about",
	 .offered_by = "listNotifications markNotificationsRead"},
	{METHOD_POST, "/notifications/read", MAY_SIGN_IN, 0, read_post, "marks one or all as read",
	 .api = API_CHANGE("markNotificationsRead", "Notifications", API_NO_SCOPE,
			   API_BODY("NotificationsRead", {API_INT, "id", .help = "left out: all"}))},
	ROUTE_END,
};
