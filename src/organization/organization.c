#include "organization/organization.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct organization, member)
static const struct field organization_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT,
	 OFFSET(code),
	 .label = N_("Code"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .max = 40},
	{.kind = FIELD_TEXT,
	 OFFSET(name),
	 .label = N_("Legal company name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 OFFSET(zone),
	 .label = N_("Time zone"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 60},
	{.kind = FIELD_TEXT,
	 OFFSET(locale),
	 .label = N_("Language"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 10},
	{.kind = FIELD_TEXT,
	 OFFSET(currency),
	 .label = N_("Currency"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 3},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record organization_record = {"organization", sizeof(struct organization), organization_fields};

static bool has_code(const void *row)
{
	struct str code = ((const struct organization *)row)->code;

	for (size_t i = 0; i < code.len; i++) {
		char c = code.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return code.len > 0;
}

static bool has_zone(const void *row)
{
	const struct zone *zone;
	return zone_find(((const struct organization *)row)->zone, &zone) == RC_OK;
}

/* Amounts are kept in hundredths, so currencies without or with three decimals would be wrong by a power of ten. */
static bool has_currency(const void *row)
{
	static const char others[] = "BHD BIF CLF CLP DJF GNF IQD ISK JOD JPY KMF KRW KWD LYD OMR PYG RWF TND UGX UYI"
				     " VND VUV XAF XOF XPF";
	struct str currency = ((const struct organization *)row)->currency;

	for (size_t i = 0; i < currency.len; i++)
		if (currency.at[i] < 'A' || currency.at[i] > 'Z')
			return false;
	return currency.len == 3 && str_find(str_of(others), currency) < 0;
}

const struct rule organization_rules[] = {
	{"code", has_code, N_("Use small letters, digits and dashes")},
	{"zone", has_zone, N_("Enter a time zone such as America/Chicago")},
	{"currency", has_currency, N_("Enter the three letters of a currency with cents, such as USD")},
	RULE_END,
};
