#include "scim/scim_group_change.h"

#include <stdlib.h>

#include "base/random.h"
#include "identity/provision.h"
#include "identity/role_mapping_store.h"
#include "scim/scim_user_store.h"

/* People whose roles have to be looked at again. */
struct people {
	int64_t *at;
	size_t count, room;
};

static void add_person(struct arena *arena, struct people *people, int64_t id)
{
	enum { FIRST_ROOM = 64 };

	if (people->count == people->room) {
		const size_t room = people->room ? people->room * 2 : FIRST_ROOM;
		people->at = arena_grow(arena, people->at, people->count * sizeof *people->at, room * sizeof *people->at);
		people->room = room;
	}
	people->at[people->count++] = id;
}

static int compare_ids(const void *a, const void *b)
{
	const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

/* --- roles -------------------------------------------------------------------------------------- */

static enum rc give_roles(struct scim_change *change, int64_t person_id)
{
	const int64_t organization_id = change->actor.organization_id;
	struct rows groups;
	int64_t account_id;
	enum rc rc = scim_group_account(change->db, change->arena, organization_id, person_id, &account_id);

	if (rc == RC_OK)
		rc = scim_group_of_person(change->db, change->arena, organization_id, person_id, &groups);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	struct str *names = ARENA_ARRAY(change->arena, struct str, groups.count * 2 + 1);
	for (size_t i = 0; i < groups.count; i++) {
		names[2 * i] = ROW(struct scim_group, groups, i)->display_name;
		names[2 * i + 1] = ROW(struct scim_group, groups, i)->uuid;
	}
	const struct provision_identity identity = {
		.source = PROVISION_SCIM,
		.organization_id = organization_id,
		.groups = names,
		.group_count = groups.count * 2,
		.has_groups = true,
	};
	return provision_roles(change->db, change->arena, &change->actor, &identity, account_id, change->today);
}

/* A group that no mapping knows gives and takes nothing. */
static enum rc is_mapped(struct scim_change *change, const struct scim_group *group, struct str former_name, bool *mapped)
{
	struct rows rows;
	enum rc rc = role_mapping_of_source(change->db, change->arena, change->actor.organization_id, PROVISION_SCIM, &rows);

	*mapped = false;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct role_mapping *mapping = ROW(struct role_mapping, rows, i);
		*mapped = *mapped || role_mapping_fits(mapping, group->display_name) ||
			  role_mapping_fits(mapping, group->uuid) || (former_name.at && role_mapping_fits(mapping, former_name));
	}
	return rc;
}

static enum rc settle(struct scim_change *change, const struct scim_group *group, struct str former_name,
		      struct people *people)
{
	bool mapped;
	enum rc rc = people->count ? is_mapped(change, group, former_name, &mapped) : RC_OK;

	if (rc != RC_OK || people->count == 0 || !mapped)
		return rc;
	qsort(people->at, people->count, sizeof *people->at, compare_ids);
	for (size_t i = 0; i < people->count && rc == RC_OK; i++)
		if (i == 0 || people->at[i] != people->at[i - 1])
			rc = give_roles(change, people->at[i]);
	return rc;
}

/* --- members -------------------------------------------------------------------------------------- */

static enum rc all_members(struct scim_change *change, const struct scim_group *group, struct people *people)
{
	struct rows rows;
	enum rc rc = scim_member_between(change->db, change->arena, group->organization_id, group->id, group->id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		add_person(change->arena, people, ROW(struct scim_member, rows, i)->person_id);
	return rc;
}

static bool is_kept(const struct scim_group_wish *wish, size_t from, struct str uuid)
{
	for (size_t i = from; i < wish->step_count && wish->steps[i].action == SCIM_MEMBER_ADD; i++)
		if (str_equal_nocase(wish->steps[i].uuid, uuid))
			return true;
	return false;
}

/* Who is named again at once stays, so that nobody loses a role for a moment. */
static enum rc clear_members(struct scim_change *change, const struct scim_group *group, const struct scim_group_wish *wish,
			     size_t step, struct people *people)
{
	struct rows rows;
	enum rc rc = scim_member_between(change->db, change->arena, group->organization_id, group->id, group->id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct scim_member *member = ROW(struct scim_member, rows, i);
		if (is_kept(wish, step + 1, member->uuid))
			continue;
		rc = scim_member_remove(change->db, group->id, member->person_id);
		add_person(change->arena, people, member->person_id);
	}
	return rc;
}

static enum rc take_step(struct scim_change *change, const struct scim_group *group, const struct scim_group_wish *wish,
			 size_t at, struct people *people)
{
	const struct scim_member_step *step = &wish->steps[at];
	int64_t person_id;

	if (step->action == SCIM_MEMBER_CLEAR)
		return clear_members(change, group, wish, at, people);
	enum rc rc = uuid_is_valid(step->uuid) ? scim_user_person(change->db, change->arena, group->organization_id,
								  step->uuid, &person_id)
					       : RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND && step->action == SCIM_MEMBER_REMOVE)
		return RC_OK;
	if (rc == RC_NOT_FOUND) {
		change->fault = (struct scim_fault){"invalidValue", arena_printf(change->arena, "there is no user with the id %.*s",
										   STR_ARG(step->uuid)).at};
		return RC_BAD_REQUEST;
	}
	if (rc != RC_OK)
		return rc;
	add_person(change->arena, people, person_id);
	return step->action == SCIM_MEMBER_ADD ? scim_member_add(change->db, group->id, person_id)
					       : scim_member_remove(change->db, group->id, person_id);
}

static enum rc take_steps(struct scim_change *change, const struct scim_group *group, const struct scim_group_wish *wish,
			  struct people *people)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < wish->step_count && rc == RC_OK; i++)
		rc = take_step(change, group, wish, i, people);
	return rc;
}

/* --- groups ---------------------------------------------------------------------------------------- */

static enum rc told(struct scim_change *change, enum rc rc)
{
	if (rc == RC_DUPLICATE)
		change->fault = (struct scim_fault){"uniqueness", "there is a group of this displayName"};
	return rc;
}

/* Who came and went is told by number; roles that follow have entries of their own. */
static enum rc note(struct scim_change *change, const char *action, const struct scim_group *before,
		    const struct scim_group *after, const struct people *people)
{
	return audit_change(change->db, change->arena, &change->actor, action, &scim_group_record,
			    before ? before->id : after->id, 0, before, after,
			    arena_printf(change->arena, "members touched: %zu", people->count));
}

enum rc scim_group_create(struct scim_change *change, const struct scim_group_wish *wish, struct scim_group *out)
{
	struct people people = {0};

	*out = (struct scim_group){
		.organization_id = change->actor.organization_id,
		.uuid = uuid_new(change->arena, change->actor.now),
		.display_name = wish->display_name,
		.external_id = wish->external_id.len ? wish->external_id : STR_NONE,
		.version = 1,
		.created_at = change->actor.now,
		.updated_at = change->actor.now,
	};
	enum rc rc = told(change, scim_group_insert(change->db, out));
	if (rc == RC_OK)
		rc = take_steps(change, out, wish, &people);
	if (rc == RC_OK)
		rc = note(change, "scim_group.created", NULL, out, &people);
	return rc == RC_OK ? settle(change, out, STR_NONE, &people) : rc;
}

enum rc scim_group_change(struct scim_change *change, const struct scim_group *before, const struct scim_group_wish *wish)
{
	struct scim_group after = *before;
	struct people people = {0};
	enum rc rc = RC_OK;

	if (wish->display_name.len)
		after.display_name = wish->display_name;
	if (wish->has_external_id)
		after.external_id = wish->external_id.len ? wish->external_id : STR_NONE;
	after.updated_at = change->actor.now;
	const bool is_renamed = !str_equal(before->display_name, after.display_name);
	if (is_renamed)
		rc = all_members(change, before, &people);
	if (rc == RC_OK)
		rc = told(change, scim_group_update(change->db, &after));
	if (rc == RC_OK)
		rc = take_steps(change, &after, wish, &people);
	if (rc == RC_OK)
		rc = note(change, "scim_group.updated", before, &after, &people);
	return rc == RC_OK ? settle(change, &after, is_renamed ? before->display_name : STR_NONE, &people) : rc;
}

enum rc scim_group_delete(struct scim_change *change, const struct scim_group *before)
{
	struct people people = {0};
	enum rc rc = all_members(change, before, &people);

	if (rc == RC_OK)
		rc = scim_group_remove(change->db, before);
	if (rc == RC_OK)
		rc = note(change, "scim_group.removed", before, NULL, &people);
	return rc == RC_OK ? settle(change, before, STR_NONE, &people) : rc;
}
