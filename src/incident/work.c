#include "incident/work.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "incident/incident.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct work_item, member)
static const struct field work_item_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(number)},
	{.kind = FIELD_TEXT, OFFSET(title)},
	{.kind = FIELD_TEXT, OFFSET(href)},
	{.kind = FIELD_TEXT, OFFSET(detail)},
	{.kind = FIELD_CODE, OFFSET(severity), .codes = &severity_codes},
	{.kind = FIELD_CODE, OFFSET(status), .codes = &status_codes},
	{.kind = FIELD_DAY, OFFSET(due_on)},
	{.kind = FIELD_TEXT, OFFSET(due)},
	{.kind = FIELD_MOMENT, OFFSET(at)},
	{.kind = FIELD_BOOL, OFFSET(is_overdue)},
	FIELD_END,
};
#undef OFFSET
const struct record work_item_record = {"work_item", sizeof(struct work_item), work_item_fields};

/* Filled by the linker from every WORK_SOURCE. */
extern const struct work_source *const __start_muster_work[];
extern const struct work_source *const __stop_muster_work[];

static int by_position(const void *a, const void *b)
{
	const struct work_source *const *left = a, *const *right = b;
	return ((*left)->position > (*right)->position) - ((*left)->position < (*right)->position);
}

size_t work_sources(struct arena *arena, const struct work_source *const **sources)
{
	size_t count = (size_t)(__stop_muster_work - __start_muster_work);
	const struct work_source **sorted = ARENA_ARRAY(arena, const struct work_source *, count);

	memcpy(sorted, __start_muster_work, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, by_position);
	*sources = sorted;
	return count;
}
