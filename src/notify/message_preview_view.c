#include "notify/message_preview_view.h"

#include "deadline/deadline.h"
#include "event/sms_text.h"
#include "identity/viewer.h"
#include "notify/message.h"
#include "notify/notification_store.h"
#include "notify/policy_store.h"

enum rc message_style_of(struct request *rq, enum message_language language, struct message_style *out)
{
	struct message_texts *texts = ARENA_NEW(rq->arena, struct message_texts);
	struct notify_policy policy;
	enum rc rc = policy_of(rq->db, rq->arena, rq->viewer->organization_id, &policy);

	if (rc == RC_OK)
		rc = message_texts_of(rq->db, &policy, texts);
	*out = (struct message_style){
		.catalogue =
			language == LANGUAGE_ENGLISH
				? NULL
				: catalogue_find(config_path(rq->arena, rq->config, "paths.locale"),
						 str_of(codes_code(&message_language_codes, (int)language))),
		.zone = rq->zone,
		.texts = texts,
	};
	return rc;
}

static void invent(struct request *rq, const struct event_kind_row *kind, struct notification *n)
{
	record_clear(&notification_record, n);
	n->kind = str_of(kind->kind);
	n->id = 1234;
	n->number = STR("INC-20260304-0042");
	n->action = kind->facts & FACT_ACTION ? STR("CAPA-0007") : STR("");
	n->status = STATUS_INVESTIGATION;
	n->severity = SEVERITY_HIGH;
	n->what = kind->facts & FACT_WHAT ? str_of(codes_code(&deadline_kind_codes, 1)) : STR("");
	n->created_at = rq->now;
	n->due_at = kind->facts & FACT_WHEN ? rq->now + DAYS(3) : MOMENT_NONE;
	n->is_due_by_day = true;
}

/* The number may leave the house only where it is no secret that there was a report. */
static bool may_serve(struct request *rq, struct rows incidents, const struct notification *n)
{
	if (!n->incident_id)
		return true;
	for (size_t i = 0; i < incidents.count; i++) {
		const struct incident *incident = ROW(struct incident, incidents, i);
		if (incident->id == n->incident_id)
			return incident->reporting == REPORTING_NAMED &&
			       incident_is_visible(rq->viewer, incident);
	}
	return false;
}

enum rc message_example_find(struct request *rq, const struct event_kind_row *kind,
			     struct message_example *out)
{
	const int64_t organization_id = rq->viewer->organization_id;
	struct rows rows, incidents = {0};
	enum rc rc = notification_of_kind(rq->db, rq->arena, organization_id, str_of(kind->kind), &rows);

	if (rc == RC_OK && rows.count)
		rc = notification_incidents(rq->db, rq->arena, organization_id, rows, &incidents);
	*out = (struct message_example){.is_past = false};
	for (size_t i = 0; rc == RC_OK && i < rows.count && !out->is_past; i++) {
		const struct notification *n = ROW(struct notification, rows, i);
		if (may_serve(rq, incidents, n))
			*out = (struct message_example){*n, true};
	}
	if (!out->is_past)
		invent(rq, kind, &out->notification);
	return rc;
}

/* As one for whom the words make a difference, or as one of the others. */
static struct str recipients_of(struct arena *arena, const struct event_kind_row *kind, bool is_theirs)
{
	const unsigned set = is_theirs ? kind->theirs : kind->recipients & ~kind->theirs;

	for (int i = RECIPIENT_NONE + 1; i < RECIPIENT_COUNT; i++)
		if (set & RECIPIENT_BIT(i))
			return recipient_set_text(arena, RECIPIENT_BIT(i));
	return STR("");
}

static enum rc add_item(struct request *rq, struct view *item, enum message_family family,
			const struct message_style *style, const struct message_text *text,
			const struct notification *n)
{
	const struct message message = {.config = rq->config, .notification = n};
	struct words words;
	enum rc rc = notification_words_of(rq->arena, style, text, n, &words);

	if (rc != RC_OK)
		return rc;
	if (family == FAMILY_MAIL)
		words.text = message_mail_body(rq->arena, &message, style->catalogue, words.text);
	if (family == FAMILY_SMS) {
		words.text = sms_fit(rq->arena, message_sms_body(rq->arena, &message, words.text),
				     (size_t)config_int(rq->config, "sms.most_segments"));
		view_int(item, "segments", (int64_t)sms_size(words.text).segments);
		view_int(item, "length", (int64_t)sms_size(words.text).units);
		view_flag(item, "has_size", true);
	}
	view_text(item, "subject", words.subject);
	view_text(item, "text", words.text);
	return RC_OK;
}

enum rc message_preview_view(struct request *rq, struct view *page, const struct message_slot *slot,
			     const struct message_style *style, const struct message_text *text,
			     const struct message_example *example)
{
	const bool differs = slot->kind->others != NULL;
	struct view *preview = view_object(page, "preview");
	struct view_list *list = view_list(preview, "items");
	enum rc rc = RC_OK;

	view_flag(preview, "is_past", example->is_past);
	view_text(preview, "number", example->notification.number);
	view_cstr(preview, "language", codes_code(&message_language_codes, (int)slot->language));
	for (int i = 0; rc == RC_OK && i < (differs ? 2 : 1); i++) {
		struct notification n = example->notification;
		struct view *item = view_add(list);
		n.recipients = recipients_of(rq->arena, slot->kind, differs && i == 0);
		if (differs)
			view_text(item, "whom",
				  rq_tr(rq,
					i == 0 ? N_("To those whom it concerns") : N_("To everybody else")));
		rc = add_item(rq, item, slot->family, style, text, &n);
	}
	return rc;
}
