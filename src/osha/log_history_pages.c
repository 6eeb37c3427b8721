#include "osha/log_history_pages.h"

#include "identity/viewer.h"
#include "osha/log_version_store.h"
#include "osha/log_view.h"

/* From the day on which the year was over (or the first of it while it runs) to today, unless the address
 * says else. */
static void read_days(const struct request *rq, const struct log_view *v, day *from, day *to)
{
	day year_end = day_of((int)v->year, 12, 31);

	if (!day_parse(pairs_get(&rq->query, "from"), from))
		*from = year_end < v->today ? year_end : day_of((int)v->year, 1, 1);
	if (!day_parse(pairs_get(&rq->query, "to"), to) || *to > v->today)
		*to = v->today;
	if (*from > *to)
		*from = *to;
}

static struct str value_of(struct request *rq, const struct field *field, struct log_version version)
{
	if (field->kind == FIELD_CODE)
		return rq_tr(rq, codes_label(field->codes, *FIELD_AT(int, &version, field)));
	if (field->kind == FIELD_BOOL)
		return rq_tr(rq, *FIELD_AT(bool, &version, field) ? N_("Yes") : N_("No"));
	if (field->kind == FIELD_MOMENT) {
		moment at = *FIELD_AT(moment, &version, field);
		return at == MOMENT_NONE ? STR("") : day_text(rq->arena, zone_day(rq->zone, at));
	}
	return field_text(rq->arena, field, &version);
}

static void add_field(struct request *rq, struct view_list *list, const struct field *field,
		      const struct log_change *change)
{
	struct view *item = view_add(list);

	view_text(item, "label", rq_tr(rq, field->label));
	if (change->before)
		view_text(item, "before", value_of(rq, field, *change->before));
	if (change->after)
		view_text(item, "after", value_of(rq, field, *change->after));
}

/* Who reads here never reads the name of somebody who is a privacy case, were it only before or after. */
static bool hides_name(const struct field *field, const struct log_change *change)
{
	bool is_privacy = (change->before && change->before->is_privacy) ||
			  (change->after && change->after->is_privacy);

	return is_privacy && str_is(str_of(field->name), "full_name");
}

static bool is_told(struct request *rq, const struct field *field, const struct log_change *change)
{
	if ((field->flags & FIELD_QUIET) || hides_name(field, change))
		return false;
	if (change->before && change->after)
		return log_version_differs(rq->arena, field, change->before, change->after);
	return !field_is_empty(field, change->before ? change->before : change->after);
}

static void add_change(struct request *rq, struct view_list *list, const struct log_change *change)
{
	struct view *item = view_add(list);
	const struct log_version *line = change->after ? change->after : change->before;
	struct view_list *fields = view_list(item, "fields");

	view_text(item, "number", line->case_number);
	view_flag(item, "is_added", !change->before);
	view_flag(item, "is_removed", !change->after);
	view_flag(item, "is_lined_out",
		  change->before && change->after && change->before->lined_out_at == MOMENT_NONE &&
			  change->after->lined_out_at != MOMENT_NONE);
	view_moment(item, "changed_at", change->changed_at);
	for (const struct field *field = log_version_record.fields; field->name; field++)
		if (is_told(rq, field, change))
			add_field(rq, fields, field, change);
}

static enum rc history_get(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct rows rows;
	day from, to;
	size_t count;
	struct view *page = view_new(rq->arena);
	enum rc rc = log_view_load(rq, &v, false);

	if (rc == RC_OK)
		rc = log_version_list(rq->db, rq->arena, v.place.organization_id, v.place.id, v.year, &rows);
	if (rc != RC_OK)
		return rc;
	read_days(rq, &v, &from, &to);
	const struct log_change *changes =
		log_version_changes(rq->arena, rows.at, rows.count, log_version_end_of(rq->zone, from),
				    log_version_end_of(rq->zone, to), &count);
	struct view_list *list = view_list(page, "changes");
	for (size_t i = 0; i < count; i++)
		add_change(rq, list, &changes[i]);
	log_view_page(rq, &v, "history", page);
	view_day(page, "from", from);
	view_day(page, "to", to);
	view_day(page, "today", v.today);
	return respond_page(rq, rs, "osha/history", page);
}

const struct route log_history_routes[] = {
	{.method = METHOD_GET,
	 .path = "/osha/{code}/{year}/history",
	 .needs = MAY_SEE_OSHA,
	 .handle = history_get,
	 .help = "what changed on the log between two days",
	 .offered_by = "listLogChanges"},
	ROUTE_END,
};
