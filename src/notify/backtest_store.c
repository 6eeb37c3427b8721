#include "notify/backtest_store.h"

/* Index history. */
STATEMENT(backtest_event, &event_row_record, NULL,
	  "SELECT {columns} FROM event FORCE INDEX (history) WHERE organization_id = ? AND kind = ? AND created_at >= ?"
	  " ORDER BY created_at DESC LIMIT ?");
/* Those of which somebody was told already: who is badly hurt comes to light in many ways. */
STATEMENT(backtest_severe, &event_row_record, NULL,
	  "SELECT {columns:e} FROM (SELECT DISTINCT event_id FROM notification FORCE INDEX (kind)"
	  "  WHERE organization_id = ? AND kind = ? AND created_at >= ? LIMIT 5000) n"
	  " STRAIGHT_JOIN event e FORCE INDEX (PRIMARY) ON e.id = n.event_id ORDER BY n.event_id DESC LIMIT ?");

/* The event behind a kind that only we tell apart. */
static struct str source_of(struct str kind)
{
	if (str_is(kind, "comment.to_reporter") || str_is(kind, "comment.from_reporter"))
		return STR("comment.created");
	if (str_is(kind, "investigation.joined"))
		return STR("investigation.assigned");
	return kind;
}

enum rc backtest_events(struct db *db, struct arena *arena, int64_t organization_id, struct str kind, moment since, int64_t most,
			struct rows *rows)
{
	const struct statement *statement = str_is(kind, "incident.severe_injury") ? &backtest_severe : &backtest_event;

	return db_list(db, arena, statement,
		       PARAMS(P_INT(organization_id), P_TEXT(source_of(kind)), P_MOMENT(since), P_INT(most)), rows);
}
