#include "notify/candidate_store.h"
#include "notify/message.h"
#include "notify/message_text_store.h"
#include "notify/notification_store.h"
#include "notify/notify_consumer.h"
#include "notify/policy_store.h"

/* One account's digest. */
struct gathering {
	const struct worker_call *call;
	int64_t organization_id, account_id, person_id;
};

/* Somebody without an account in use or an address any more is not written to; what was gathered is in the inbox. */
static enum rc add_mail(struct db *db, const struct gathering *g, struct rows rows)
{
	struct arena *arena = g->call->arena;
	struct candidates *candidates = candidates_new(db, arena, g->organization_id, g->call->now);
	struct notify_policy policy;
	struct message_texts texts;
	enum rc rc = candidates_load(candidates, &g->person_id, 1);
	const struct candidate *who = candidates_find(candidates, g->person_id);

	if (rc != RC_OK || !who || !who->has_account || !who->reachable[CHANNEL_MAIL])
		return rc;
	rc = policy_of(db, arena, g->organization_id, &policy);
	if (rc == RC_OK)
		rc = message_texts_of(db, &policy, &texts);
	if (rc != RC_OK)
		return rc;
	struct delivery delivery = {
		.organization_id = g->organization_id,
		.channel = STR("mail"),
		.account_id = g->account_id,
		.recipient = arena_printf(arena, "digest:%lld:%lld", (long long)g->account_id, (long long)g->call->now),
	};
	message_digest(arena, &(struct digest_message){g->call->config, &texts, who, rows.at, rows.count}, &delivery);
	return delivery_add(db, arena, &delivery, g->call->now, NULL);
}

/* The rows are read again inside: another worker may have sent them. */
static enum rc gather(struct db *db, void *closure)
{
	const struct gathering *g = closure;
	struct rows rows;
	enum rc rc = notification_digest_of(db, g->call->arena, g->account_id, g->call->now, &rows);

	if (rc == RC_OK && rows.count)
		rc = add_mail(db, g, rows);
	return rc == RC_OK && rows.count ? notification_digest_done(db, g->account_id, g->call->now) : rc;
}

static enum rc run(const struct worker_call *call)
{
	struct rows rows;
	enum rc rc = notification_digest_due(call->db, call->arena, call->now, &rows);
	int64_t last = 0;

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct notification *n = ROW(struct notification, rows, i);
		struct gathering gathering = {call, n->organization_id, n->account_id, n->person_id};
		if (n->account_id != last)
			rc = db_transaction(call->db, "notify.digest", gather, &gathering);
		last = n->account_id;
	}
	return rc;
}

const struct worker_task notify_digest_task = {
	.name = "notify-digest",
	.every = MINUTES(5),
	.run = run,
	.help = "sends the digests that are due",
};

static enum rc purge(const struct worker_call *call)
{
	return notification_purge(call->db, call->now - DAYS(config_int(call->config, "notify.keep_days")));
}

const struct worker_task notify_purge_task = {
	.name = "notify-purge",
	.every = HOURS(1),
	.run = purge,
	.help = "removes notifications after notify.keep_days",
};
