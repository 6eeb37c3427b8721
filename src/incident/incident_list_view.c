#include "incident/incident_list_view.h"

#include "identity/permission.h"
#include "identity/viewer.h"
#include "view/marked.h"
#include <string.h>

/* An address of the list. */
static struct str list_href(struct arena *arena, struct str query)
{
	return arena_printf(arena, "/incidents%s%.*s", query.len ? "?" : "", STR_ARG(query));
}

static struct view *add_option(struct view_list *options, struct str label, bool is_selected)
{
	struct view *option = view_add(options);

	view_text(option, "label", label);
	view_flag(option, "selected", is_selected);
	return option;
}

/* A control of the filter, as partial/field_select wants it. */
static struct view_list *add_select(struct request *rq, struct view_list *selects, const char *name,
				    const char *label)
{
	struct view *select = view_add(selects);

	view_cstr(select, "name", name);
	view_printf(select, "id", "filter-%s", name);
	view_text(select, "label", rq_tr(rq, label));
	return view_list(select, "options");
}

static void add_code_select(struct request *rq, struct view_list *selects, const char *name,
			    const char *label, const struct codes *codes, int value)
{
	struct view_list *options = add_select(rq, selects, name, label);

	for (int i = 1; i < codes_count(codes); i++)
		view_cstr(add_option(options, rq_tr(rq, codes_label(codes, i)), i == value), "code",
			  codes_code(codes, i));
}

static void add_row_select(struct request *rq, struct view_list *selects, const char *name, const char *label,
			   const struct lookup *lookup, enum lookup_kind kind, int64_t value)
{
	if (lookup->kinds[kind].count == 0)
		return;
	struct view_list *options = add_select(rq, selects, name, label);
	for (size_t i = 0; i < lookup->kinds[kind].count; i++) {
		const struct lookup_row *row = &lookup->kinds[kind].rows[i];
		if (row->is_active || row->id == value)
			view_int(add_option(options, row->name, row->id == value), "code", row->id);
	}
}

static void add_boxes(struct request *rq, struct view *page, const char *name, const struct codes *codes,
		      unsigned bits)
{
	struct view_list *boxes = view_list(page, name);

	for (int i = 1; i < codes_count(codes); i++)
		view_cstr(add_option(boxes, rq_tr(rq, codes_label(codes, i)), bits & (1u << i)), "code",
			  codes_code(codes, i));
}

static void add_controls(struct request *rq, struct view *form, const struct incident_filter *f,
			 const struct lookup *lookup)
{
	struct view_list *first = view_list(form, "selects");
	struct view_list *more = view_list(form, "more_selects");

	add_row_select(rq, first, "establishment", N_("Establishment"), lookup, LOOKUP_ESTABLISHMENT,
		       f->establishment_id);
	add_code_select(rq, first, "type", N_("Report type"), &report_type_codes, f->report_type);
	add_code_select(rq, more, "register", N_("Register"), &register_codes, f->reg);
	add_row_select(rq, more, "department", N_("Department"), lookup, LOOKUP_DEPARTMENT, f->department_id);
	add_row_select(rq, more, "project", N_("Project"), lookup, LOOKUP_PROJECT, f->project_id);
	add_row_select(rq, more, "category", N_("Category"), lookup, LOOKUP_CATEGORY, f->category_id);
	add_row_select(rq, more, "manager", N_("Incident manager"), lookup, LOOKUP_MANAGER, f->manager_id);
	add_boxes(rq, form, "statuses", &status_codes, f->statuses);
	add_boxes(rq, form, "severities", &severity_codes, f->severities);
	if (viewer_may(rq->viewer, MAY_SEE_FIGURES))
		add_boxes(rq, form, "outcomes", &outcome_codes, f->outcomes);
	view_text(form, "q", f->q);
	view_text(form, "reporter", f->reporter);
	view_day(form, "from", f->from);
	view_day(form, "to", f->to);
	view_flag(form, "by_reported", f->is_by_reported);
	view_flag(form, "mine", f->is_mine);
	view_flag(form, "open", f->is_open);
	view_flag(form, "overdue", f->is_overdue);
	view_flag(form, "unassigned", f->is_unassigned);
	view_flag(form, "archived", f->is_archived);
	view_flag(form, "merged", f->is_merged_too);
	view_flag(form, "has_more_filters",
		  f->reg || f->department_id || f->project_id || f->category_id || f->manager_id ||
			  f->reporter.len || f->statuses || f->severities || f->outcomes || f->from != DAY_NONE ||
			  f->to != DAY_NONE || f->is_unassigned || f->is_overdue || f->is_archived || f->is_merged_too);
	if (f->sort != SORT_OCCURRED || f->is_ascending)
		view_printf(form, "sort", "%s%s", f->is_ascending ? "" : "-", incident_sort_names[f->sort]);
}

struct chips {
	struct request *rq;
	const struct incident_filter *filter;
	struct view_list *list;
};

static void add_chip(const struct chips *c, const char *name, const char *label, struct str shown,
		     struct str skip)
{
	struct view *chip = view_add(c->list);

	view_text(chip, "label", rq_tr(c->rq, label));
	view_text(chip, "value", shown);
	view_text(chip, "href",
		  list_href(c->rq->arena, incident_filter_query(c->rq->arena, c->filter, name, skip)));
}

static void add_code_chips(const struct chips *c, const char *name, const char *label,
			   const struct codes *codes, unsigned bits)
{
	for (int i = 1; i < codes_count(codes); i++)
		if (bits & (1u << i))
			add_chip(c, name, label, rq_tr(c->rq, codes_label(codes, i)),
				 str_of(codes_code(codes, i)));
}

static void add_row_chip(const struct chips *c, const char *name, const char *label,
			 const struct lookup *lookup, enum lookup_kind kind, int64_t id)
{
	if (id)
		add_chip(c, name, label, lookup_name(lookup, kind, id), STR_NONE);
}

static void add_flag_chip(const struct chips *c, const char *name, const char *label, bool is_on)
{
	if (is_on)
		add_chip(c, name, label, STR(""), STR_NONE);
}

static void add_chips(struct request *rq, struct view *page, const struct incident_filter *f,
		      const struct lookup *lookup)
{
	struct chips c = {rq, f, view_list(page, "chips")};

	if (f->q.len)
		add_chip(&c, "q", N_("Search"), f->q, STR_NONE);
	add_code_chips(&c, "register", N_("Register"), &register_codes, f->reg ? 1u << f->reg : 0);
	add_code_chips(&c, "type", N_("Report type"), &report_type_codes,
		       f->report_type ? 1u << f->report_type : 0);
	add_code_chips(&c, "status", N_("Status"), &status_codes, f->statuses);
	add_code_chips(&c, "severity", N_("Severity"), &severity_codes, f->severities);
	add_code_chips(&c, "outcome", N_("OSHA log"), &outcome_codes, f->outcomes);
	add_row_chip(&c, "establishment", N_("Establishment"), lookup, LOOKUP_ESTABLISHMENT,
		     f->establishment_id);
	add_row_chip(&c, "department", N_("Department"), lookup, LOOKUP_DEPARTMENT, f->department_id);
	add_row_chip(&c, "project", N_("Project"), lookup, LOOKUP_PROJECT, f->project_id);
	add_row_chip(&c, "category", N_("Category"), lookup, LOOKUP_CATEGORY, f->category_id);
	add_row_chip(&c, "manager", N_("Incident manager"), lookup, LOOKUP_MANAGER, f->manager_id);
	if (f->reporter.len)
		add_chip(&c, "reporter", N_("Reporter"), f->reporter, STR_NONE);
	if (f->from != DAY_NONE)
		add_chip(&c, "from", N_("From"), day_text(rq->arena, f->from), STR_NONE);
	if (f->to != DAY_NONE)
		add_chip(&c, "to", N_("To"), day_text(rq->arena, f->to), STR_NONE);
	add_flag_chip(&c, "mine", N_("Mine"), f->is_mine);
	add_flag_chip(&c, "open", N_("Open"), f->is_open);
	add_flag_chip(&c, "overdue", N_("Overdue"), f->is_overdue);
	add_flag_chip(&c, "unassigned", N_("Without incident manager"), f->is_unassigned);
	add_flag_chip(&c, "archived", N_("In the archive"), f->is_archived);
	add_flag_chip(&c, "merged", N_("Duplicates too"), f->is_merged_too);
	if (incident_filter_is_narrow(f))
		view_cstr(page, "clear_href", "/incidents");
}

void incident_filter_view(struct request *rq, struct view *page, const struct incident_filter *filter,
			  const struct lookup *lookup)
{
	struct view *controls = view_object(page, "filters");

	view_keep(controls);
	view_text(controls, "assets", rq_assets(rq));
	add_controls(rq, controls, filter, lookup);
	add_chips(rq, page, filter, lookup);
	view_text(page, "query", incident_filter_query(rq->arena, filter, NULL, STR_NONE));
	if (filter->is_archived)
		return;
	struct incident_filter archived = *filter;
	archived.is_archived = true;
	view_text(page, "archive_href",
		  list_href(rq->arena, incident_filter_query(rq->arena, &archived, NULL, STR_NONE)));
}

void incident_columns_view(struct request *rq, struct view *page, const struct incident_filter *filter)
{
	static const struct {
		enum incident_sort sort;
		const char *label;
	} columns[] = {
		{SORT_NUMBER, N_("Number")},       {SORT_ESTABLISHMENT, N_("Incident and establishment")},
		{SORT_SEVERITY, N_("Severity")},   {SORT_STATUS, N_("Status")},
		{SORT_OCCURRED, N_("Happened")},   {SORT_REPORTED, N_("Reported")},
		{SORT_UPDATED, N_("Last change")},
	};
	struct view_list *list = view_list(page, "columns");

	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
		struct view *column = view_add(list);
		bool is_sorted = filter->sort == columns[i].sort;
		view_text(column, "label", rq_tr(rq, columns[i].label));
		view_text(column, "href", incident_filter_sorted(rq->arena, filter, columns[i].sort));
		view_flag(column, "is_up", is_sorted && filter->is_ascending);
		view_flag(column, "is_down", is_sorted && !filter->is_ascending);
	}
}

static void add_pager_link(struct request *rq, struct view *page, const char *member, const char *name,
			   const struct incident_filter *filter, const struct incident_cursor *cursor)
{
	if (!cursor->is_set)
		return;
	struct str query = incident_filter_query(rq->arena, filter, NULL, STR_NONE);
	struct text href = TEXT_IN(rq->arena);

	text_printf(&href, "/incidents?%.*s%s%s=", STR_ARG(query), query.len ? "&" : "", name);
	text_url(&href, incident_cursor_text(rq->arena, filter->sort, cursor));
	view_text(page, member, text_str(&href));
}

/* "50 of 1,000+": how many are on this page, and how many there are. */
static struct str shown(struct request *rq, size_t on_page, int64_t count)
{
	struct text out = TEXT_IN(rq->arena);

	text_printf(&out, "%zu", on_page);
	if (count < 0 || (size_t)count == on_page)
		return text_str(&out);
	text_printf(&out, " %.*s ", STR_ARG(rq_tr(rq, N_("of"))));
	if (count >= INCIDENT_COUNT_MOST)
		text_cstr(&out, "1,000+");
	else
		text_int(&out, count);
	return text_str(&out);
}

void incident_page_view(struct request *rq, struct view *page, const struct incident_filter *filter,
			const struct incident_page *list, int64_t count)
{
	struct view_list *rows = view_list(page, "rows");

	for (size_t i = 0; i < list->count; i++) {
		struct view *row = view_add(rows);
		view_keep(row);
		view_html(row, "title_html", marked_html(rq->arena, list->lines[i].title, filter->q));
		if (filter->q.len)
			view_text(row, "q", filter->q);
		view_merge(row, &incident_line_record, &list->lines[i]);
	}
	view_flag(page, "is_narrow", incident_filter_is_narrow(filter));
	view_text(page, "shown", shown(rq, list->count, count));
	add_pager_link(rq, page, "newer_href", "before", filter, &list->before);
	add_pager_link(rq, page, "older_href", "after", filter, &list->after);
}
