#include "identity/sign_in_check.h"

#include "identity/account_store.h"
#include "identity/breached.h"
#include "identity/header_pages.h"
#include "identity/ldap_directory.h"
#include "identity/oidc.h"
#include "identity/secret_file.h"

static void check_provider(struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	const struct oidc_provider *provider;
	struct str secret;
	enum rc rc = oidc_find(arena, config, moment_now(), &provider);

	doctor_add(found, rc == RC_OK ? FINDING_OK : FINDING_FAIL, "OpenID provider",
		   rc == RC_OK ? provider->issuer : STR("cannot be reached, or does not call itself what oidc.issuer says"),
		   "look at oidc.issuer, the network and client.ca_file; the log says more");
	if (secret_file_read(arena, config, "oidc.client_secret_file", &secret) != RC_OK)
		doctor_add(found, FINDING_FAIL, "OpenID provider", STR("the client's secret cannot be read"),
			   "look at oidc.client_secret_file");
}

static void check_directory(struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	struct str says;
	enum rc rc = ldap_directory_examine(arena, config, &says);

	doctor_add(found, rc == RC_OK ? FINDING_OK : FINDING_FAIL, "directory", says,
		   "look at the settings of [ldap]: url, ca_file, bind_dn, password_file, base");
}

static void check_list(struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	struct str path = secret_file_path(arena, config, "sign_in.breached_file");
	enum rc rc = path.at ? breached_find(arena, path, STR("password")) : RC_OK;

	if (path.at)
		doctor_add(found, rc == RC_OK ? FINDING_OK : rc == RC_NOT_FOUND ? FINDING_WARN : FINDING_FAIL,
			   "known passwords",
			   rc == RC_OK ? STR("the list can be read")
				       : STR("the list cannot be read, or lacks even the most common password"),
			   "sign_in.breached_file: sorted SHA-1 hashes, or a folder of ranges");
}

/* Where the people from outside belong, and that somebody comes in when the other side is away. */
static void check_house(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	struct str code = config_text(config, "sign_in.organization");
	int64_t count = 0, organization_id;

	if (!header_is_on(config) && !oidc_is_on(config) && !ldap_directory_is_on(config))
		return;
	if (account_organization(db, arena, code.len ? code : STR_NONE, &organization_id) == RC_NOT_FOUND)
		doctor_add(found, FINDING_FAIL, "sign-in", STR("it is not clear to which organization outside identities belong"),
			   "set sign_in.organization to the code of one");
	if (account_break_glass_count(db, arena, &count) == RC_OK)
		doctor_add(found, count ? FINDING_OK : FINDING_WARN, "account for emergencies",
			   count ? STR("there is one") : STR("there is none"),
			   "name one with muster user break-glass, so that somebody comes in when the other side is away");
}

void sign_in_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	if (oidc_is_on(config))
		check_provider(arena, config, found);
	if (ldap_directory_is_on(config))
		check_directory(arena, config, found);
	check_list(arena, config, found);
	check_house(db, arena, config, found);
}
