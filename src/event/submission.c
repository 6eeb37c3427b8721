#include "event/submission.h"

#include "base/random.h"
#include "event/answer.h"
#include "event/submission_store.h"

struct change change_of(struct request *rq)
{
	return (struct change){
		.rq = rq,
		.actor = actor_of(rq->viewer, rq->id, rq->now),
	};
}

struct work {
	struct change *change;
	struct str id;
	enum rc (*body)(struct db *db, void *closure);
	void *closure;
	bool is_repeated;
};

static enum rc claim_and_run(struct db *db, void *closure)
{
	struct work *work = closure;
	struct change *change = work->change;
	struct str expected = change->answer;

	work->is_repeated = false;
	enum rc rc = change->claims_ahead
			     ? submission_claim_ahead(db, change->actor.organization_id, work->id, expected, change->actor.now)
			     : submission_claim_answered(db, change->actor.organization_id, work->id, expected,
							 change->actor.now);
	if (rc == RC_DUPLICATE)
		work->is_repeated = true;
	if (rc == RC_OK)
		rc = work->body(db, work->closure);
	if (rc == RC_OK && !str_equal(expected, change->answer))
		rc = submission_answer(db, work->id, change->answer);
	if (rc == RC_OK)
		rc = answer_change(db, change->rq, change->answer);
	return rc;
}

/* *is_repeated: the change was made before, or by a commit whose answer got lost. */
static enum rc run(struct change *change, const char *name, enum rc (*body)(struct db *db, void *closure), void *closure,
		   bool *is_repeated)
{
	struct request *rq = change->rq;
	struct work work = {
		.change = change, .id = pairs_get(&rq->form, "submission"), .body = body, .closure = closure};

	if (!uuid_is_valid(work.id))
		work.id = uuid_new(rq->arena, rq->now);
	enum rc rc = db_transaction(rq->db, name, claim_and_run, &work);
	*is_repeated = work.is_repeated || rc == RC_UNAVAILABLE || (rc == RC_DUPLICATE && change->claims_ahead);
	/* A commit whose outcome is unknown is settled by looking for its claim, never by guessing. */
	if (*is_repeated) {
		enum rc found = submission_find(rq->db, rq->arena, change->actor.organization_id, work.id,
						&change->answer);
		if (found == RC_OK)
			rc = RC_OK;
	}
	return rc;
}

enum rc change_run(struct change *change, struct response *rs, const char *name,
		   enum rc (*body)(struct db *db, void *closure), void *closure)
{
	bool is_repeated;
	enum rc rc = run(change, name, body, closure, &is_repeated);

	return rc == RC_OK ? respond_redirect(change->rq, rs, change->answer) : rc;
}

enum rc change_run_once(struct change *change, struct response *rs, const char *name,
			enum rc (*body)(struct db *db, void *closure), void *closure, const struct change_secret *secret)
{
	struct request *rq = change->rq;
	bool is_repeated;

	api_call_answers(rq, secret->answering, closure);
	enum rc rc = run(change, name, body, closure, &is_repeated);
	if (rc != RC_OK)
		return rc;
	return rq->api || is_repeated ? respond_redirect(rq, rs, change->answer) : secret->show(rq, rs, closure);
}
