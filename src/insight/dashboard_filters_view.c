#include "insight/dashboard_filters_view.h"

#include <inttypes.h>

enum { MONTHS_BACK = 48 };

static struct str month_value(const struct dashboard_page *p, day month)
{
	return str_slice(day_text(p->rq->arena, month), 0, 7);
}

static void add_option(struct view_list *options, struct str code, struct str label, bool is_selected)
{
	struct view *option = view_add(options);

	view_text(option, "code", code);
	view_text(option, "label", label);
	view_flag(option, "selected", is_selected);
}

static struct view_list *add_select(const struct dashboard_page *p, struct view_list *selects,
				    const char *name, const char *label, bool has_all)
{
	struct view *select = view_add(selects);

	view_cstr(select, "name", name);
	view_printf(select, "id", "filter-%s", name);
	view_text(select, "label", rq_tr(p->rq, label));
	view_flag(select, "has_all", has_all);
	return view_list(select, "options");
}

static bool may_choose(bool all, const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; !all && i < count; i++)
		if (ids[i] == id)
			return true;
	return all;
}

static void add_row_select(const struct dashboard_page *p, struct view_list *selects, const char *name,
			   const char *label, enum lookup_kind kind, int64_t chosen)
{
	const struct dashboard_scope *s = p->scope;
	bool is_place = kind == LOOKUP_ESTABLISHMENT;
	bool all = is_place ? s->all_places : s->all_departments;
	struct view_list *options = add_select(p, selects, name, label, all);

	for (size_t i = 0; i < p->lookup->kinds[kind].count; i++) {
		const struct lookup_row *row = &p->lookup->kinds[kind].rows[i];
		bool is_offered = may_choose(all, is_place ? s->places : s->departments,
					     is_place ? s->place_count : s->department_count, row->id);
		if (is_offered && (row->is_active || row->id == chosen))
			add_option(options, arena_printf(p->rq->arena, "%" PRId64, row->id), row->name,
				   row->id == chosen);
	}
}

static void add_month_select(const struct dashboard_page *p, struct view_list *selects, const char *name,
			     const char *label, day chosen)
{
	struct view_list *options = add_select(p, selects, name, label, false);
	day this_month = figure_month(p->today, 0);

	for (int back = 0; back < MONTHS_BACK; back++) {
		day month = figure_month(this_month, -back);
		add_option(options, month_value(p, month), dashboard_view_month(p, month), month == chosen);
	}
}

static void add_severity_select(const struct dashboard_page *p, struct view_list *selects)
{
	struct view_list *options = add_select(p, selects, "severity", N_("Severity"), true);

	for (int severity = SEVERITY_CRITICAL; severity > SEVERITY_NONE; severity--)
		add_option(options, str_of(codes_code(&severity_codes, severity)),
			   rq_tr(p->rq, codes_label(&severity_codes, severity)),
			   p->filter->severities == 1u << severity);
}

static void add_filters(const struct dashboard_page *p, struct view *page)
{
	struct view_list *selects = view_list(page, "selects");

	add_month_select(p, selects, "from", N_("From"), figure_month(p->filter->from, 0));
	add_month_select(p, selects, "to", N_("To"), figure_month(p->filter->to, 0));
	add_row_select(p, selects, "establishment", N_("Establishment"), LOOKUP_ESTABLISHMENT,
		       p->filter->establishment_id);
	add_row_select(p, selects, "department", N_("Department"), LOOKUP_DEPARTMENT,
		       p->filter->department_id);
	add_severity_select(p, selects);
	view_cstr(page, "register", codes_code(&register_codes, p->filter->reg));
}

static void add_tabs(const struct dashboard_page *p, struct view *page)
{
	struct view_list *tabs = view_list(page, "tabs");

	for (int reg = REGISTER_SAFETY; reg <= REGISTER_OPERATIONS; reg++) {
		struct incident_filter filter = *p->filter;
		if (!(p->scope->registers & (1u << reg)))
			continue;
		struct view *tab = view_add(tabs);
		filter.reg = reg;
		view_text(tab, "label", rq_tr(p->rq, codes_label(&register_codes, reg)));
		view_text(tab, "href", dashboard_view_href(p, "/dashboards", &filter));
		view_flag(tab, "current", reg == p->filter->reg);
	}
}

static void add_chip(const struct dashboard_page *p, struct view_list *chips, const char *label,
		     struct str value, struct incident_filter without)
{
	struct view *chip = view_add(chips);

	view_text(chip, "label", rq_tr(p->rq, label));
	view_text(chip, "value", value);
	view_text(chip, "href", dashboard_view_href(p, "/dashboards", &without));
}

static void add_chips(const struct dashboard_page *p, struct view *page)
{
	struct view_list *chips = view_list(page, "chips");
	struct incident_filter without = *p->filter;

	if (p->filter->establishment_id && p->scope->all_places) {
		without.establishment_id = 0;
		add_chip(p, chips, N_("Establishment"),
			 lookup_name(p->lookup, LOOKUP_ESTABLISHMENT, p->filter->establishment_id), without);
	}
	without = *p->filter;
	if (p->filter->department_id && p->scope->all_departments) {
		without.department_id = 0;
		add_chip(p, chips, N_("Department"),
			 lookup_name(p->lookup, LOOKUP_DEPARTMENT, p->filter->department_id), without);
	}
	for (int severity = SEVERITY_LOW; severity <= SEVERITY_CRITICAL; severity++) {
		without = *p->filter;
		without.severities &= ~(1u << severity);
		if (p->filter->severities & (1u << severity))
			add_chip(p, chips, N_("Severity"),
				 rq_tr(p->rq, codes_label(&severity_codes, severity)), without);
	}
}

static void add_periods(const struct dashboard_page *p, struct view *page)
{
	int year = day_civil(p->today).year;
	day this_month = figure_month(p->today, 0);
	const struct {
		struct str label;
		day from, to;
	} periods[] = {
		{rq_tr(p->rq, N_("Last 12 months")), figure_month(this_month, -11), this_month},
		{arena_printf(p->rq->arena, "%d", year), day_of(year, 1, 1), this_month},
		{arena_printf(p->rq->arena, "%d", year - 1), day_of(year - 1, 1, 1), day_of(year - 1, 12, 1)},
		{arena_printf(p->rq->arena, "%d", year - 2), day_of(year - 2, 1, 1), day_of(year - 2, 12, 1)},
	};
	struct view_list *list = view_list(page, "periods");

	for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
		struct incident_filter filter = *p->filter;
		struct view *period = view_add(list);
		filter.from = periods[i].from;
		filter.to = figure_month_end(periods[i].to);
		view_text(period, "label", periods[i].label);
		view_text(period, "href", dashboard_view_href(p, "/dashboards", &filter));
		view_flag(period, "current", filter.from == p->filter->from && filter.to == p->filter->to);
	}
}

void dashboard_filters_view_fill(const struct dashboard_page *p, struct view *page)
{
	add_tabs(p, page);
	add_filters(p, page);
	add_chips(p, page);
	add_periods(p, page);
}
