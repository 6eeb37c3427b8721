#include "notify/told.h"

#include <stddef.h>

#include "identity/viewer.h"
#include "notify/notify_rule_view.h"

enum rc told_load(struct request *rq, struct told *told)
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
	told->shows_reporter = rc == RC_OK && incident_shows_reporter(rq->viewer, &told->shown.incident) &&
			       told->shown.incident.reporting == REPORTING_NAMED;
	return rc;
}

static bool is_confidential(const struct told *told)
{
	return told->shown.incident.reporting == REPORTING_CONFIDENTIAL && !told->shows_reporter;
}

bool told_leaves_out(const struct told *told, const struct notification *n)
{
	return is_confidential(told) && recipient_set_read(n->recipients) == RECIPIENT_BIT(RECIPIENT_REPORTER);
}

unsigned told_as(const struct told *told, const struct notification *n)
{
	const unsigned as = recipient_set_read(n->recipients);

	return is_confidential(told) ? as & ~RECIPIENT_BIT(RECIPIENT_REPORTER) : as;
}

static const struct notify_rule *rule_of(const struct told *told, struct str code)
{
	for (size_t i = 0; i < told->rules.count; i++)
		if (str_equal(told->rules.at[i].code, code))
			return &told->rules.at[i];
	return NULL;
}

bool told_next_rule(const struct told *told, unsigned as, struct str *rest, struct told_rule *out)
{
	struct str part, code;

	while (str_split(rest, ',', &part)) {
		if (!str_split(&part, ':', &code))
			continue;
		*out = (struct told_rule){code, part, rule_of(told, code)};
		if (!out->rule || as & RECIPIENT_BIT(out->rule->recipient))
			return true;
	}
	return false;
}

const struct told_delivery *told_delivery_of(const struct told *told, const struct notification *n, enum channel channel)
{
	for (size_t i = 0; i < told->deliveries.count; i++) {
		const struct told_delivery *d = ROW(struct told_delivery, told->deliveries, i);
		if (d->notification_id == n->id && str_is(d->channel, channel_code(channel)))
			return d;
	}
	return NULL;
}
