#include "event/channel_pages.h"

#include "client/client_url.h"
#include "event/bounce_store.h"
#include "event/push_key.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/viewer.h"

static const struct code said[] = {
	{"test", N_("A test message is on its way to you.")},
	{"again", N_("Mails go to this address again.")},
	{NULL, NULL},
};

/* The host alone: the rest of the address may hold what is nobody's business. */
static struct str host_of(struct request *rq, const char *key)
{
	struct client_url url;

	return client_url_parse(rq->arena, config_text(rq->config, key), &url) == RC_OK ? url.host : config_text(rq->config, key);
}

static const struct code securities[] = {
	{"starttls", N_("encrypted (STARTTLS)")},
	{"tls", N_("encrypted (TLS)")},
	{"if-offered", N_("encrypted where the server offers it")},
	{"none", N_("not encrypted")},
	{NULL, NULL},
};
static const struct codes security_codes = {"security", securities};

static struct str mail_way(struct request *rq)
{
	const struct config *config = rq->config;
	const struct str host = config_text(config, "mail.host");

	if (!host.len)
		return rq_tr(rq, N_("Mails are put into a folder for a transfer agent to take; mail.host is not set."));
	return arena_printf(rq->arena, "%.*s:%d, %.*s", STR_ARG(host), (int)config_int(config, "mail.port"),
			    STR_ARG(rq_tr(rq, codes_label(&security_codes, codes_find(&security_codes,
										     config_text(config, "mail.security"))))));
}

static struct str sms_way(struct request *rq)
{
	return config_text(rq->config, "sms.url").len ? host_of(rq, "sms.url") : STR_NONE;
}

static struct str push_way(struct request *rq)
{
	struct str key;

	if (!push_key_is_used(rq->config))
		return STR_NONE;
	return push_key_public(rq->arena, rq->config, &key) == RC_OK
		? config_text(rq->config, "push.contact") : rq_tr(rq, N_("The worker has not made the key yet."));
}

static const struct {
	const char *code, *title, *without;
	struct str (*way)(struct request *rq); /* STR_NONE: not set up */
} ways_out[CHANNEL_WAYS] = {
	{"mail", N_("Mail"), "", mail_way},
	{"sms", N_("Short messages"), N_("Not set up: sms.url is empty."), sms_way},
	{"push", N_("Web push"), N_("Not set up: push.contact is empty."), push_way},
};

void channel_pages_ways(struct request *rq, struct channel_way ways[CHANNEL_WAYS])
{
	for (size_t i = 0; i < CHANNEL_WAYS; i++)
		ways[i] = (struct channel_way){ways_out[i].code, ways_out[i].title, ways_out[i].way(rq), ways_out[i].without};
}

bool channel_pages_fails(const struct channel_state *state)
{
	return state && state->failure_at != MOMENT_NONE &&
	       (state->success_at == MOMENT_NONE || state->failure_at > state->success_at);
}

static enum rc add_channels(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "channels");
	struct channel_way ways[CHANNEL_WAYS];
	struct rows rows;
	enum rc rc = channel_states(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	channel_pages_ways(rq, ways);
	for (size_t i = 0; rc == RC_OK && i < CHANNEL_WAYS; i++) {
		struct view *item = view_add(list);
		const struct str way = ways[i].way;
		view_cstr(item, "code", ways[i].code);
		view_flag(item, "has_cap", str_is(str_of(ways[i].code), "sms"));
		view_text(item, "title", rq_tr(rq, ways[i].title));
		view_flag(item, "is_set_up", way.at != NULL);
		view_text(item, "way", way.at ? way : rq_tr(rq, ways[i].without));
		for (size_t j = 0; j < rows.count; j++) {
			const struct channel_state *state = ROW(struct channel_state, rows, j);
			if (!str_is(state->channel, ways[i].code))
				continue;
			view_moment(item, "success_at", state->success_at);
			view_moment(item, "failure_at", state->failure_at);
			view_text(item, "failure", state->failure);
			view_flag(item, "is_failing", channel_pages_fails(state));
		}
	}
	return rc;
}

/* How much of the day's cap is used, and what waits for tomorrow. */
static enum rc add_cap(struct request *rq, struct view *page)
{
	const day today = zone_day(NULL, rq->now);
	struct view *cap = view_object(page, "cap");
	struct sms_day used;
	enum rc rc = channel_sms_day(rq->db, rq->arena, rq->viewer->organization_id, today, &used);

	if (rc != RC_OK)
		return rc;
	view_int(cap, "most", config_int(rq->config, "sms.daily_cap"));
	view_int(cap, "sent", used.sent);
	view_int(cap, "held", used.held);
	view_flag(cap, "has_held", used.held > 0);
	view_moment(cap, "until", DAYS(today + 1));
	return RC_OK;
}

static enum rc channels_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct rows rows;
	enum rc rc = add_channels(rq, page);

	if (rc == RC_OK)
		rc = add_cap(rq, page);
	if (rc == RC_OK)
		rc = bounce_stopped(rq->db, rq->arena, rq->viewer->organization_id, &rows);
	if (rc != RC_OK)
		return rc;
	view_records(page, "stopped", &mail_bounce_record, rows.at, rows.count);
	page_said(rq, page, said);
	return respond_page(rq, rs, "event/channels", page);
}

static enum rc write_again(struct db *db, void *closure)
{
	struct change *change = closure;
	struct request *rq = change->rq;
	struct mail_bounce before;
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	enum rc rc = bounce_by_id(db, rq->arena, rq->viewer->organization_id, id, &before);
	if (rc == RC_OK)
		rc = bounce_forget(db, rq->viewer->organization_id, id);
	change->answer = STR("/admin/channels?said=again");
	return rc == RC_OK ? audit_change(db, rq->arena, &change->actor, "mail_bounce.forgotten", &mail_bounce_record, id, 0,
					  &before, NULL, STR(""))
			   : rc;
}

static enum rc again_post(struct request *rq, struct response *rs)
{
	struct change change = change_of(rq);

	return change_run(&change, rs, "bounce_forget", write_again, &change);
}

const struct route channel_routes[] = {
	{.method = METHOD_GET, .path = "/admin/channels", .needs = MAY_ADMINISTER, .handle = channels_get,
	 .help = "ways out of the house and how they work",
	 .offered_by = "listChannels listBounces"},
	{.method = METHOD_POST, .path = "/admin/channels/bounces/{id}/again", .needs = MAY_ADMINISTER, .handle = again_post,
	 .help = "mails go to an address again",
	 .api = API_CHANGE("mailAgain", "Administration", API_ADMIN_WRITE, NULL, .path = "/api/v1/channels/bounces/{id}/again")},
	ROUTE_END,
};
