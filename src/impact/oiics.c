#include "impact/oiics.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

static const struct code structure_rows[] = {
	{"", ""},
	{"nature", N_("Nature of the injury or illness")},
	{"part", N_("Part of body")},
	{"event", N_("Event or exposure")},
	{"source", N_("Source")},
	{NULL, NULL},
};
const struct codes oiics_structure_codes = {"structure", structure_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct oiics_code, member)
static const struct field oiics_fields[] = {
	{.kind = FIELD_CODE, OFFSET(structure), .flags = FIELD_STORED, .codes = &oiics_structure_codes},
	{.kind = FIELD_TEXT, OFFSET(code), .flags = FIELD_STORED, .max = 4},
	{.kind = FIELD_TEXT, OFFSET(parent), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 4},
	{.kind = FIELD_TEXT, OFFSET(title), .flags = FIELD_STORED, .max = 120},
	{.kind = FIELD_INT, OFFSET(depth), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(position), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(is_leaf), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(terms), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 255},
	FIELD_END,
};
#undef OFFSET
const struct record oiics_code_record = {"oiics_code", sizeof(struct oiics_code), oiics_fields};

struct str oiics_text(struct arena *arena, const struct oiics_code *code)
{
	return arena_printf(arena, "%.*s %.*s", STR_ARG(code->code), STR_ARG(code->title));
}

static bool is_marked(struct str marks, const char *name)
{
	struct str part;

	while (str_split(&marks, ',', &part))
		if (str_is(str_trim(part), name))
			return true;
	return false;
}

struct str body_marks_clean(struct arena *arena, struct str marks)
{
	struct text out = TEXT_IN(arena);

	for (const struct body_region *at = body_regions; at->name; at++) {
		if (!is_marked(marks, at->name))
			continue;
		if (out.len)
			text_char(&out, ',');
		text_cstr(&out, at->name);
	}
	return text_str(&out);
}

/* What OIICS calls several parts of one region, the narrowest region first. */
static const struct {
	const char *prefix, *code;
} several[] = {
	{"11", "118"}, {"12", "128"}, {"1", "18"}, {"32", "328"}, {"3", "38"}, {"42", "428"}, {"44", "448"},
	{"4", "48"},   {"52", "528"}, {"54", "548"}, {"5", "58"}, {"", "80"},
};

static bool all_start(const char *const *codes, size_t count, const char *prefix)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(codes[i], prefix, strlen(prefix)) != 0)
			return false;
	return true;
}

const char *body_marks_code(struct str marks)
{
	enum { MOST = 16 };
	const char *codes[MOST];
	size_t count = 0;
	struct str part;

	while (count < MOST && str_split(&marks, ',', &part)) {
		const struct body_region *region = body_region_find(str_trim(part));
		bool is_known = !region;
		for (size_t i = 0; i < count && !is_known; i++)
			is_known = strcmp(codes[i], region->code) == 0;
		if (!is_known)
			codes[count++] = region->code;
	}
	if (count < 2)
		return count ? codes[0] : "";
	for (size_t i = 0; i < sizeof several / sizeof *several; i++)
		if (all_start(codes, count, several[i].prefix))
			return several[i].code;
	return "";
}
