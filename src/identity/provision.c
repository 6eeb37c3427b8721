#include "identity/provision.h"

#include "base/log.h"
#include "base/random.h"
#include "identity/account_change.h"
#include "identity/provision_store.h"
#include "identity/role_grant_store.h"
#include "identity/role_mapping_store.h"

enum { NUMBER_MOST = 50, NAME_MOST = 100 };

static const struct code source_rows[] = {
	{"", ""},
	{"oidc", N_("OpenID provider")},
	{"ldap", N_("Directory (LDAP)")},
	{"header", N_("Web server (Kerberos, gateway)")},
	{"scim", N_("Provisioning (SCIM)")},
	{NULL, NULL},
};
const struct codes provision_source_codes = {"source", source_rows};

struct provision_rules provision_rules_of(const struct config *config)
{
	static const struct {
		const char *word;
		unsigned bit;
	} words[] = {
		{"number", PROVISION_MATCH_NUMBER}, {"email", PROVISION_MATCH_EMAIL}, {"login", PROVISION_MATCH_LOGIN}};
	struct provision_rules rules = {
		.may_create = str_is(config_text(config, "sign_in.create"), "on"),
		.updates_person = str_is(config_text(config, "sign_in.update_person"), "on"),
		.role = codes_find(&role_codes, config_text(config, "sign_in.new_role")),
	};
	struct str rest = config_text(config, "sign_in.match"), word;

	while (str_split(&rest, ',', &word))
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (str_is(str_trim(word), words[i].word))
				rules.match |= words[i].bit;
	if (rules.role < 0)
		rules.role = ROLE_NONE;
	return rules;
}

enum rc provision_find(struct db *db, struct arena *arena, int64_t organization_id, struct str issuer,
		       struct str subject, struct account *account)
{
	return identity_link_account(db, arena, organization_id, issuer, subject, account);
}

/* One identity on its way to an account. */
struct provisioning {
	struct db *db;
	struct arena *arena;
	const struct actor *actor;
	const struct provision_identity *identity;
	const struct provision_rules *rules;
	struct provision_result *out;
	struct provision_person person; /* id 0: nobody found */
};

/* --- whom it may mean ----------------------------------------------------------------- */

/* Who is known here by one of the things the rules allow. RC_NOT_FOUND: nobody. */
static enum rc match_person(struct provisioning *p)
{
	const struct provision_identity *identity = p->identity;
	const unsigned match = p->rules->match;
	enum rc rc = RC_NOT_FOUND;

	if ((match & PROVISION_MATCH_NUMBER) && identity->employee_number.len)
		rc = provision_person_by_number(p->db, p->arena, identity->organization_id,
						identity->employee_number, &p->person);
	if (rc == RC_NOT_FOUND && (match & PROVISION_MATCH_EMAIL) && identity->email.len &&
	    identity->is_email_proven)
		rc = provision_person_by_email(p->db, p->arena, identity->organization_id, identity->email,
					       &p->person);
	if (rc == RC_OK && !p->person.is_active)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		p->person.id = 0;
	return rc;
}

/* The account that was there before its identity was known. RC_NOT_FOUND: none. */
static enum rc match_account(struct provisioning *p)
{
	const struct provision_identity *identity = p->identity;
	struct account *account = &p->out->account;
	enum rc rc = match_person(p);

	if (rc == RC_OK)
		rc = provision_account_of_person(p->db, p->arena, identity->organization_id, p->person.id, account);
	if (rc != RC_NOT_FOUND || p->person.id || !(p->rules->match & PROVISION_MATCH_LOGIN) || !identity->login.len)
		return rc;
	return provision_account_of_login(p->db, p->arena, identity->organization_id,
					  account_login(p->arena, identity->login), account);
}

static enum rc write_link(struct provisioning *p)
{
	struct identity_link link = {
		.organization_id = p->identity->organization_id,
		.account_id = p->out->account.id,
		.issuer = p->identity->issuer,
		.subject = p->identity->subject,
		.created_at = p->actor->now,
	};
	enum rc rc = identity_link_insert(p->db, &link);

	p->out->is_linked = rc == RC_OK;
	return rc == RC_OK ? audit_change(p->db, p->arena, p->actor, "account.linked", &identity_link_record,
					  link.account_id, 0, NULL, &link, STR(""))
			   : rc == RC_DUPLICATE ? RC_CONFLICT : rc;
}

/* Mails go there, so it must be theirs. */
static struct str address_of(const struct provision_identity *identity)
{
	return identity->is_email_proven ? identity->email : STR_NONE;
}

/* --- making somebody -------------------------------------------------------------------- */

static struct str cut(struct str s, size_t most)
{
	while (s.len > most)
		s.len--;
	while (s.len && !str_is_utf8(s))
		s.len--;
	return s;
}

/* Numbers are unique forever; where the source has none, its own lasting name stands in. */
static struct str number_for(struct provisioning *p)
{
	const struct provision_identity *identity = p->identity;

	if (identity->employee_number.len && identity->employee_number.len <= NUMBER_MOST)
		return identity->employee_number;
	struct str whole = arena_printf(p->arena, "%.*s %.*s", STR_ARG(identity->issuer), STR_ARG(identity->subject));
	return arena_printf(p->arena, "ext-%.*s", STR_ARG(str_slice(hex(p->arena, sha256(p->arena, whole)), 0, 16)));
}

static enum rc make_person(struct provisioning *p)
{
	const struct provision_identity *identity = p->identity;
	struct provision_person *person = &p->person;

	if (!identity->family_name.len && !identity->given_name.len)
		return RC_INVALID;
	*person = (struct provision_person){
		.organization_id = identity->organization_id,
		.uuid = uuid_new(p->arena, p->actor->now),
		.employee_number = number_for(p),
		.given_name = cut(identity->given_name.len ? identity->given_name : STR("-"), NAME_MOST),
		.family_name = cut(identity->family_name.len ? identity->family_name : STR("-"), NAME_MOST),
		.email = address_of(identity),
		.phone = identity->phone,
		.job_title = identity->job_title,
		.is_active = true,
		.version = 1,
		.created_at = p->actor->now,
		.updated_at = p->actor->now,
	};
	enum rc rc = provision_person_insert(p->db, person);
	if (rc == RC_DUPLICATE)
		return RC_CONFLICT;
	return rc == RC_OK ? audit_change(p->db, p->arena, p->actor, "person.created", &provision_person_record,
					  person->id, 0, NULL, person, STR(""))
			   : rc;
}

static enum rc make_account(struct provisioning *p)
{
	const struct provision_identity *identity = p->identity;
	struct account_change change = {p->db, p->arena, p->actor, STR("")};
	struct account *account = &p->out->account;
	struct role_grant grant;
	struct str login = identity->login.len ? identity->login : address_of(identity);

	login = account_login(p->arena, login);
	if (!login.len)
		return RC_INVALID;
	enum rc rc = p->person.id ? RC_OK : make_person(p);
	if (rc != RC_OK)
		return rc;
	record_clear(&account_record, account);
	account->organization_id = identity->organization_id;
	account->person_id = p->person.id;
	account->login = login;
	account->is_active = true;
	account->version = 1;
	account->created_at = p->actor->now;
	record_clear(&role_grant_record, &grant);
	grant.organization_id = identity->organization_id;
	grant.role = p->rules->role;
	grant.created_at = p->actor->now;
	rc = account_change_create(&change, account, p->rules->role ? &grant : NULL);
	p->out->is_created = rc == RC_OK;
	return rc == RC_DUPLICATE ? RC_CONFLICT : rc;
}

/* --- what the source says of a known person ------------------------------------------ */

static void take(struct str *member, struct str said, size_t most)
{
	if (said.len)
		*member = cut(said, most);
}

static enum rc follow_source(struct provisioning *p)
{
	const struct provision_identity *identity = p->identity;
	struct provision_person before, after;
	enum rc rc = provision_person_by_id(p->db, p->arena, identity->organization_id, p->out->account.person_id,
					    &before);

	if (rc != RC_OK)
		return rc;
	after = before;
	take(&after.given_name, identity->given_name, NAME_MOST);
	take(&after.family_name, identity->family_name, NAME_MOST);
	take(&after.email, address_of(identity), 254);
	take(&after.phone, identity->phone, 40);
	take(&after.job_title, identity->job_title, 255);
	if (record_diff(p->arena, &provision_person_record, &before, &after).len <= 2)
		return RC_OK;
	after.version++;
	after.updated_at = p->actor->now;
	rc = provision_person_update(p->db, &after);
	return rc == RC_OK ? audit_change(p->db, p->arena, p->actor, "person.updated", &provision_person_record,
					  after.id, 0, &before, &after, STR(""))
			   : rc;
}

enum rc provision_account(struct db *db, struct arena *arena, const struct actor *actor,
			  const struct provision_identity *identity, const struct provision_rules *rules,
			  struct provision_result *out)
{
	struct provisioning p = {db, arena, actor, identity, rules, out, {0}};

	if (!identity->issuer.len || !identity->subject.len || identity->issuer.len > 255 ||
	    identity->subject.len > 255)
		return RC_INVALID;
	*out = (struct provision_result){0};
	enum rc rc = provision_find(db, arena, identity->organization_id, identity->issuer, identity->subject,
				    &out->account);
	bool is_known = rc == RC_OK;
	if (rc == RC_NOT_FOUND)
		rc = match_account(&p);
	if (rc == RC_NOT_FOUND && rules->may_create)
		rc = make_account(&p);
	if (rc == RC_OK && !is_known)
		rc = write_link(&p);
	if (rc == RC_OK && rules->updates_person && !out->is_created)
		rc = follow_source(&p);
	return rc;
}

/* --- roles ---------------------------------------------------------------------------------- */

static bool is_given(const struct rows *grants, int64_t mapping_id)
{
	for (size_t i = 0; i < grants->count; i++)
		if (ROW(struct role_grant, *grants, i)->mapping_id == mapping_id)
			return true;
	return false;
}

static bool is_wanted(const struct provision_identity *identity, const struct role_mapping *mapping, day today)
{
	return identity->has_groups && role_mapping_holds(mapping, identity->groups, identity->group_count, today);
}

static const struct role_mapping *mapping_of(const struct rows *mappings, int64_t id)
{
	for (size_t i = 0; i < mappings->count; i++)
		if (ROW(struct role_mapping, *mappings, i)->id == id)
			return ROW(struct role_mapping, *mappings, i);
	return NULL;
}

static enum rc note_grant(struct db *db, struct arena *arena, const struct actor *actor, const struct role_grant *before,
			  const struct role_grant *after, struct str why)
{
	const int64_t account_id = before ? before->account_id : after->account_id;

	return audit_change(db, arena, actor, before ? "account.role_taken" : "account.role_given", &role_grant_record,
			    account_id, 0, before, after, why);
}

static enum rc give(struct db *db, struct arena *arena, const struct actor *actor, const struct role_mapping *mapping,
		    int64_t account_id)
{
	struct role_grant grant = role_mapping_grant(mapping, account_id, actor->now);
	enum rc rc = role_grant_insert(db, &grant);

	return rc == RC_OK ? note_grant(db, arena, actor, NULL, &grant,
					arena_printf(arena, "group %.*s", STR_ARG(mapping->group_name)))
			   : rc;
}

enum rc provision_roles(struct db *db, struct arena *arena, const struct actor *actor,
			const struct provision_identity *identity, int64_t account_id, day today)
{
	struct rows mappings, grants;
	const char *why = identity->has_groups ? "no longer in the group" : "the groups were not said";
	enum rc rc = role_mapping_of_source(db, arena, identity->organization_id, identity->source, &mappings);

	if (rc == RC_OK)
		rc = role_mapping_grants(db, arena, account_id, identity->source, &grants);
	for (size_t i = 0; rc == RC_OK && i < grants.count; i++) {
		const struct role_grant *grant = ROW(struct role_grant, grants, i);
		const struct role_mapping *mapping = mapping_of(&mappings, grant->mapping_id);
		bool stays = identity->has_groups ? mapping && is_wanted(identity, mapping, today)
						  : grant->role == ROLE_EMPLOYEE;
		if (stays)
			continue;
		rc = role_grant_delete(db, account_id, grant->id);
		if (rc == RC_OK)
			rc = note_grant(db, arena, actor, grant, NULL, str_of(why));
	}
	for (size_t i = 0; rc == RC_OK && i < mappings.count; i++) {
		const struct role_mapping *mapping = ROW(struct role_mapping, mappings, i);
		if (is_wanted(identity, mapping, today) && !is_given(&grants, mapping->id))
			rc = give(db, arena, actor, mapping, account_id);
	}
	return rc;
}
