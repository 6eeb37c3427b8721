#include "identity/header_pages.h"

#include "identity/enter.h"
#include "identity/ldap_directory.h"

enum { LOGIN_MOST = 254 };

bool header_is_on(const struct config *config)
{
	return str_is(config_text(config, "sign_in.header"), "on");
}

struct str header_login(struct arena *arena, struct str remote_user, struct str realm)
{
	struct str rest = remote_user, name;

	if (!remote_user.len || remote_user.len > LOGIN_MOST || !str_is_utf8(remote_user))
		return STR_NONE;
	for (size_t i = 0; i < remote_user.len; i++)
		if ((unsigned char)remote_user.at[i] <= ' ' || remote_user.at[i] == '/' || remote_user.at[i] == 0x7f)
			return STR_NONE;
	if (!realm.len)
		return account_login(arena, remote_user);
	/* Realms are written in capitals and compared as they are. */
	if (!str_split(&rest, '@', &name) || !name.len || !str_equal(rest, realm))
		return STR_NONE;
	return account_login(arena, name);
}

/* With a directory its entry is the identity, so that it is the same person however they come. */
static enum rc find(struct request *rq, struct str login, struct enter_outside *out)
{
	struct provision_identity *identity = &out->identity;
	enum rc rc = RC_OK;

	if (ldap_directory_is_on(rq->config))
		rc = ldap_directory_find(rq->arena, rq->config, login, identity);
	else
		*identity = (struct provision_identity){
			.source = PROVISION_HEADER, .issuer = STR("header"), .subject = login, .login = login};
	out->origin = (struct session_origin){.issuer = identity->issuer, .subject = identity->subject};
	return rc == RC_OK ? enter_organization(rq, &identity->organization_id) : rc;
}

static enum rc header_get(struct request *rq, struct response *rs)
{
	struct enter_outside outside = {.method = "header"};
	struct str realm = config_text(rq->config, "sign_in.header_realm");

	if (!header_is_on(rq->config))
		return RC_NOT_FOUND;
	struct str login = header_login(rq->arena, rq->remote_user, realm);
	if (!login.at)
		return enter_refuse(rq, rs, ENTER_NOT_PROVED, rq->remote_user.at ? "realm" : "no user", STR("header"));
	enum rc rc = find(rq, login, &outside);
	if (rc == RC_DENIED)
		return enter_refuse(rq, rs, ENTER_NO_ACCOUNT, "directory", STR("header"));
	if (rc == RC_UNAVAILABLE)
		return enter_refuse(rq, rs, ENTER_AWAY, "directory", STR("header"));
	return rc == RC_OK ? enter_from_outside(rq, rs, &outside, enter_next(pairs_get(&rq->query, "next"))) : rc;
}

const struct route header_routes[] = {
	{.method = METHOD_GET,
	 .path = "/sign-in/header",
	 .flags = ROUTE_PUBLIC | ROUTE_LIMITED | ROUTE_WRITES,
	 .handle = header_get,
	 .help = "sign in by the web server's word (Kerberos, gateway)"},
	ROUTE_END,
};
