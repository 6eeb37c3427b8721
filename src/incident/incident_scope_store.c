#include "incident/incident_scope_store.h"

#include "incident/incident.h"

#define EVERY_REGISTER (1u << REGISTER_SAFETY | 1u << REGISTER_ENVIRONMENT | 1u << REGISTER_OPERATIONS)

struct incident_scope incident_scope_of(struct arena *arena, const struct viewer *viewer)
{
	struct incident_scope scope = {
		.reach = REACH_OWN,
		.organization_id = viewer->organization_id,
		.person_id = viewer->person_id,
		.shares = ARENA_ARRAY(arena, struct incident_share, viewer->grant_count + 1),
	};

	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		unsigned registers = incident_role_registers(grant->role);
		if (registers == 0)
			continue;
		if (registers == EVERY_REGISTER && !grant->establishment_id && !grant->department_id) {
			scope.reach = REACH_ALL;
			return scope;
		}
		scope.reach = REACH_LIMITED;
		scope.shares[scope.count++] = (struct incident_share){
			registers, grant->establishment_id, grant->department_id};
	}
	return scope;
}

/* Three registers, the last one as often as it takes: one text for all sets. */
static void value_registers(struct incident_query *query, unsigned registers)
{
	int last = 0;

	for (int n = 0; n < 3; n++) {
		for (int reg = last + 1; reg < codes_count(&register_codes); reg++) {
			if (registers & 1u << reg) {
				last = reg;
				break;
			}
		}
		incident_query_value(query, P_TEXT(str_of(codes_code(&register_codes, last))));
	}
}

static void add_share(struct incident_query *query, const struct incident_share *share)
{
	incident_query_add(query, "(i.register IN (?, ?, ?) AND (? = 0 OR i.establishment_id = ?)"
				  " AND (? = 0 OR i.department_id = ?)) OR ");
	value_registers(query, share->registers);
	incident_query_value(query, P_INT(share->establishment_id));
	incident_query_value(query, P_INT(share->establishment_id));
	incident_query_value(query, P_INT(share->department_id));
	incident_query_value(query, P_INT(share->department_id));
}

/* What most rows fulfil goes first, and what is asked of another table last. */
static void add_shares(struct incident_query *query, const struct incident_scope *scope)
{
	size_t padded = scope->count ? 1 : 0;
	while (padded < scope->count)
		padded *= 2;
	for (size_t i = 0; i < padded; i++)
		add_share(query, &scope->shares[i < scope->count ? i : scope->count - 1]);
}

void incident_scope_condition(struct incident_query *query, const struct incident_scope *scope)
{
	if (scope->reach == REACH_ALL)
		return;
	incident_query_add(query, " AND (");
	add_shares(query, scope);
	incident_query_add(query,
			   "i.reporter_id = ? OR i.manager_id = ? OR i.investigation_lead_id = ?"
			   " OR i.id IN (SELECT m.incident_id FROM incident_member m"
			   "  WHERE m.organization_id = ? AND m.person_id = ?))");
	for (int i = 0; i < 3; i++)
		incident_query_value(query, P_ID(scope->person_id));
	incident_query_value(query, P_INT(scope->organization_id));
	incident_query_value(query, P_ID(scope->person_id));
}

void incident_scope_work(struct incident_query *query, const struct incident_scope *scope)
{
	incident_query_add(query, "(");
	add_shares(query, scope);
	incident_query_add(query, "i.manager_id = ? OR i.investigation_lead_id = ?)");
	for (int i = 0; i < 2; i++)
		incident_query_value(query, P_ID(scope->person_id));
}
