#include "capa/capa_list_pages.h"

#include "capa/capa_list_store.h"
#include "capa/capa_work_store.h"
#include "identity/permission.h"
#include "incident/incident_detail_store.h"
#include "incident/lookup_store.h"
#include "organization/people_store.h"

static const struct work_source own_actions = {"actions", N_("Actions I am responsible for"), "/capas?view=mine", 5,
					       MAY_SEE_INCIDENTS, capa_work_own};
static const struct work_source verify_actions = {"verify", N_("Actions to verify"), "/capas?status=completed", 12,
						  MAY_SEE_INCIDENTS, capa_work_verify};
static const struct work_source check_actions = {"checks", N_("Effectiveness to check"), "/capas?view=checks", 14,
						 MAY_SEE_INCIDENTS, capa_work_checks};
WORK_SOURCE(own_actions);
WORK_SOURCE(verify_actions);
WORK_SOURCE(check_actions);

static struct str list_href(struct arena *arena, struct str query)
{
	return arena_printf(arena, "/capas%s%.*s", query.len ? "?" : "", STR_ARG(query));
}

/* --- the filter --- */

enum rc capa_list_filter(struct request *rq, struct capa_filter *filter)
{
	struct person person;
	struct incident incident;
	enum rc rc = RC_OK;

	*filter = capa_filter_none();
	for (size_t i = 0; i < rq->query.count; i++)
		capa_filter_set(filter, rq->query.at[i].name, rq->query.at[i].value);
	capa_filter_cursors(filter, pairs_get(&rq->query, "after"), pairs_get(&rq->query, "before"));
	if (filter->responsible.len) {
		rc = person_by_number(rq->db, rq->arena, rq->viewer->organization_id, filter->responsible, &person);
		filter->responsible_id = rc == RC_OK ? person.id : -1;
	}
	if ((rc == RC_OK || rc == RC_NOT_FOUND) && filter->incident.len) {
		rc = incident_by_number(rq->db, rq->arena, rq->viewer->organization_id, filter->incident, &incident);
		filter->incident_id = rc == RC_OK ? incident.id : -1;
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void add_option(struct view_list *options, struct str code, struct str label, bool is_selected)
{
	struct view *option = view_add(options);

	view_text(option, "code", code);
	view_text(option, "label", label);
	view_flag(option, "selected", is_selected);
}

static struct view_list *add_select(struct request *rq, struct view_list *selects, const char *name,
				    const char *label)
{
	struct view *select = view_add(selects);

	view_cstr(select, "name", name);
	view_printf(select, "id", "filter-%s", name);
	view_text(select, "label", rq_tr(rq, label));
	return view_list(select, "options");
}

static void add_codes(struct request *rq, struct view_list *selects, const char *name, const char *label,
		      const struct codes *codes, int value)
{
	struct view_list *options = add_select(rq, selects, name, label);

	for (int i = 1; i < codes_count(codes); i++)
		add_option(options, str_of(codes_code(codes, i)), rq_tr(rq, codes_label(codes, i)), i == value);
}

static void add_controls(struct request *rq, struct view *page, const struct capa_filter *f,
			 const struct lookup *lookup)
{
	struct view_list *selects = view_list(page, "selects"), *boxes = view_list(page, "statuses");
	struct view_list *places = add_select(rq, selects, "establishment", N_("Establishment"));

	for (size_t i = 0; i < lookup->kinds[LOOKUP_ESTABLISHMENT].count; i++) {
		const struct lookup_row *row = &lookup->kinds[LOOKUP_ESTABLISHMENT].rows[i];
		if (row->is_active || row->id == f->establishment_id)
			add_option(places, arena_printf(rq->arena, "%lld", (long long)row->id), row->name,
				   row->id == f->establishment_id);
	}
	add_codes(rq, selects, "strength", N_("Strength of control"), &capa_strength_codes, f->strength);
	struct view_list *more = view_list(page, "more_selects");
	add_codes(rq, more, "type", N_("Type"), &capa_type_codes, f->type);
	add_codes(rq, more, "priority", N_("Priority"), &capa_priority_codes, f->priority);
	for (int i = 1; i < CAPA_STATUS_COUNT; i++)
		add_option(boxes, str_of(codes_code(&capa_status_codes, i)),
			   rq_tr(rq, codes_label(&capa_status_codes, i)), f->statuses & (1u << i));
	view_code(page, "view", &capa_view_codes, f->view);
	view_text(page, "responsible_number", f->responsible);
	view_text(page, "incident_number_typed", f->incident);
	view_day(page, "from", f->from);
	view_day(page, "to", f->to);
	view_flag(page, "flagged", f->is_flagged);
	view_flag(page, "weak", f->is_weak);
	view_flag(page, "has_more_filters",
		  f->type || f->priority || f->statuses || f->responsible.len || f->incident.len ||
			  f->from != DAY_NONE || f->to != DAY_NONE || f->is_weak);
	if (f->sort != CAPA_SORT_DUE || f->is_descending)
		view_printf(page, "sort", "%s%s", f->is_descending ? "-" : "", capa_sort_names[f->sort]);
}

/* --- chips, views, columns --- */

static void add_chip(struct request *rq, struct view_list *chips, const struct capa_filter *f, const char *name,
		     const char *label, struct str value)
{
	struct view *chip = view_add(chips);

	view_text(chip, "label", rq_tr(rq, label));
	view_text(chip, "value", value);
	view_text(chip, "href", list_href(rq->arena, capa_filter_query(rq->arena, f, name)));
}

static void add_code_chip(struct request *rq, struct view_list *chips, const struct capa_filter *f, const char *name,
			  const char *label, const struct codes *codes, int value)
{
	if (value)
		add_chip(rq, chips, f, name, label, rq_tr(rq, codes_label(codes, value)));
}

static void add_chips(struct request *rq, struct view *page, const struct capa_filter *f, const struct lookup *lookup)
{
	struct view_list *chips = view_list(page, "chips");

	if (f->establishment_id)
		add_chip(rq, chips, f, "establishment", N_("Establishment"),
			 lookup_name(lookup, LOOKUP_ESTABLISHMENT, f->establishment_id));
	add_code_chip(rq, chips, f, "type", N_("Type"), &capa_type_codes, f->type);
	add_code_chip(rq, chips, f, "strength", N_("Strength of control"), &capa_strength_codes, f->strength);
	add_code_chip(rq, chips, f, "priority", N_("Priority"), &capa_priority_codes, f->priority);
	for (int i = 1; i < CAPA_STATUS_COUNT; i++) {
		struct capa_filter other = *f;
		if (!(f->statuses & (1u << i)))
			continue;
		other.statuses &= ~(1u << i);
		add_chip(rq, chips, &other, NULL, N_("Status"), rq_tr(rq, codes_label(&capa_status_codes, i)));
	}
	if (f->responsible.len)
		add_chip(rq, chips, f, "responsible", N_("Responsible person"), f->responsible);
	if (f->incident.len)
		add_chip(rq, chips, f, "incident", N_("Incident"), f->incident);
	if (f->from != DAY_NONE)
		add_chip(rq, chips, f, "from", N_("Due from"), day_text(rq->arena, f->from));
	if (f->to != DAY_NONE)
		add_chip(rq, chips, f, "to", N_("Due until"), day_text(rq->arena, f->to));
	if (f->is_flagged)
		add_chip(rq, chips, f, "flagged", N_("Possibly ineffective"), STR(""));
	if (f->is_weak)
		add_chip(rq, chips, f, "weak", N_("Weak controls only"), STR(""));
	if (capa_filter_is_narrow(f)) {
		struct capa_filter clear = capa_filter_none();
		clear.view = f->view;
		view_text(page, "clear_href", list_href(rq->arena, capa_filter_query(rq->arena, &clear, NULL)));
	}
}

/* The views as tabs; those that wait for somebody with their number. */
static enum rc add_views(struct request *rq, struct view *page, const struct capa_filter *filter, day today)
{
	struct view_list *tabs = view_list(page, "tabs");
	static const enum capa_view shown[] = {CAPA_VIEW_OPEN, CAPA_VIEW_OVERDUE, CAPA_VIEW_CHECKS, CAPA_VIEW_MINE,
					       CAPA_VIEW_DONE, CAPA_VIEW_ALL};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof shown / sizeof *shown; i++) {
		struct capa_filter other = *filter;
		struct view *tab = view_add(tabs);
		int64_t count = 0;
		other.view = (int)shown[i];
		if (shown[i] == CAPA_VIEW_OVERDUE || shown[i] == CAPA_VIEW_OPEN || shown[i] == CAPA_VIEW_CHECKS)
			rc = capa_list_count(rq->db, rq->arena, rq->viewer, &other, today, &count);
		view_text(tab, "label", rq_tr(rq, codes_label(&capa_view_codes, (int)shown[i])));
		view_text(tab, "href", list_href(rq->arena, capa_filter_query(rq->arena, &other, NULL)));
		if (count >= CAPA_COUNT_MOST)
			view_cstr(tab, "count", "1,000+");
		else
			view_int(tab, "count", count);
		view_flag(tab, "current", other.view == filter->view);
	}
	return rc;
}

static void add_columns(struct request *rq, struct view *page, const struct capa_filter *f)
{
	static const struct {
		enum capa_sort sort;
		const char *label;
	} columns[] = {
		{CAPA_SORT_NUMBER, N_("Number")},
		{CAPA_SORT_ESTABLISHMENT, N_("Action and establishment")},
		{CAPA_SORT_STATUS, N_("Status")},
		{CAPA_SORT_STRENGTH, N_("Strength of control")},
		{CAPA_SORT_PRIORITY, N_("Priority")},
		{CAPA_SORT_DUE, N_("Due")},
	};
	struct view_list *list = view_list(page, "columns");

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct capa_filter other = *f;
		struct view *column = view_add(list);
		bool is_sorted = f->sort == columns[i].sort;
		other.sort = columns[i].sort;
		other.is_descending = is_sorted ? !f->is_descending : columns[i].sort == CAPA_SORT_PRIORITY;
		view_text(column, "label", rq_tr(rq, columns[i].label));
		view_text(column, "href", list_href(rq->arena, capa_filter_query(rq->arena, &other, NULL)));
		view_flag(column, "is_up", is_sorted && !f->is_descending);
		view_flag(column, "is_down", is_sorted && f->is_descending);
	}
}

static void add_pager(struct request *rq, struct view *page, const char *member, const char *name,
		      const struct capa_filter *f, const struct capa_cursor *cursor)
{
	struct str query = capa_filter_query(rq->arena, f, NULL);

	if (cursor->is_set)
		view_text(page, member,
			  arena_printf(rq->arena, "/capas?%.*s%s%s=%.*s", STR_ARG(query), query.len ? "&" : "", name,
				       STR_ARG(capa_cursor_text(rq->arena, cursor))));
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	const day today = zone_day(rq->zone, rq->now);
	const struct lookup *lookup;
	struct capa_filter filter;
	struct capa_list list;
	int64_t count = 0;
	enum rc rc = capa_list_filter(rq, &filter);

	if (rc == RC_OK)
		rc = lookup_of(rq->db, rq->viewer, &lookup);
	if (rc == RC_OK)
		rc = capa_list(rq->db, rq->arena, rq->viewer, &filter, today, &list);
	if (rc == RC_OK)
		rc = capa_list_count(rq->db, rq->arena, rq->viewer, &filter, today, &count);
	if (rc == RC_OK)
		rc = add_views(rq, page, &filter, today);
	if (rc != RC_OK)
		return rc;
	add_controls(rq, page, &filter, lookup);
	add_chips(rq, page, &filter, lookup);
	add_columns(rq, page, &filter);
	view_records(page, "rows", &capa_line_record, list.lines, list.count);
	view_flag(page, "is_narrow", capa_filter_is_narrow(&filter) || filter.view != CAPA_VIEW_ALL);
	view_text(page, "query", capa_filter_query(rq->arena, &filter, NULL));
	view_flag(page, "may_create", capa_may_create_in(rq->viewer, (struct scope){0, 0}));
	view_flag(page, "may_export", viewer_may(rq->viewer, MAY_SEE_FIGURES));
	view_printf(page, "shown", "%zu %.*s %lld%s", list.count, STR_ARG(rq_tr(rq, N_("of"))),
		    (long long)(count >= CAPA_COUNT_MOST ? 1000 : count), count >= CAPA_COUNT_MOST ? "+" : "");
	add_pager(rq, page, "newer_href", "before", &filter, &list.before);
	add_pager(rq, page, "older_href", "after", &filter, &list.after);
	return respond_page(rq, rs, "capa/list", page);
}

const struct route capa_list_routes[] = {
	{METHOD_GET, "/capas", MAY_SEE_INCIDENTS, 0, list_get, "actions, filtered, ordered, by pages",
	 .offered_by = "listCapas"},
	ROUTE_END,
};
