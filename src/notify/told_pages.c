#include "notify/told_pages.h"

#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/notify_rule_view.h"
#include "notify/told.h"

static const struct code delivery_states[] = {
	{"waiting", N_("waits to be sent")},
	{"sent", N_("sent")},
	{"dead", N_("could not be sent")},
	{"dropped", N_("given up")},
};

static void add_rules(struct request *rq, struct view *item, const struct told *told, const struct notification *n)
{
	struct view_list *list = view_list(item, "rules");
	struct str rest = n->rules;
	struct told_rule one;

	while (told_next_rule(told, told_as(told, n), &rest, &one)) {
		struct view *entry = view_add(list);
		view_text(entry, "code", one.code);
		view_text(entry, "whom", one.rule ? notify_rule_words(rq, one.rule, told->names) : one.code);
		view_text(entry, "version", one.version);
	}
}

static void add_state(struct request *rq, struct view *entry, const struct told *told, const struct notification *n, enum channel channel)
{
	const struct told_delivery *d = told_delivery_of(told, n, channel);

	if (!d)
		return;
	for (size_t s = 0; s < sizeof delivery_states / sizeof *delivery_states; s++)
		if (str_is(d->state, delivery_states[s].code))
			view_text(entry, "state", rq_tr(rq, delivery_states[s].label));
	view_moment(entry, "at", d->done_at != MOMENT_NONE ? d->done_at : d->due_at);
	view_flag(entry, "is_dead", str_is(d->state, "dead"));
	view_text(entry, "reason", d->reason);
}

static void add_channels(struct request *rq, struct view *item, const struct told *told, const struct notification *n)
{
	struct view_list *list = view_list(item, "channels");

	for (int i = 0; i < CHANNEL_COUNT; i++) {
		enum sending sending = notification_sending(n, (enum channel)i);
		if (sending == SENDING_NONE)
			continue;
		struct view *entry = view_add(list);
		view_text(entry, "label", rq_tr(rq, channel_label((enum channel)i)));
		if (i == CHANNEL_INBOX) {
			view_text(entry, "state", rq_tr(rq, n->read_at != MOMENT_NONE ? N_("read") : N_("not read yet")));
			view_moment(entry, "at", n->read_at);
			continue;
		}
		view_code(entry, "sending", &sending_codes, (int)sending);
		if (sending == SENDING_DIGEST)
			view_moment(entry, "at", n->digested_at != MOMENT_NONE ? n->digested_at : n->digest_at);
		else
			add_state(rq, entry, told, n, (enum channel)i);
	}
}

static void show_one(struct request *rq, struct view *item, const struct told *told, const struct notification *n)
{
	const struct event_kind_row *kind = event_kind_find(n->kind);

	view_text(item, "name", names_get(told->people, NAMES_PERSON, n->person_id));
	view_text(item, "away_name", names_get(told->people, NAMES_PERSON, n->away_id));
	view_text(item, "kind", kind ? rq_tr(rq, kind->label) : n->kind);
	view_moment(item, "shown_at", n->shown_at);
	add_rules(rq, item, told, n);
	add_channels(rq, item, told, n);
}

static enum rc told_get(struct request *rq, struct response *rs)
{
	struct told told;
	struct view *page;
	enum rc rc = told_load(rq, &told);

	if (rc == RC_OK)
		rc = record_page(rq, &told.shown, "/told", &page);
	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "told");
	for (size_t i = 0; i < told.rows.count; i++) {
		const struct notification *n = ROW(struct notification, told.rows, i);
		if (!told_leaves_out(&told, n))
			show_one(rq, view_add(list), &told, n);
	}
	view_flag(page, "is_confidential", told.shown.incident.reporting == REPORTING_CONFIDENTIAL);
	view_flag(page, "may_administer", viewer_may(rq->viewer, MAY_ADMINISTER));
	return respond_page(rq, rs, "notify/told", page);
}

static bool shows_work(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

const struct record_part told_part = {
	.name = "told",
	.position = RECORD_MESSAGES + 50,
	.registers = RECORD_EVERY_REGISTER,
	.tab = "/told",
	.label = N_("Told"),
	.shown = shows_work,
};

const struct route told_routes[] = {
	{METHOD_GET, "/incidents/{number}/told", MAY_SEE_INCIDENTS, 0, told_get, "who was told of it, by which rule, and what became of it",
	 .offered_by = "listTold"},
	ROUTE_END,
};
