#include "scim/scim_user_api.h"

#include "base/random.h"
#include "identity/viewer.h"
#include "scim/scim_answer_api.h"
#include "scim/scim_user_store.h"

/* --- what is shown ------------------------------------------------------------------------- */

/* Where the groups of a user begin among those of a page, which are by person; both in the order of accounts. */
static json_t *user_json(struct request *rq, const struct scim_user *user, const struct rows *groups)
{
	size_t first = 0, count = 0;

	while (first < groups->count && ROW(struct scim_user_group, *groups, first)->person_id != user->person_id)
		first++;
	while (first + count < groups->count &&
	       ROW(struct scim_user_group, *groups, first + count)->person_id == user->person_id)
		count++;
	return scim_user_json(rq->arena, scim_answer_base(rq), user,
			      count ? ROW(struct scim_user_group, *groups, first) : NULL, count);
}

static enum rc load_groups(struct request *rq, const struct scim_user *first, const struct scim_user *last, struct rows *groups)
{
	*groups = (struct rows){0};
	if (!scim_answer_wants(rq, "groups"))
		return RC_OK;
	return scim_user_groups(rq->db, rq->arena, rq->viewer->organization_id, first->account_id, last->account_id, groups);
}

static enum rc add_users(struct request *rq, struct scim_page *page, const struct scim_user *const *users, size_t count)
{
	struct rows groups;
	size_t first = 0, last = 0;

	for (size_t i = 0; i < count; i++) {
		first = users[i]->account_id < users[first]->account_id ? i : first;
		last = users[i]->account_id > users[last]->account_id ? i : last;
	}
	enum rc rc = count ? load_groups(rq, users[first], users[last], &groups) : RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++)
		json_array_append_new(page->resources, scim_answer_only(rq, &scim_users, user_json(rq, users[i], &groups)));
	return rc;
}

/* --- the list -------------------------------------------------------------------------------- */

/* All of them: one page is read, by the ids at its ends. */
static enum rc list_all(struct request *rq, struct scim_page *page)
{
	const int64_t organization_id = rq->viewer->organization_id;
	struct rows ids, rows;
	enum rc rc = scim_user_ids(rq->db, rq->arena, organization_id, &ids);

	page->total = ids.count;
	if (rc != RC_OK || page->start >= ids.count || page->most == 0)
		return rc;
	const size_t end = ids.count - page->start > page->most ? page->start + page->most : ids.count;
	rc = scim_user_between(rq->db, rq->arena, organization_id, ROW(struct scim_user, ids, page->start)->account_id,
			       ROW(struct scim_user, ids, end - 1)->account_id, &rows);
	const struct scim_user **shown = ARENA_ARRAY(rq->arena, const struct scim_user *, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		shown[i] = ROW(struct scim_user, rows, i);
	return rc == RC_OK ? add_users(rq, page, shown, rows.count) : rc;
}

/* Those among which the filter chooses: by an index where it asks for one value of something unique. */
static enum rc candidates(struct request *rq, const struct scim_filter *filter, struct rows *rows)
{
	static const struct {
		const char *attribute, *sub;
		enum scim_user_key key;
	} keys[] = {
		{"id", NULL, SCIM_BY_UUID},
		{"userName", NULL, SCIM_BY_LOGIN},
		{"externalId", NULL, SCIM_BY_EXTERNAL},
		{"employeeNumber", NULL, SCIM_BY_NUMBER},
		{"emails", "value", SCIM_BY_EMAIL},
	};

	*rows = (struct rows){0};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct str value = scim_filter_equals(filter, keys[i].attribute, keys[i].sub);
		if (!value.at)
			continue;
		if (keys[i].key == SCIM_BY_UUID && !uuid_is_valid(value))
			return RC_OK;
		return scim_user_by(rq->db, rq->arena, rq->viewer->organization_id, keys[i].key, value, rows);
	}
	return scim_user_between(rq->db, rq->arena, rq->viewer->organization_id, 0, INT64_MAX, rows);
}

static enum rc list_some(struct request *rq, struct scim_page *page)
{
	struct rows rows;
	enum rc rc = page->filter ? candidates(rq, page->filter, &rows)
				  : scim_user_between(rq->db, rq->arena, rq->viewer->organization_id, 0, INT64_MAX, &rows);

	if (rc != RC_OK)
		return rc;
	const void **all = ARENA_ARRAY(rq->arena, const void *, rows.count + 1),
		   **shown = ARENA_ARRAY(rq->arena, const void *, page->most + 1);
	for (size_t i = 0; i < rows.count; i++)
		all[i] = ROW(struct scim_user, rows, i);
	const size_t count = scim_answer_choose(rq, page, all, rows.count, scim_user_value, shown);
	const struct scim_user **users = ARENA_ARRAY(rq->arena, const struct scim_user *, count + 1);
	for (size_t i = 0; i < count; i++)
		users[i] = shown[i];
	return add_users(rq, page, users, count);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct scim_page page;
	enum rc rc = scim_answer_asked(rq, &scim_users, &page);

	if (rc == RC_OK)
		rc = page.filter || page.sort.is_set ? list_some(rq, &page) : list_all(rq, &page);
	return rc == RC_OK ? scim_answer_list(rq, rs, &page) : rc;
}

/* --- one --------------------------------------------------------------------------------------- */

/* The one of the address; below /Me, which names none, whose key it is (RFC 7644, 3.11). */
static enum rc find(struct request *rq, struct scim_user *user)
{
	struct str uuid = param(rq, "id");

	if (!uuid.at) {
		enum rc rc = scim_user_of_person(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->person_id, user);
		return rc == RC_OK && user->deleted_at != MOMENT_NONE ? RC_NOT_FOUND : rc;
	}
	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return scim_user_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, uuid, user);
}

static enum rc show(struct request *rq, struct response *rs, const struct scim_user *user, bool is_new)
{
	struct rows groups;
	enum rc rc = load_groups(rq, user, user, &groups);

	return rc == RC_OK ? scim_answer_one(rq, rs, &scim_users, user_json(rq, user, &groups), user->version, is_new) : rc;
}

static enum rc user_get(struct request *rq, struct response *rs)
{
	struct scim_user user;
	enum rc rc = find(rq, &user);

	return rc == RC_OK ? show(rq, rs, &user, false) : rc;
}

/* --- changes ------------------------------------------------------------------------------------- */

struct changing {
	struct request *rq;
	struct scim_change change;
	const json_t *body;
	struct scim_user user; /* as it is afterwards */
	/* What the body makes of the stored resource; NULL with a fault. */
	json_t *(*wanted)(struct changing *changing, const struct scim_user *before);
};

static enum rc take_wanted(struct changing *changing, const struct scim_user *before, struct scim_user *wanted)
{
	json_t *resource = changing->wanted(changing, before);
	enum rc rc = RC_BAD_REQUEST;

	if (resource)
		rc = scim_user_read(changing->change.arena, resource, wanted, &changing->change.fault);
	json_decref(resource);
	return rc;
}

static json_t *as_sent(struct changing *changing, const struct scim_user *before)
{
	(void)before;
	return scim_patch_take(changing->change.arena, &scim_users, changing->body, &changing->change.fault);
}

static json_t *as_patched(struct changing *changing, const struct scim_user *before)
{
	json_t *resource = scim_user_json(changing->change.arena, STR(""), before, NULL, 0);

	if (scim_patch_apply(changing->change.arena, &scim_users, resource, changing->body, &changing->change.fault) == RC_OK)
		return resource;
	json_decref(resource);
	return NULL;
}

static enum rc create(struct db *db, void *closure)
{
	struct changing *changing = closure;
	struct scim_user wanted;

	record_clear(&scim_user_record, &wanted);
	wanted.is_active = true;
	enum rc rc = take_wanted(changing, &wanted, &wanted);
	if (rc == RC_OK)
		rc = scim_user_create(&changing->change, &wanted, &changing->user);
	return rc == RC_OK ? scim_user_of_person(db, changing->change.arena, changing->change.actor.organization_id,
						 changing->user.person_id, &changing->user)
			   : rc;
}

static enum rc change(struct db *db, void *closure)
{
	struct changing *changing = closure;
	struct scim_user before, wanted;
	enum rc rc = find(changing->rq, &before);

	(void)db;
	if (rc == RC_OK)
		rc = scim_answer_version(changing->rq, before.version);
	wanted = before;
	if (rc == RC_OK)
		rc = take_wanted(changing, &before, &wanted);
	if (rc == RC_OK)
		rc = scim_user_change(&changing->change, &before, &wanted);
	return rc == RC_OK ? find(changing->rq, &changing->user) : rc;
}

static enum rc end(struct db *db, void *closure)
{
	struct changing *changing = closure;
	struct scim_user before;
	enum rc rc = find(changing->rq, &before);

	(void)db;
	if (rc == RC_OK)
		rc = scim_answer_version(changing->rq, before.version);
	return rc == RC_OK ? scim_user_delete(&changing->change, &before) : rc;
}

static enum rc run(struct changing *changing, enum rc (*body)(struct db *db, void *closure))
{
	struct request *rq = changing->rq;
	enum rc rc = db_transaction(rq->db, "scim_user", body, changing);

	return rc == RC_OK ? rc : scim_answer_fault(rq, rc, &changing->change.fault);
}

static enum rc send(struct request *rq, struct response *rs, bool is_new,
		    json_t *(*wanted)(struct changing *changing, const struct scim_user *before),
		    enum rc (*body)(struct db *db, void *closure))
{
	struct changing changing = {.rq = rq, .change = scim_answer_change(rq), .wanted = wanted};
	json_t *sent;
	enum rc rc = scim_answer_body(rq, &sent);

	changing.body = sent;
	if (rc == RC_OK)
		rc = run(&changing, body);
	return rc == RC_OK ? show(rq, rs, &changing.user, is_new) : rc;
}

static enum rc user_post(struct request *rq, struct response *rs)
{
	return send(rq, rs, true, as_sent, create);
}

static enum rc user_put(struct request *rq, struct response *rs)
{
	return send(rq, rs, false, as_sent, change);
}

static enum rc user_patch(struct request *rq, struct response *rs)
{
	return send(rq, rs, false, as_patched, change);
}

static enum rc user_delete(struct request *rq, struct response *rs)
{
	struct changing changing = {.rq = rq, .change = scim_answer_change(rq)};
	enum rc rc = run(&changing, end);

	return rc == RC_OK ? respond_nothing(rq, rs) : rc;
}

const struct route scim_user_routes[] = {
	{METHOD_GET, "/scim/v2/Users", MAY_ADMINISTER, 0, list_get, "users, filtered and in pages",
	 SCIM_OPERATION("scimListUsers", .query = scim_answer_query)},
	{METHOD_POST, "/scim/v2/Users", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, user_post, "add a user",
	 SCIM_OPERATION("scimCreateUser", .status = 201)},
	{METHOD_GET, "/scim/v2/Users/{id}", MAY_ADMINISTER, 0, user_get, "one user", SCIM_OPERATION("scimGetUser", .status = 200)},
	{METHOD_PUT, "/scim/v2/Users/{id}", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, user_put, "replace a user",
	 SCIM_OPERATION("scimReplaceUser", .status = 200)},
	{METHOD_PATCH, "/scim/v2/Users/{id}", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, user_patch,
	 "change parts of a user, or switch the user off", SCIM_OPERATION("scimPatchUser", .status = 200)},
	{METHOD_DELETE, "/scim/v2/Users/{id}", MAY_ADMINISTER, ROUTE_NO_CSRF, user_delete,
	 "switch a user off for good", SCIM_OPERATION("scimDeleteUser", .status = 204)},
	{METHOD_GET, "/scim/v2/Me", MAY_ADMINISTER, 0, user_get, "the user of this token", SCIM_OPERATION("scimGetMe", .status = 200)},
	{METHOD_PUT, "/scim/v2/Me", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, user_put, "replace the user of this token",
	 SCIM_OPERATION("scimReplaceMe", .status = 200)},
	{METHOD_PATCH, "/scim/v2/Me", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, user_patch,
	 "change parts of the user of this token", SCIM_OPERATION("scimPatchMe", .status = 200)},
	ROUTE_END,
};
