#include "incident/incident_link_store.h"

#include <stddef.h>

#include "db/db.h"

static const struct code kind_rows[] = {
	{"", ""},
	{"related", N_("Related to")},
	{"same_cause", N_("Has the same cause as")},
	{"led_to", N_("Led to")},
	{NULL, NULL},
};
const struct codes link_kind_codes = {"link_kind", kind_rows};

#define FIXED (FIELD_STORED | FIELD_KEY)
#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_link, member)
static const struct field link_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(other_id), .label = N_("Other incident"), .flags = FIXED},
	{.kind = FIELD_CODE,
	 OFFSET(kind),
	 .label = N_("How they are linked"),
	 .flags = FIXED | FIELD_REQUIRED,
	 .codes = &link_kind_codes},
	{.kind = FIELD_BOOL, OFFSET(is_removed), .label = N_("Removed"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record incident_link_record = {"incident_link", sizeof(struct incident_link), link_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct linked_incident, member)
#define OTHER(member) .name = #member, .offset = offsetof(struct linked_incident, other.member)
static const struct field linked_fields[] = {
	{.kind = FIELD_ID, OFFSET(link_id)},
	{.kind = FIELD_CODE, OFFSET(kind), .codes = &link_kind_codes},
	{.kind = FIELD_BOOL, OFFSET(is_source)},
	{.kind = FIELD_ID, OTHER(id)},
	{.kind = FIELD_ID, OTHER(organization_id)},
	{.kind = FIELD_TEXT, OTHER(number)},
	{.kind = FIELD_CODE, .name = "register", .offset = offsetof(struct linked_incident, other.reg), .codes = &register_codes},
	{.kind = FIELD_TEXT, OTHER(title)},
	{.kind = FIELD_CODE, OTHER(status), .codes = &status_codes},
	{.kind = FIELD_CODE, OTHER(severity), .codes = &severity_codes},
	{.kind = FIELD_ID, OTHER(establishment_id)},
	{.kind = FIELD_ID, OTHER(department_id)},
	{.kind = FIELD_ID, OTHER(reporter_id)},
	{.kind = FIELD_ID, OTHER(manager_id)},
	{.kind = FIELD_ID, OTHER(investigation_lead_id)},
	{.kind = FIELD_ID, OTHER(investigation_approver_id)},
	FIELD_END,
};
#undef OFFSET
#undef OTHER
const struct record linked_incident_record = {"linked_incident", sizeof(struct linked_incident), linked_fields};

#define LINKED(id_, kind_, source_) \
	"SELECT " id_ " AS link_id, " kind_ " AS kind, " source_ " AS is_source, i.id, i.organization_id, i.number," \
	" i.register, i.title, i.status, i.severity, i.establishment_id, i.department_id, i.reporter_id, i.manager_id,"  \
	" i.investigation_lead_id, i.investigation_approver_id"
/* Keys pair and other of incident_link, merged_into_id of incident. */
STATEMENT(links_of_incident, &linked_incident_record, NULL,
	  LINKED("l.id", "l.kind", "TRUE") " FROM incident_link l FORCE INDEX (pair) STRAIGHT_JOIN incident i FORCE INDEX"
	  " (PRIMARY) ON i.id = l.other_id WHERE l.organization_id = ? AND l.incident_id = ? AND NOT l.is_removed"
	  " UNION ALL " LINKED("l.id", "l.kind", "FALSE") " FROM incident_link l FORCE INDEX (other) STRAIGHT_JOIN"
	  " incident i FORCE INDEX (PRIMARY) ON i.id = l.incident_id WHERE l.organization_id = ? AND l.other_id = ?"
	  " AND NOT l.is_removed"
	  " UNION ALL " LINKED("0", "NULL", "FALSE") " FROM incident i FORCE INDEX (merged_into_id)"
	  " WHERE i.organization_id = ? AND i.merged_into_id = ? LIMIT 200");
const struct incident_count incident_link_count = {
	"((SELECT COUNT(*) FROM incident_link x FORCE INDEX (pair) WHERE x.incident_id = i.id AND NOT x.is_removed)"
	" + (SELECT COUNT(*) FROM incident_link x FORCE INDEX (other) WHERE x.other_id = i.id AND NOT x.is_removed)"
	" + (SELECT COUNT(*) FROM incident x FORCE INDEX (merged_into_id) WHERE x.merged_into_id = i.id))"};
STATEMENT(link_insert, NULL, &incident_link_record,
	  "INSERT INTO incident_link ({names}) VALUES ({values})");
STATEMENT(link_set, NULL, NULL,
	  "UPDATE incident_link SET is_removed = ? WHERE organization_id = ? AND id = ? AND is_removed <> ?");
STATEMENT(link_between, &incident_link_record, NULL,
	  "SELECT {columns} FROM incident_link WHERE organization_id = ? AND incident_id = ? AND other_id = ?"
	  " AND kind = ?");
STATEMENT(link_by_id, &incident_link_record, NULL,
	  "SELECT {columns} FROM incident_link WHERE organization_id = ? AND id = ?");

struct count_row {
	int64_t count;
};
static const struct field count_fields[] = {
	{.kind = FIELD_INT, .name = "count", .offset = offsetof(struct count_row, count)},
	FIELD_END,
};
static const struct record count_record = {"incident", sizeof(struct count_row), count_fields};
STATEMENT(merged_count, &count_record, NULL,
	  "SELECT COUNT(*) AS count FROM incident FORCE INDEX (merged_into_id) WHERE organization_id = ?"
	  " AND merged_into_id = ?");

enum rc incident_links(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows)
{
	struct param organization = P_INT(organization_id), incident = P_INT(incident_id);

	return db_list(db, arena, &links_of_incident,
		       PARAMS(organization, incident, organization, incident, organization, incident), rows);
}

/* One link stands in the trails of both incidents. */
static enum rc audit_both(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			  const struct incident_link *before, const struct incident_link *after)
{
	const struct incident_link *link = after ? after : before;
	enum rc rc = audit_change(db, arena, actor, action, &incident_link_record, link->id, link->incident_id, before,
				  after, STR_NONE);

	if (rc != RC_OK)
		return rc;
	return audit_change(db, arena, actor, action, &incident_link_record, link->id, link->other_id, before, after,
			    STR_NONE);
}

static enum rc set_removed(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct incident_link *before, bool is_removed)
{
	struct incident_link after = *before;
	enum rc rc = db_write_one(db, &link_set, NULL,
				  PARAMS(P_INT(is_removed), P_INT(before->organization_id), P_INT(before->id),
					 P_INT(is_removed)),
				  is_removed ? RC_NOT_FOUND : RC_DUPLICATE);

	after.is_removed = is_removed;
	if (rc != RC_OK)
		return rc;
	return audit_both(db, arena, actor, is_removed ? "incident_link.removed" : "incident_link.created", before,
			  &after);
}

enum rc incident_link_add(struct db *db, struct arena *arena, const struct actor *actor, struct incident_link *link)
{
	struct incident_link before;
	struct param organization = P_INT(link->organization_id);
	struct param kind = P_TEXT(str_of(codes_code(&link_kind_codes, link->kind)));
	enum rc rc = db_one(db, arena, &link_between,
			    PARAMS(organization, P_INT(link->incident_id), P_INT(link->other_id), kind), &before);

	/* What holds both ways is one link, from whichever side it was made. */
	if (rc == RC_NOT_FOUND && link->kind != LINK_LED_TO)
		rc = db_one(db, arena, &link_between,
			    PARAMS(organization, P_INT(link->other_id), P_INT(link->incident_id), kind), &before);
	if (rc == RC_OK)
		return set_removed(db, arena, actor, &before, false);
	if (rc == RC_NOT_FOUND)
		rc = db_insert(db, &link_insert, link, &link->id);
	return rc == RC_OK ? audit_both(db, arena, actor, "incident_link.created", NULL, link) : rc;
}

enum rc incident_link_remove(struct db *db, struct arena *arena, const struct actor *actor, int64_t incident_id,
			     int64_t link_id)
{
	struct incident_link link;
	enum rc rc = db_one(db, arena, &link_by_id, PARAMS(P_INT(actor->organization_id), P_INT(link_id)), &link);

	if (rc == RC_OK && link.incident_id != incident_id && link.other_id != incident_id)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? set_removed(db, arena, actor, &link, true) : rc;
}

enum rc incident_merged_count(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			      int64_t *count)
{
	struct count_row row = {0};
	enum rc rc = db_one(db, arena, &merged_count, PARAMS(P_INT(organization_id), P_INT(incident_id)), &row);

	*count = row.count;
	return rc;
}
