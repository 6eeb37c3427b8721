#include "identity/permission.h"

static const struct code role_rows[] = {
	{"", ""},
#define X(name, code, label) {code, N_(label)},
	ROLE_TABLE(X)
#undef X
		{NULL, NULL},
};
const struct codes role_codes = {"role", role_rows};

static const struct {
	const char *name;
	unsigned roles;
} permissions[PERMISSION_COUNT] = {[NO_PERMISSION] = {"NO_PERMISSION", 0},
#define X(permission, holders, meaning) [permission] = {#permission, holders},
				   PERMISSION_TABLE(X)
#undef X
};

unsigned permission_roles(enum permission permission)
{
	return permissions[permission].roles;
}

const char *permission_name(enum permission permission)
{
	return permissions[permission].name;
}
