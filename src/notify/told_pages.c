#include "notify/told_pages.h"

#include <stddef.h>

#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/notification_store.h"
#include "notify/notify_rule_view.h"
#include "notify/policy_store.h"

/* Everything that the page names, loaded once. */
struct told {
	struct incident_shown shown;
	struct rows rows, deliveries;
	struct notify_rules rules;
	struct names *people, *names;
};

static const struct code delivery_states[] = {
	{"waiting", N_("waits to be sent")},
	{"sent", N_("sent")},
	{"dead", N_("could not be sent")},
	{"dropped", N_("given up")},
};

static enum rc load(struct request *rq, struct told *told)
{
	const int64_t organization_id = rq->viewer->organization_id;
	struct notify_policy policy;
	enum rc rc = incident_shown_find(rq, &told->shown);

	if (rc == RC_OK && !told->shown.shows_work)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = notification_of_incident(rq->db, rq->arena, organization_id, told->shown.incident.id, &told->rows);
	if (rc == RC_OK)
		rc = notification_deliveries(rq->db, rq->arena, organization_id, told->shown.incident.id, &told->deliveries);
	if (rc == RC_OK)
		rc = policy_of(rq->db, rq->arena, organization_id, &policy);
	if (rc == RC_OK)
		rc = policy_rules(rq->db, &policy, &told->rules);
	if (rc == RC_OK)
		rc = notify_rule_names(rq, told->rules, &told->names);
	told->people = names_new(rq->db, rq->arena, organization_id);
	const size_t offsets[] = {offsetof(struct notification, person_id), offsetof(struct notification, away_id)};
	for (size_t i = 0; rc == RC_OK && i < 2; i++)
		rc = names_load_column(told->people, NAMES_PERSON, told->rows, sizeof(struct notification), offsets[i]);
	return rc;
}

static const struct notify_rule *rule_of(const struct told *told, struct str code)
{
	for (size_t i = 0; i < told->rules.count; i++)
		if (str_equal(told->rules.at[i].code, code))
			return &told->rules.at[i];
	return NULL;
}

/* "incident.assigned-manager:3": the rule as it is called now, and the version that decided then. */
static void add_rules(struct request *rq, struct view *item, const struct told *told, const struct notification *n, unsigned as)
{
	struct view_list *list = view_list(item, "rules");
	struct str rest = n->rules, part, code;

	while (str_split(&rest, ',', &part)) {
		if (!str_split(&part, ':', &code))
			continue;
		const struct notify_rule *rule = rule_of(told, code);
		if (rule && !(as & RECIPIENT_BIT(rule->recipient)))
			continue;
		struct view *entry = view_add(list);
		view_text(entry, "code", code);
		view_text(entry, "whom", rule ? notify_rule_words(rq, rule, told->names) : code);
		view_text(entry, "version", part);
	}
}

static void add_state(struct request *rq, struct view *entry, const struct told *told, const struct notification *n, enum channel channel)
{
	for (size_t i = 0; i < told->deliveries.count; i++) {
		const struct told_delivery *d = ROW(struct told_delivery, told->deliveries, i);
		if (d->notification_id != n->id || !str_is(d->channel, channel_code(channel)))
			continue;
		for (size_t s = 0; s < sizeof delivery_states / sizeof *delivery_states; s++)
			if (str_is(d->state, delivery_states[s].code))
				view_text(entry, "state", rq_tr(rq, delivery_states[s].label));
		view_moment(entry, "at", d->done_at != MOMENT_NONE ? d->done_at : d->due_at);
		view_flag(entry, "is_dead", str_is(d->state, "dead"));
		view_text(entry, "reason", d->reason);
		return;
	}
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

/* In a report in confidence the list does not say who its reporter is, not even by leaving one out. */
static bool is_left_out(const struct told *told, const struct notification *n, bool shows_reporter)
{
	return told->shown.incident.reporting == REPORTING_CONFIDENTIAL && !shows_reporter &&
	       recipient_set_read(n->recipients) == RECIPIENT_BIT(RECIPIENT_REPORTER);
}

static void show_one(struct request *rq, struct view *item, const struct told *told, const struct notification *n, bool shows_reporter)
{
	const struct event_kind_row *kind = event_kind_find(n->kind);
	const bool is_confidential = told->shown.incident.reporting == REPORTING_CONFIDENTIAL && !shows_reporter;
	unsigned as = recipient_set_read(n->recipients);

	if (is_confidential)
		as &= ~RECIPIENT_BIT(RECIPIENT_REPORTER);
	view_text(item, "name", names_get(told->people, NAMES_PERSON, n->person_id));
	view_text(item, "away_name", names_get(told->people, NAMES_PERSON, n->away_id));
	view_text(item, "kind", kind ? rq_tr(rq, kind->label) : n->kind);
	view_moment(item, "shown_at", n->shown_at);
	add_rules(rq, item, told, n, as);
	add_channels(rq, item, told, n);
}

static enum rc told_get(struct request *rq, struct response *rs)
{
	struct told told;
	struct view *page;
	enum rc rc = load(rq, &told);

	if (rc == RC_OK)
		rc = record_page(rq, &told.shown, "/told", &page);
	if (rc != RC_OK)
		return rc;
	const bool shows_reporter = incident_shows_reporter(rq->viewer, &told.shown.incident) &&
				    told.shown.incident.reporting == REPORTING_NAMED;
	struct view_list *list = view_list(page, "told");
	for (size_t i = 0; i < told.rows.count; i++) {
		const struct notification *n = ROW(struct notification, told.rows, i);
		if (!is_left_out(&told, n, shows_reporter))
			show_one(rq, view_add(list), &told, n, shows_reporter);
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
	{METHOD_GET, "/incidents/{number}/told", MAY_SEE_INCIDENTS, 0, told_get, "who was told of it, by which rule, and what became of it"},
	ROUTE_END,
};
