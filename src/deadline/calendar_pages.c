#include "deadline/calendar_pages.h"

#include "base/base64.h"
#include "base/random.h"
#include "deadline/calendar_view.h"
#include "deadline/calendar_feed_store.h"
#include "deadline/deadline_list_store.h"
#include "deadline/deadline_store.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer_store.h"
#include "organization/choices_view.h"

enum {
	DAYS_BACK = 90,          /* overdue ones stay that long */
	DAYS_AHEAD = 400,
	DAYS_CLOSED = 30,        /* so long it is said that something is done or cancelled */
	EVENTS_MOST = 1500,
	TOKEN_LENGTH = 43,
	OPENED_MOST = 60,        /* of one address in ten minutes */
	GUESSES_MOST = 30,       /* of one peer */
};

static const struct code said[] = {
	{"made", N_("The calendar is made. Subscribe to its address in your calendar program.")},
	{"revoked", N_("The address does not work any more.")},
	{NULL, NULL},
};

/* --- what the calendar program fetches --- */

static enum rc find_feed(struct request *rq, struct calendar_feed *feed)
{
	const struct str file = param(rq, "file"), ending = STR(".ics");
	const struct str token = str_ends(file, ending) ? str_slice(file, 0, file.len - ending.len) : STR_NONE;

	if (token.len != TOKEN_LENGTH)
		return RC_NOT_FOUND;
	enum rc rc = request_count(rq, arena_printf(rq->arena, "calendar %.*s", STR_ARG(token)).at, OPENED_MOST);
	if (rc == RC_OK)
		rc = calendar_feed_by_hash(rq->db, rq->arena, sha256(rq->arena, token), feed);
	if (rc == RC_OK && feed->revoked_at != MOMENT_NONE)
		rc = RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND &&
	    request_count(rq, arena_printf(rq->arena, "calendar guess %.*s", STR_ARG(rq->address)).at, GUESSES_MOST) != RC_OK)
		rc = RC_TOO_MANY;
	return rc;
}

/* Open ones, and those that were closed lately, after each other. */
static enum rc collect(struct request *rq, const struct calendar_feed *feed, const struct viewer *viewer,
		       struct deadline **at, size_t *count)
{
	struct deadline_filter open = {.scope = feed->content - 1,
				       .establishment_id = feed->establishment_id,
				       .from_at = rq->now - DAYS(DAYS_BACK),
				       .until_at = rq->now + DAYS(DAYS_AHEAD)};
	struct deadline_filter closed = open;
	struct deadline_page first, second;

	closed.show = SHOW_CLOSED;
	closed.from_at = rq->now - DAYS(DAYS_CLOSED);
	closed.until_at = 0;
	enum rc rc = deadline_list(rq->db, rq->arena, viewer, &open, rq->now, EVENTS_MOST, &first);
	if (rc == RC_OK)
		rc = deadline_list(rq->db, rq->arena, viewer, &closed, rq->now, EVENTS_MOST, &second);
	if (rc != RC_OK)
		return rc;
	*at = ARENA_ARRAY(rq->arena, struct deadline, first.count + second.count + 1);
	*count = 0;
	for (size_t i = 0; i < first.count; i++)
		(*at)[(*count)++] = first.lines[i].deadline;
	for (size_t i = 0; i < second.count; i++)
		(*at)[(*count)++] = second.lines[i].deadline;
	return RC_OK;
}

static enum rc respond(struct request *rq, struct response *rs, const struct calendar_feed *feed,
		       const struct viewer *viewer)
{
	struct deadline_rule rules[DEADLINE_KIND_COUNT];
	struct view_style style = {.zone = rq->zone};
	struct deadline *at;
	size_t count;

	if (viewer->locale.len)
		style.catalogue = catalogue_find(config_path(rq->arena, rq->config, "paths.locale"), viewer->locale);
	enum rc rc = deadline_rules(rq->db, rq->arena, feed->organization_id, rules);
	if (rc == RC_OK)
		rc = collect(rq, feed, viewer, &at, &count);
	if (rc != RC_OK)
		return rc;
	const struct calendar calendar = {
		.name = tr(style.catalogue, N_("Deadlines")),
		.url = config_text(rq->config, "web.public_url"),
		.style = &style,
		.rules = rules,
		.as_events = feed->as_events,
	};
	rs->cache = "private, no-cache";
	response_header(rs, "X-Robots-Tag", STR("noindex"));
	return respond_bytes(rq, rs, "text/calendar; charset=utf-8", STR_NONE, calendar_write(rq->arena, &calendar, at, count));
}

static enum rc calendar_get(struct request *rq, struct response *rs)
{
	struct calendar_feed feed;
	struct viewer viewer;
	enum rc rc = find_feed(rq, &feed);

	if (rc == RC_OK)
		rc = viewer_load(rq->db, rq->arena, feed.account_id, zone_day(NULL, rq->now), &viewer);
	if (rc == RC_OK && zone_find(viewer.organization_zone, &rq->zone) == RC_FAULT)
		rc = RC_FAULT;
	if (rc == RC_OK && (feed.opened_at == MOMENT_NONE || feed.opened_at + HOURS(1) < rq->now))
		rc = calendar_feed_opened(rq->db, &feed, rq->now);
	return rc == RC_OK ? respond(rq, rs, &feed, &viewer) : rc;
}

/* --- where they are made and revoked --- */

static const char *const names[] = {"content", "establishment_id", "as_events", NULL};
static const struct form feed_form = {&calendar_feed_record, names, NULL};

/*
 * The secret part of its address, derived from the key of the installation, so that its owner can look it up again
 * while the database holds its hash alone.
 */
static struct str token_of(const struct request *rq, const struct calendar_feed *feed)
{
	const struct secret key =
		secret_derive(request_secret(rq), arena_printf(rq->arena, "calendar feed %.*s", STR_ARG(feed->uuid)).at);

	return base64_url(rq->arena, arena_str(rq->arena, (struct str){(const char *)key.bytes, sizeof key.bytes}));
}

struct str calendar_pages_address(const struct request *rq, const struct calendar_feed *feed)
{
	const struct str token = token_of(rq, feed);

	if (!str_equal(sha256(rq->arena, token), feed->token_sha256))
		return STR_NONE;
	return arena_printf(rq->arena, "%.*s/calendar/%.*s.ics", STR_ARG(config_text(rq->config, "web.public_url")),
			    STR_ARG(token));
}

static enum rc add_feeds(struct request *rq, struct view *page)
{
	struct rows rows;
	struct view_list *list = view_list(page, "feeds");
	enum rc rc = calendar_feed_list(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct calendar_feed *feed = ROW(struct calendar_feed, rows, i);
		struct view *item = view_add(list);
		view_merge(item, &calendar_feed_record, feed);
		view_text(item, "address", calendar_pages_address(rq, feed));
		view_text(item, "submission", uuid_new(rq->arena, rq->now));
		for (const struct choices *c = rq->choices; c; c = c->next)
			for (size_t n = 0; n < c->count; n++)
				if (c->at[n].id == feed->establishment_id)
					view_text(item, "establishment", c->at[n].label);
	}
	view_flag(page, "may_make", rc == RC_OK && rows.count < CALENDAR_FEEDS_MOST);
	return rc;
}

static enum rc show(struct request *rq, struct response *rs, const struct calendar_feed *feed)
{
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = view_list(page, "crumbs");
	struct view *account = view_add(crumbs), *here = view_add(crumbs);
	enum rc rc = add_feeds(rq, page);

	if (rc != RC_OK)
		return rc;
	view_cstr(account, "href", "/account");
	view_text(account, "label", rq_tr(rq, N_("Account and security")));
	view_cstr(here, "href", "");
	view_text(here, "label", rq_tr(rq, N_("Calendars")));
	form_view(rq, page, "form", &feed_form, feed);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	page_said(rq, page, said);
	return respond_page(rq, rs, "deadline/calendars", page);
}

static enum rc feeds_get(struct request *rq, struct response *rs)
{
	struct calendar_feed feed;
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	record_clear(&calendar_feed_record, &feed);
	feed.content = DEADLINE_MINE + 1;
	return rc == RC_OK ? show(rq, rs, &feed) : rc;
}

struct making {
	struct change change;
	struct calendar_feed feed;
};

static enum rc write_feed(struct db *db, void *closure)
{
	struct making *m = closure;
	struct request *rq = m->change.rq;
	struct calendar_feed feed = m->feed;
	struct rows rows;
	enum rc rc = calendar_feed_list(db, rq->arena, feed.organization_id, feed.account_id, &rows);

	if (rc == RC_OK && rows.count >= CALENDAR_FEEDS_MOST)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = calendar_feed_insert(db, &feed);
	if (rc == RC_OK)
		rc = audit_change(db, rq->arena, &m->change.actor, "calendar_feed.created", &calendar_feed_record, feed.id, 0,
				  NULL, &feed, STR(""));
	return rc;
}

static enum rc feeds_post(struct request *rq, struct response *rs)
{
	struct making m = {.change = change_of(rq)};
	enum rc rc = choices_establishments(rq, "establishment_id", 0);

	record_clear(&calendar_feed_record, &m.feed);
	if (rc == RC_OK)
		rc = form_read(rq, &feed_form, &m.feed);
	if (rc == RC_INVALID)
		return show(rq, rs, &m.feed);
	if (rc != RC_OK)
		return rc;
	m.feed.organization_id = rq->viewer->organization_id;
	m.feed.account_id = rq->viewer->account_id;
	m.feed.uuid = uuid_new(rq->arena, rq->now);
	m.feed.token_sha256 = sha256(rq->arena, token_of(rq, &m.feed));
	m.feed.created_at = rq->now;
	m.change.answer = STR("/account/calendars?said=made");
	return change_run(&m.change, rs, "calendar_feed", write_feed, &m);
}

struct revoking {
	struct change change;
	int64_t id;
};

static enum rc write_revoked(struct db *db, void *closure)
{
	struct revoking *r = closure;
	const struct viewer *viewer = r->change.rq->viewer;
	const struct audit_entry entry = {
		.action = "calendar_feed.revoked", .subject = "calendar_feed", .subject_id = r->id};
	enum rc rc = calendar_feed_revoke(db, viewer->organization_id, viewer->account_id, r->id, r->change.actor.now);

	return rc == RC_OK ? audit_append(db, &r->change.actor, &entry) : rc;
}

static enum rc revoke_post(struct request *rq, struct response *rs)
{
	struct revoking r = {.change = change_of(rq)};

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &r.id))
		return RC_NOT_FOUND;
	r.change.answer = STR("/account/calendars?said=revoked");
	return change_run(&r.change, rs, "calendar_feed", write_revoked, &r);
}

const struct route calendar_routes[] = {
	{METHOD_GET, "/calendar/{file}", 0, ROUTE_PUBLIC | ROUTE_WRITES, calendar_get,
	 "a subscribed calendar; the secret token is its name"},
	{METHOD_GET, "/account/calendars", MAY_SIGN_IN, 0, feeds_get, "own calendars and their addresses",
	 .offered_by = "listCalendars"},
	{METHOD_POST, "/account/calendars", MAY_SIGN_IN, 0, feeds_post, "make one",
	 .api = API_CHANGE("addCalendar", "Account", API_ACCOUNT_WRITE, API_FORM("NewCalendar", &feed_form), .status = 201)},
	{METHOD_POST, "/account/calendars/{id}/revoke", MAY_SIGN_IN, 0, revoke_post, "its address works no more",
	 .api = API_CHANGE("revokeCalendar", "Account", API_ACCOUNT_WRITE, NULL)},
	ROUTE_END,
};
