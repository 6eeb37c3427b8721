#include "signature/signature_form.h"

#include <stddef.h>

#include "identity/confirm.h"
#include "identity/viewer.h"

struct signing {
	struct str password;
	bool accepts_policy;
};
#define AT(member) .offset = offsetof(struct signing, member)
static const struct field signing_fields[] = {
	{.kind = FIELD_TEXT,
	 .name = "password",
	 AT(password),
	 .label = N_("Your password"),
	 .flags = FIELD_REQUIRED | FIELD_SEALED,
	 .max = 200,
	 .hint = N_("Entering it once more is your signature")},
	{.kind = FIELD_BOOL,
	 .name = "accepts_policy",
	 AT(accepts_policy),
	 .label = N_("I accept this for all my signatures here")},
	FIELD_END,
};
#undef AT
static const struct record signing_record = {"signing", sizeof(struct signing), signing_fields};
static const char *const signing_names[] = {"password", "accepts_policy", NULL};
static const struct form signing_form = {&signing_record, signing_names, NULL};

const char signature_policy_text[] = N_(
	"A signature that I make here with my password binds me as one made by hand. My password is mine alone: I let "
	"nobody else sign with it, and I report at once when somebody else may know it.");

/* RC_NOT_FOUND: the viewer has not accepted it yet. */
static enum rc find_policy(struct request *rq)
{
	struct signature accepted;

	return signature_policy(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id,
				&accepted);
}

enum rc signature_form_view(struct request *rq, struct view *page)
{
	enum rc rc = find_policy(rq);

	const bool asks_policy = rc == RC_NOT_FOUND;
	enum confirm_way way;

	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = identity_confirm_way(rq, &way);
	if (rc != RC_OK)
		return rc;
	view_flag(page, "signs_with_password", way == CONFIRM_PASSWORD);
	view_flag(page, "signs_elsewhere", way == CONFIRM_ELSEWHERE);
	view_flag(page, "signs_now", way == CONFIRM_DONE);
	view_flag(page, "cannot_sign", way == CONFIRM_NONE);
	view_text(page, "signing_proof", pairs_get(&rq->form, "signing_proof"));
	form_view(rq, page, "signing", &signing_form, NULL);
	view_text(page, "signing_name", rq->viewer->name);
	view_flag(page, "asks_policy", asks_policy);
	view_text(page, "signature_policy", rq_tr(rq, signature_policy_text));
	return RC_OK;
}

static bool accepts_policy(const struct request *rq)
{
	return str_is(pairs_get(&rq->form, "accepts_policy"), "1");
}

enum rc signature_confirm(struct request *rq)
{
	enum rc rc = find_policy(rq);

	if (rc == RC_NOT_FOUND && !accepts_policy(rq))
		return problem_add(rq, "accepts_policy",
				   N_("Accept the signature policy once before your first signature"));
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	return identity_confirm_password(rq, "password");
}

enum rc signature_form_accept(struct db *db, struct request *rq, const struct actor *actor)
{
	if (!accepts_policy(rq))
		return RC_OK;
	return signature_policy_accept(db, rq->arena, actor, str_of(signature_policy_text));
}

void signature_list_view(struct request *rq, struct view *page, const struct rows *signatures,
			 struct str content)
{
	struct view_list *list = view_list(page, "signatures");

	for (size_t i = 0; i < signatures->count; i++) {
		const struct signature *signature = ROW(struct signature, *signatures, i);
		struct view *item = view_add(list);
		view_merge(item, &signature_record, signature);
		view_text(item, "fingerprint", str_slice(signature->content_sha256, 0, 16));
		view_flag(item, "is_changed", content.at && !signature_covers(rq->arena, signature, content));
	}
}
