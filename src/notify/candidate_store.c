#include "notify/candidate_store.h"

#include <stddef.h>

/* A person with the account and one of its roles: as many rows as roles. */
struct candidate_row {
	int64_t person_id;
	struct str employee_number;
	struct str given_name;
	struct str family_name;
	bool has_mail;
	bool has_phone;
	bool has_push;
	int64_t establishment_id;
	int64_t department_id;
	int64_t account_id;
	struct str login;
	struct str locale;
	struct str organization_name;
	struct str organization_zone;
	int role;
	int64_t role_establishment_id;
	int64_t role_department_id;
	struct str off;
	struct str gathered;
	clock_minutes quiet_from;
	clock_minutes quiet_until;
	bool quiet_weekends;
	struct str zone;
	int digest;
	int digest_weekday;
	clock_minutes digest_at;
	day absent_from;
	day absent_until;
	int64_t delegate_id;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct candidate_row, member)
static const struct field row_fields[] = {
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_TEXT, OFFSET(employee_number)},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_BOOL, OFFSET(has_mail)},
	{.kind = FIELD_BOOL, OFFSET(has_phone)},
	{.kind = FIELD_BOOL, OFFSET(has_push)},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_TEXT, OFFSET(login)},
	{.kind = FIELD_TEXT, OFFSET(locale)},
	{.kind = FIELD_TEXT, OFFSET(organization_name)},
	{.kind = FIELD_TEXT, OFFSET(organization_zone)},
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(role_establishment_id)},
	{.kind = FIELD_ID, OFFSET(role_department_id)},
	{.kind = FIELD_TEXT, OFFSET(off)},
	{.kind = FIELD_TEXT, OFFSET(gathered)},
	{.kind = FIELD_CLOCK, OFFSET(quiet_from)},
	{.kind = FIELD_CLOCK, OFFSET(quiet_until)},
	{.kind = FIELD_BOOL, OFFSET(quiet_weekends)},
	{.kind = FIELD_TEXT, OFFSET(zone)},
	{.kind = FIELD_CODE, OFFSET(digest), .codes = &digest_codes},
	{.kind = FIELD_CODE, OFFSET(digest_weekday), .codes = &weekday_codes},
	{.kind = FIELD_CLOCK, OFFSET(digest_at)},
	{.kind = FIELD_DAY, OFFSET(absent_from)},
	{.kind = FIELD_DAY, OFFSET(absent_until)},
	{.kind = FIELD_ID, OFFSET(delegate_id)},
	FIELD_END,
};
#undef OFFSET
static const struct record row_record = {"candidate", sizeof(struct candidate_row), row_fields};

enum { BATCH = 40 };
#define TEN "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
/* By primary keys, and unique keys of account, phone and address. Where mails, texts and pushes go: event/contact.h. */
STATEMENT(candidate_people, &row_record, NULL,
	  "SELECT p.id AS person_id, p.employee_number, p.given_name, p.family_name,"
	  " COALESCE(p.email, a.login) LIKE '%_@_%' AND NOT EXISTS (SELECT 1 FROM mail_bounce b WHERE"
	  "  b.organization_id = p.organization_id AND b.address = LOWER(COALESCE(p.email, a.login)) AND b.stopped_at IS NOT NULL)"
	  "  AS has_mail,"
	  " EXISTS (SELECT 1 FROM account_phone t WHERE t.account_id = a.id AND t.confirmed_at IS NOT NULL) AS has_phone,"
	  " EXISTS (SELECT 1 FROM push_subscription s WHERE s.account_id = a.id) AS has_push,"
	  " p.establishment_id, p.department_id, a.id AS account_id, a.login, a.locale, o.name AS organization_name,"
	  " o.zone AS organization_zone,"
	  " g.role, g.establishment_id AS role_establishment_id, g.department_id AS role_department_id,"
	  " n.off, n.gathered, n.quiet_from, n.quiet_until, COALESCE(n.quiet_weekends, FALSE) AS quiet_weekends, n.zone,"
	  " n.digest, n.digest_weekday, n.digest_at, n.absent_from, n.absent_until, n.delegate_id"
	  " FROM person p"
	  " STRAIGHT_JOIN organization o ON o.id = p.organization_id"
	  " LEFT JOIN account a ON a.person_id = p.id AND a.is_active"
	  " LEFT JOIN notify_preference n ON n.account_id = a.id"
	  " LEFT JOIN role_grant g ON g.account_id = a.id AND (g.until_on IS NULL OR g.until_on >= ?)"
	  " WHERE p.organization_id = ? AND p.id IN (" TEN ", " TEN ", " TEN ", " TEN ") AND p.is_active ORDER BY p.id");

struct candidates {
	struct db *db;
	struct arena *arena;
	int64_t organization_id;
	moment now;
	struct candidate **at;
	size_t count, room;
	int64_t *asked;              /* ids that were looked for, found or not */
	size_t asked_count, asked_room;
};

struct candidates *candidates_new(struct db *db, struct arena *arena, int64_t organization_id, moment now)
{
	struct candidates *candidates = ARENA_NEW(arena, struct candidates);

	*candidates = (struct candidates){.db = db, .arena = arena, .organization_id = organization_id, .now = now};
	return candidates;
}

const struct candidate *candidates_find(const struct candidates *candidates, int64_t person_id)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (candidates->at[i]->person_id == person_id)
			return candidates->at[i];
	return NULL;
}

static bool is_asked(const struct candidates *c, int64_t person_id)
{
	for (size_t i = 0; i < c->asked_count; i++)
		if (c->asked[i] == person_id)
			return true;
	return false;
}

static void note_asked(struct candidates *c, int64_t person_id)
{
	if (c->asked_count == c->asked_room) {
		c->asked_room = c->asked_room ? 2 * c->asked_room : 64;
		c->asked = arena_grow(c->arena, c->asked, c->asked_count * sizeof *c->asked,
				      c->asked_room * sizeof *c->asked);
	}
	c->asked[c->asked_count++] = person_id;
}

static struct notify_preference preference_of(const struct candidates *c, const struct candidate_row *row)
{
	struct notify_preference p = preference_none(c->organization_id, row->account_id);

	p.off = row->off;
	p.gathered = row->gathered;
	p.quiet_from = row->quiet_from;
	p.quiet_until = row->quiet_until;
	p.quiet_weekends = row->quiet_weekends;
	p.zone = row->zone;
	p.digest = row->digest;
	p.digest_weekday = row->digest_weekday;
	p.digest_at = row->digest_at;
	p.absent_from = row->absent_from;
	p.absent_until = row->absent_until;
	p.delegate_id = row->delegate_id;
	return p;
}

static struct candidate *add(struct candidates *c, const struct candidate_row *row)
{
	struct candidate *candidate = ARENA_NEW(c->arena, struct candidate);
	const struct zone *zone = NULL;

	if (zone_find(row->zone.len ? row->zone : row->organization_zone, &zone) != RC_OK)
		zone = NULL;
	*candidate = (struct candidate){
		.person_id = row->person_id,
		.name = arena_printf(c->arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)),
		.employee_number = row->employee_number,
		.locale = row->locale,
		.has_account = row->account_id != 0,
		.reachable = {[CHANNEL_INBOX] = true, [CHANNEL_MAIL] = row->has_mail, [CHANNEL_SMS] = row->has_phone,
			      [CHANNEL_PUSH] = row->has_push},
		.zone = zone,
		.preference = preference_of(c, row),
	};
	candidate->viewer = (struct viewer){
		.organization_id = c->organization_id,
		.organization_name = row->organization_name,
		.organization_zone = row->organization_zone,
		.account_id = row->account_id,
		.person_id = row->person_id,
		.name = candidate->name,
		.login = row->login,
		.locale = row->locale,
		.establishment_id = row->establishment_id,
		.department_id = row->department_id,
	};
	if (c->count == c->room) {
		c->room = c->room ? 2 * c->room : 32;
		c->at = arena_grow(c->arena, c->at, c->count * sizeof *c->at, c->room * sizeof *c->at);
	}
	return c->at[c->count++] = candidate;
}

/* Rows of one person follow each other. */
static void take(struct candidates *c, struct rows rows)
{
	struct candidate *candidate = NULL;
	struct grant *grants = ARENA_ARRAY(c->arena, struct grant, rows.count + 1);

	for (size_t i = 0; i < rows.count; i++) {
		const struct candidate_row *row = ROW(struct candidate_row, rows, i);
		if (!candidate || candidate->person_id != row->person_id) {
			candidate = add(c, row);
			candidate->viewer.grants = grants;
		}
		if (row->role == ROLE_NONE)
			continue;
		*grants++ = (struct grant){(enum role)row->role, row->role_establishment_id, row->role_department_id};
		candidate->viewer.grant_count++;
		candidate->viewer.roles |= 1u << row->role;
	}
}

static enum rc load_batch(struct candidates *c, const int64_t *ids, size_t count)
{
	struct param params[BATCH + 2];
	struct rows rows;
	size_t at = 0;

	params[at++] = P_DAY(zone_day(NULL, c->now));
	params[at++] = P_INT(c->organization_id);
	for (size_t i = 0; i < BATCH; i++)
		params[at++] = P_INT(i < count ? ids[i] : 0);
	enum rc rc = db_list(c->db, c->arena, &candidate_people, params, at, &rows);
	if (rc == RC_OK)
		take(c, rows);
	return rc;
}

enum rc candidates_load(struct candidates *candidates, const int64_t *person_ids, size_t count)
{
	int64_t batch[BATCH];
	size_t filled = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		if (!person_ids[i] || is_asked(candidates, person_ids[i]))
			continue;
		note_asked(candidates, person_ids[i]);
		batch[filled++] = person_ids[i];
		if (filled == BATCH) {
			rc = load_batch(candidates, batch, filled);
			filled = 0;
		}
	}
	return rc == RC_OK && filled ? load_batch(candidates, batch, filled) : rc;
}
