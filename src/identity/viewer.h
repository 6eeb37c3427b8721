#ifndef IDENTITY_VIEWER_H
#define IDENTITY_VIEWER_H

#include "base/record.h"
#include "identity/permission.h"

/* Who asks: an account with its person and what its roles allow, as they are at the time of the request. */

/* A role with its limits; 0 means everywhere. */
struct grant {
	enum role role;
	int64_t establishment_id;
	int64_t department_id;
};

struct viewer {
	int64_t organization_id;
	struct str organization_code;
	struct str organization_name;
	struct str organization_zone;
	int64_t account_id;
	int64_t person_id;
	struct str name; /* "Given Family" */
	struct str login;
	struct str locale;        /* "en", "es"; STR_NONE: as the browser asks */
	int64_t establishment_id; /* home; 0: none */
	int64_t department_id;
	int64_t team_id;
	int64_t session_id;
	struct str auth_method;
	struct str acr;           /* of an outside identity: how strong it was proved, and by what means */
	struct str amr;
	moment signed_in_at;
	unsigned roles; /* bits 1u << enum role, any limit */
	const struct grant *grants;
	size_t grant_count;
	bool is_sandbox;           /* by a token of the sandbox: sees and writes its incidents alone */
	bool is_production;        /* by a token of production: never those of the sandbox */
	int64_t directory_version; /* of the organization: what was kept at another one does not hold */
	int64_t inbox_version;     /* the same for what the account was told; 0: not by a session */
};

/* What a permission is asked about; 0 where the thing has none. */
struct scope {
	int64_t establishment_id;
	int64_t department_id;
};

bool viewer_has_role(const struct viewer *viewer, enum role role);
/* Holds the permission somewhere; MAY_SEE_AUDIT everywhere. viewer may be NULL: nobody. */
bool viewer_may(const struct viewer *viewer, enum permission permission);
/* Holds the permission for this place and department. */
bool viewer_may_in(const struct viewer *viewer, enum permission permission, struct scope scope);

#endif
