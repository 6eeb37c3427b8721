#include "identity/permission.h"

static const struct code role_rows[] = {
	{"", ""},
#define X(name, code, label) {code, N_(label)},
	ROLE_TABLE(X)
#undef X
		{NULL, NULL},
};
const struct codes role_codes = {"role", role_rows};

static const unsigned holders[PERMISSION_COUNT] = {
#define X(permission, roles, meaning) [permission] = roles,
	PERMISSION_TABLE(X)
#undef X
};

unsigned permission_roles(enum permission permission)
{
	return holders[permission];
}
