#include "incident/assignment.h"

#include <stddef.h>

#include "base/text.h"

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define OFFSET(member) .name = #member, .offset = offsetof(struct assignment_rule, member)
static const struct field assignment_rule_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_INT, OFFSET(position), .label = N_("Position"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(name), .label = N_("Name of the rule"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 120, .hint = N_("Shown with the incident as the reason for its manager")},
	{.kind = FIELD_CODE, .name = "register", .offset = offsetof(struct assignment_rule, reg),
	 .label = N_("Register"), .flags = FIELD_STORED, .codes = &register_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(area_id), .label = N_("Area"), .flags = FIELD_STORED,
	 .hint = N_("The rule holds for every area below it too")},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(category_id), .label = N_("Category"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE, OFFSET(severity), .label = N_("Severity"), .flags = FIELD_STORED,
	 .codes = &severity_codes, .hint = N_("This one or worse")},
	{.kind = FIELD_ID, OFFSET(manager_id), .label = N_("Incident manager"),
	 .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record assignment_rule_record = {"assignment_rule", sizeof(struct assignment_rule), assignment_rule_fields};

static bool is_among(int64_t id, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static bool fits(int64_t wanted, int64_t given)
{
	return wanted == 0 || wanted == given;
}

bool assignment_fits(const struct assignment_rule *rule, const struct incident *incident, const int64_t *areas,
		     size_t area_count)
{
	return rule->is_active && fits(rule->reg, incident->reg) &&
	       fits(rule->establishment_id, incident->establishment_id) &&
	       fits(rule->department_id, incident->department_id) &&
	       fits(rule->category_id, incident->category_id) && incident->severity >= rule->severity &&
	       (rule->area_id == 0 || is_among(rule->area_id, areas, area_count));
}

const struct assignment_rule *assignment_choose(const struct assignment_rule *rules, size_t count,
						const struct incident *incident, const int64_t *areas,
						size_t area_count)
{
	for (size_t i = 0; i < count; i++)
		if (assignment_fits(&rules[i], incident, areas, area_count))
			return &rules[i];
	return NULL;
}

bool assignment_needs_areas(const struct assignment_rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rules[i].is_active && rules[i].area_id)
			return true;
	return false;
}

struct str assignment_words(struct arena *arena, const struct assignment_rule *rule)
{
	const struct { bool is_given; const char *word; } conditions[] = {
		{rule->reg != 0, "register"},
		{rule->establishment_id != 0, "establishment"},
		{rule->area_id != 0, "area"},
		{rule->department_id != 0, "department"},
		{rule->category_id != 0, "category"},
		{rule->severity != 0, "severity"},
	};
	struct text out = TEXT_IN(arena);
	size_t given = 0;

	text_add(&out, rule->name);
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		if (!conditions[i].is_given)
			continue;
		text_cstr(&out, given++ ? ", " : " (");
		text_cstr(&out, conditions[i].word);
	}
	if (given)
		text_char(&out, ')');
	return text_str(&out);
}

int64_t *assignment_path(struct arena *arena, const struct area *areas, size_t area_count, int64_t area_id, size_t *count)
{
	enum { DEEPEST = 20 };
	int64_t *path = ARENA_ARRAY(arena, int64_t, DEEPEST);

	*count = 0;
	while (area_id && *count < DEEPEST) {
		size_t i = 0;
		while (i < area_count && areas[i].id != area_id)
			i++;
		if (i == area_count)
			break;
		path[(*count)++] = area_id;
		area_id = areas[i].parent_id;
	}
	return path;
}
