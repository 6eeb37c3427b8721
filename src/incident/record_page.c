#include "incident/record.h"

#include "incident/incident_facts_store.h"

static const struct record_part *const no_parts[] = {NULL};
static const struct record_part *const *parts = no_parts;

void record_use(const struct record_part *const *list)
{
	parts = list;
	for (size_t i = 0; parts[i]; i++)
		for (size_t n = 0; n < sizeof parts[i]->counts / sizeof *parts[i]->counts && parts[i]->counts[n]; n++)
			incident_count_use(parts[i]->counts[n]);
}

static bool is_shown(const struct record_part *part, const struct request *rq, const struct incident_shown *shown)
{
	return part->registers & (1u << shown->incident.reg) && (!part->shown || part->shown(rq, shown));
}

/* The parts that this viewer sees, by position. */
static const struct record_part **shown_parts(const struct request *rq, const struct incident_shown *shown,
					      size_t *count)
{
	size_t room = 0;

	while (parts[room])
		room++;
	const struct record_part **sorted = ARENA_ARRAY(rq->arena, const struct record_part *, room + 1);
	*count = 0;
	for (size_t i = 0; i < room; i++) {
		size_t place = *count;
		if (!is_shown(parts[i], rq, shown))
			continue;
		for (; place > 0 && sorted[place - 1]->position > parts[i]->position; place--)
			sorted[place] = sorted[place - 1];
		sorted[place] = parts[i];
		(*count)++;
	}
	return sorted;
}

static void add_tab(struct request *rq, struct view_list *tabs, const struct incident *incident, const char *label,
		    const char *behind, int64_t count, const char *current)
{
	struct view *tab = view_add(tabs);

	view_text(tab, "label", rq_tr(rq, label));
	view_text(tab, "href", incident_href(rq->arena, incident, behind));
	view_int(tab, "count", count);
	view_flag(tab, "current", str_is(str_of(behind), current));
}

static enum rc add_tabs(struct request *rq, struct view *page, const struct incident_shown *shown, const char *current)
{
	struct view_list *tabs = view_list(page, "tabs");
	size_t count;
	const struct record_part **list = shown_parts(rq, shown, &count);
	enum rc rc = RC_OK;

	add_tab(rq, tabs, &shown->incident, N_("Summary"), "", 0, current);
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		int64_t items = 0;
		if (!list[i]->tab)
			continue;
		if (list[i]->count)
			rc = list[i]->count(rq, shown, &items);
		add_tab(rq, tabs, &shown->incident, list[i]->label, list[i]->tab, items, current);
	}
	return rc;
}

static void add_crumbs(struct request *rq, struct view *page, const struct incident *incident, const char *tab)
{
	struct view_list *crumbs = view_list(page, "crumbs");
	struct view *list = view_add(crumbs), *own = view_add(crumbs);

	view_text(list, "label", rq_tr(rq, N_("Incidents")));
	view_cstr(list, "href", "/incidents");
	view_text(own, "label", incident->number);
	if (*tab)
		view_text(own, "href", incident_href(rq->arena, incident, ""));
}

enum rc record_page(struct request *rq, const struct incident_shown *shown, const char *tab, struct view **out)
{
	const struct incident *incident = &shown->incident;
	struct view *page = *out = view_new(rq->arena);
	bool is_open = incident_is_open((enum status)incident->status);

	view_record(page, "incident", &incident_record, incident);
	view_record(page, "around", &incident_around_record, &shown->around);
	view_text(page, "incident_href", incident_href(rq->arena, incident, ""));
	view_flag(page, "may_manage", shown->may_manage);
	view_flag(page, "shows_work", shown->shows_work);
	view_flag(page, "is_overdue",
		  is_open && incident->target_on != DAY_NONE &&
			  incident->target_on < zone_day(rq->zone, rq->now));
	view_flag(page, "is_open", is_open);
	add_crumbs(rq, page, incident, tab);
	return add_tabs(rq, page, shown, tab);
}

struct record_gaps {
	struct request *rq;
	const struct incident *incident;
	struct view_list *list;
};

void record_gap(struct record_gaps *gaps, struct str text, const char *behind)
{
	struct view *item = view_add(gaps->list);

	view_text(item, "gap", text);
	view_text(item, "gap_href", incident_href(gaps->rq->arena, gaps->incident, behind));
}

enum rc record_summary(struct request *rq, const struct incident_shown *shown, struct view *page)
{
	struct view_list *columns[] = {
		[RECORD_MAIN] = view_list(page, "main_cards"),
		[RECORD_SIDE] = view_list(page, "side_cards"),
		[RECORD_BANNER] = view_list(page, "banners"),
	};
	struct record_gaps gaps = {rq, &shown->incident, view_list(page, "gaps")};
	size_t count;
	const struct record_part **list = shown_parts(rq, shown, &count);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		if (shown->may_manage && list[i]->gaps)
			rc = list[i]->gaps(rq, shown, &gaps);
		if (rc != RC_OK || !list[i]->template)
			continue;
		struct view *card = view_add(columns[list[i]->column]);
		view_cstr(card, "part", list[i]->name);
		view_cstr(card, "template", list[i]->template);
		if (list[i]->load)
			rc = list[i]->load(rq, shown, card);
	}
	return rc;
}

enum rc record_facts(struct db *db, struct arena *arena, const struct incident *incident, moment now,
		     unsigned guards, struct workflow_facts *facts)
{
	enum rc rc = incident_facts(db, arena, incident, guards, facts);

	facts->now = now;
	for (size_t i = 0; rc == RC_OK && parts[i]; i++)
		if (parts[i]->facts && parts[i]->answers & guards && parts[i]->registers & (1u << incident->reg))
			rc = parts[i]->facts(db, arena, incident, facts);
	return rc;
}
