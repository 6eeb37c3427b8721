#include "scim/scim_group_api.h"

#include <string.h>

#include "base/random.h"
#include "identity/viewer.h"
#include "scim/scim_answer_api.h"
#include "scim/scim_group_change.h"

/* --- what is shown ------------------------------------------------------------------------- */

static void put(json_t *object, const char *name, struct str value)
{
	if (value.len)
		json_object_set_new(object, name, json_stringn(value.at, value.len));
}

static json_t *member_json(struct request *rq, const struct scim_member *member)
{
	json_t *one = json_object();

	put(one, "value", member->uuid);
	put(one, "$ref", arena_printf(rq->arena, "%.*s/Users/%.*s", STR_ARG(scim_answer_base(rq)), STR_ARG(member->uuid)));
	put(one, "type", STR("User"));
	put(one, "display", member->name);
	return one;
}

static json_t *group_json(struct request *rq, const struct scim_group *group, const struct rows *members)
{
	json_t *root = json_object(), *schemas = json_array(), *list = json_array(), *meta = json_object();

	json_array_append_new(schemas, json_string(SCIM_URN_GROUP));
	json_object_set_new(root, "schemas", schemas);
	put(root, "id", group->uuid);
	put(root, "externalId", group->external_id);
	put(root, "displayName", group->display_name);
	for (size_t i = 0; i < members->count; i++)
		if (ROW(struct scim_member, *members, i)->group_id == group->id)
			json_array_append_new(list, member_json(rq, ROW(struct scim_member, *members, i)));
	json_object_set_new(root, "members", list);
	put(meta, "resourceType", STR("Group"));
	put(meta, "created", moment_text(rq->arena, group->created_at));
	put(meta, "lastModified", moment_text(rq->arena, group->updated_at));
	put(meta, "location",
	    arena_printf(rq->arena, "%.*s/Groups/%.*s", STR_ARG(scim_answer_base(rq)), STR_ARG(group->uuid)));
	put(meta, "version", arena_printf(rq->arena, "W/\"%lld\"", (long long)group->version));
	json_object_set_new(root, "meta", meta);
	return root;
}

static enum rc load_members(struct request *rq, int64_t first, int64_t last, struct rows *members)
{
	*members = (struct rows){0};
	if (!scim_answer_wants(rq, "members"))
		return RC_OK;
	return scim_member_between(rq->db, rq->arena, rq->viewer->organization_id, first, last, members);
}

/* --- the list -------------------------------------------------------------------------------- */

struct shown {
	const struct scim_group *group;
	const struct rows *members;
};

static bool value_at(const void *resource, const struct scim_path *path, size_t position, struct scim_value *value)
{
	const struct shown *shown = resource;
	const struct scim_group *group = shown->group;
	const char *name = path->attribute->name;

	*value = (struct scim_value){.kind = SCIM_TEXT};
	if (strcmp(name, "members") == 0) {
		for (size_t i = 0; i < shown->members->count; i++) {
			const struct scim_member *member = ROW(struct scim_member, *shown->members, i);
			if (member->group_id != group->id || position-- > 0)
				continue;
			const bool is_display = path->sub && strcmp(path->sub->name, "display") == 0;
			value->text = is_display ? member->name : member->uuid;
			return true;
		}
		return false;
	}
	if (position > 0)
		return false;
	if (strcmp(name, "meta") == 0 && path->sub) {
		value->kind = SCIM_MOMENT;
		value->at = strcmp(path->sub->name, "created") == 0 ? group->created_at : group->updated_at;
		return true;
	}
	value->text = strcmp(name, "id") == 0 ? group->uuid
		      : strcmp(name, "externalId") == 0 ? group->external_id
							: group->display_name;
	return value->text.len > 0;
}

static bool asks_members(const struct scim_filter *filter)
{
	if (!filter)
		return false;
	if (filter->path.attribute && strcmp(filter->path.attribute->name, "members") == 0)
		return true;
	return asks_members(filter->left) || asks_members(filter->right);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct scim_page page;
	struct rows rows, asked = {0}, members = {0};
	enum rc rc = scim_answer_asked(rq, &scim_groups, &page);

	if (rc == RC_OK)
		rc = scim_group_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);
	if (rc == RC_OK && (asks_members(page.filter) || (page.sort.is_set && page.sort.path.attribute->flags & SCIM_MULTI)))
		rc = scim_member_between(rq->db, rq->arena, rq->viewer->organization_id, 0, INT64_MAX, &asked);
	if (rc != RC_OK)
		return rc;
	struct shown *all = ARENA_ARRAY(rq->arena, struct shown, rows.count + 1);
	const void **resources = ARENA_ARRAY(rq->arena, const void *, rows.count + 1),
		   **shown = ARENA_ARRAY(rq->arena, const void *, page.most + 1);
	for (size_t i = 0; i < rows.count; i++) {
		all[i] = (struct shown){ROW(struct scim_group, rows, i), &asked};
		resources[i] = &all[i];
	}
	const size_t count = scim_answer_choose(rq, &page, resources, rows.count, value_at, shown);
	int64_t first = INT64_MAX, last = 0;
	for (size_t i = 0; i < count; i++) {
		const int64_t id = ((const struct shown *)shown[i])->group->id;
		first = id < first ? id : first;
		last = id > last ? id : last;
	}
	if (count)
		rc = load_members(rq, first, last, &members);
	for (size_t i = 0; i < count && rc == RC_OK; i++)
		json_array_append_new(page.resources, scim_answer_only(rq, &scim_groups, group_json(rq, ((const struct shown *)shown[i])->group, &members)));
	return rc == RC_OK ? scim_answer_list(rq, rs, &page) : rc;
}

/* --- one --------------------------------------------------------------------------------------- */

static enum rc find(struct request *rq, bool is_locked, struct scim_group *group)
{
	struct str uuid = param(rq, "id");

	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return scim_group_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, uuid, is_locked, group);
}

static enum rc show(struct request *rq, struct response *rs, const struct scim_group *group, bool is_new)
{
	struct rows members;
	enum rc rc = load_members(rq, group->id, group->id, &members);

	return rc == RC_OK ? scim_answer_one(rq, rs, &scim_groups, group_json(rq, group, &members), group->version, is_new)
			   : rc;
}

static enum rc group_get(struct request *rq, struct response *rs)
{
	struct scim_group group;
	enum rc rc = find(rq, false, &group);

	return rc == RC_OK ? show(rq, rs, &group, false) : rc;
}

/* --- changes ------------------------------------------------------------------------------------- */

struct changing {
	struct request *rq;
	struct scim_change change;
	struct scim_group_wish wish;
	struct scim_group group; /* as it is afterwards */
};

static enum rc create(struct db *db, void *closure)
{
	struct changing *changing = closure;

	(void)db;
	return scim_group_create(&changing->change, &changing->wish, &changing->group);
}

static enum rc change(struct db *db, void *closure)
{
	struct changing *changing = closure;
	struct scim_group before;
	enum rc rc = find(changing->rq, true, &before);

	(void)db;
	if (rc == RC_OK)
		rc = scim_answer_version(changing->rq, before.version);
	if (rc == RC_OK)
		rc = scim_group_change(&changing->change, &before, &changing->wish);
	return rc == RC_OK ? find(changing->rq, false, &changing->group) : rc;
}

static enum rc end(struct db *db, void *closure)
{
	struct changing *changing = closure;
	struct scim_group before;
	enum rc rc = find(changing->rq, true, &before);

	(void)db;
	if (rc == RC_OK)
		rc = scim_answer_version(changing->rq, before.version);
	return rc == RC_OK ? scim_group_delete(&changing->change, &before) : rc;
}

static enum rc run(struct changing *changing, enum rc (*body)(struct db *db, void *closure))
{
	enum rc rc = db_transaction(changing->rq->db, "scim_group", body, changing);

	return rc == RC_OK ? rc : scim_answer_fault(changing->rq, rc, &changing->change.fault);
}

static enum rc send(struct request *rq, struct response *rs, bool is_new, bool is_patch,
		    enum rc (*body)(struct db *db, void *closure))
{
	struct changing changing = {.rq = rq, .change = scim_answer_change(rq)};
	json_t *sent;
	enum rc rc = scim_answer_body(rq, &sent);

	if (rc != RC_OK)
		return rc;
	rc = is_patch ? scim_group_wish_patch(rq->arena, sent, &changing.wish, &changing.change.fault)
		      : scim_group_wish_sent(rq->arena, sent, &changing.wish, &changing.change.fault);
	if (rc != RC_OK)
		return scim_answer_fault(rq, rc, &changing.change.fault);
	rc = run(&changing, body);
	return rc == RC_OK ? show(rq, rs, &changing.group, is_new) : rc;
}

static enum rc group_post(struct request *rq, struct response *rs)
{
	return send(rq, rs, true, false, create);
}

static enum rc group_put(struct request *rq, struct response *rs)
{
	return send(rq, rs, false, false, change);
}

static enum rc group_patch(struct request *rq, struct response *rs)
{
	return send(rq, rs, false, true, change);
}

static enum rc group_delete(struct request *rq, struct response *rs)
{
	struct changing changing = {.rq = rq, .change = scim_answer_change(rq)};
	enum rc rc = run(&changing, end);

	return rc == RC_OK ? respond_nothing(rq, rs) : rc;
}

const struct route scim_group_routes[] = {
	{METHOD_GET, "/scim/v2/Groups", MAY_ADMINISTER, 0, list_get, "groups, filtered and in pages",
	 SCIM_OPERATION("scimListGroups", .query = scim_answer_query)},
	{METHOD_POST, "/scim/v2/Groups", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, group_post, "add a group",
	 SCIM_OPERATION("scimCreateGroup", .status = 201)},
	{METHOD_GET, "/scim/v2/Groups/{id}", MAY_ADMINISTER, 0, group_get, "one group", SCIM_OPERATION("scimGetGroup", .status = 200)},
	{METHOD_PUT, "/scim/v2/Groups/{id}", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, group_put, "replace a group",
	 SCIM_OPERATION("scimReplaceGroup", .status = 200)},
	{METHOD_PATCH, "/scim/v2/Groups/{id}", MAY_ADMINISTER, ROUTE_NO_CSRF | ROUTE_BODY, group_patch,
	 "change parts of a group, add and remove members", SCIM_OPERATION("scimPatchGroup", .status = 200)},
	{METHOD_DELETE, "/scim/v2/Groups/{id}", MAY_ADMINISTER, ROUTE_NO_CSRF, group_delete,
	 "remove a group; its members lose the roles that came of it", SCIM_OPERATION("scimDeleteGroup", .status = 204)},
	ROUTE_END,
};
