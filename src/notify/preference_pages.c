#include "notify/preference_pages.h"

#include <string.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/candidate_store.h"
#include "notify/policy_store.h"
#include "notify/preference_store.h"
#include "organization/choices_view.h"
#include "organization/edit_pages.h"

static const struct code said[] = {
	{"saved", N_("The change has been saved.")},
	{NULL, NULL},
};
static const char *const quiet_names[] = {"quiet_from", "quiet_until", "quiet_weekends", "zone", NULL};
static const struct form quiet_form = {&notify_preference_record, quiet_names, NULL};
static const char *const digest_names[] = {"digest", "digest_weekday", "digest_at", NULL};
static const struct form digest_form = {&notify_preference_record, digest_names, NULL};
static const char *const absence_names[] = {"absent_from", "absent_until", NULL};
static const struct form absence_form = {&notify_preference_record, absence_names, NULL};
static const char *const all_names[] = {
	"quiet_from", "quiet_until", "quiet_weekends", "zone", "digest", "digest_weekday", "digest_at", "absent_from", "absent_until", NULL,
};

static enum rc check(struct request *rq, const void *row)
{
	const struct notify_preference *p = row;
	const struct zone *zone;

	if ((p->quiet_from == CLOCK_NONE) != (p->quiet_until == CLOCK_NONE))
		problem_add(rq, p->quiet_from == CLOCK_NONE ? "quiet_from" : "quiet_until", N_("Give both times, or none"));
	if (p->zone.len && zone_find(p->zone, &zone) != RC_OK)
		problem_add(rq, "zone", N_("There is no time zone of that name"));
	if (p->absent_until != DAY_NONE && p->absent_from == DAY_NONE)
		problem_add(rq, "absent_from", N_("Say from when"));
	if (p->absent_until != DAY_NONE && p->absent_until < p->absent_from)
		problem_add(rq, "absent_until", N_("lies before the first day"));
	return rq->problem_count ? RC_INVALID : RC_OK;
}
static const struct form all_form = {&notify_preference_record, all_names, check};

/* --- the table of groups and channels ----------------------------------------------- */

static const char *control(struct request *rq, int group, int channel)
{
	return arena_printf(rq->arena, "use.%s.%s", codes_code(&notify_group_codes, group), channel_code((enum channel)channel)).at;
}

static const struct code mail_rows[] = {
	{"", ""}, {"now", N_("At once")}, {"digest", N_("In the digest")}, {"off", N_("Off")}, {NULL, NULL},
};
const struct codes preference_mail_codes = {"mail", mail_rows};
enum { MAIL_NOW = 1, MAIL_DIGEST, MAIL_OFF };

static bool is_gathered_list(struct str list, const char *group)
{
	struct str part;

	while (str_split(&list, ',', &part))
		if (str_is(part, group))
			return true;
	return false;
}

int preference_pages_mail(const struct notify_preference *preference, enum notify_group group)
{
	if (preference_is_off(preference, group, CHANNEL_MAIL))
		return MAIL_OFF;
	return is_gathered_list(preference->gathered, codes_code(&notify_group_codes, (int)group)) ? MAIL_DIGEST : MAIL_NOW;
}

static int mail_sent(struct request *rq, const struct notify_preference *p, int group)
{
	const char *key = control(rq, group, CHANNEL_MAIL);

	if (form_leaves_out(rq, key))
		return preference_pages_mail(p, (enum notify_group)group);
	const int sent = codes_find(&preference_mail_codes, pairs_get(&rq->form, key));
	if (sent < 0)
		problem_add(rq, key, N_("Choose one of the values offered"));
	return sent > 0 ? sent : MAIL_NOW;
}

/* Boxes that are not ticked are not sent; mails have three values. Of the portal itself nobody switches anything off. */
static void read_table(struct request *rq, struct notify_preference *p)
{
	bool on[GROUP_COUNT][CHANNEL_COUNT];
	struct text gathered = TEXT_IN(rq->arena);

	for (int group = GROUP_NONE + 1; group < GROUP_COUNT; group++) {
		for (int channel = 0; channel < CHANNEL_COUNT; channel++) {
			const char *key = control(rq, group, channel);
			on[group][channel] = group == GROUP_SYSTEM || (form_leaves_out(rq, key)
				? !preference_is_off(p, (enum notify_group)group, (enum channel)channel)
				: pairs_get(&rq->form, key).len > 0);
		}
		const int mail = group == GROUP_SYSTEM ? MAIL_NOW : mail_sent(rq, p, group);
		on[group][CHANNEL_MAIL] = mail != MAIL_OFF;
		if (mail == MAIL_DIGEST)
			text_printf(&gathered, "%s%s", gathered.len ? "," : "", codes_code(&notify_group_codes, group));
	}
	p->off = preference_off_text(rq->arena, on);
	p->gathered = gathered.len ? text_str(&gathered) : STR("");
}

static void add_mail_options(struct request *rq, struct view *row, const struct notify_preference *p, int group)
{
	const int chosen = preference_pages_mail(p, (enum notify_group)group);
	struct view_list *list = view_list(row, "mail_options");

	for (int i = MAIL_NOW; i <= MAIL_OFF; i++) {
		struct view *option = view_add(list);
		view_cstr(option, "code", codes_code(&preference_mail_codes, i));
		view_text(option, "label", rq_tr(rq, codes_label(&preference_mail_codes, i)));
		view_flag(option, "selected", chosen == i);
	}
}

/* What rules say of a group that nobody can switch off. */
static void add_mandatory(struct request *rq, struct view *row, struct notify_rules rules, int group)
{
	struct view_list *list = view_list(row, "mandatory");
	const char *last = "";

	for (size_t i = 0; i < rules.count; i++) {
		const struct event_kind_row *kind = event_kind_find(rules.at[i].event_kind);
		if (!rules.at[i].is_active || !rules.at[i].is_mandatory || !kind || (int)kind->group != group ||
		    strcmp(kind->kind, last) == 0)
			continue;
		view_text(view_add(list), "label", rq_tr(rq, kind->label));
		last = kind->kind;
	}
}

static void show_table(struct request *rq, struct view *page, const struct notify_preference *p, struct notify_rules rules)
{
	struct view_list *list = view_list(page, "groups");

	for (int group = GROUP_NONE + 1; group < GROUP_SYSTEM; group++) {
		struct view *row = view_add(list);
		view_text(row, "label", rq_tr(rq, codes_label(&notify_group_codes, group)));
		view_cstr(row, "code", codes_code(&notify_group_codes, group));
		add_mail_options(rq, row, p, group);
		add_mandatory(rq, row, rules, group);
		struct view_list *boxes = view_list(row, "boxes");
		for (int channel = 0; channel < CHANNEL_COUNT; channel++) {
			struct view *box = view_add(boxes);
			view_cstr(box, "name", control(rq, group, channel));
			view_text(box, "channel", rq_tr(rq, channel_label((enum channel)channel)));
			view_flag(box, "is_mail", channel == CHANNEL_MAIL);
			view_flag(box, "checked", !preference_is_off(p, (enum notify_group)group, (enum channel)channel));
		}
	}
}

/* --- the page ------------------------------------------------------------------------ */

static enum rc show(struct request *rq, struct response *rs, const struct notify_preference *p)
{
	struct view *page = view_new(rq->arena);
	struct candidates *candidates = candidates_new(rq->db, rq->arena, rq->viewer->organization_id, rq->now);
	struct str delegate = pairs_get(&rq->form, "delegate");
	struct notify_policy policy;
	struct notify_rules rules;
	struct view_list *crumbs = NULL;
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &policy);

	if (rc == RC_OK)
		rc = policy_rules(rq->db, &policy, &rules);
	if (rc == RC_OK && !delegate.at)
		rc = choices_person_text(rq, p->delegate_id, &delegate);
	if (rc == RC_OK)
		rc = candidates_load(candidates, &rq->viewer->person_id, 1);
	if (rc != RC_OK)
		return rc;
	const struct candidate *self = candidates_find(candidates, rq->viewer->person_id);
	view_flag(page, "no_mail", self && !self->reachable[CHANNEL_MAIL]);
	view_flag(page, "no_phone", self && !self->reachable[CHANNEL_SMS]);
	view_flag(page, "no_push", self && !self->reachable[CHANNEL_PUSH]);
	show_table(rq, page, p, rules);
	form_view(rq, page, "quiet", &quiet_form, p);
	form_view(rq, page, "digests", &digest_form, p);
	form_view(rq, page, "absence", &absence_form, p);
	view_text(page, "delegate_text", delegate);
	view_text(page, "delegate_problem", problem_of(rq, "delegate"));
	view_int(page, "version", p->version);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	edit_crumb(page, &crumbs, "/account", rq_tr(rq, N_("Account and security")));
	edit_crumb(page, &crumbs, "", rq_tr(rq, N_("Notifications")));
	page_said(rq, page, said);
	return respond_page(rq, rs, "notify/preferences", page);
}

static enum rc own(struct request *rq, struct notify_preference *p)
{
	return preference_of(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, p);
}

static enum rc preferences_get(struct request *rq, struct response *rs)
{
	struct notify_preference p;
	enum rc rc = own(rq, &p);

	return rc == RC_OK ? show(rq, rs, &p) : rc;
}

struct saving {
	struct change change;
	const struct notify_preference *before;
	struct notify_preference after;
};

static enum rc save(struct db *db, void *closure)
{
	struct saving *s = closure;
	struct notify_preference after = s->after;

	return preference_save(db, s->change.rq->arena, &s->change.actor, s->before, &after);
}

static enum rc read_form(struct request *rq, struct notify_preference *p)
{
	enum rc rc = form_read(rq, &all_form, p);

	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	const size_t problems = rq->problem_count;
	read_table(rq, p);
	if (rq->problem_count > problems)
		rc = RC_INVALID;
	enum rc person = form_leaves_out(rq, "delegate")
		? RC_OK : choices_person(rq, "delegate", pairs_get(&rq->form, "delegate"), &p->delegate_id);
	if (person != RC_OK)
		return person;
	if (p->delegate_id && p->delegate_id == rq->viewer->person_id)
		return problem_add(rq, "delegate", N_("Name somebody else"));
	return rc;
}

static enum rc preferences_post(struct request *rq, struct response *rs)
{
	struct notify_preference before;
	int64_t version = -1;
	enum rc rc = own(rq, &before);

	if (rc != RC_OK)
		return rc;
	struct saving saving = {.change = change_of(rq), .before = &before, .after = before};
	rc = read_form(rq, &saving.after);
	if (rc == RC_INVALID)
		return show(rq, rs, &saving.after);
	if (rc != RC_OK)
		return rc;
	str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version);
	if (version != before.version)
		return RC_CONFLICT;
	saving.change.answer = STR("/account/notifications?said=saved");
	return change_run(&saving.change, rs, "notify_preference", save, &saving);
}

static const struct api_schema use_body = {
	"GroupChoice", NULL,
	(const struct api_member[]){
		{API_BOOL, "inbox"}, {API_CODE, "mail", .codes = &preference_mail_codes}, {API_BOOL, "sms"}, {API_BOOL, "push"},
		API_MEMBERS_END,
	}};
#define OF_GROUP(name_) {API_OBJECT, name_, .of = &use_body}
static const struct api_schema groups_body = {
	"GroupChoices", "By group of events; what is not named stays",
	(const struct api_member[]){
		OF_GROUP("work"), OF_GROUP("incident"), OF_GROUP("message"), OF_GROUP("investigation"), OF_GROUP("action"),
		OF_GROUP("deadline"), OF_GROUP("compliance"), OF_GROUP("record"), API_MEMBERS_END,
	}};
static const struct api_schema choices_body = {
	"NotificationChoicesChange", "How one wants to be told",
	(const struct api_member[]){
		{API_FIELDS, .form = &all_form},
		{API_TEXT, "delegate", .help = "who is told as well while one is away: employee number or name"},
		{API_OBJECT, "use", .of = &groups_body},
		API_MEMBERS_END,
	}};

const struct route preference_routes[] = {
	{METHOD_GET, "/account/notifications", MAY_SIGN_IN, 0, preferences_get, "how one wants to be told",
	 .offered_by = "getNotificationChoices"},
	{METHOD_POST, "/account/notifications", MAY_SIGN_IN, 0, preferences_post, "changes it",
	 .api = API_CHANGE("changeNotificationChoices", "Account", API_ACCOUNT_WRITE, &choices_body, .method = METHOD_PATCH,
			   .flags = API_VERSIONED | API_PARTIAL)},
	ROUTE_END,
};
