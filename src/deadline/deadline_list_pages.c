#include "deadline/deadline_list_pages.h"

#include "audit/audit.h"
#include "base/csv.h"
#include "deadline/deadline_list_store.h"
#include "deadline/deadline_view.h"
#include "deadline/deadline_work.h"
#include "deadline/stage.h"
#include "incident/lookup_store.h"

static const struct work_source deadlines = {"deadlines", N_("Deadlines"), "/deadlines", 2, MAY_SIGN_IN,
					     deadline_work_mine};
WORK_SOURCE(deadlines);

static struct str list_href(struct arena *arena, struct str query)
{
	return arena_printf(arena, "/deadlines%s%.*s", query.len ? "?" : "", STR_ARG(query));
}

static struct deadline_filter read_filter(const struct request *rq)
{
	struct deadline_filter filter = {.scope = DEADLINE_MINE};

	for (size_t i = 0; i < rq->query.count; i++)
		deadline_filter_set(&filter, rq->query.at[i].name, rq->query.at[i].value);
	return filter;
}

static void add_option(struct view_list *options, struct str code, struct str label, bool is_selected)
{
	struct view *option = view_add(options);

	view_text(option, "code", code);
	view_text(option, "label", label);
	view_flag(option, "selected", is_selected);
}

static struct view_list *add_select(struct request *rq, struct view_list *selects, const char *name, const char *label)
{
	struct view *select = view_add(selects);

	view_cstr(select, "name", name);
	view_printf(select, "id", "filter-%s", name);
	view_text(select, "label", rq_tr(rq, label));
	return view_list(select, "options");
}

static void add_controls(struct request *rq, struct view *page, const struct deadline_filter *f,
			 const struct lookup *lookup)
{
	struct view_list *selects = view_list(page, "selects");
	struct view_list *shows = view_list(page, "shows");
	struct view_list *kinds = add_select(rq, selects, "kind", N_("What has to be done"));

	for (int i = 0; i < SHOW_COUNT; i++)
		add_option(shows, str_of(codes_code(&deadline_show_codes, i)),
			   rq_tr(rq, codes_label(&deadline_show_codes, i)), i == f->show);
	for (int i = 1; i < DEADLINE_KIND_COUNT; i++)
		add_option(kinds, str_of(codes_code(&deadline_kind_codes, i)),
			   rq_tr(rq, codes_label(&deadline_kind_codes, i)), i == f->kind);
	struct view_list *places = add_select(rq, selects, "establishment", N_("Establishment"));
	for (size_t i = 0; i < lookup->kinds[LOOKUP_ESTABLISHMENT].count; i++) {
		const struct lookup_row *row = &lookup->kinds[LOOKUP_ESTABLISHMENT].rows[i];
		if (row->is_active || row->id == f->establishment_id)
			add_option(places, arena_printf(rq->arena, "%lld", (long long)row->id), row->name,
				   row->id == f->establishment_id);
	}
	view_code(page, "view", &deadline_scope_codes, f->scope);
}

static void add_chip(struct request *rq, struct view_list *chips, const struct deadline_filter *f, const char *name,
		     const char *label, struct str value)
{
	struct view *chip = view_add(chips);

	view_text(chip, "label", rq_tr(rq, label));
	view_text(chip, "value", value);
	view_text(chip, "href", list_href(rq->arena, deadline_filter_query(rq->arena, f, name)));
}

static void add_chips(struct request *rq, struct view *page, const struct deadline_filter *f,
		      const struct lookup *lookup)
{
	struct view_list *chips = view_list(page, "chips");
	const struct deadline_filter clear = {.scope = f->scope};

	if (f->show != SHOW_OPEN)
		add_chip(rq, chips, f, "show", N_("Show"), rq_tr(rq, codes_label(&deadline_show_codes, f->show)));
	if (f->kind)
		add_chip(rq, chips, f, "kind", N_("What has to be done"),
			 rq_tr(rq, codes_label(&deadline_kind_codes, f->kind)));
	if (f->establishment_id)
		add_chip(rq, chips, f, "establishment", N_("Establishment"),
			 lookup_name(lookup, LOOKUP_ESTABLISHMENT, f->establishment_id));
	if (deadline_filter_is_narrow(f))
		view_text(page, "clear_href", list_href(rq->arena, deadline_filter_query(rq->arena, &clear, NULL)));
}

/* Mine, my team, all: each with how many are overdue. */
static enum rc add_views(struct request *rq, struct view *page, const struct deadline_filter *filter)
{
	struct view_list *tabs = view_list(page, "tabs");
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < DEADLINE_SCOPE_COUNT; i++) {
		struct deadline_filter other = *filter, late = {.scope = i, .show = SHOW_OVERDUE};
		struct view *tab = view_add(tabs);
		int64_t count = 0;
		other.scope = i;
		rc = deadline_list_count(rq->db, rq->arena, rq->viewer, &late, rq->now, &count);
		view_text(tab, "label", rq_tr(rq, codes_label(&deadline_scope_codes, i)));
		view_text(tab, "href", list_href(rq->arena, deadline_filter_query(rq->arena, &other, NULL)));
		view_flag(tab, "current", i == filter->scope);
		if (count >= DEADLINE_COUNT_MOST)
			view_cstr(tab, "count", "1,000+");
		else
			view_int(tab, "count", count);
	}
	return rc;
}

static int shown_stage(int64_t stage)
{
	return stage > STAGE_ESCALATED ? STAGE_ESCALATED : (int)stage;
}

static void add_rows(struct request *rq, struct view *page, const struct deadline_page *found)
{
	const struct view_style style = {rq->zone, rq->catalogue};
	struct view_list *rows = view_list(page, "rows");

	for (size_t i = 0; i < found->count; i++) {
		const struct deadline_line *line = &found->lines[i];
		struct view *row = view_add(rows);
		deadline_view(row, rq->arena, &style, &line->deadline, rq->now);
		view_text(row, "responsible", line->responsible);
		view_text(row, "establishment", line->establishment);
		if (!line->deadline.is_quiet)
			view_code(row, "stage", &deadline_stage_codes, shown_stage(line->deadline.stage));
	}
}

static void add_pager(struct request *rq, struct view *page, const char *member, const char *name,
		      const struct deadline_filter *f, const struct deadline_cursor *cursor)
{
	const struct str query = deadline_filter_query(rq->arena, f, NULL);

	if (cursor->is_set)
		view_printf(page, member, "/deadlines?%.*s%s%s=%.*s", STR_ARG(query), query.len ? "&" : "", name,
			    STR_ARG(deadline_cursor_text(rq->arena, cursor)));
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	const struct deadline_filter filter = read_filter(rq);
	const struct lookup *lookup;
	struct deadline_page found;
	int64_t count = 0;
	enum rc rc = lookup_of(rq->db, rq->viewer, &lookup);

	if (rc == RC_OK)
		rc = deadline_list(rq->db, rq->arena, rq->viewer, &filter, rq->now, DEADLINE_PAGE, &found);
	if (rc == RC_OK)
		rc = deadline_list_count(rq->db, rq->arena, rq->viewer, &filter, rq->now, &count);
	if (rc == RC_OK)
		rc = add_views(rq, page, &filter);
	if (rc != RC_OK)
		return rc;
	add_controls(rq, page, &filter, lookup);
	add_chips(rq, page, &filter, lookup);
	add_rows(rq, page, &found);
	view_flag(page, "is_narrow", deadline_filter_is_narrow(&filter));
	view_text(page, "query", deadline_filter_query(rq->arena, &filter, NULL));
	view_printf(page, "shown", "%zu %.*s %lld%s", found.count, STR_ARG(rq_tr(rq, N_("of"))),
		    (long long)(count >= DEADLINE_COUNT_MOST ? 1000 : count), count >= DEADLINE_COUNT_MOST ? "+" : "");
	add_pager(rq, page, "newer_href", "before", &filter, &found.before);
	add_pager(rq, page, "older_href", "after", &filter, &found.after);
	return respond_page(rq, rs, "deadline/list", page);
}

/* --- as a file --- */

static void put_head(struct request *rq, struct csv_writer *csv)
{
	static const char *const columns[] = {
		N_("What has to be done"), N_("Record"),	 N_("Due"),        N_("Time zone"), N_("Due (UTC)"),
		N_("State"),               N_("Responsible person"), N_("Establishment"), N_("Source in law"), N_("Met (UTC)"),
	};

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		csv_put(csv, rq_tr(rq, columns[i]));
	csv_end(csv);
}

static const char *state_of(const struct deadline *d, moment now)
{
	if (d->met_at != MOMENT_NONE)
		return N_("Met");
	return deadline_is_late(d, now) ? N_("Overdue") : N_("Open");
}

static void put_line(struct request *rq, struct csv_writer *csv, const struct deadline_line *line)
{
	const struct deadline *d = &line->deadline;
	const struct view_style style = {rq->zone, rq->catalogue};
	const bool is_exact = d->due_on == DAY_NONE;

	csv_put(csv, rq_tr(rq, deadline_title(d)));
	csv_put(csv, d->reference);
	csv_put(csv, is_exact ? zone_input_text(rq->arena, deadline_view_zone(&style, d), d->due_at)
			      : day_text(rq->arena, d->due_on));
	csv_put(csv, d->zone);
	csv_put(csv, moment_text(rq->arena, d->due_at));
	csv_put(csv, rq_tr(rq, state_of(d, rq->now)));
	csv_put(csv, line->responsible);
	csv_put(csv, line->establishment);
	csv_put(csv, str_of(deadline_citation(d)));
	csv_put(csv, moment_text(rq->arena, d->met_at));
	csv_end(csv);
}

static enum rc note_export(struct request *rq, const struct deadline_filter *filter)
{
	const struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct text changes = TEXT_IN(rq->arena);

	text_cstr(&changes, "{\"filter\":[null,");
	text_json(&changes, deadline_filter_query(rq->arena, filter, NULL));
	text_cstr(&changes, "]}");
	const struct audit_entry entry = {
		.action = "export.deadlines", .subject = "deadline", .changes = text_str(&changes)};
	return audit_append(rq->db, &actor, &entry);
}

static enum rc csv_get(struct request *rq, struct response *rs)
{
	struct deadline_filter filter = read_filter(rq);
	struct deadline_page found;
	struct text out = TEXT_IN(rq->arena);
	struct csv_writer csv = CSV_WRITER(&out, true);

	filter.after.is_set = filter.before.is_set = false;
	enum rc rc = deadline_list(rq->db, rq->arena, rq->viewer, &filter, rq->now, DEADLINE_EXPORT_MOST, &found);
	if (rc == RC_OK)
		rc = note_export(rq, &filter);
	if (rc != RC_OK)
		return rc;
	put_head(rq, &csv);
	for (size_t i = 0; i < found.count; i++)
		put_line(rq, &csv, &found.lines[i]);
	return respond_bytes(rq, rs, "text/csv; charset=utf-8", STR("deadlines.csv"), text_str(&out));
}

const struct route deadline_list_routes[] = {
	{METHOD_GET, "/deadlines", MAY_SIGN_IN, 0, list_get, "deadlines, soonest first, filtered, by pages",
	 .offered_by = "listDeadlines"},
	{METHOD_GET, "/deadlines.csv", MAY_SIGN_IN, ROUTE_WRITES, csv_get, "the same as a file, at most 10,000",
	 .offered_by = "listDeadlines"},
	ROUTE_END,
};
