#ifndef IDENTITY_ROLE_MAPPING_H
#define IDENTITY_ROLE_MAPPING_H

#include "base/record.h"
#include "identity/permission.h"
#include "identity/role_grant.h"

/* A group elsewhere and the role that its members have here. */
struct role_mapping {
	int64_t id;
	int64_t organization_id;
	int source; /* enum provision_source */
	struct str group_name;
	int role;                 /* enum role */
	int64_t establishment_id; /* 0: everywhere */
	int64_t department_id;    /* 0: all */
	day until_on;             /* last day; auditors need one */
	moment created_at;
};
extern const struct record role_mapping_record;

/*
 * Names of directory entries are compared without regard to ASCII case and blanks behind commas; an OpenID provider's are
 * exact.
 */
bool role_mapping_fits(const struct role_mapping *mapping, struct str group);
/* Some of the groups are meant, and the last day has not passed. */
bool role_mapping_holds(const struct role_mapping *mapping, const struct str *groups, size_t count, day today);
/* The grant that the mapping stands for. */
struct role_grant role_mapping_grant(const struct role_mapping *mapping, int64_t account_id, moment now);

#endif
