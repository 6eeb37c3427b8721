#include "capa/capa_step_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "capa/capa_store.h"
#include "capa/capa_view.h"
#include "capa/flag_store.h"
#include "event/submission.h"
#include "http/api_once.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "signature/signature_form.h"

/* One text under the label that fits the step. */
struct words {
	struct str words;
};
#define WORDS(name_, label_, hint_, flags_)                                                           \
	{.kind = FIELD_PROSE, .name = name_, .offset = offsetof(struct words, words), .label = label_, \
	 .hint = hint_, .flags = flags_, .max = 10000}
static const struct field words_fields[] = {
	WORDS("reason", N_("Reason"), NULL, FIELD_REQUIRED),
	WORDS("note", N_("Note"), NULL, 0),
	WORDS("done", N_("What was done"), N_("Without a file as evidence, say why there is none"), 0),
	WORDS("judgement", N_("What shows it"), N_("For example: no recurrence since, inspection, measurement"),
	      FIELD_REQUIRED),
	FIELD_END,
};
static const struct record words_record = {"capa_words", sizeof(struct words), words_fields};

static const struct form *form_of(enum capa_step step)
{
	static const char *const reason[] = {"reason", NULL}, *const note[] = {"note", NULL},
			  *const done[] = {"done", NULL}, *const judgement[] = {"judgement", NULL};
	static const struct form reason_form = {&words_record, reason, NULL}, note_form = {&words_record, note, NULL},
				 done_form = {&words_record, done, NULL}, judgement_form = {&words_record, judgement, NULL};

	switch (step) {
	case STEP_COMPLETE:
		return &done_form;
	case STEP_EFFECTIVE:
	case STEP_NOT_EFFECTIVE:
		return &judgement_form;
	default:
		return capa_move_of(step)->needs & NEEDS_REASON ? &reason_form : &note_form;
	}
}

/* What happens, for the page that asks. */
static const char *const effects[CAPA_STEP_COUNT] = {
	[STEP_START] = N_("The action is in progress from now on."),
	[STEP_COMPLETE] = N_("The creator is told, and somebody else verifies it. Evidence belongs to it: a photograph, a document, or words that say why there is none."),
	[STEP_VERIFY] = N_("You confirm that the action was done as it was meant. Your signature binds you to what is stored now."),
	[STEP_RETURN] = N_("The action goes back to the one who is responsible."),
	[STEP_CANCEL] = N_("The action is not done any more. It stays on record with the reason."),
	[STEP_REINSTATE] = N_("The action is open again."),
	[STEP_EFFECTIVE] = N_("You confirm that the action had the effect that it was meant to have."),
	[STEP_NOT_EFFECTIVE] = N_("The action is opened again for another round, with evidence of its own."),
};

/* --- steps --- */

static enum rc respond_step(struct request *rq, struct response *rs, const struct capa_shown *shown,
			    enum capa_step step)
{
	const struct capa_move *move = capa_move_of(step);
	struct view *page = capa_page(rq, shown, codes_label(&capa_step_codes, step));
	enum rc rc = RC_OK;

	view_text(page, "effect_words", rq_tr(rq, effects[step]));
	view_text(page, "step", rq_tr(rq, codes_label(&capa_step_codes, step)));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_flag(page, "takes_files", move->needs & NEEDS_EVIDENCE);
	view_flag(page, "needs_signature", move->needs & NEEDS_SIGNATURE);
	view_flag(page, "is_grave", step == STEP_CANCEL || step == STEP_NOT_EFFECTIVE);
	view_text(page, "files_problem", problem_of(rq, "files"));
	form_view(rq, page, "form", form_of(step), NULL);
	if (move->needs & NEEDS_EVIDENCE)
		rc = capa_files_view(rq, page, &shown->capa, capa_href(rq->arena, &shown->capa, "/files"), true);
	if (rc == RC_OK && move->needs & NEEDS_SIGNATURE)
		rc = signature_form_view(rq, page);
	return rc == RC_OK ? respond_page(rq, rs, "capa/step", page) : rc;
}

/* The step of the address, if it may be taken now; RC_LOCKED with every reason when not. */
static enum rc find_step(struct request *rq, struct capa_shown *shown, enum capa_step *step)
{
	struct capa_reasons reasons;
	int found = codes_find(&capa_step_codes, param(rq, "step"));
	enum rc rc = capa_shown_find(rq, shown);

	if (rc == RC_OK && found <= 0)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	*step = (enum capa_step)found;
	if (capa_check(*step, &shown->capa, shown->rights, shown->is_locked, zone_day(rq->zone, rq->now), &reasons))
		return RC_OK;
	for (size_t i = 0; i < reasons.count; i++)
		problem_add(rq, "", reasons.at[i]);
	return shown->rights & capa_move_of(*step)->right ? RC_LOCKED : RC_DENIED;
}

static enum rc step_get(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	enum capa_step step;
	enum rc rc = find_step(rq, &shown, &step);

	return rc == RC_OK ? respond_step(rq, rs, &shown, step) : rc;
}

struct stepping {
	struct change change;
	struct capa_doer doer;
	const struct capa_shown *shown;
	enum capa_step step;
	struct str words;
	struct attachment *files;
	size_t count;
};

static enum signature_meaning meaning_of(enum capa_step step)
{
	switch (step) {
	case STEP_VERIFY:
		return MEANING_VERIFIED;
	case STEP_NOT_EFFECTIVE:
		return MEANING_REJECTED;
	default:
		return MEANING_REVIEWED;
	}
}

/* Under the content as it was when the signer saw it. */
static enum rc sign(struct db *db, struct stepping *s, struct str content, int64_t version)
{
	struct request *rq = s->change.rq;
	struct signature signature;
	enum rc rc = signature_form_accept(db, rq, &s->change.actor);

	if (rc != RC_OK)
		return rc;
	record_clear(&signature_record, &signature);
	signature.kind = SIGNATURE_CAPA;
	signature.subject_id = s->shown->capa.id;
	signature.incident_id = s->shown->capa.incident_id;
	signature.round = version;
	signature.meaning = meaning_of(s->step);
	signature.reason = s->words.at ? s->words : STR("");
	signature.zone = s->shown->zone_name;
	signature.content = content;
	return signature_sign(db, rq->arena, &s->change.actor, &signature);
}

static enum rc write_step(struct db *db, void *closure)
{
	struct stepping *s = closure;
	struct arena *arena = s->change.rq->arena;
	const struct capa_move *move = capa_move_of(s->step);
	struct capa before, after;
	struct str content = STR_NONE;
	enum rc rc = capa_by_id(db, arena, s->shown->capa.organization_id, s->shown->capa.id, &before);

	if (rc == RC_OK && move->needs & NEEDS_SIGNATURE)
		rc = capa_content(db, arena, &before, &content);
	if (rc == RC_OK)
		rc = capa_step_take(db, arena, &s->doer, before.id, s->step, s->shown->rights, s->words, s->files,
				    s->count, &after);
	if (rc == RC_OK && after.version != before.version + 1)
		rc = RC_CONFLICT;
	if (rc == RC_OK && move->needs & NEEDS_SIGNATURE)
		rc = sign(db, s, content, before.version);
	s->change.answer = capa_href(arena, &before, "?said=done");
	return rc;
}

/* Evidence of this round is there, comes along, or there are words why not. */
static enum rc check_evidence(struct request *rq, const struct stepping *s)
{
	const struct capa *capa = &s->shown->capa;
	struct rows files;
	enum rc rc = capa_files(rq->db, rq->arena, capa->organization_id, capa->id, &files);

	if (rc == RC_OK && !capa_is_backed(capa_files_of_round(&files, capa->round) + (int64_t)s->count, s->words))
		rc = problem_add(rq, "done", N_("Add evidence, or say why there is none"));
	return rc;
}

static enum rc read_step(struct request *rq, struct stepping *s)
{
	const struct capa_move *move = capa_move_of(s->step);
	struct words typed = {STR_NONE};
	enum rc rc = form_read(rq, form_of(s->step), &typed);

	s->words = typed.words;
	if (rc == RC_OK && move->needs & NEEDS_EVIDENCE)
		rc = capa_take_files(rq, &s->files, &s->count);
	if (rc == RC_OK && move->needs & NEEDS_EVIDENCE)
		rc = check_evidence(rq, s);
	if (rc == RC_OK && move->needs & NEEDS_SIGNATURE)
		rc = signature_confirm(rq);
	return rc;
}

static enum rc step_post(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	struct stepping s = {.change = change_of(rq), .shown = &shown};
	enum rc rc = find_step(rq, &shown, &s.step);

	if (rc != RC_OK)
		return rc;
	rc = read_step(rq, &s);
	if (rc == RC_INVALID)
		return respond_step(rq, rs, &shown, s.step);
	if (rc != RC_OK)
		return rc;
	s.doer = capa_doer_of(rq);
	return change_run(&s.change, rs, "capa_step", write_step, &s);
}

/* --- the link of somebody outside --- */

struct linking {
	struct change change;
	struct capa_doer doer;
	const struct capa *capa;
	const struct capa_shown *shown;
	struct str token;
	moment expires_at;
};

static enum rc find_outside(struct request *rq, struct capa_shown *shown)
{
	enum rc rc = capa_shown_find(rq, shown);

	if (rc == RC_OK && !(shown->rights & CAPA_MAY_MANAGE))
		rc = RC_DENIED;
	return rc == RC_OK && !shown->capa.outside_name.len ? RC_NOT_FOUND : rc;
}

static enum rc write_link(struct db *db, void *closure)
{
	struct linking *l = closure;

	return capa_link_make(db, l->change.rq->arena, &l->doer, l->capa, l->expires_at, &l->token);
}

static struct str link_address(const struct request *rq, const struct linking *l)
{
	return arena_printf(rq->arena, "%.*s/a/%.*s", STR_ARG(config_text(rq->config, "web.anonymous_url")), STR_ARG(l->token));
}

static enum rc show_link(struct request *rq, struct response *rs, void *closure)
{
	const struct linking *l = closure;
	struct view *page = capa_page(rq, l->shown, N_("Link for somebody outside"));

	view_text(page, "link", link_address(rq, l));
	view_moment(page, "expires_at", l->expires_at);
	return respond_page(rq, rs, "capa/link", page);
}

static enum rc answer_link(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct linking *l = closure;

	return api_once_link(rq, link_address(rq, l), l->expires_at, answer);
}

/* The only answer that ever shows the link: nothing that it could be read from again is stored. */
static enum rc link_post(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	struct linking l = {.change = change_of(rq), .capa = &shown.capa, .shown = &shown};
	enum rc rc = find_outside(rq, &shown);

	if (rc != RC_OK)
		return rc;
	if (!capa_is_open((enum capa_status)shown.capa.status)) {
		problem_add(rq, "", N_("Only an open action can be handed to somebody outside"));
		return RC_LOCKED;
	}
	l.doer = capa_doer_of(rq);
	l.expires_at = rq->now + DAYS(config_int(rq->config, "capa.link_days"));
	l.change.answer = capa_href(rq->arena, &shown.capa, "");
	return change_run_once(&l.change, rs, "capa_link", write_link, &l, &(const struct change_secret){answer_link, show_link});
}

static enum rc write_revoke(struct db *db, void *closure)
{
	struct linking *l = closure;

	l->change.answer = capa_href(l->change.rq->arena, l->capa, "?said=revoked");
	return capa_link_revoke(db, &l->doer, l->capa);
}

static enum rc revoke_post(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	struct linking l = {.change = change_of(rq), .capa = &shown.capa};
	enum rc rc = find_outside(rq, &shown);

	if (rc != RC_OK)
		return rc;
	l.doer = capa_doer_of(rq);
	return change_run(&l.change, rs, "capa_link_revoke", write_revoke, &l);
}

/* --- recurrences --- */

static enum rc find_flag(struct request *rq, struct capa_shown *shown, struct capa_flag *flag)
{
	struct rows rows;
	int64_t id;
	enum rc rc = capa_shown_find(rq, shown);

	if (rc == RC_OK && !(shown->rights & CAPA_MAY_MANAGE))
		rc = RC_DENIED;
	if (rc == RC_OK && !str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = flag_list(rq->db, rq->arena, shown->capa.organization_id, shown->capa.id, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		*flag = *ROW(struct capa_flag, rows, i);
		if (flag->id == id && flag->dismissed_at == MOMENT_NONE)
			return RC_OK;
	}
	return rc == RC_OK ? RC_NOT_FOUND : rc;
}

static enum rc respond_flag(struct request *rq, struct response *rs, const struct capa_shown *shown,
			    const struct capa_flag *flag)
{
	struct view *page = capa_page(rq, shown, N_("Dismiss the recurrence"));

	view_record(page, "flag", &capa_flag_record, flag);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	form_view(rq, page, "form", form_of(STEP_CANCEL), NULL);
	return respond_page(rq, rs, "capa/dismiss", page);
}

static enum rc flag_get(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	struct capa_flag flag;
	enum rc rc = find_flag(rq, &shown, &flag);

	return rc == RC_OK ? respond_flag(rq, rs, &shown, &flag) : rc;
}

struct dismissing {
	struct change change;
	struct capa_doer doer;
	const struct capa *capa;
	int64_t flag_id;
	struct str reason;
};

static enum rc write_dismissal(struct db *db, void *closure)
{
	struct dismissing *d = closure;

	d->change.answer = capa_href(d->change.rq->arena, d->capa, "?said=done");
	return flag_dismiss(db, &d->doer, d->capa, d->flag_id, d->reason);
}

static enum rc flag_post(struct request *rq, struct response *rs)
{
	struct capa_shown shown;
	struct capa_flag flag;
	struct words typed = {STR_NONE};
	enum rc rc = find_flag(rq, &shown, &flag);

	if (rc != RC_OK)
		return rc;
	if (form_read(rq, form_of(STEP_CANCEL), &typed) != RC_OK)
		return respond_flag(rq, rs, &shown, &flag);
	struct dismissing d = {change_of(rq), capa_doer_of(rq), &shown.capa, flag.id, typed.words};
	return change_run(&d.change, rs, "capa_dismiss", write_dismissal, &d);
}

static const struct api_schema step_schema = {
	"ActionStep", "The words of a step: done to complete, judgement of the effect, reason to return or cancel, note else",
	(const struct api_member[]){
		{API_TEXT, "done", .help = "what was done; without a file of evidence why there is none"},
		{API_TEXT, "judgement", .help = "what shows that it was effective, or not"},
		{API_TEXT, "reason"},
		{API_TEXT, "note"},
		{API_TEXT, "password", .help = "of the account, where the step is signed"},
		{API_BOOL, "accepts_policy", .help = "with the first signature: the policy of signatures is accepted"},
		API_MEMBERS_END,
	}};
static const struct form dismissal_form = {&words_record, (const char *const[]){"reason", NULL}, NULL};

const struct route capa_step_routes[] = {
	{METHOD_GET, "/capas/{number}/step/{step}", MAY_SEE_INCIDENTS, 0, step_get, "asks what a step needs"},
	{METHOD_POST, "/capas/{number}/step/{step}", MAY_SEE_INCIDENTS, ROUTE_UPLOAD, step_post,
	 "completes, verifies, cancels ... an action",
	 API_CHANGE("stepCapa", "Actions", API_CAPAS_WRITE, &step_schema, .flags = API_SANDBOX,
		    .about = "Verifying and judging are signed: they need the password.")},
	{METHOD_POST, "/capas/{number}/link", MAY_SEE_INCIDENTS, 0, link_post, "makes the link of somebody outside",
	 &(const struct api_operation){.id = "makeCapaLink", .tag = "Actions", .scope = API_CAPAS_WRITE,
				       .answer = &api_once_link_schema}},
	{METHOD_POST, "/capas/{number}/link/revoke", MAY_SEE_INCIDENTS, 0, revoke_post, "revokes the link of somebody outside",
	 API_CHANGE("revokeCapaLink", "Actions", API_CAPAS_WRITE, NULL)},
	{METHOD_GET, "/capas/{number}/flags/{id}", MAY_SEE_INCIDENTS, 0, flag_get, "asks why a recurrence is dismissed"},
	{METHOD_POST, "/capas/{number}/flags/{id}", MAY_SEE_INCIDENTS, 0, flag_post, "dismisses a recurrence",
	 API_CHANGE("dismissRecurrence", "Actions", API_CAPAS_WRITE, API_FORM("RecurrenceDismissal", &dismissal_form))},
	ROUTE_END,
};
