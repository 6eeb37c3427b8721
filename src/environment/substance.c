#include "environment/substance.h"

#include <stddef.h>

static const struct code kind_rows[] = {
	{"", ""},
	{"substance", N_("Substance")},
	{"waste", N_("Waste code")},
	{NULL, NULL},
};
const struct codes substance_kind_codes = {"substance_kind", kind_rows};

static const struct code special_rows[] = {
	{"", ""},
	{"metal", N_("Metal: only pieces smaller than 100 micrometres count")},
	{"asbestos", N_("Asbestos: only friable forms count")},
	{"nox", N_("Nitrogen oxide: another quantity from combustion")},
	{"hydrogen_chloride", N_("Extremely hazardous as a gas only")},
	{"peroxide", N_("Extremely hazardous above 52 percent only")},
	{"phosphorus", N_("White or red phosphorus")},
	{"ammonia", N_("Anhydrous ammonia or gas; a solution is ammonium hydroxide")},
	{"pcb", N_("PCB: counts within oil too")},
	{NULL, NULL},
};
const struct codes substance_special_codes = {"substance_special", special_rows};

#define RQ_MOST 1000000
#define MILLION 1000000
#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct substance, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 AT(kind),
	 .label = N_("Kind"),
	 .flags = FIELD_STORED,
	 .codes = &substance_kind_codes},
	{.kind = FIELD_TEXT, AT(name), .label = N_("Name"), .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_TEXT, AT(synonyms), .label = N_("Other names"), .flags = FIELD_STORED, .max = 500},
	{.kind = FIELD_TEXT,
	 AT(cas),
	 .label = N_("CAS number"),
	 .flags = FIELD_STORED,
	 .max = 60,
	 .hint = N_("Of a listed substance: its quantities are taken over")},
	{.kind = FIELD_TEXT,
	 AT(same_as),
	 .label = N_("Added together as"),
	 .flags = FIELD_STORED,
	 .max = 120},
	{.kind = FIELD_TEXT, AT(waste_code), .label = N_("Waste code"), .flags = FIELD_STORED, .max = 10},
	{.kind = FIELD_INT,
	 AT(cercla_rq),
	 .label = N_("Reportable quantity in pounds (40 CFR 302.4)"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = 1,
	 .most = RQ_MOST},
	{.kind = FIELD_INT,
	 AT(ehs_rq),
	 .label = N_("Reportable quantity as an extremely hazardous substance (40 CFR 355)"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = 1,
	 .most = RQ_MOST},
	{.kind = FIELD_INT,
	 AT(tpq),
	 .label = N_("Threshold planning quantity in pounds"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = 1,
	 .most = RQ_MOST,
	 .hint = N_("For planning only; it never decides a release")},
	{.kind = FIELD_CODE,
	 AT(special),
	 .label = N_("Special rule"),
	 .flags = FIELD_STORED,
	 .codes = &substance_special_codes},
	{.kind = FIELD_BOOL, AT(is_gas), .label = N_("A gas at room temperature"), .flags = FIELD_STORED},
	{.kind = FIELD_DECIMAL,
	 AT(specific_gravity),
	 .label = N_("Specific gravity (water is 1)"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = 1000,
	 .most = 25LL * MILLION,
	 .hint = N_("Of the liquid as it is supplied; equals the density in kg/L")},
	{.kind = FIELD_DECIMAL,
	 AT(strength),
	 .label = N_("Usual strength, percent by weight"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = 1,
	 .most = 100LL * MILLION},
	{.kind = FIELD_DECIMAL,
	 AT(molar_mass),
	 .label = N_("Molar mass in g/mol"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = MILLION,
	 .most = 2000LL * MILLION,
	 .hint = N_("Of a gas: turns standard cubic feet into pounds")},
	{.kind = FIELD_TEXT,
	 AT(sds_href),
	 .label = N_("Link to the safety data sheet"),
	 .flags = FIELD_STORED,
	 .max = 500},
	{.kind = FIELD_TEXT, AT(note), .label = N_("Note"), .flags = FIELD_STORED, .max = 500},
	{.kind = FIELD_BOOL, AT(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record substance_record = {"substance", sizeof(struct substance), fields};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digits before the last, weighted 1, 2, 3 ... from the right, add up to the last one modulo 10. */
bool substance_cas_is_valid(struct str cas)
{
	enum { LEAST = 7, MOST = 12 };
	int sum = 0, weight = 0;

	if (cas.len < LEAST || cas.len > MOST)
		return false;
	for (size_t i = 0; i < cas.len; i++) {
		const bool is_dash_place = i == cas.len - 2 || i == cas.len - 5;
		if (is_dash_place ? cas.at[i] != '-' : !is_digit(cas.at[i]))
			return false;
	}
	for (size_t i = cas.len - 2; i-- > 0;)
		if (cas.at[i] != '-')
			sum += ++weight * (cas.at[i] - '0');
	return sum % 10 == cas.at[cas.len - 1] - '0';
}
