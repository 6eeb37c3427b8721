#include "incident/draft_pages.h"

#include "identity/viewer.h"
#include "incident/draft_store.h"
#include "incident/report_answers.h"

enum { PATH_MOST = 300 };

static const char keep_name[] = "keep_draft";

bool draft_is_asked(const struct request *rq)
{
	return pairs_has(&rq->form, keep_name);
}

/* What must not be kept, or would be wrong when it is sent later. */
static bool is_left_out(struct str name)
{
	static const char *const names[] = {"csrf", "submission", "accepts_policy", keep_name};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_is(name, names[i]))
			return true;
	return str_find(name, STR("password")) >= 0;
}

static bool is_form_path(struct str path)
{
	return path_is_own(path) && path.len <= PATH_MOST && str_is_utf8(path);
}

static enum rc save(struct request *rq, struct str path)
{
	struct answers answers = ANSWERS_IN(rq->arena);

	for (size_t i = 0; i < rq->form.count; i++) {
		const struct pair *pair = &rq->form.at[i];
		if (!is_left_out(pair->name) && pair->value.len && str_is_utf8(pair->value))
			answers_set(&answers, arena_cstr(rq->arena, pair->name), pair->value);
	}
	struct draft draft = {
		.organization_id = rq->viewer->organization_id,
		.account_id = rq->viewer->account_id,
		.path = path,
		.answers = answers_json(rq->arena, &answers),
		.created_at = rq->now,
		.updated_at = rq->now,
	};
	return answers.count ? draft_save(rq->db, &draft) : draft_remove(rq->db, draft.account_id, path);
}

enum rc draft_keep(struct request *rq, struct response *rs, struct str path, struct str answer)
{
	enum rc rc = save(rq, path);
	return rc == RC_OK ? respond_redirect(rq, rs, answer) : rc;
}

enum rc draft_restore(struct request *rq, struct view *page, struct str path, const struct form *form, void *row)
{
	int64_t version;

	return draft_restore_version(rq, page, path, form, row, &version);
}

enum rc draft_restore_version(struct request *rq, struct view *page, struct str path, const struct form *form,
			      void *row, int64_t *version)
{
	struct draft draft;
	struct answers answers = ANSWERS_IN(rq->arena);
	struct text href = TEXT_IN(rq->arena);

	text_cstr(&href, "/drafts?form=");
	text_url(&href, path);
	view_text(page, "draft_href", text_str(&href));
	enum rc rc = draft_find(rq->db, rq->arena, rq->viewer->account_id, path, &draft);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	if (answers_parse(rq->arena, draft.answers, &answers) != RC_OK)
		return RC_OK;
	answers_row(&answers, form->record, form->names, "", rq->zone, rq->now, row);
	int64_t began_from;
	if (str_to_int(answers_get(&answers, "version"), 1, INT64_MAX, &began_from))
		*version = began_from;
	view_flag(page, "has_draft", true);
	struct text discard = TEXT_IN(rq->arena);
	text_cstr(&discard, "/drafts/discard?form=");
	text_url(&discard, path);
	view_text(page, "draft_discard_href", text_str(&discard));
	view_moment(page, "draft_at", draft.updated_at);
	return RC_OK;
}

enum rc draft_done(struct db *db, const struct request *rq, struct str path)
{
	return draft_remove(db, rq->viewer->account_id, path);
}

/* --- what the script and the button ask --- */

static enum rc draft_post(struct request *rq, struct response *rs)
{
	struct str path = pairs_get(&rq->query, "form");

	if (!is_form_path(path))
		return RC_BAD_REQUEST;
	enum rc rc = save(rq, path);
	return rc == RC_OK ? respond_nothing(rq, rs) : rc;
}

static enum rc discard_post(struct request *rq, struct response *rs)
{
	struct str path = pairs_get(&rq->query, "form");

	if (!is_form_path(path))
		return RC_BAD_REQUEST;
	enum rc rc = draft_remove(rq->db, rq->viewer->account_id, path);
	return rc == RC_OK ? respond_redirect(rq, rs, path) : rc;
}

const struct route draft_routes[] = {
	{METHOD_POST, "/drafts", MAY_SIGN_IN, 0, draft_post, "keeps what is typed into a form"},
	{METHOD_POST, "/drafts/discard", MAY_SIGN_IN, 0, discard_post, "throws it away"},
	ROUTE_END,
};
