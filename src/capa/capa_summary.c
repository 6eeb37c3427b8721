#include "capa/capa_summary.h"

#include <stddef.h>

#include "capa/capa_store.h"
#include "investigation/cause_store.h"
#include "organization/names_store.h"

static struct str cause_text(const struct summary *s, const struct rows *causes, int64_t id)
{
	for (size_t i = 0; i < causes->count; i++) {
		const struct cause *cause = ROW(struct cause, *causes, i);
		if (cause->entry.id == id)
			return arena_printf(s->arena, "C%lld", (long long)cause->entry.position);
	}
	return STR("");
}

static struct str action_text(const struct summary *s, const struct capa *capa)
{
	if (!str_trim(capa->description).len)
		return capa->title;
	return arena_printf(s->arena, "%.*s\n%.*s", STR_ARG(capa->title), STR_ARG(capa->description));
}

static void put_action(struct summary *s, struct summary_table *table, const struct capa *capa, struct str person,
		       struct str cause)
{
	const bool is_late = capa_is_overdue(capa, zone_day(s->zone, s->now));

	summary_row(table, (struct summary_value[]){
				   summary_text(capa->number), summary_text(action_text(s, capa)), summary_text(cause),
				   summary_code(s, &capa_type_codes, capa->type),
				   summary_code(s, &capa_strength_codes, capa->strength),
				   is_late ? summary_text(summary_words(s, N_("Overdue")))
					   : summary_code(s, &capa_status_codes, capa->status),
				   summary_text(summary_name(s, capa->responsible_id ? person : capa->outside_name)),
				   summary_day(capa->due_on), summary_day(capa->completed_on),
				   summary_code(s, &capa_effectiveness_codes, capa->effectiveness)});
}

enum rc capa_summary(struct summary *s)
{
	static const struct summary_column columns[] = {
		{N_("Number"), 0.175},   {N_("Action"), 0.255}, {N_("Cause"), 0.07},       {N_("Type"), 0},
		{N_("Strength"), 0.125}, {N_("Status"), 0.1},   {N_("Responsible"), 0.115}, {N_("Due"), 0.08},
		{N_("Done on"), 0.08},   {N_("Effectiveness"), 0}};
	const int64_t organization_id = s->incident.organization_id;
	struct names *names = names_new(s->db, s->arena, organization_id);
	struct rows rows, causes = {0};
	enum rc rc = capa_of_incident(s->db, s->arena, organization_id, s->incident.id, &rows);

	if (rc == RC_OK && rows.count)
		rc = cause_list(s->db, s->arena, organization_id, s->incident.id, &causes);
	if (rc == RC_OK)
		rc = names_load_column(names, NAMES_PERSON, rows, sizeof(struct capa),
				       offsetof(struct capa, responsible_id));
	summary_begin(s, N_("Corrective and preventive actions"));
	if (rc != RC_OK || rows.count == 0)
		return rc;
	struct summary_table *table =
		summary_table(s, N_("Corrective and preventive actions"), columns, sizeof columns / sizeof *columns, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct capa *capa = ROW(struct capa, rows, i);
		put_action(s, table, capa, names_get(names, NAMES_PERSON, capa->responsible_id),
			   cause_text(s, &causes, capa->cause_id));
	}
	return RC_OK;
}
