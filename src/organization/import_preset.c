#include "organization/import_preset.h"

#include <fnmatch.h>
#include <stddef.h>
#include <string.h>

static const struct code missing_rows[] = {
	{"", ""},
	{"keep", N_("Leave it as it is")},
	{"switch_off", N_("Switch it off: the file lists everything")},
	{NULL, NULL},
};
const struct codes import_missing_codes = {"import_missing", missing_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct import_preset, member)
static const struct field import_preset_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, OFFSET(kind), .flags = FIELD_STORED | FIELD_KEY, .max = 30},
	{.kind = FIELD_TEXT,
	 OFFSET(name),
	 .label = N_("Name of the source"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 60,
	 .hint = N_("Small letters, digits and dashes, such as payroll; commands call it so.")},
	{.kind = FIELD_PROSE, OFFSET(columns_json), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 100000},
	{.kind = FIELD_CODE,
	 OFFSET(day_order),
	 .label = N_("How the file writes days"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &day_order_codes},
	{.kind = FIELD_CODE,
	 OFFSET(missing),
	 .label = N_("What stood in earlier files and is missing now"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &import_missing_codes,
	 .hint = N_("Only what came from files of this source is ever switched off.")},
	{.kind = FIELD_INT,
	 OFFSET(missing_most),
	 .label = N_("Missing without asking, in percent"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL | FIELD_REQUIRED,
	 .most = 100,
	 .hint = N_("When more are missing the file waits until somebody agrees.")},
	{.kind = FIELD_BOOL,
	 OFFSET(skip_refused),
	 .label = N_("Import the good rows although others are refused"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(file_pattern),
	 .label = N_("Files in the drop folder"),
	 .flags = FIELD_STORED,
	 .max = 100,
	 .hint = N_("Such as workers-*.csv; empty: none are taken from there.")},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record import_preset_record = {"import_preset", sizeof(struct import_preset), import_preset_fields};

static bool has_plain_name(const void *row)
{
	struct str name = ((const struct import_preset *)row)->name;

	for (size_t i = 0; i < name.len; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.at[i], 37))
			return false;
	return true;
}

static bool has_plain_pattern(const void *row)
{
	struct str pattern = ((const struct import_preset *)row)->file_pattern;

	return pattern.len == 0 || (str_find(pattern, STR("/")) < 0 && pattern.at[0] != '.');
}

const struct rule import_preset_rules[] = {
	{"name", has_plain_name, N_("Use small letters, digits and dashes")},
	{"file_pattern", has_plain_pattern, N_("Name the file alone, without a folder or a dot in front")},
	RULE_END,
};

bool import_preset_takes(const struct import_preset *preset, struct str file_name)
{
	char pattern[128], name[256];

	if (preset->file_pattern.len == 0 || preset->file_pattern.len >= sizeof pattern || file_name.len >= sizeof name)
		return false;
	memcpy(pattern, preset->file_pattern.at, preset->file_pattern.len);
	pattern[preset->file_pattern.len] = '\0';
	memcpy(name, file_name.at, file_name.len);
	name[file_name.len] = '\0';
	return fnmatch(pattern, name, FNM_PERIOD | FNM_CASEFOLD) == 0;
}

int64_t import_preset_missing_most(const struct import_preset *preset, int64_t known)
{
	return (known * preset->missing_most + 99) / 100;
}
