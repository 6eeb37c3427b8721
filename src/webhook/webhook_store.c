#include "webhook/webhook_store.h"

#include <stddef.h>
#include <string.h>

#include "base/random.h"

static const struct code environment_rows[] = {
	{"", ""},
	{"prod", N_("Production")},
	{"sandbox", N_("Sandbox")},
	{NULL, NULL},
};
const struct codes webhook_environment_codes = {"webhook_environment", environment_rows};

#define AT(member) .name = #member, .offset = offsetof(struct webhook_endpoint, member)
static const struct field endpoint_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIELD_KEY},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, AT(name), .label = N_("Name"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 120},
	{.kind = FIELD_TEXT, AT(url), .label = N_("Address"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 1000,
	 .hint = N_("Where the messages are sent to, beginning with https://")},
	{.kind = FIELD_TEXT, AT(types), .label = N_("Event types"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 1000,
	 .hint = N_("Names with blanks between them; incident.* takes all that begin so, * takes everything")},
	{.kind = FIELD_CODE, AT(environment), .label = N_("Environment"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &webhook_environment_codes, .hint = N_("Messages of the other environment never go to this address")},
	{.kind = FIELD_ID, AT(owner_account_id), .label = N_("Who looks after it"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .hint = N_("Gets a mail when it fails for long")},
	{.kind = FIELD_BOOL, AT(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(off_reason), .label = N_("Switched off because"), .flags = FIELD_STORED, .max = 500},
	{.kind = FIELD_MOMENT, AT(off_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(failing_since), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(warned_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(last_success_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(last_failure_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_TEXT, AT(last_reason), .flags = FIELD_STORED | FIELD_QUIET, .max = 500},
	{.kind = FIELD_INT, AT(slow_step), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(slow_until), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record webhook_endpoint_record = {"webhook_endpoint", sizeof(struct webhook_endpoint), endpoint_fields};

#define AT(member) .name = #member, .offset = offsetof(struct webhook_key_row, member)
static const struct field key_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIELD_KEY},
	{.kind = FIELD_ID, AT(endpoint_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_CODE, AT(kind), .flags = FIELD_STORED, .codes = &webhook_key_kind_codes},
	{.kind = FIELD_TEXT, AT(sealed), .flags = FIELD_STORED | FIELD_SEALED, .max = 500},
	{.kind = FIELD_TEXT, AT(public_key), .flags = FIELD_STORED, .max = 60},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(ends_at), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
const struct record webhook_key_row_record = {"webhook_key", sizeof(struct webhook_key_row), key_fields};

#define AT(type, member) .name = #member, .offset = offsetof(struct type, member)
static const struct field subject_fields[] = {
	{.kind = FIELD_TEXT, AT(webhook_subject, number), .max = 40},
	{.kind = FIELD_UUID, AT(webhook_subject, uuid)},
	{.kind = FIELD_TEXT, AT(webhook_subject, environment), .max = 10},
	FIELD_END,
};
static const struct record subject_record = {"incident", sizeof(struct webhook_subject), subject_fields};

static const struct field owner_fields[] = {
	{.kind = FIELD_ID, AT(webhook_owner, id)},
	{.kind = FIELD_TEXT, AT(webhook_owner, name), .max = 210},
	{.kind = FIELD_TEXT, AT(webhook_owner, email), .max = 254},
	{.kind = FIELD_TEXT, AT(webhook_owner, locale), .max = 10},
	FIELD_END,
};
static const struct record owner_record = {"account", sizeof(struct webhook_owner), owner_fields};

static const struct field kind_fields[] = {
	{.kind = FIELD_TEXT, AT(webhook_kind, kind), .max = 60},
	FIELD_END,
};
const struct record webhook_kind_record = {"event", sizeof(struct webhook_kind), kind_fields};

static const struct field figure_fields[] = {
	{.kind = FIELD_INT, AT(webhook_figures, active)},
	{.kind = FIELD_INT, AT(webhook_figures, failing)},
	{.kind = FIELD_INT, AT(webhook_figures, off)},
	FIELD_END,
};
static const struct record figure_record = {"webhook_endpoint", sizeof(struct webhook_figures), figure_fields};
#undef AT

/* At most a few hundred rows in an organization. */
STATEMENT(webhook_all, &webhook_endpoint_record, NULL,
	  "SELECT id, {columns} FROM webhook_endpoint WHERE organization_id = ? ORDER BY name, id LIMIT 200");
STATEMENT(webhook_active, &webhook_endpoint_record, NULL,
	  "SELECT id, {columns} FROM webhook_endpoint WHERE organization_id = ? AND is_active ORDER BY id LIMIT 200");
STATEMENT(webhook_one, &webhook_endpoint_record, NULL,
	  "SELECT id, {columns} FROM webhook_endpoint WHERE uuid = ? AND organization_id = ?");
STATEMENT(webhook_one_id, &webhook_endpoint_record, NULL,
	  "SELECT id, {columns} FROM webhook_endpoint WHERE id = ? AND organization_id = ?");
STATEMENT(webhook_add, NULL, &webhook_endpoint_record, "INSERT INTO webhook_endpoint ({names}) VALUES ({values})");
STATEMENT(webhook_set, NULL, &webhook_endpoint_record,
	  "UPDATE webhook_endpoint SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");
STATEMENT(webhook_note_state, NULL, NULL,
	  "UPDATE webhook_endpoint SET is_active = ?, off_reason = ?, off_at = ?, failing_since = ?, warned_at = ?,"
	  " last_success_at = ?, last_failure_at = ?, last_reason = ?, slow_step = ?, slow_until = ?"
	  " WHERE id = ? AND organization_id = ?");

STATEMENT(webhook_key_active, &webhook_key_row_record, NULL,
	  "SELECT id, {columns} FROM webhook_key WHERE endpoint_id = ? AND (ends_at IS NULL OR ends_at > ?)"
	  " ORDER BY created_at DESC, id DESC LIMIT 8");
STATEMENT(webhook_key_insert, NULL, &webhook_key_row_record, "INSERT INTO webhook_key ({names}) VALUES ({values})");
STATEMENT(webhook_key_end, NULL, NULL,
	  "UPDATE webhook_key SET ends_at = ? WHERE endpoint_id = ? AND kind = ? AND (ends_at IS NULL OR ends_at > ?)");

STATEMENT(webhook_incident, &subject_record, NULL,
	  "SELECT number, uuid, environment FROM incident WHERE id = ? AND organization_id = ?");
STATEMENT(webhook_owner_all, &owner_record, NULL,
	  "SELECT DISTINCT a.id, CONCAT_WS(' ', p.given_name, p.family_name) AS name, p.email, a.locale FROM role_grant g"
	  " STRAIGHT_JOIN account a ON a.id = g.account_id AND a.is_active STRAIGHT_JOIN person p ON p.id = a.person_id"
	  " WHERE g.organization_id = ? AND g.role = 'administrator' AND (g.until_on IS NULL OR g.until_on >= UTC_DATE())"
	  " ORDER BY name, a.id LIMIT 500");
/* As elsewhere the sign-in name stands in for a mail address that is not known. */
STATEMENT(webhook_owner_one, &owner_record, NULL,
	  "SELECT a.id, CONCAT_WS(' ', p.given_name, p.family_name) AS name, COALESCE(p.email, a.login) AS email, a.locale"
	  " FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = ? AND a.organization_id = ? AND a.is_active"
	  " AND (p.email IS NOT NULL OR a.login LIKE '%@%')");
/* Hops from kind to kind through key history. */
STATEMENT(webhook_kind_all, &webhook_kind_record, NULL,
	  "SELECT kind FROM event WHERE organization_id = ? GROUP BY kind LIMIT 200");
/* A few hundred rows in all; for the supervision of the installation. */
STATEMENT(webhook_count, &figure_record, NULL,
	  "SELECT SUM(is_active) AS active, SUM(is_active AND failing_since IS NOT NULL) AS failing, SUM(NOT is_active) AS off"
	  " FROM webhook_endpoint");

enum rc webhook_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *endpoints)
{
	return db_list(db, arena, &webhook_all, PARAMS(P_INT(organization_id)), endpoints);
}

enum rc webhook_list_active(struct db *db, struct arena *arena, int64_t organization_id, struct rows *endpoints)
{
	return db_list(db, arena, &webhook_active, PARAMS(P_INT(organization_id)), endpoints);
}

enum rc webhook_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			struct webhook_endpoint *endpoint)
{
	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return db_one(db, arena, &webhook_one, PARAMS(P_TEXT(uuid), P_INT(organization_id)), endpoint);
}

enum rc webhook_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct webhook_endpoint *endpoint)
{
	return db_one(db, arena, &webhook_one_id, PARAMS(P_INT(id), P_INT(organization_id)), endpoint);
}

enum rc webhook_insert(struct db *db, struct webhook_endpoint *endpoint)
{
	endpoint->version = 1;
	return db_insert(db, &webhook_add, endpoint, &endpoint->id);
}

enum rc webhook_update(struct db *db, const struct webhook_endpoint *endpoint)
{
	struct webhook_endpoint next = *endpoint;

	next.version++;
	return db_write_one(db, &webhook_set, &next,
			    PARAMS(P_INT(endpoint->id), P_INT(endpoint->organization_id), P_INT(endpoint->version)),
			    RC_CONFLICT);
}

enum rc webhook_note(struct db *db, const struct webhook_endpoint *e)
{
	return db_write(db, &webhook_note_state, NULL,
			PARAMS(P_INT(e->is_active), P_TEXT(e->off_reason), P_MOMENT(e->off_at), P_MOMENT(e->failing_since),
			       P_MOMENT(e->warned_at), P_MOMENT(e->last_success_at), P_MOMENT(e->last_failure_at),
			       P_TEXT(e->last_reason), P_INT(e->slow_step), P_MOMENT(e->slow_until), P_INT(e->id),
			       P_INT(e->organization_id)),
			NULL);
}

enum rc webhook_keys(struct db *db, struct arena *arena, int64_t endpoint_id, moment now, struct rows *keys)
{
	return db_list(db, arena, &webhook_key_active, PARAMS(P_INT(endpoint_id), P_MOMENT(now)), keys);
}

/* Sealed for one endpoint: copied to another row it does not open. */
static const char *purpose_of(struct arena *arena, struct str endpoint_uuid)
{
	return arena_printf(arena, "webhook %.*s", STR_ARG(endpoint_uuid)).at;
}

enum rc webhook_keys_end(struct db *db, int64_t endpoint_id, int kind, moment at)
{
	return db_write(db, &webhook_key_end, NULL,
			PARAMS(P_MOMENT(at), P_INT(endpoint_id), P_TEXT(str_of(codes_code(&webhook_key_kind_codes, kind))),
			       P_MOMENT(at)),
			NULL);
}

enum rc webhook_key_add(struct db *db, struct arena *arena, const struct secret *secret,
			const struct webhook_endpoint *endpoint, const struct webhook_key *key, moment now, moment others_end_at)
{
	struct str bytes = {(const char *)key->secret, sizeof key->secret};
	struct webhook_key_row row = {
		.endpoint_id = endpoint->id,
		.kind = key->kind,
		.sealed = secret_seal(arena, secret, purpose_of(arena, endpoint->uuid), bytes, INT64_MAX),
		.created_at = now,
		.ends_at = MOMENT_NONE,
	};
	enum rc rc = webhook_keys_end(db, endpoint->id, key->kind, others_end_at);

	if (key->kind == WEBHOOK_KEY_ED25519)
		row.public_key = webhook_key_text(arena, key);
	return rc == RC_OK ? db_insert(db, &webhook_key_insert, &row, &row.id) : rc;
}

enum rc webhook_key_open(struct arena *arena, const struct secret *secret, struct str endpoint_uuid,
			 const struct webhook_key_row *row, moment now, struct webhook_key *key)
{
	struct str bytes;
	enum rc rc = secret_open(arena, secret, purpose_of(arena, endpoint_uuid), row->sealed, now, &bytes);

	if (rc != RC_OK || bytes.len != sizeof key->secret)
		return RC_DENIED;
	key->kind = row->kind;
	memcpy(key->secret, bytes.at, sizeof key->secret);
	return RC_OK;
}

enum rc webhook_subject_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			     struct webhook_subject *subject)
{
	return db_one(db, arena, &webhook_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)), subject);
}

enum rc webhook_owners(struct db *db, struct arena *arena, int64_t organization_id, struct rows *owners)
{
	return db_list(db, arena, &webhook_owner_all, PARAMS(P_INT(organization_id)), owners);
}

enum rc webhook_owner_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			   struct webhook_owner *owner)
{
	return db_one(db, arena, &webhook_owner_one, PARAMS(P_INT(account_id), P_INT(organization_id)), owner);
}

enum rc webhook_kinds(struct db *db, struct arena *arena, int64_t organization_id, struct rows *kinds)
{
	return db_list(db, arena, &webhook_kind_all, PARAMS(P_INT(organization_id)), kinds);
}

enum rc webhook_figures_read(struct db *db, struct arena *arena, struct webhook_figures *figures)
{
	return db_one(db, arena, &webhook_count, NO_PARAMS, figures);
}
