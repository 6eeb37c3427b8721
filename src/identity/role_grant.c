#include "identity/role_grant.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct role_grant, member)
static const struct field role_grant_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_CODE,
	 OFFSET(role),
	 .label = N_("Role"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &role_codes},
	{.kind = FIELD_ID,
	 OFFSET(establishment_id),
	 .label = N_("Only at this establishment"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ID,
	 OFFSET(department_id),
	 .label = N_("Only in this department"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_DAY,
	 OFFSET(until_on),
	 .label = N_("Last day"),
	 .flags = FIELD_STORED,
	 .hint = N_("Leave empty for no end. An auditor needs one.")},
	{.kind = FIELD_ID, OFFSET(mapping_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record role_grant_record = {"role_grant", sizeof(struct role_grant), role_grant_fields};

const char *role_grant_refusal(const struct role_grant *grant, day today, const char **field)
{
	*field = "until_on";
	if (grant->role == ROLE_AUDITOR && grant->until_on == DAY_NONE)
		return N_("An auditor's role needs a last day.");
	if (grant->until_on != DAY_NONE && grant->until_on < today)
		return N_("The last day has passed already.");
	*field = "role";
	/* Who may give every role everywhere is not bound by a place. */
	if (grant->role == ROLE_ADMINISTRATOR && (grant->establishment_id || grant->department_id))
		return N_("An administrator's role cannot be limited to a place or department.");
	return NULL;
}
