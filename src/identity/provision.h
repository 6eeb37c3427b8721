#ifndef IDENTITY_PROVISION_H
#define IDENTITY_PROVISION_H

#include "audit/audit.h"
#include "base/config.h"
#include "identity/account.h"

/*
 * The one place where an identity from outside becomes a person, an account and roles: signing in with an OpenID
 * provider, a directory or the web server's word, and SCIM. An identity is known by issuer and subject; the link to its
 * account is made once, by what the settings allow, and never by a name that somebody else may get later.
 */

/* Where it comes from; a role mapping is for one of them. */
enum provision_source { PROVISION_NONE, PROVISION_OIDC, PROVISION_LDAP, PROVISION_HEADER, PROVISION_SCIM };
extern const struct codes provision_source_codes;

/* What the source says. STR_NONE: it says nothing, and what is stored stays. */
struct provision_identity {
	enum provision_source source;
	int64_t organization_id;
	struct str issuer;
	struct str subject;
	struct str login;
	struct str employee_number;
	struct str given_name;
	struct str family_name;
	struct str email;
	struct str phone;
	struct str job_title;
	bool is_email_proven;       /* the source vouches that the address is this person's; it is not taken otherwise */
	const struct str *groups;
	size_t group_count;
	bool has_groups;            /* false: it says nothing about groups, or not all of them (overage) */
};

enum { PROVISION_MATCH_NUMBER = 1u << 0, PROVISION_MATCH_EMAIL = 1u << 1, PROVISION_MATCH_LOGIN = 1u << 2 };

struct provision_rules {
	unsigned match;      /* PROVISION_MATCH_...: what may lead an unknown identity to somebody who is known here */
	bool may_create;     /* a person and an account for somebody unknown */
	bool updates_person; /* names, address and job title follow the source */
	int role;            /* enum role that a new account gets; ROLE_NONE: none */
};
/* Of the settings sign_in.match, sign_in.create, sign_in.update_person and sign_in.new_role. */
struct provision_rules provision_rules_of(const struct config *config);

struct provision_result {
	struct account account; /* also when it is switched off: see account.is_active */
	bool is_created;
	bool is_linked; /* now, not before */
};

/*
 * The account of an identity, in the caller's transaction: found by its link; else by the rules' match and then linked; else
 * made. Person and audit trail follow. RC_NOT_FOUND: nobody, and none may be made. RC_CONFLICT: the person or the sign-in
 * name found belongs to another identity of that issuer, or is taken. RC_INVALID: too little was said to make a person.
 */
enum rc provision_account(struct db *db, struct arena *arena, const struct actor *actor,
			  const struct provision_identity *identity, const struct provision_rules *rules,
			  struct provision_result *out) MUST_CHECK;

/*
 * Gives the account what its groups are mapped to and takes what they no longer are, in the caller's transaction. Touches
 * grants of this source's mappings only: those given by hand and by other sources stay. Without has_groups every role but
 * the employee's is taken. today in the organization's zone.
 */
enum rc provision_roles(struct db *db, struct arena *arena, const struct actor *actor,
			const struct provision_identity *identity, int64_t account_id, day today) MUST_CHECK;

/* The account that issuer and subject lead to. RC_NOT_FOUND: none. */
enum rc provision_find(struct db *db, struct arena *arena, int64_t organization_id, struct str issuer,
		       struct str subject, struct account *account) MUST_CHECK;

#endif
