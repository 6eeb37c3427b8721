#include "identity/role_mapping.h"

#include <stddef.h>

#include "identity/provision.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct role_mapping, member)
static const struct field role_mapping_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_CODE,
	 OFFSET(source),
	 .label = N_("Comes from"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &provision_source_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(group_name),
	 .label = N_("Group"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 255,
	 .hint = N_("As the other side writes it: a name, an id, or cn=...,dc=...")},
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
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record role_mapping_record = {"role_mapping", sizeof(struct role_mapping), role_mapping_fields};

/* Names of directory entries: blanks behind commas do not count, nor does ASCII case. */
static bool is_same_entry(struct str a, struct str b)
{
	char last = '\0';

	for (;;) {
		while (last == ',' && str_take(&a, ' '))
			continue;
		while (last == ',' && str_take(&b, ' '))
			continue;
		if (!a.len || !b.len)
			return a.len == b.len;
		if (!str_equal_nocase(str_slice(a, 0, 1), str_slice(b, 0, 1)))
			return false;
		last = a.at[0];
		a = str_slice(a, 1, a.len);
		b = str_slice(b, 1, b.len);
	}
}

bool role_mapping_fits(const struct role_mapping *mapping, struct str group)
{
	return mapping->source == PROVISION_OIDC ? str_equal(mapping->group_name, group)
						 : is_same_entry(mapping->group_name, group);
}

bool role_mapping_holds(const struct role_mapping *mapping, const struct str *groups, size_t count, day today)
{
	if (mapping->until_on != DAY_NONE && mapping->until_on < today)
		return false;
	for (size_t i = 0; i < count; i++)
		if (role_mapping_fits(mapping, groups[i]))
			return true;
	return false;
}

struct role_grant role_mapping_grant(const struct role_mapping *mapping, int64_t account_id, moment now)
{
	return (struct role_grant){
		.organization_id = mapping->organization_id,
		.account_id = account_id,
		.role = mapping->role,
		.establishment_id = mapping->establishment_id,
		.department_id = mapping->department_id,
		.until_on = mapping->until_on,
		.mapping_id = mapping->id,
		.created_at = now,
	};
}
