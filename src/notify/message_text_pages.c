#include "notify/message_text_pages.h"

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "notify/message_preview_view.h"
#include "organization/edit_pages.h"

static const struct code said[] = {
	{"saved", N_("The text has been saved. It holds from the next message on.")},
	{"standard", N_("The standard text holds again, from the next message on.")},
	{NULL, NULL},
};

static const char *const text_names[] = {"subject", "body", "reason", NULL};
static const struct form text_form = {&message_text_record, text_names, NULL};
static const char *const sms_names[] = {"body", "reason", NULL};
static const struct form sms_form = {&message_text_record, sms_names, NULL};

enum rc message_text_slot(const struct request *rq, struct message_slot *out)
{
	const int family = codes_find(&message_family_codes, param(rq, "family"));
	const int language = codes_find(&message_language_codes, param(rq, "language"));

	*out = (struct message_slot){event_kind_find(param(rq, "kind")), (enum message_family)family,
				     (enum message_language)language};
	return out->kind && family > 0 && language > 0 ? RC_OK : RC_NOT_FOUND;
}

int64_t message_text_shown_version(const struct message_text *newest)
{
	return newest ? newest->version + 1 : 1;
}

static struct str slot_href(struct arena *arena, const struct message_slot *slot)
{
	return arena_printf(arena, "/admin/notifications/texts/%s/%s/%s", slot->kind->kind,
			    codes_code(&message_family_codes, (int)slot->family),
			    codes_code(&message_language_codes, (int)slot->language));
}

static void add_crumbs(struct request *rq, struct view *page, const struct event_kind_row *kind,
		       struct str last)
{
	struct view_list *crumbs = NULL;

	edit_crumb(page, &crumbs, "/admin", rq_tr(rq, N_("Administration")));
	edit_crumb(page, &crumbs, "/admin/notifications", rq_tr(rq, N_("Who is told")));
	edit_crumb(page, &crumbs, kind || last.len ? "/admin/notifications/texts" : "",
		   rq_tr(rq, N_("Message texts")));
	if (kind)
		edit_crumb(page, &crumbs,
			   last.len ? arena_printf(rq->arena, "/admin/notifications/texts/%s", kind->kind).at
				    : "",
			   rq_tr(rq, kind->label));
	if (last.len)
		edit_crumb(page, &crumbs, "", last);
}

/* "Mail, Spanish" */
static struct str slot_label(struct request *rq, const struct message_slot *slot)
{
	return arena_printf(rq->arena, "%.*s, %.*s",
			    STR_ARG(rq_tr(rq, codes_label(&message_family_codes, (int)slot->family))),
			    STR_ARG(rq_tr(rq, codes_label(&message_language_codes, (int)slot->language))));
}

/* --- all kinds ---------------------------------------------------------------------------- */

static void add_own(struct request *rq, struct view *item, const struct event_kind_row *kind,
		    const struct message_texts *texts)
{
	struct view_list *list = view_list(item, "own");

	for (int family = FAMILY_NONE + 1; family < FAMILY_COUNT; family++)
		for (int language = LANGUAGE_NONE + 1; language < LANGUAGE_COUNT; language++) {
			const struct message_slot slot = {kind, (enum message_family)family,
							  (enum message_language)language};
			if (!message_text_at(texts, &slot, MOMENT_NONE))
				continue;
			struct view *entry = view_add(list);
			view_text(entry, "label", slot_label(rq, &slot));
			view_text(entry, "href", slot_href(rq->arena, &slot));
		}
}

static int64_t count_own(const struct message_texts *texts)
{
	int64_t count = 0;

	for (size_t i = 0; i < texts->count; i++) {
		const struct message_text *text = &texts->at[i];
		const struct message_slot slot = {event_kind_find(text->event_kind),
						  (enum message_family)text->family,
						  (enum message_language)text->language};
		count += slot.kind && message_text_at(texts, &slot, MOMENT_NONE) == text;
	}
	return count;
}

static enum rc texts_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *groups = view_list(page, "groups");
	struct message_style style;
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);
	enum rc rc = message_style_of(rq, notification_language(rq->catalogue), &style);

	if (rc != RC_OK)
		return rc;
	for (int group = GROUP_NONE + 1; group < GROUP_COUNT; group++) {
		struct view *entry = view_add(groups);
		struct view_list *list = view_list(entry, "kinds");
		view_text(entry, "label", rq_tr(rq, codes_label(&notify_group_codes, group)));
		view_cstr(entry, "code", codes_code(&notify_group_codes, group));
		for (size_t i = 0; i < count; i++) {
			if ((int)kinds[i].group != group)
				continue;
			struct view *item = view_add(list);
			view_cstr(item, "kind", kinds[i].kind);
			view_text(item, "label", rq_tr(rq, kinds[i].label));
			add_own(rq, item, &kinds[i], style.texts);
		}
	}
	view_int(page, "own_count", count_own(style.texts));
	view_flag(page, "has_own", count_own(style.texts) > 0);
	add_crumbs(rq, page, NULL, STR_NONE);
	return respond_page(rq, rs, "notify/texts", page);
}

/* --- one kind ------------------------------------------------------------------------------ */

static struct message_text effective(struct arena *arena, const struct message_style *style,
				     const struct message_slot *slot)
{
	const struct message_text *own = message_text_at(style->texts, slot, MOMENT_NONE);

	return own ? *own : message_text_standard(arena, style->catalogue, slot);
}

static enum rc kind_get(struct request *rq, struct response *rs)
{
	const struct event_kind_row *kind = event_kind_find(param(rq, "kind"));
	struct view *page = view_new(rq->arena);
	struct view_list *slots = view_list(page, "slots");
	struct message_example example;
	enum rc rc = kind ? message_example_find(rq, kind, &example) : RC_NOT_FOUND;

	for (int family = FAMILY_NONE + 1; rc == RC_OK && family < FAMILY_COUNT; family++)
		for (int language = LANGUAGE_NONE + 1; rc == RC_OK && language < LANGUAGE_COUNT; language++) {
			const struct message_slot slot = {kind, (enum message_family)family,
							  (enum message_language)language};
			struct message_style style;
			rc = message_style_of(rq, slot.language, &style);
			if (rc != RC_OK)
				break;
			struct view *item = view_add(slots);
			const struct message_text text = effective(rq->arena, &style, &slot);
			view_text(item, "label", slot_label(rq, &slot));
			view_text(item, "href", slot_href(rq->arena, &slot));
			view_flag(item, "is_own", !text.is_standard);
			rc = message_preview_view(rq, item, &slot, &style, &text, &example);
		}
	if (rc != RC_OK)
		return rc;
	view_text(page, "page_title", rq_tr(rq, kind->label));
	view_cstr(page, "kind", kind->kind);
	view_flag(page, "is_past", example.is_past);
	view_text(page, "number", example.notification.number);
	add_crumbs(rq, page, kind, STR_NONE);
	page_said(rq, page, said);
	return respond_page(rq, rs, "notify/text-kind", page);
}

/* --- one text ------------------------------------------------------------------------------- */

struct editing {
	struct message_slot slot;
	struct message_style style;
	const struct message_text *newest; /* NULL: never changed */
	struct message_text text;          /* in the form */
	struct message_example example;
};

static const struct form *form_of(const struct message_slot *slot)
{
	return slot->family == FAMILY_SMS ? &sms_form : &text_form;
}

static enum rc begin(struct request *rq, struct editing *e)
{
	enum rc rc = message_text_slot(rq, &e->slot);

	if (rc == RC_OK)
		rc = message_style_of(rq, e->slot.language, &e->style);
	if (rc != RC_OK)
		return rc;
	e->newest = message_text_newest(e->style.texts, &e->slot);
	e->text = effective(rq->arena, &e->style, &e->slot);
	e->text.reason = STR("");
	return RC_OK;
}

static void add_facts(struct request *rq, struct view *page, const struct editing *e)
{
	struct wording_fact facts[MESSAGE_FACTS];
	const size_t count = notification_facts(rq->arena, &e->style, &e->example.notification, facts);
	struct view_list *list = view_list(page, "facts");

	for (size_t i = 0; i < count; i++) {
		struct view *item = view_add(list);
		const bool is_yours = str_is(str_of(facts[i].name), "is_yours");
		const char *label = N_("a question: is the message about the reader's own work or report?");
		for (size_t j = 0; event_kind_fact_names[j]; j++)
			if (str_is(str_of(facts[i].name), event_kind_fact_names[j]))
				label = event_kind_fact_labels[j];
		view_text(item, "mark",
			  is_yours ? STR("{{#is_yours}}…{{/is_yours}}{{^is_yours}}…{{/is_yours}}")
				   : arena_printf(rq->arena, "{{%s}}", facts[i].name));
		view_text(item, "label", rq_tr(rq, label));
		view_text(item, "value", is_yours ? STR("") : facts[i].value);
	}
}

static enum rc add_versions(struct request *rq, struct view *page, const struct editing *e)
{
	struct view_list *list = view_list(page, "versions");
	struct rows rows = {0};
	enum rc rc = e->newest ? message_text_versions(rq->db, rq->arena, rq->viewer->organization_id,
						       &e->slot, &rows)
			       : RC_OK;

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		view_merge(view_add(list), &message_text_version_record,
			   ROW(struct message_text_version, rows, i));
	return rc;
}

/* ?from=3 takes the words of a version into the form. */
static void take_version(struct request *rq, struct editing *e)
{
	int64_t version;

	if (!str_to_int(pairs_get(&rq->query, "from"), 1, INT64_MAX, &version))
		return;
	for (size_t i = 0; i < e->style.texts->count; i++) {
		const struct message_text *text = &e->style.texts->at[i];
		const bool is_of_slot = text->family == e->text.family &&
					text->language == e->text.language &&
					str_equal(text->event_kind, e->text.event_kind);
		if (is_of_slot && text->version == version && !text->is_standard) {
			e->text.subject = text->subject;
			e->text.body = text->body;
		}
	}
}

static enum rc show(struct request *rq, struct response *rs, struct editing *e)
{
	struct view *page = view_new(rq->arena);
	const struct message_text standard = message_text_standard(rq->arena, e->style.catalogue, &e->slot);
	enum rc rc = message_example_find(rq, e->slot.kind, &e->example);

	if (rc == RC_OK)
		rc = add_versions(rq, page, e);
	if (rc == RC_OK && !rq->problem_count)
		rc = message_preview_view(rq, page, &e->slot, &e->style, &e->text, &e->example);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", form_of(&e->slot), &e->text);
	add_facts(rq, page, e);
	view_merge(view_object(page, "standard"), &message_text_record, &standard);
	view_flag(page, "is_own", e->newest && !e->newest->is_standard);
	view_flag(page, "is_mail", e->slot.family == FAMILY_MAIL);
	view_flag(page, "is_sms", e->slot.family == FAMILY_SMS);
	view_flag(page, "is_screen", e->slot.family == FAMILY_SCREEN);
	view_cstr(page, "language", codes_code(&message_language_codes, (int)e->slot.language));
	view_printf(page, "page_title", "%.*s: %.*s", STR_ARG(rq_tr(rq, e->slot.kind->label)),
		    STR_ARG(slot_label(rq, &e->slot)));
	view_int(page, "version", message_text_shown_version(e->newest));
	view_text(page, "href", slot_href(rq->arena, &e->slot));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_printf(page, "cancel_href", "/admin/notifications/texts/%s", e->slot.kind->kind);
	add_crumbs(rq, page, e->slot.kind, slot_label(rq, &e->slot));
	return respond_page(rq, rs, "notify/text", page);
}

static enum rc edit_get(struct request *rq, struct response *rs)
{
	struct editing e;
	enum rc rc = begin(rq, &e);

	if (rc != RC_OK)
		return rc;
	take_version(rq, &e);
	return show(rq, rs, &e);
}

/* All problems of the words, each at its field. */
static void judge(struct request *rq, const struct editing *e)
{
	const struct {
		const char *field;
		struct str words;
	} parts[] = {{"subject", e->text.subject}, {"body", e->text.body}};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (i == 0 && e->slot.family == FAMILY_SMS)
			continue;
		struct str problem =
			message_text_problem(rq->arena, rq->catalogue, e->slot.kind, parts[i].words);
		if (problem.at)
			problem_add_text(rq, parts[i].field, problem);
		else if (!str_trim(parts[i].words).len)
			problem_add(rq, parts[i].field,
				    N_("Say something; without words there is no message"));
	}
}

struct saving {
	struct change change;
	const struct editing *editing;
};

static enum rc save(struct db *db, void *closure)
{
	struct saving *s = closure;
	struct message_text after = s->editing->text;

	return message_text_save(db, s->change.rq->arena, &s->change.actor, s->editing->newest, &after);
}

static enum rc read_text(struct request *rq, struct editing *e, bool tries)
{
	const struct message_text standard = message_text_standard(rq->arena, e->style.catalogue, &e->slot);
	enum rc rc = form_read(rq, form_of(&e->slot), &e->text);

	if (rc != RC_OK && rc != RC_INVALID)
		return rc;
	const struct str back = pairs_get(&rq->form, "standard");
	if (str_is(back, "1") || str_is(back, "true")) {
		e->text.subject = standard.subject;
		e->text.body = standard.body;
	}
	judge(rq, e);
	if (!tries && !e->text.reason.len)
		problem_add(rq, "reason", N_("Say why, for those who come after you"));
	e->text.is_standard =
		str_equal(e->text.subject, standard.subject) && str_equal(e->text.body, standard.body);
	return rq->problem_count ? RC_INVALID : RC_OK;
}

static enum rc edit_post(struct request *rq, struct response *rs)
{
	struct editing e;
	struct saving saving = {.change = change_of(rq), .editing = &e};
	const bool tries = pairs_get(&rq->form, "try").len > 0;
	int64_t version = -1;
	enum rc rc = begin(rq, &e);

	if (rc == RC_OK)
		rc = read_text(rq, &e, tries);
	if (rc == RC_INVALID || (rc == RC_OK && tries))
		return show(rq, rs, &e);
	if (rc != RC_OK)
		return rc;
	str_to_int(pairs_get(&rq->form, "version"), 0, INT64_MAX, &version);
	if (version != message_text_shown_version(e.newest))
		return RC_CONFLICT;
	if (e.text.is_standard)
		e.text.subject = e.text.body = STR("");
	saving.change.answer = arena_printf(rq->arena, "/admin/notifications/texts/%s?said=%s",
					    e.slot.kind->kind, e.text.is_standard ? "standard" : "saved");
	return change_run(&saving.change, rs, "message_text", save, &saving);
}

static const struct api_schema text_body = {
	"MessageTextChange", "Words of messages, mustache with the facts of the event",
	(const struct api_member[]){
		{API_TEXT, "subject",
		 .help = "subject of mails, title of push messages; short messages have none"},
		{API_TEXT, "body",
		 .help = "the text; mails get a link and, where it may leave, the title below it"},
		{API_TEXT, "reason", .flags = API_REQUIRED, .help = "goes into the audit trail"},
		{API_BOOL, "standard", .help = "true: back to the standard text"},
		API_MEMBERS_END,
	}};

const struct route message_text_routes[] = {
	{METHOD_GET, "/admin/notifications/texts", MAY_ADMINISTER, 0, texts_get,
	 "the words of messages, and which are own ones", .offered_by = "listMessageTexts"},
	{METHOD_GET, "/admin/notifications/texts/{kind}", MAY_ADMINISTER, 0, kind_get,
	 "the words of one event, by way and language", .offered_by = "listMessageTexts"},
	{METHOD_GET, "/admin/notifications/texts/{kind}/{family}/{language}", MAY_ADMINISTER, 0, edit_get,
	 "the form for one text", .offered_by = "getMessageText"},
	{METHOD_POST, "/admin/notifications/texts/{kind}/{family}/{language}", MAY_ADMINISTER, 0, edit_post,
	 "shows a text with facts, keeps it, or goes back to the standard one",
	 .api = API_CHANGE("changeMessageText", "Notifications", API_ADMIN_WRITE, &text_body,
			   .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL,
			   .path = "/api/v1/message-texts/{kind}/{family}/{language}")},
	ROUTE_END,
};
