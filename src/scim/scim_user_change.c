#include "scim/scim_user_change.h"

#include <ctype.h>

#include "base/random.h"
#include "base/text.h"
#include "identity/account_change.h"
#include "identity/account_store.h"
#include "organization/departure.h"
#include "organization/people_store.h"
#include "scim/scim_user_store.h"

static enum rc refuse(struct scim_change *change, enum rc rc, const char *type, const char *detail)
{
	change->fault = (struct scim_fault){type, detail};
	return rc;
}

static enum rc taken(struct scim_change *change, const char *detail)
{
	return refuse(change, RC_DUPLICATE, "uniqueness", detail);
}

static struct account_change account_change_of(const struct scim_change *change)
{
	return (struct account_change){change->db, change->arena, &change->actor, STR("provisioning")};
}

/* --- departments and business units ----------------------------------------------------- */

/* Capitals, digits and dashes of the name: "Research & Development" is RESEARCH-DEVELOPMENT. */
static struct str code_of(struct arena *arena, struct str name)
{
	struct text code = TEXT_IN(arena);
	bool has_gap = false;

	for (size_t i = 0; i < name.len && code.len < 34; i++) {
		if (!isalnum((unsigned char)name.at[i])) {
			has_gap = code.len > 0;
			continue;
		}
		if (has_gap)
			text_char(&code, '-');
		has_gap = false;
		text_char(&code, (char)toupper((unsigned char)name.at[i]));
	}
	return code.len ? text_str(&code) : STR("UNIT");
}

static enum rc make_unit(struct scim_change *change, enum unit_kind kind, struct str name, int64_t *id)
{
	enum { TRIES = 20 };
	struct str code = code_of(change->arena, name);
	struct unit unit = {.organization_id = change->actor.organization_id, .kind = (int)kind, .name = name,
			    .is_active = true, .version = 1};
	enum rc rc = RC_DUPLICATE;

	for (int i = 1; i <= TRIES && rc == RC_DUPLICATE; i++) {
		unit.code = i > 1 ? arena_printf(change->arena, "%.*s-%d", STR_ARG(code), i) : code;
		rc = unit_insert(change->db, &unit);
	}
	if (rc == RC_OK)
		rc = audit_change(change->db, change->arena, &change->actor, "unit.created", &unit_record, unit.id, 0, NULL,
				  &unit, STR("provisioning"));
	*id = unit.id;
	return rc;
}

static enum rc take_unit(struct scim_change *change, enum unit_kind kind, struct str before, struct str wanted, int64_t *id)
{
	if (str_equal(before.at ? before : STR(""), wanted.at ? wanted : STR("")))
		return RC_OK;
	*id = 0;
	if (!wanted.len)
		return RC_OK;
	enum rc rc = scim_user_unit(change->db, change->arena, change->actor.organization_id,
				    codes_code(&unit_kind_codes, (int)kind), wanted, id);
	return rc == RC_NOT_FOUND ? make_unit(change, kind, wanted, id) : rc;
}

/* --- the manager -------------------------------------------------------------------------- */

static enum rc take_manager(struct scim_change *change, struct person *person, struct str wanted)
{
	const int64_t organization_id = change->actor.organization_id;
	struct rows chain;
	int64_t id = 0;
	enum rc rc = RC_OK;

	if (wanted.len)
		rc = uuid_is_valid(wanted) ? scim_user_person(change->db, change->arena, organization_id, wanted, &id)
					   : RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND)
		return refuse(change, RC_BAD_REQUEST, "invalidValue", "there is no user with the id of the manager");
	if (rc == RC_OK && id && person->id)
		rc = person_chain(change->db, change->arena, organization_id, id, &chain);
	for (size_t i = 0; rc == RC_OK && id && person->id && i < chain.count; i++)
		if (ROW(struct person, chain, i)->id == person->id)
			return refuse(change, RC_BAD_REQUEST, "invalidValue", "nobody can stand below themselves: see manager");
	person->manager_id = id;
	return rc;
}

/* --- the person ---------------------------------------------------------------------------- */

static enum rc take_person(struct scim_change *change, const struct scim_user *before, const struct scim_user *wanted,
			   struct person *person)
{
	person->given_name = wanted->given_name;
	person->family_name = wanted->family_name;
	person->email = wanted->email;
	person->phone = wanted->phone;
	person->job_title = wanted->job_title;
	if (wanted->employee_number.len)
		person->employee_number = wanted->employee_number;
	person->is_active = wanted->is_active;
	/* Back again: a last day that is over does not hold any more. */
	if (wanted->is_active && person->left_on != DAY_NONE && person->left_on < change->today)
		person->left_on = DAY_NONE;
	person->updated_at = change->actor.now;
	enum rc rc = take_unit(change, UNIT_DEPARTMENT, before->department, wanted->department, &person->department_id);
	if (rc == RC_OK)
		rc = take_unit(change, UNIT_BUSINESS_UNIT, before->division, wanted->division, &person->business_unit_id);
	if (rc == RC_OK && !str_equal(before->manager_uuid, wanted->manager_uuid))
		rc = take_manager(change, person, wanted->manager_uuid);
	return rc;
}

/* A rule of the people's pages that does not hold is told as the value that breaks it. */
static enum rc check_rules(struct scim_change *change, const struct person *person)
{
	for (const struct rule *rule = person_rules; rule->field; rule++)
		if (!rule->holds(person))
			return refuse(change, RC_BAD_REQUEST, "invalidValue",
				      arena_printf(change->arena, "%s: %s", rule->field, rule->why).at);
	return RC_OK;
}

static enum rc leave(struct scim_change *change, const struct person *before)
{
	struct departure departure = {
		.db = change->db,
		.arena = change->arena,
		.actor = &change->actor,
		.person = before,
		.today = change->today,
		.reason = STR("provisioning"),
	};
	enum rc rc = departure_take(&departure);

	return rc == RC_CONFLICT ? refuse(change, RC_BAD_REQUEST, "mutability", departure_refusal) : rc;
}

static enum rc write_person(struct scim_change *change, const struct person *before, const struct person *after)
{
	struct str diff = record_diff(change->arena, &person_record, before, after);

	if (str_is(diff, "{}"))
		return RC_OK;
	enum rc rc = check_rules(change, after);
	if (rc == RC_OK)
		rc = person_update(change->db, after);
	if (rc == RC_DUPLICATE)
		return taken(change, "somebody else has this employee number");
	if (rc == RC_OK)
		rc = audit_change(change->db, change->arena, &change->actor, "person.updated", &person_record, after->id, 0,
				  before, after, STR("provisioning"));
	return rc == RC_OK && before->is_active && !after->is_active ? leave(change, before) : rc;
}

/* --- the account ---------------------------------------------------------------------------- */

static enum rc take_login(struct scim_change *change, const struct account *account, struct str login)
{
	struct account_change by = account_change_of(change);

	if (str_equal(account->login, login))
		return RC_OK;
	enum rc rc = account_change_login(&by, account, login);
	return rc == RC_DUPLICATE ? taken(change, "somebody else has, or had, this userName") : rc;
}

static enum rc take_account(struct scim_change *change, const struct scim_user *before, const struct scim_user *wanted)
{
	struct account_change by = account_change_of(change);
	struct account account;
	enum rc rc = account_by_id(change->db, change->arena, change->actor.organization_id, before->account_id, &account);

	if (rc == RC_OK)
		rc = take_login(change, &account, wanted->login);
	/* The departure has switched it off already, where the person was active. */
	if (rc == RC_OK && account.is_active != wanted->is_active)
		rc = account_change_active(&by, &account, wanted->is_active, change->today);
	if (rc == RC_CONFLICT)
		return refuse(change, RC_BAD_REQUEST, "mutability", departure_refusal);
	if (rc == RC_OK && !str_equal(before->locale.at ? before->locale : STR(""), wanted->locale.at ? wanted->locale : STR("")))
		rc = account_set_locale(change->db, before->account_id, wanted->locale);
	return rc;
}

/* --- all of it ------------------------------------------------------------------------------ */

static enum rc put(struct scim_change *change, const struct scim_user *before, const struct scim_user *wanted)
{
	const int64_t organization_id = change->actor.organization_id;
	enum rc rc = scim_user_put(change->db, organization_id, before->person_id, wanted, change->actor.now);

	if (rc == RC_DUPLICATE)
		return taken(change, "somebody else has this externalId");
	return rc == RC_OK ? audit_change(change->db, change->arena, &change->actor, "scim_user.updated", &scim_user_record,
					  before->person_id, 0, before, wanted, STR(""))
			   : rc;
}

static bool is_same(struct arena *arena, const struct scim_user *before, const struct scim_user *wanted)
{
	for (const struct field *field = scim_user_record.fields; field->name; field++) {
		struct str was = field_text(arena, field, before), is = field_text(arena, field, wanted);
		if (!str_equal(was.at ? was : STR(""), is.at ? is : STR("")))
			return false;
	}
	return true;
}

enum rc scim_user_change(struct scim_change *change, const struct scim_user *before, const struct scim_user *wanted)
{
	struct person stored, after;
	enum rc rc = person_by_id(change->db, change->arena, change->actor.organization_id, before->person_id, &stored);

	if (is_same(change->arena, before, wanted))
		return RC_OK;
	after = stored;
	if (rc == RC_OK)
		rc = take_person(change, before, wanted, &after);
	if (rc == RC_OK)
		rc = write_person(change, &stored, &after);
	if (rc == RC_OK)
		rc = take_account(change, before, wanted);
	return rc == RC_OK ? put(change, before, wanted) : rc;
}

enum rc scim_user_delete(struct scim_change *change, const struct scim_user *before)
{
	struct scim_user wanted = *before;

	wanted.is_active = false;
	wanted.deleted_at = change->actor.now;
	return scim_user_change(change, before, &wanted);
}

/* --- a new one ------------------------------------------------------------------------------ */

static bool is_text_same(struct str a, struct str b)
{
	return a.len > 0 && b.len > 0 && str_equal_nocase(a, b);
}

/* Deleted, and by number or external id the same; RC_DUPLICATE when it is somebody else's. */
static enum rc bring_back(struct scim_change *change, const struct scim_user *found, const struct scim_user *wanted,
			  const char *refusal, struct scim_user *out)
{
	struct scim_user again = *wanted;

	if (found->deleted_at == MOMENT_NONE || (!is_text_same(found->employee_number, wanted->employee_number) &&
						  !is_text_same(found->external_id, wanted->external_id)))
		return taken(change, refusal);
	again.person_id = found->person_id;
	again.account_id = found->account_id;
	again.uuid = found->uuid;
	again.deleted_at = MOMENT_NONE;
	again.manager = found->manager;
	again.created_at = found->created_at;
	*out = again;
	return scim_user_change(change, found, &again);
}

/* Somebody without an account whom the provider means. RC_NOT_FOUND: nobody is known. */
static enum rc find_person(struct scim_change *change, const struct scim_user *wanted, struct person *person)
{
	const int64_t organization_id = change->actor.organization_id;
	int64_t id;

	if (wanted->employee_number.len)
		return person_by_number(change->db, change->arena, organization_id, wanted->employee_number, person);
	if (!wanted->email.len)
		return RC_NOT_FOUND;
	enum rc rc = scim_user_without_account(change->db, change->arena, organization_id, wanted->email, &id);
	return rc == RC_OK ? person_by_id(change->db, change->arena, organization_id, id, person) : rc;
}

static enum rc make_person(struct scim_change *change, const struct scim_user *wanted, struct person *person)
{
	static const struct scim_user nothing = {.person_id = 0};

	record_clear(&person_record, person);
	person->organization_id = change->actor.organization_id;
	person->uuid = uuid_new(change->arena, change->actor.now);
	person->employee_number = scim_user_stand_in(change->arena, person->uuid);
	person->employment = EMPLOYMENT_PAYROLL;
	person->version = 1;
	person->created_at = change->actor.now;
	enum rc rc = take_person(change, &nothing, wanted, person);
	if (rc == RC_OK)
		rc = check_rules(change, person);
	if (rc == RC_OK)
		rc = person_insert(change->db, person);
	return rc == RC_OK ? audit_change(change->db, change->arena, &change->actor, "person.created", &person_record,
					  person->id, 0, NULL, person, STR("provisioning"))
			   : rc;
}

static enum rc make_account(struct scim_change *change, const struct scim_user *wanted, const struct person *person,
			    int64_t *account_id)
{
	struct account_change by = account_change_of(change);
	struct account account;
	struct role_grant grant;

	record_clear(&account_record, &account);
	account.organization_id = person->organization_id;
	account.person_id = person->id;
	account.login = wanted->login;
	account.locale = wanted->locale;
	account.is_active = wanted->is_active;
	account.version = 1;
	account.created_at = change->actor.now;
	record_clear(&role_grant_record, &grant);
	grant.organization_id = person->organization_id;
	grant.role = ROLE_EMPLOYEE;
	grant.created_at = change->actor.now;
	enum rc rc = account_change_create(&by, &account, &grant);
	*account_id = account.id;
	return rc == RC_DUPLICATE ? taken(change, "somebody else has, or had, this userName") : rc;
}

/* A person who is known, or is made, gets an account; then the rest is a change like any other. */
static enum rc create(struct scim_change *change, const struct scim_user *wanted, struct scim_user *out)
{
	const int64_t organization_id = change->actor.organization_id;
	struct person person;
	struct scim_user wish = *wanted;
	enum rc rc = find_person(change, wanted, &person);
	const bool is_known = rc == RC_OK;

	if (is_known) {
		rc = scim_user_of_person(change->db, change->arena, organization_id, person.id, out);
		if (rc == RC_OK)
			return bring_back(change, out, wanted, "somebody else has this employee number", out);
		rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	} else if (rc == RC_NOT_FOUND) {
		rc = make_person(change, wanted, &person);
	}
	if (rc == RC_OK)
		rc = make_account(change, wanted, &person, &wish.account_id);
	if (rc == RC_OK)
		rc = scim_user_of_person(change->db, change->arena, organization_id, person.id, out);
	if (rc != RC_OK)
		return rc;
	wish.person_id = person.id;
	wish.uuid = out->uuid;
	wish.deleted_at = MOMENT_NONE;
	wish.created_at = out->created_at;
	return is_known ? scim_user_change(change, out, &wish) : put(change, out, &wish);
}

enum rc scim_user_create(struct scim_change *change, const struct scim_user *wanted, struct scim_user *out)
{
	struct scim_user found;
	enum rc rc = scim_user_of_login(change->db, change->arena, wanted->login, &found);

	if (rc == RC_NOT_FOUND)
		return create(change, wanted, out);
	if (rc != RC_OK)
		return rc;
	return bring_back(change, &found, wanted, "somebody else has, or had, this userName", out);
}
