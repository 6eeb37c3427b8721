#ifndef IDENTITY_ROLE_GRANT_H
#define IDENTITY_ROLE_GRANT_H

#include "base/record.h"
#include "identity/permission.h"

/* A role that an account holds, with its limits. */
struct role_grant {
	int64_t id;
	int64_t organization_id;
	int64_t account_id;
	int role;                 /* enum role */
	int64_t establishment_id; /* 0: everywhere */
	int64_t department_id;    /* 0: all */
	day until_on;             /* last day; auditors need one */
	int64_t mapping_id;       /* the group mapping that gave it; 0: given by hand */
	moment created_at;
};
extern const struct record role_grant_record;

/* NULL when it may be given, else why not, in English; *field is the one to mend. today in the organization's
 * zone. */
const char *role_grant_refusal(const struct role_grant *grant, day today, const char **field);

#endif
