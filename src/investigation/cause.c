#include "investigation/cause.h"

static const struct code kind_rows[] = {
	{"", ""},
	{"root", N_("Root cause")},
	{"contributing", N_("Contributing cause")},
	{"immediate", N_("Immediate cause")},
	{NULL, NULL},
};
const struct codes cause_kind_codes = {"cause_kind", kind_rows};

#define AT(member) .name = #member, .offset = offsetof(struct cause, member)
static const struct field cause_fields[] = {
	ENTRY_FIELDS(struct cause),
	{.kind = FIELD_PROSE,
	 AT(text),
	 .label = N_("Cause"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 1000,
	 .hint = N_("One cause in one sentence, such that something can be done about it")},
	{.kind = FIELD_CODE,
	 AT(kind),
	 .label = N_("Kind of cause"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &cause_kind_codes},
	{.kind = FIELD_CODE,
	 AT(factor),
	 .label = N_("Contributing factor"),
	 .flags = FIELD_STORED,
	 .codes = &factor_codes,
	 .hint = N_("Causes are counted and compared by it")},
	{.kind = FIELD_ID, AT(why_id), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(item_id), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL,
	 AT(is_assumption),
	 .label = N_("This is an assumption: there is no evidence for it yet"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(evidence), .label = N_("Evidence"), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 300},
	FIELD_END,
};
const struct record cause_record = {"cause", sizeof(struct cause), cause_fields};
