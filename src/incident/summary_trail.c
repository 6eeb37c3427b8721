#include <jansson.h>

#include "audit/audit_list_store.h"
#include "audit/audit_view.h"
#include "incident/summary.h"

/* The newest changes; all of them are in the portal, with what they changed and the proof of each. */
enum { LINES_MOST = 60 };

struct trail {
	const struct summary *summary;
	int64_t reporter_account;        /* 0: may be named */
	struct summary_value (*cells)[4]; /* newest first */
	size_t count, total;
};

/* Looking at a record or taking files out of it does not change it. */
static bool is_change(struct str action)
{
	return !str_starts(action, STR("export.")) && !str_ends(action, STR(".read")) && !str_ends(action, STR("_seen")) &&
	       !str_ends(action, STR("_unmasked"));
}

/* "New → Under Review", where the entry tells of a state; else the reason given. */
static struct str detail(const struct summary *summary, const struct audit_line *line)
{
	json_t *changes = line->changes.len ? json_loadb(line->changes.at, line->changes.len, 0, NULL) : NULL;
	const json_t *pair = str_is(line->subject, "incident") ? json_object_get(changes, "status") : NULL;
	const char *from = json_string_value(json_array_get(pair, 0)), *to = json_string_value(json_array_get(pair, 1));
	struct str text = arena_str(summary->arena, line->reason.at ? line->reason : STR(""));

	if (from && to) {
		const int before = codes_find(&status_codes, str_of(from)), after = codes_find(&status_codes, str_of(to));
		if (before > 0 && after > 0)
			text = arena_printf(summary->arena, "%.*s → %.*s%s%.*s",
					    STR_ARG(summary_words(summary, codes_label(&status_codes, before))),
					    STR_ARG(summary_words(summary, codes_label(&status_codes, after))),
					    text.len ? ": " : "", STR_ARG(text));
	}
	json_decref(changes);
	return text;
}

static struct str who(const struct trail *trail, const struct audit_line *line)
{
	if (trail->reporter_account && line->actor_id == trail->reporter_account)
		return summary_words(trail->summary, N_("The reporter"));
	if (!line->actor_name.len)
		return summary_words(trail->summary, N_("The system"));
	return summary_name(trail->summary, arena_str(trail->summary->arena, line->actor_name));
}

static enum rc take_line(void *closure, struct arena *arena, void *row)
{
	struct trail *trail = closure;
	const struct audit_line *line = row;
	const struct summary *s = trail->summary;

	(void)arena; /* ends with the row */
	if (!is_change(line->action) || ++trail->total > LINES_MOST)
		return RC_OK;
	struct summary_value *cells = trail->cells[trail->count++];
	/* Entries of an anonymous reporter know no time of day. */
	cells[0] = summary_moment(line->recorded_at);
	cells[1] = summary_text(who(trail, line));
	cells[2] = summary_text(audit_view_action(s->catalogue, arena_str(s->arena, line->action)));
	cells[3] = summary_text(detail(s, line));
	return RC_OK;
}

enum rc summary_trail(struct summary *s)
{
	static const struct summary_column columns[] = {
		{N_("When"), 0.19}, {N_("Who"), 0.2}, {N_("What"), 0.29}, {N_("Reason or change"), 0.32}};
	const struct audit_filter filter = {.organization_id = s->incident.organization_id,
					    .incident_id = s->incident.id,
					    .from = MOMENT_NONE,
					    .until = MOMENT_NONE};
	struct trail trail = {.summary = s, .cells = arena_alloc(s->arena, LINES_MOST, sizeof *trail.cells)};
	enum rc rc = RC_OK;

	summary_begin(s, N_("Audit trail"));
	if (s->incident.reporting != REPORTING_NAMED)
		rc = incident_reporter_account(s->db, s->arena, &s->incident, &trail.reporter_account);
	if (rc == RC_OK)
		rc = audit_list_each(s->db, s->arena, &filter, take_line, &trail);
	if (rc != RC_OK || trail.count == 0)
		return rc;
	struct summary_table *table = summary_table(s, N_("Changes"), columns, 4, trail.count);
	for (size_t i = trail.count; i-- > 0;)
		summary_row(table, trail.cells[i]);
	if (trail.total > trail.count)
		summary_note(s, arena_printf(s->arena, "%.*s: %zu / %zu",
					     STR_ARG(summary_words(s, N_("The newest entries of the trail"))), trail.count,
					     trail.total));
	return RC_OK;
}
