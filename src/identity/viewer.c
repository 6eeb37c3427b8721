#include "identity/viewer.h"

bool viewer_has_role(const struct viewer *viewer, enum role role)
{
	return viewer && (viewer->roles & (1u << role));
}

static bool covers(const struct grant *grant, struct scope scope)
{
	return (!grant->establishment_id || grant->establishment_id == scope.establishment_id) &&
	       (!grant->department_id || grant->department_id == scope.department_id);
}

bool viewer_may_in(const struct viewer *viewer, enum permission permission, struct scope scope)
{
	if (!viewer || !(viewer->roles & permission_roles(permission)))
		return false;
	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		if ((permission_roles(permission) & (1u << grant->role)) && covers(grant, scope))
			return true;
	}
	return false;
}

bool viewer_may(const struct viewer *viewer, enum permission permission)
{
	if (permission == MAY_SEE_AUDIT) /* the trail tells of every place */
		return viewer_may_in(viewer, permission, (struct scope){0});
	return viewer && (viewer->roles & permission_roles(permission));
}
