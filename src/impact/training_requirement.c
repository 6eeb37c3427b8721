#include "impact/training_requirement.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define QUIET (FIELD_STORED | FIELD_QUIET)
#define OFFSET(member) .name = #member, .offset = offsetof(struct training_requirement, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(course_id), .label = N_("Course"), .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_ID, OFFSET(establishment_id), .label = N_("Establishment"), .flags = FIELD_STORED,
	 .hint = N_("Empty: everywhere.")},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department"), .flags = FIELD_STORED,
	 .hint = N_("With those below it. Empty: all.")},
	{.kind = FIELD_TEXT, OFFSET(job_title), .label = N_("Job title"), .flags = FIELD_STORED, .max = 255,
	 .hint = N_("As on the list of people. Empty: any.")},
	{.kind = FIELD_DAY, OFFSET(applies_from), .label = N_("Applies from"), .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_INT, OFFSET(within_days), .label = N_("Days to complete it"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .least = 0, .most = 3660, .hint = N_("Counted from that day, and for those who come later from the day of hire.")},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = QUIET},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record training_requirement_record = {"training_requirement", sizeof(struct training_requirement), fields};

static const struct tree_node *find(const struct tree_node *departments, size_t count, int64_t id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (departments[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && departments[low].id == id ? &departments[low] : NULL;
}

bool training_requirement_covers(const struct tree_node *departments, size_t count, int64_t wanted, int64_t department)
{
	for (int level = 0; department && level <= TREE_DEEPEST; level++) {
		if (department == wanted)
			return true;
		const struct tree_node *node = find(departments, count, department);
		department = node ? node->parent_id : 0;
	}
	return false;
}

bool training_requirement_is_for(const struct training_requirement *requirement, const struct trainee *trainee,
				 const struct tree_node *departments, size_t count)
{
	if (!requirement->is_active ||
	    (requirement->establishment_id && requirement->establishment_id != trainee->establishment_id) ||
	    (requirement->job_title.len && !str_equal_nocase(requirement->job_title, trainee->job_title)))
		return false;
	return !requirement->department_id ||
	       training_requirement_covers(departments, count, requirement->department_id, trainee->department_id);
}

day training_requirement_due(const struct training_requirement *requirement, const struct trainee *trainee)
{
	const bool is_later = trainee->hired_on != DAY_NONE && trainee->hired_on > requirement->applies_from;

	return (is_later ? trainee->hired_on : requirement->applies_from) + (day)requirement->within_days;
}
