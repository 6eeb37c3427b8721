#include "identity/viewer_store.h"

#include <stddef.h>

/* An account with its person, one of its roles, and the session it was found by: as many rows as roles. */
struct viewer_row {
	struct session session;
	int64_t account_id;
	int64_t organization_id;
	struct str organization_code;
	struct str organization_name;
	struct str organization_zone;
	int64_t person_id;
	struct str login;
	struct str locale;
	struct str given_name;
	struct str family_name;
	int64_t establishment_id;
	int64_t department_id;
	int64_t team_id;
	int role;
	int64_t role_establishment_id;
	int64_t role_department_id;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct viewer_row, member)
#define SESSION(member) .name = "session_" #member, .offset = offsetof(struct viewer_row, session.member)
static const struct field viewer_row_fields[] = {
	{.kind = FIELD_ID, SESSION(id)},
	{.kind = FIELD_TEXT, SESSION(method)},
	{.kind = FIELD_BOOL, SESSION(is_pending)},
	{.kind = FIELD_MOMENT, SESSION(created_at)},
	{.kind = FIELD_MOMENT, SESSION(seen_at)},
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_ID, OFFSET(organization_id)},
	{.kind = FIELD_TEXT, OFFSET(organization_code)},
	{.kind = FIELD_TEXT, OFFSET(organization_name)},
	{.kind = FIELD_TEXT, OFFSET(organization_zone)},
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_TEXT, OFFSET(login)},
	{.kind = FIELD_TEXT, OFFSET(locale)},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_ID, OFFSET(team_id)},
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(role_establishment_id)},
	{.kind = FIELD_ID, OFFSET(role_department_id)},
	FIELD_END,
};
#undef SESSION
#undef OFFSET
static const struct record viewer_row_record = {"viewer", sizeof(struct viewer_row), viewer_row_fields};

/* Every request begins with one of these, so they are one round trip each. */
#define VIEWER_COLUMNS                                                                              \
	"a.id AS account_id, a.organization_id, o.code AS organization_code,"                       \
	" o.name AS organization_name, o.zone AS organization_zone, a.person_id, a.login, a.locale," \
	" p.given_name, p.family_name, p.establishment_id, p.department_id, p.team_id, g.role,"     \
	" g.establishment_id AS role_establishment_id, g.department_id AS role_department_id"
#define VIEWER_TABLES                                                                               \
	" STRAIGHT_JOIN person p ON p.id = a.person_id"                                             \
	" STRAIGHT_JOIN organization o ON o.id = a.organization_id"                                 \
	" LEFT JOIN role_grant g ON g.account_id = a.id AND (g.until_on IS NULL OR g.until_on >= ?)"

STATEMENT(viewer_of_account, &viewer_row_record, NULL,
	  "SELECT " VIEWER_COLUMNS " FROM account a" VIEWER_TABLES " WHERE a.id = ? AND a.is_active");
STATEMENT(viewer_of_token, &viewer_row_record, NULL,
	  "SELECT s.id AS session_id, s.method AS session_method, s.is_pending AS session_is_pending,"
	  " s.created_at AS session_created_at, s.seen_at AS session_seen_at, " VIEWER_COLUMNS
	  " FROM session s STRAIGHT_JOIN account a ON a.id = s.account_id AND a.is_active" VIEWER_TABLES
	  " WHERE s.token_hash = ? AND s.ends_at > ?");

static void set_grants(struct arena *arena, struct rows rows, struct viewer *viewer)
{
	struct grant *grants = ARENA_ARRAY(arena, struct grant, rows.count);

	viewer->grants = grants;
	for (size_t i = 0; i < rows.count; i++) {
		const struct viewer_row *row = ROW(struct viewer_row, rows, i);
		if (row->role == ROLE_NONE)
			continue; /* an account without roles has one row all the same */
		grants[viewer->grant_count++] = (struct grant){(enum role)row->role, row->role_establishment_id,
							       row->role_department_id};
		viewer->roles |= 1u << row->role;
	}
}

static void set_viewer(struct arena *arena, struct rows rows, struct viewer *viewer)
{
	const struct viewer_row *row = rows.at;

	*viewer = (struct viewer){
		.organization_id = row->organization_id,
		.organization_code = row->organization_code,
		.organization_name = row->organization_name,
		.organization_zone = row->organization_zone,
		.account_id = row->account_id,
		.person_id = row->person_id,
		.name = arena_printf(arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)),
		.login = row->login,
		.locale = row->locale,
		.establishment_id = row->establishment_id,
		.department_id = row->department_id,
		.team_id = row->team_id,
	};
	set_grants(arena, rows, viewer);
}

enum rc viewer_load(struct db *db, struct arena *arena, int64_t account_id, day today, struct viewer *viewer)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &viewer_of_account, PARAMS(P_DAY(today), P_INT(account_id)), &rows);

	if (rc == RC_OK && rows.count == 0)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		set_viewer(arena, rows, viewer);
	return rc;
}

enum rc viewer_by_token(struct db *db, struct arena *arena, struct str token_hash, moment now,
			struct session *session, struct viewer *viewer)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &viewer_of_token,
			     PARAMS(P_DAY(zone_day(NULL, now)), P_BYTES(token_hash), P_MOMENT(now)), &rows);

	if (rc == RC_OK && rows.count == 0)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	set_viewer(arena, rows, viewer);
	*session = ROW(struct viewer_row, rows, 0)->session;
	viewer->session_id = session->id;
	viewer->auth_method = session->method;
	viewer->signed_in_at = session->created_at;
	return RC_OK;
}
