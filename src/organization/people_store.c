#include "organization/people_store.h"

#include "base/random.h"
#include "base/text.h"

STATEMENT(units_all, &unit_record, NULL,
	  "SELECT {columns} FROM unit WHERE organization_id = ? AND kind = ? ORDER BY name, id LIMIT 5000");
STATEMENT(units_active, &unit_record, NULL,
	  "SELECT {columns} FROM unit WHERE organization_id = ? AND kind = ? AND is_active"
	  " ORDER BY name, id LIMIT 5000");
STATEMENT(units_everything, &unit_record, NULL,
	  "SELECT {columns} FROM unit WHERE organization_id = ? ORDER BY kind, code LIMIT 20000");
STATEMENT(unit_of_id, &unit_record, NULL, "SELECT {columns} FROM unit WHERE id = ? AND organization_id = ?");
STATEMENT(unit_of_code, &unit_record, NULL,
	  "SELECT {columns} FROM unit WHERE organization_id = ? AND kind = ? AND code = ?");
STATEMENT(unit_add, NULL, &unit_record, "INSERT INTO unit ({names}) VALUES ({values})");
STATEMENT(unit_change, NULL, &unit_record,
	  "UPDATE unit SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

STATEMENT(person_of_id, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE id = ? AND organization_id = ?");
STATEMENT(person_of_number, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE organization_id = ? AND employee_number = ?");
STATEMENT(person_of_uuid, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE organization_id = ? AND uuid = ?");
STATEMENT(person_add, NULL, &person_record, "INSERT INTO person ({names}) VALUES ({values})");
STATEMENT(person_change, NULL, &person_record,
	  "UPDATE person SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

#define LISTED                                                                                               \
	"p.id, p.organization_id, p.uuid, p.employee_number, p.given_name, p.family_name, p.email, p.phone," \
	" p.job_title, p.employment, p.establishment_id, p.department_id, p.business_unit_id, p.team_id,"    \
	" p.manager_id, p.is_active, p.version"

STATEMENT(person_upwards, &person_record, NULL,
	  "WITH RECURSIVE chain (id, manager_id, level) AS"
	  " (SELECT id, manager_id, 0 FROM person WHERE id = ? AND organization_id = ?"
	  " UNION ALL SELECT m.id, m.manager_id, c.level + 1 FROM chain c"
	  " JOIN person m ON m.id = c.manager_id AND m.organization_id = ? WHERE c.level < 29)"
	  " SELECT " LISTED " FROM chain JOIN person p ON p.id = chain.id"
	  " WHERE p.organization_id = ? ORDER BY chain.level");
STATEMENT(people_of_manager, &person_record, NULL,
	  "SELECT " LISTED " FROM person p WHERE p.manager_id = ? AND p.organization_id = ? AND p.is_active"
	  " ORDER BY p.family_name, p.given_name, p.id LIMIT 1000");
STATEMENT(people_all, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE organization_id = ? LIMIT 100000");
STATEMENT(people_managers, &person_record, NULL,
	  "SELECT id, manager_id FROM person WHERE organization_id = ? LIMIT 100000");
STATEMENT(unit_delete, NULL, NULL, "DELETE FROM unit WHERE id = ? AND organization_id = ?");
STATEMENT(person_delete, NULL, NULL, "DELETE FROM person WHERE id = ? AND organization_id = ?");

enum rc unit_list(struct db *db, struct arena *arena, int64_t organization_id, enum unit_kind kind,
		  bool only_active, struct rows *rows)
{
	struct str code = str_of(codes_code(&unit_kind_codes, kind));
	if (kind == UNIT_NONE)
		return db_list(db, arena, &units_everything, PARAMS(P_INT(organization_id)), rows);
	return db_list(db, arena, only_active ? &units_active : &units_all,
		       PARAMS(P_INT(organization_id), P_TEXT(code)), rows);
}

enum rc unit_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct unit *out)
{
	return db_one(db, arena, &unit_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc unit_by_code(struct db *db, struct arena *arena, int64_t organization_id, enum unit_kind kind,
		     struct str code, struct unit *out)
{
	struct str kind_code = str_of(codes_code(&unit_kind_codes, kind));
	return db_one(db, arena, &unit_of_code,
		      PARAMS(P_INT(organization_id), P_TEXT(kind_code), P_TEXT(code)), out);
}

enum rc unit_insert(struct db *db, struct unit *unit)
{
	return db_insert(db, &unit_add, unit, &unit->id);
}

enum rc unit_update(struct db *db, const struct unit *unit)
{
	return db_write_one(db, &unit_change, unit,
			    PARAMS(P_INT(unit->id), P_INT(unit->organization_id), P_INT(unit->version)),
			    RC_CONFLICT);
}

enum rc person_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		     struct person *out)
{
	return db_one(db, arena, &person_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc person_named(struct db *db, struct arena *arena, int64_t organization_id, struct str key, struct person *out)
{
	int64_t id;

	if (uuid_is_valid(key))
		return db_one(db, arena, &person_of_uuid, PARAMS(P_INT(organization_id), P_TEXT(key)), out);
	return str_to_int(key, 1, INT64_MAX, &id) ? person_by_id(db, arena, organization_id, id, out) : RC_NOT_FOUND;
}

enum rc person_by_number(struct db *db, struct arena *arena, int64_t organization_id,
			 struct str employee_number, struct person *out)
{
	return db_one(db, arena, &person_of_number, PARAMS(P_INT(organization_id), P_TEXT(employee_number)),
		      out);
}

enum rc person_insert(struct db *db, struct person *person)
{
	return db_insert(db, &person_add, person, &person->id);
}

enum rc person_update(struct db *db, const struct person *person)
{
	return db_write_one(db, &person_change, person,
			    PARAMS(P_INT(person->id), P_INT(person->organization_id), P_INT(person->version)),
			    RC_CONFLICT);
}

/* A list statement on its way: constant fragments, and their parameters. */
struct listing {
	struct text sql;
	struct param params[20];
	size_t count;
};

static void narrow(struct listing *listing, const char *fragment, struct param param)
{
	text_cstr(&listing->sql, fragment);
	listing->params[listing->count++] = param;
}

/* %word% with the pattern's own signs taken literally. */
static struct str pattern_of(struct arena *arena, struct str word)
{
	struct text pattern = TEXT_IN(arena);

	text_char(&pattern, '%');
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] == '%' || word.at[i] == '_' || word.at[i] == '\\')
			text_char(&pattern, '\\');
		text_char(&pattern, word.at[i]);
	}
	text_char(&pattern, '%');
	return text_str(&pattern);
}

/* Read from the index look_up, so that only the rows that fit are fetched. */
static void narrow_by_words(struct listing *listing, struct arena *arena, struct str words)
{
	enum { MOST_WORDS = 4 };
	struct str word;

	for (int used = 0; used < MOST_WORDS && str_split(&words, ' ', &word);) {
		word = str_trim(word);
		if (word.len == 0)
			continue;
		narrow(listing,
		       " AND CONCAT_WS(' ', p.given_name, p.family_name, p.employee_number, p.email) LIKE ?",
		       P_TEXT(pattern_of(arena, word)));
		used++;
	}
}

static void narrow_by_key(struct listing *listing, const char *fragment, const struct person *key)
{
	narrow(listing, fragment, P_TEXT(key->family_name));
	listing->params[listing->count++] = P_TEXT(key->family_name);
	listing->params[listing->count++] = P_TEXT(key->given_name);
	listing->params[listing->count++] = P_TEXT(key->given_name);
	listing->params[listing->count++] = P_INT(key->id);
}

/* A page that was read from its end comes out in reading order. */
static void turn_round(struct arena *arena, struct rows *rows)
{
	struct person *turned = ARENA_ARRAY(arena, struct person, rows->count);

	for (size_t i = 0; i < rows->count; i++)
		turned[rows->count - 1 - i] = *ROW(struct person, *rows, i);
	rows->at = turned;
}

enum rc person_list(struct db *db, struct arena *arena, int64_t organization_id,
		    const struct people_filter *filter, struct rows *rows)
{
	struct listing listing = {.sql = TEXT_IN(arena)};
	const bool is_backwards = filter->before != NULL;

	text_cstr(&listing.sql, "SELECT " LISTED " FROM person p FORCE INDEX (");
	text_cstr(&listing.sql, filter->department_id      ? "department"
				: filter->establishment_id ? "establishment"
							   : "look_up");
	narrow(&listing, ") WHERE p.organization_id = ?", P_INT(organization_id));
	if (filter->establishment_id)
		narrow(&listing, " AND p.establishment_id = ?", P_INT(filter->establishment_id));
	if (filter->department_id)
		narrow(&listing, " AND p.department_id = ?", P_INT(filter->department_id));
	narrow_by_words(&listing, arena, filter->words);
	if (filter->after)
		narrow_by_key(&listing,
			      " AND (p.family_name > ? OR p.family_name = ? AND (p.given_name > ? OR"
			      " p.given_name = ? AND p.id > ?))",
			      filter->after);
	if (is_backwards)
		narrow_by_key(&listing,
			      " AND (p.family_name < ? OR p.family_name = ? AND (p.given_name < ? OR"
			      " p.given_name = ? AND p.id < ?))",
			      filter->before);
	if (!filter->with_inactive)
		text_cstr(&listing.sql, " AND p.is_active");
	text_cstr(&listing.sql, is_backwards ? " ORDER BY p.family_name DESC, p.given_name DESC, p.id DESC"
					     : " ORDER BY p.family_name, p.given_name, p.id");
	narrow(&listing, " LIMIT ?", P_INT(filter->most));
	enum rc rc = db_list(db, arena, db_compose("person_list", &person_record, text_str(&listing.sql)),
			     listing.params, listing.count, rows);
	if (rc == RC_OK && is_backwards)
		turn_round(arena, rows);
	return rc;
}

enum rc person_chain(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
		     struct rows *rows)
{
	return db_list(db, arena, &person_upwards,
		       PARAMS(P_INT(person_id), P_INT(organization_id), P_INT(organization_id),
			      P_INT(organization_id)),
		       rows);
}

enum rc person_reports(struct db *db, struct arena *arena, int64_t organization_id, int64_t manager_id,
		       struct rows *rows)
{
	return db_list(db, arena, &people_of_manager, PARAMS(P_INT(manager_id), P_INT(organization_id)),
		       rows);
}

enum rc person_managers(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &people_managers, PARAMS(P_INT(organization_id)), rows);
}

enum rc person_all(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &people_all, PARAMS(P_INT(organization_id)), rows);
}

enum rc unit_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &unit_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc person_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &person_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}
