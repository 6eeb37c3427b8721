#include "identity/role_mapping_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/header_pages.h"
#include "identity/ldap_directory.h"
#include "identity/oidc.h"
#include "identity/page.h"
#include "identity/role_grant_store.h"
#include "identity/role_mapping_store.h"

struct entry {
	struct role_mapping mapping;
	struct str reason;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct entry, mapping.member)
static const struct field entry_fields[] = {
	{.kind = FIELD_CODE,
	 OFFSET(source),
	 .label = N_("Comes from"),
	 .flags = FIELD_REQUIRED,
	 .codes = &provision_source_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(group_name),
	 .label = N_("Group"),
	 .flags = FIELD_REQUIRED,
	 .max = 255,
	 .hint = N_("As the other side writes it: a name, an id, or cn=...,dc=...")},
	{.kind = FIELD_CODE, OFFSET(role), .label = N_("Role"), .flags = FIELD_REQUIRED, .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Only at this establishment")},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Only in this department")},
	{.kind = FIELD_DAY,
	 OFFSET(until_on),
	 .label = N_("Last day"),
	 .hint = N_("Leave empty for no end. An auditor needs one.")},
	{.kind = FIELD_TEXT,
	 .name = "reason",
	 .offset = offsetof(struct entry, reason),
	 .label = N_("Reason"),
	 .flags = FIELD_REQUIRED,
	 .max = 500,
	 .hint = N_("Kept in the audit trail.")},
	FIELD_END,
};
#undef OFFSET
static const struct record entry_record = {"entry", sizeof(struct entry), entry_fields};

static enum rc check_entry(struct request *rq, const void *row)
{
	const struct entry *entry = row;
	const char *field;
	struct role_grant grant = role_mapping_grant(&entry->mapping, 0, rq->now);
	const char *why = role_grant_refusal(&grant, zone_day(rq->zone, rq->now), &field);

	return why ? problem_add(rq, field, why) : RC_OK;
}

static const char *const entry_names[] = {"source",        "group_name", "role",   "establishment_id",
					  "department_id", "until_on",   "reason", NULL};
static const struct form entry_form = {&entry_record, entry_names, check_entry};
static const char *const reason_names[] = {"reason", NULL};
static const struct form reason_form = {&entry_record, reason_names, NULL};

typedef enum rc limit_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *limits);

static enum rc offer(struct request *rq, const char *field, limit_list *list)
{
	struct rows rows;
	enum rc rc = list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++)
		choices[i] = (struct choice){ROW(struct role_grant_limit, rows, i)->id,
					     ROW(struct role_grant_limit, rows, i)->name};
	form_choices(rq, field, choices, rows.count);
	return RC_OK;
}

/* --- the page ------------------------------------------------------------------------------------- */

void role_mapping_pages_ways(const struct request *rq, struct sign_in_way ways[SIGN_IN_WAYS])
{
	const struct config *config = rq->config;
	struct str passwords = rq_tr(rq, str_is(config_text(config, "sign_in.passwords"), "all")
						 ? N_("Of all accounts that have one")
						 : N_("Of the account for emergencies only"));

	ways[0] = (struct sign_in_way){"passwords", N_("Passwords here"), passwords, true};
	ways[1] = (struct sign_in_way){"oidc", N_("OpenID provider"), config_text(config, "oidc.issuer"), oidc_is_on(config)};
	ways[2] = (struct sign_in_way){"ldap", N_("Directory (LDAP)"), config_text(config, "ldap.url"), ldap_directory_is_on(config)};
	ways[3] = (struct sign_in_way){"header", N_("Web server (Kerberos, gateway)"), config_text(config, "sign_in.header_realm"),
				       header_is_on(config)};
}

static void add_ways(struct request *rq, struct view *page)
{
	struct view_list *list = view_list(page, "ways");
	struct sign_in_way ways[SIGN_IN_WAYS];

	role_mapping_pages_ways(rq, ways);
	for (size_t i = 0; i < SIGN_IN_WAYS; i++) {
		struct view *item = view_add(list);
		view_text(item, "title", rq_tr(rq, ways[i].title));
		view_text(item, "detail", ways[i].detail);
		view_flag(item, "is_on", ways[i].is_on);
	}
	view_flag(page, "creates", str_is(config_text(rq->config, "sign_in.create"), "on"));
}

static const struct code said[] = {
	{"added", N_("The group has its role. It counts from each person's next sign-in.")},
	{"removed", N_("The group has lost its role, and so have its people.")},
	{NULL, NULL},
};

static enum rc show(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct rows lines;
	enum rc rc = role_mapping_lines(rq->db, rq->arena, rq->viewer->organization_id, &lines);

	if (rc == RC_OK)
		rc = offer(rq, "establishment_id", role_grant_establishments);
	if (rc == RC_OK)
		rc = offer(rq, "department_id", role_grant_departments);
	if (rc != RC_OK)
		return rc;
	add_ways(rq, page);
	view_records(page, "mappings", &role_mapping_line_record, lines.at, lines.count);
	form_view(rq, page, "form", &entry_form, NULL);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	page_said(rq, page, said);
	return respond_page(rq, rs, "identity/role-mappings", page);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	return show(rq, rs);
}

/* --- changes -------------------------------------------------------------------------------------- */

struct altering {
	struct change change;
	struct entry entry;
};

static enum rc write_mapping(struct db *db, void *closure)
{
	struct altering *altering = closure;
	struct role_mapping *mapping = &altering->entry.mapping;
	enum rc rc = role_mapping_insert(db, mapping);

	altering->change.answer = STR("/admin/sign-in?said=added");
	return rc == RC_OK ? audit_change(db, altering->change.rq->arena, &altering->change.actor, "role_mapping.added",
					  &role_mapping_record, mapping->id, 0, NULL, mapping, altering->entry.reason)
			   : rc;
}

static enum rc add_post(struct request *rq, struct response *rs)
{
	struct altering altering = {.change = change_of(rq)};
	enum rc rc = offer(rq, "establishment_id", role_grant_establishments);

	record_clear(&entry_record, &altering.entry);
	if (rc == RC_OK)
		rc = offer(rq, "department_id", role_grant_departments);
	if (rc == RC_OK)
		rc = form_read(rq, &entry_form, &altering.entry);
	if (rc == RC_OK) {
		altering.entry.mapping.organization_id = rq->viewer->organization_id;
		altering.entry.mapping.created_at = rq->now;
		rc = change_run(&altering.change, rs, "role_mapping_add", write_mapping, &altering);
	}
	return rc == RC_INVALID ? show(rq, rs) : rc;
}

/* RC_CONFLICT: then nobody would be an administrator any more. */
static enum rc check_administrators(struct db *db, const struct request *rq, const struct role_mapping *mapping)
{
	int64_t others = 1;
	enum rc rc = RC_OK;

	if (mapping->role == ROLE_ADMINISTRATOR)
		rc = role_mapping_other_administrators(db, rq->arena, mapping->organization_id, mapping->id,
						       zone_day(rq->zone, rq->now), &others);
	return rc == RC_OK && !others ? RC_CONFLICT : rc;
}

static enum rc write_removal(struct db *db, void *closure)
{
	struct altering *altering = closure;
	const struct request *rq = altering->change.rq;
	struct role_mapping *mapping = &altering->entry.mapping;
	enum rc rc = role_mapping_by_id(db, rq->arena, rq->viewer->organization_id, mapping->id, mapping);

	if (rc == RC_OK)
		rc = check_administrators(db, rq, mapping);
	if (rc == RC_OK)
		rc = role_mapping_delete(db, mapping->organization_id, mapping->id);
	altering->change.answer = STR("/admin/sign-in?said=removed");
	return rc == RC_OK ? audit_change(db, rq->arena, &altering->change.actor, "role_mapping.removed",
					  &role_mapping_record, mapping->id, 0, mapping, NULL, altering->entry.reason)
			   : rc;
}

static enum rc remove_post(struct request *rq, struct response *rs)
{
	struct altering altering = {.change = change_of(rq)};
	int64_t id;

	if (!str_to_int(param(rq, "id"), 1, INT64_MAX, &id))
		return RC_NOT_FOUND;
	record_clear(&entry_record, &altering.entry);
	enum rc rc = form_read(rq, &reason_form, &altering.entry);
	altering.entry.mapping.id = id;
	if (rc == RC_OK)
		rc = change_run(&altering.change, rs, "role_mapping_remove", write_removal, &altering);
	if (rc == RC_CONFLICT)
		rc = problem_add(rq, "", N_("This is the last administrator. Make somebody else one first."));
	return rc == RC_INVALID ? show(rq, rs) : rc;
}

const struct route role_mapping_routes[] = {
	{.method = METHOD_GET,
	 .path = "/admin/sign-in",
	 .needs = MAY_ADMINISTER,
	 .handle = list_get,
	 .help = "ways to sign in, and roles of groups",
	 .offered_by = "getSignIn listRoleMappings"},
	{.method = METHOD_POST,
	 .path = "/admin/sign-in/groups",
	 .needs = MAY_ADMINISTER,
	 .handle = add_post,
	 .help = "give a group a role",
	 .api = API_CHANGE("addRoleMapping", "Administration", API_ADMIN_WRITE, API_FORM("NewRoleMapping", &entry_form), .status = 201,
			   .path = "/api/v1/role-mappings")},
	{.method = METHOD_POST,
	 .path = "/admin/sign-in/groups/{id}/remove",
	 .needs = MAY_ADMINISTER,
	 .handle = remove_post,
	 .help = "take it away",
	 .api = API_CHANGE("removeRoleMapping", "Administration", API_ADMIN_WRITE, API_FORM("RoleMappingRemoval", &reason_form),
			   .path = "/api/v1/role-mappings/{id}/remove")},
	ROUTE_END,
};
