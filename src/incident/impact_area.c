#include "incident/impact_area.h"

#include <stddef.h>

#include "base/text.h"

#define AT(member) .name = #member, .offset = offsetof(struct impact_areas, member)
static const struct field fields[] = {
	{.kind = FIELD_BOOL, AT(environmental), .label = N_("Environmental")},
	{.kind = FIELD_BOOL, AT(health_safety), .label = N_("Health & Safety")},
	{.kind = FIELD_BOOL, AT(compliance), .label = N_("Compliance")},
	{.kind = FIELD_BOOL, AT(legal), .label = N_("Legal")},
	{.kind = FIELD_BOOL, AT(financial), .label = N_("Financial")},
	FIELD_END,
};
#undef AT
const struct record impact_areas_record = {"impact_areas", sizeof(struct impact_areas), fields};

struct impact_areas impact_areas_read(struct str codes)
{
	struct impact_areas areas = {0};

	for (struct str code; str_split(&codes, ',', &code);) {
		const struct field *field = record_field(&impact_areas_record, str_trim(code));
		if (field)
			*FIELD_AT(bool, &areas, field) = true;
	}
	return areas;
}

struct str impact_areas_text(struct arena *arena, const struct impact_areas *areas)
{
	struct text out = TEXT_IN(arena);

	for (const struct field *field = fields; field->name; field++)
		if (*(const bool *)(const void *)((const char *)areas + field->offset))
			text_printf(&out, "%s%s", out.len ? "," : "", field->name);
	return text_str(&out);
}
