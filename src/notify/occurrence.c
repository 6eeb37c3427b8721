#include "notify/occurrence.h"

bool occurrence_is_anonymous(const struct occurrence *o)
{
	return o->has_incident && o->incident.reporting == REPORTING_ANONYMOUS && !o->actor_account_id &&
	       o->kind->group != GROUP_DEADLINE;
}

int64_t occurrence_principal(const struct occurrence *o)
{
	if (o->person_id)
		return o->person_id;
	if (o->has_action && o->action.responsible_id)
		return o->action.responsible_id;
	return o->incident.manager_id;
}

struct scope occurrence_scope(const struct occurrence *o)
{
	if (!o->has_incident && o->has_action)
		return (struct scope){o->action.establishment_id, o->action.department_id};
	return (struct scope){o->incident.establishment_id, o->incident.department_id};
}
