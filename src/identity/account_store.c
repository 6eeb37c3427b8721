#include "identity/account_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct account_line, member)
static const struct field line_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(login), .label = N_("Sign-in name")},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_TEXT, OFFSET(email), .label = N_("E-mail")},
	{.kind = FIELD_TEXT, OFFSET(job_title)},
	{.kind = FIELD_TEXT, OFFSET(employee_number)},
	{.kind = FIELD_BOOL, OFFSET(is_active)},
	{.kind = FIELD_BOOL, OFFSET(is_break_glass)},
	{.kind = FIELD_MOMENT, OFFSET(totp_since)},
	{.kind = FIELD_MOMENT, OFFSET(signed_in_at)},
	{.kind = FIELD_TEXT, OFFSET(roles)},
	FIELD_END,
};
#undef OFFSET
const struct record account_line_record = {"account_line", sizeof(struct account_line), line_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct account_person, member)
static const struct field person_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_TEXT, OFFSET(email)},
	FIELD_END,
};
#undef OFFSET
static const struct record account_person_record = {"account_person", sizeof(struct account_person),
						    person_fields};

STATEMENT(account_of_login, &account_record, NULL,
	  "SELECT {columns} FROM account WHERE login = ? AND is_active");
STATEMENT(account_of_id, &account_record, NULL,
	  "SELECT {columns} FROM account WHERE id = ? AND organization_id = ?");
STATEMENT(account_of_proof, &account_record, NULL,
	  "SELECT {columns} FROM account WHERE id = ? AND is_active");
STATEMENT(account_add, NULL, &account_record, "INSERT INTO account ({names}) VALUES ({values})");
STATEMENT(account_add_failure, NULL, NULL,
	  "UPDATE account SET failures = failures + 1, failed_at = ? WHERE id = ?");
STATEMENT(account_set_signed_in, NULL, NULL,
	  "UPDATE account SET failures = 0, failed_at = NULL, signed_in_at = ? WHERE id = ?");
STATEMENT(account_set_hash, NULL, NULL,
	  "UPDATE account SET password_hash = ?, password_set_at = ?, failures = 0, failed_at = NULL,"
	  " version = version + 1 WHERE id = ?");
STATEMENT(account_update_locale, NULL, NULL,
	  "UPDATE account SET locale = ?, version = version + 1 WHERE id = ?");
STATEMENT(account_update_active, NULL, NULL,
	  "UPDATE account SET is_active = ?, version = version + 1 WHERE id = ?");
STATEMENT(account_update_break_glass, NULL, NULL,
	  "UPDATE account SET is_break_glass = (id = ?), version = version + 1 WHERE organization_id = ?"
	  " AND (is_break_glass OR id = ?)");
STATEMENT(account_update_login, NULL, NULL, "UPDATE account SET login = ?, version = version + 1 WHERE id = ?");
STATEMENT(login_retire, NULL, NULL, "INSERT INTO retired_login (login, account_id, retired_at) VALUES (?, ?, ?)");
STATEMENT(login_take_back, NULL, NULL, "DELETE FROM retired_login WHERE login = ? AND account_id = ?");
STATEMENT(login_retired, &account_record, NULL,
	  "SELECT account_id AS id FROM retired_login WHERE login = ? AND account_id <> ?");
STATEMENT(account_update_totp, NULL, NULL,
	  "UPDATE account SET totp_secret = ?, totp_step = ?, totp_since = ?, version = version + 1"
	  " WHERE id = ?");
STATEMENT(account_update_step, NULL, NULL, "UPDATE account SET totp_step = ? WHERE id = ? AND totp_step < ?");

#define LINE                                                                                            \
	"SELECT a.id, a.login, p.given_name, p.family_name, p.email, p.job_title, p.employee_number,"   \
	" a.is_active, a.is_break_glass, a.totp_since, a.signed_in_at, (SELECT GROUP_CONCAT(DISTINCT g.role ORDER BY g.role)" \
	" FROM role_grant g WHERE g.account_id = a.id) AS roles"                                        \
	" FROM account a JOIN person p ON p.id = a.person_id"
STATEMENT(account_lines, &account_line_record, NULL,
	  LINE " WHERE a.organization_id = ? AND a.login > ? ORDER BY a.login LIMIT 51");
STATEMENT(account_lines_found, &account_line_record, NULL,
	  LINE
	  " WHERE a.organization_id = ? AND a.login > ?"
	  " AND (a.login LIKE ? OR p.family_name LIKE ? OR p.given_name LIKE ?) ORDER BY a.login LIMIT 51");
STATEMENT(account_line_one, &account_line_record, NULL, LINE " WHERE a.organization_id = ? AND a.id = ?");
#undef LINE
STATEMENT(account_person_of_number, &account_person_record, NULL,
	  "SELECT id, given_name, family_name, email FROM person WHERE organization_id = ?"
	  " AND employee_number = ? AND is_active");
STATEMENT(account_person_of_email, &account_person_record, NULL,
	  "SELECT id, given_name, family_name, email FROM person WHERE organization_id = ? AND email = ?"
	  " AND is_active LIMIT 2");
STATEMENT(account_break_glass, &account_person_record, NULL,
	  "SELECT id FROM account WHERE is_break_glass AND is_active LIMIT 100");
STATEMENT(account_organizations, &account_person_record, NULL,
	  "SELECT id FROM organization WHERE code = COALESCE(?, code) ORDER BY id LIMIT 2");

enum rc account_by_login(struct db *db, struct arena *arena, struct str login, struct account *account)
{
	return db_one(db, arena, &account_of_login, PARAMS(P_TEXT(login)), account);
}

enum rc account_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct account *account)
{
	return db_one(db, arena, &account_of_id, PARAMS(P_INT(id), P_INT(organization_id)), account);
}

enum rc account_active(struct db *db, struct arena *arena, int64_t id, struct account *account)
{
	return db_one(db, arena, &account_of_proof, PARAMS(P_INT(id)), account);
}

enum rc account_insert(struct db *db, struct account *account)
{
	return db_insert(db, &account_add, account, &account->id);
}

enum rc account_failed(struct db *db, int64_t id, moment now)
{
	return db_write(db, &account_add_failure, NULL, PARAMS(P_MOMENT(now), P_INT(id)), NULL);
}

enum rc account_signed_in(struct db *db, int64_t id, moment now)
{
	return db_write(db, &account_set_signed_in, NULL, PARAMS(P_MOMENT(now), P_INT(id)), NULL);
}

enum rc account_set_password(struct db *db, int64_t id, struct str hash, moment now)
{
	return db_write(db, &account_set_hash, NULL, PARAMS(P_TEXT(hash), P_MOMENT(now), P_INT(id)), NULL);
}

enum rc account_set_locale(struct db *db, int64_t id, struct str locale)
{
	return db_write(db, &account_update_locale, NULL, PARAMS(P_TEXT(locale), P_INT(id)), NULL);
}

enum rc account_set_active(struct db *db, int64_t id, bool is_active)
{
	return db_write(db, &account_update_active, NULL, PARAMS(P_INT(is_active), P_INT(id)), NULL);
}

enum rc account_set_break_glass(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write(db, &account_update_break_glass, NULL, PARAMS(P_INT(id), P_INT(organization_id), P_INT(id)),
			NULL);
}

enum rc account_set_totp(struct db *db, int64_t id, struct str sealed, int64_t step, moment since)
{
	return db_write(db, &account_update_totp, NULL,
			PARAMS(P_BYTES(sealed), P_INT(step), P_MOMENT(since), P_INT(id)), NULL);
}

enum rc account_use_totp_step(struct db *db, int64_t id, int64_t step)
{
	return db_write_one(db, &account_update_step, NULL, PARAMS(P_INT(step), P_INT(id), P_INT(step)),
			    RC_NOT_FOUND);
}

/* The pattern of what begins with s, its own wildcards taken as they are written. */
static struct str begins_with(struct arena *arena, struct str s)
{
	char *at = arena_alloc(arena, 2 * s.len + 2, 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '%' || s.at[i] == '_' || s.at[i] == '\\')
			at[len++] = '\\';
		at[len++] = s.at[i];
	}
	at[len++] = '%';
	return (struct str){at, len};
}

enum rc account_page(struct db *db, struct arena *arena, int64_t organization_id, struct str words,
		     struct str after, struct rows *lines)
{
	struct str from = after.at ? after : STR("");

	words = str_trim(words);
	if (words.len == 0)
		return db_list(db, arena, &account_lines, PARAMS(P_INT(organization_id), P_TEXT(from)),
			       lines);
	struct str like = begins_with(arena, words);
	return db_list(db, arena, &account_lines_found,
		       PARAMS(P_INT(organization_id), P_TEXT(from), P_TEXT(like), P_TEXT(like), P_TEXT(like)),
		       lines);
}

enum rc account_line_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			   struct account_line *line)
{
	return db_one(db, arena, &account_line_one, PARAMS(P_INT(organization_id), P_INT(id)), line);
}

enum rc account_person_find(struct db *db, struct arena *arena, int64_t organization_id, struct str typed,
			    struct account_person *person)
{
	struct rows rows;

	typed = str_trim(typed);
	enum rc rc = db_one(db, arena, &account_person_of_number,
			    PARAMS(P_INT(organization_id), P_TEXT(typed)), person);
	if (rc != RC_NOT_FOUND)
		return rc;
	rc = db_list(db, arena, &account_person_of_email, PARAMS(P_INT(organization_id), P_TEXT(typed)),
		     &rows);
	if (rc == RC_OK && rows.count != 1)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*person = *ROW(struct account_person, rows, 0);
	return rc;
}

enum rc account_organization(struct db *db, struct arena *arena, struct str code, int64_t *organization_id)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &account_organizations, PARAMS(P_TEXT(code)), &rows);

	if (rc == RC_OK && rows.count != 1)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*organization_id = ROW(struct account_person, rows, 0)->id;
	return rc;
}

enum rc account_break_glass_count(struct db *db, struct arena *arena, int64_t *count)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &account_break_glass, NO_PARAMS, &rows);

	if (rc == RC_OK)
		*count = (int64_t)rows.count;
	return rc;
}

enum rc account_login_is_free(struct db *db, struct arena *arena, struct str login, int64_t account_id)
{
	struct account account;
	enum rc rc = db_one(db, arena, &login_retired, PARAMS(P_TEXT(login), P_INT(account_id)), &account);

	return rc == RC_OK ? RC_DUPLICATE : rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc account_set_login(struct db *db, struct arena *arena, const struct account *account, struct str login, moment now)
{
	enum rc rc = account_login_is_free(db, arena, login, account->id);

	/* A name of its own that it had before comes back. */
	if (rc == RC_OK)
		rc = db_write(db, &login_take_back, NULL, PARAMS(P_TEXT(login), P_INT(account->id)), NULL);
	if (rc == RC_OK)
		rc = db_write(db, &account_update_login, NULL, PARAMS(P_TEXT(login), P_INT(account->id)), NULL);
	if (rc == RC_OK)
		rc = db_write(db, &login_retire, NULL, PARAMS(P_TEXT(account->login), P_INT(account->id), P_MOMENT(now)), NULL);
	return rc;
}
