#include "insight/dashboard_scope.h"

static bool shows_figures(const struct grant *grant)
{
	return permission_roles(MAY_SEE_FIGURES) & (1u << grant->role);
}

static bool covers(const struct grant *grant, const struct incident_filter *filter)
{
	return (!grant->establishment_id || grant->establishment_id == filter->establishment_id) &&
	       (!grant->department_id || grant->department_id == filter->department_id);
}

static bool is_among(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static void collect(struct arena *arena, const struct viewer *viewer, int reg, struct dashboard_scope *scope)
{
	int64_t *places = ARENA_ARRAY(arena, int64_t, viewer->grant_count);
	int64_t *departments = ARENA_ARRAY(arena, int64_t, viewer->grant_count);

	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		if (!shows_figures(grant) || !(incident_role_registers(grant->role) & (1u << reg)))
			continue;
		scope->all_places |= grant->establishment_id == 0;
		scope->all_departments |= grant->department_id == 0;
		if (grant->establishment_id && !is_among(places, scope->place_count, grant->establishment_id))
			places[scope->place_count++] = grant->establishment_id;
		if (grant->department_id &&
		    !is_among(departments, scope->department_count, grant->department_id))
			departments[scope->department_count++] = grant->department_id;
	}
	scope->places = places;
	scope->departments = departments;
}

/* Keeps what was asked for if a role covers it, else takes what the first fitting role covers. */
static void settle(const struct viewer *viewer, struct incident_filter *filter)
{
	const struct grant *first = NULL;

	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		if (!shows_figures(grant) || !(incident_role_registers(grant->role) & (1u << filter->reg)))
			continue;
		if (covers(grant, filter))
			return;
		bool is_nearer =
			grant->establishment_id && grant->establishment_id == filter->establishment_id;
		if (!first || is_nearer)
			first = grant;
	}
	if (!first)
		return;
	if (first->establishment_id)
		filter->establishment_id = first->establishment_id;
	if (first->department_id)
		filter->department_id = first->department_id;
}

enum rc dashboard_scope_apply(struct arena *arena, const struct viewer *viewer,
			      struct incident_filter *filter, struct dashboard_scope *scope)
{
	*scope = (struct dashboard_scope){0};
	for (size_t i = 0; i < viewer->grant_count; i++)
		if (shows_figures(&viewer->grants[i]))
			scope->registers |= incident_role_registers(viewer->grants[i].role);
	if (!scope->registers)
		return RC_NOT_FOUND;
	if (!filter->reg || !(scope->registers & (1u << filter->reg)))
		for (filter->reg = REGISTER_SAFETY; !(scope->registers & (1u << filter->reg));)
			filter->reg++;
	collect(arena, viewer, filter->reg, scope);
	settle(viewer, filter);
	return RC_OK;
}
