#include "notify/notify_rules_pages.h"

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/notify_rule_view.h"
#include "notify/policy_store.h"
#include "organization/edit_pages.h"

static const struct code said[] = {
	{"saved", N_("The change has been saved. It holds from the next event on.")},
	{NULL, NULL},
};
static const char *const policy_names[] = {"mail_title", "sandbox_people", NULL};
static const struct form policy_form = {&notify_policy_record, policy_names, NULL};

static bool is_heard(struct notify_rules rules, const struct event_kind_row *kind)
{
	for (size_t i = 0; i < rules.count; i++)
		if (rules.at[i].is_active && str_is(rules.at[i].event_kind, kind->kind))
			return true;
	return false;
}

/* One event with its rules. */
static void show_kind(struct request *rq, struct view *item, const struct event_kind_row *kind, struct notify_rules rules,
		      const struct names *names)
{
	struct view_list *list = view_list(item, "rules");

	view_cstr(item, "kind", kind->kind);
	view_text(item, "label", rq_tr(rq, kind->label));
	for (size_t i = 0; i < rules.count; i++)
		if (str_is(rules.at[i].event_kind, kind->kind))
			notify_rule_view(rq, view_add(list), &rules.at[i], names);
}

static void show_groups(struct request *rq, struct view *page, struct notify_rules rules, const struct names *names)
{
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);
	struct view_list *groups = view_list(page, "groups"), *silent = view_list(page, "silent");

	for (int group = GROUP_NONE + 1; group < GROUP_COUNT; group++) {
		struct view *entry = NULL;
		struct view_list *list = NULL;
		for (size_t i = 0; i < count; i++) {
			if ((int)kinds[i].group != group)
				continue;
			if (!is_heard(rules, &kinds[i])) {
				struct view *item = view_add(silent);
				view_text(item, "label", rq_tr(rq, kinds[i].label));
				view_cstr(item, "kind", kinds[i].kind);
				continue;
			}
			if (!entry) {
				entry = view_add(groups);
				view_text(entry, "label", rq_tr(rq, codes_label(&notify_group_codes, group)));
				view_cstr(entry, "code", codes_code(&notify_group_codes, group));
				list = view_list(entry, "kinds");
			}
			show_kind(rq, view_add(list), &kinds[i], rules, names);
		}
	}
}

static void show_retired(struct request *rq, struct view *page, struct notify_rules rules, const struct names *names)
{
	struct view_list *list = view_list(page, "retired");

	for (size_t i = 0; i < rules.count; i++)
		if (!rules.at[i].is_active)
			notify_rule_view(rq, view_add(list), &rules.at[i], names);
}

static enum rc show(struct request *rq, struct response *rs, const struct notify_policy *typed)
{
	struct view *page = view_new(rq->arena);
	struct view_list *crumbs = NULL;
	struct notify_policy policy;
	struct notify_rules rules;
	struct names *names;
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &policy);

	if (rc == RC_OK)
		rc = policy_rules(rq->db, &policy, &rules);
	if (rc == RC_OK)
		rc = notify_rule_names(rq, rules, &names);
	if (rc != RC_OK)
		return rc;
	show_groups(rq, page, rules, names);
	show_retired(rq, page, rules, names);
	form_view(rq, page, "policy", &policy_form, typed ? typed : &policy);
	view_int(page, "version", policy.version);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Who is told")));
	page_said(rq, page, said);
	return respond_page(rq, rs, "notify/rules", page);
}

static enum rc rules_get(struct request *rq, struct response *rs)
{
	return show(rq, rs, NULL);
}

struct settling {
	struct change change;
	const struct notify_policy *before;
	struct notify_policy after;
};

static enum rc settle(struct db *db, void *closure)
{
	struct settling *s = closure;
	struct notify_policy after = s->after;

	return policy_save(db, s->change.rq->arena, &s->change.actor, s->before, &after);
}

static enum rc policy_post(struct request *rq, struct response *rs)
{
	struct notify_policy before;
	int64_t version = -1;
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &before);

	if (rc != RC_OK)
		return rc;
	struct settling settling = {.change = change_of(rq), .before = &before, .after = before};
	rc = form_read(rq, &policy_form, &settling.after);
	if (rc == RC_INVALID)
		return show(rq, rs, &settling.after);
	if (rc != RC_OK)
		return rc;
	str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version);
	if (version != before.version)
		return RC_CONFLICT;
	settling.change.answer = STR("/admin/notifications?said=saved");
	return change_run(&settling.change, rs, "notify_policy", settle, &settling);
}

const struct route notify_rules_routes[] = {
	{METHOD_GET, "/admin/notifications", MAY_ADMINISTER, 0, rules_get, "who is told of what, and what nobody hears of",
	 .offered_by = "getNotificationPolicy listNotificationRules listEventKinds"},
	{METHOD_POST, "/admin/notifications", MAY_ADMINISTER, 0, policy_post, "changes what holds for all messages",
	 .api = API_CHANGE("changeNotificationPolicy", "Administration", API_ADMIN_WRITE, API_FORM("NotificationPolicyChange", &policy_form),
			   .method = METHOD_PATCH, .path = "/api/v1/notification-policy", .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
