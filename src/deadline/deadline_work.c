#include "deadline/deadline_work.h"

#include "deadline/deadline_list_store.h"
#include "deadline/deadline_view.h"

enum { WORK_DAYS = 14 };

enum rc deadline_work_mine(const struct work_asked *asked, struct rows *items)
{
	const struct deadline_filter filter = {.scope = DEADLINE_MINE};
	const struct view_style style = {asked->zone, asked->catalogue};
	struct deadline_page page;
	struct work_item *at;
	size_t count = 0;
	enum rc rc = deadline_list(asked->db, asked->arena, asked->viewer, &filter, asked->now, WORK_ITEMS, &page);

	if (rc != RC_OK)
		return rc;
	at = ARENA_ARRAY(asked->arena, struct work_item, page.count + 1);
	for (size_t i = 0; i < page.count; i++) {
		const struct deadline *d = &page.lines[i].deadline;
		if (d->due_at > asked->now + DAYS(WORK_DAYS))
			break;
		at[count++] = (struct work_item){
			.number = d->reference,
			.title = tr(asked->catalogue, deadline_title(d)),
			.href = deadline_href(asked->arena, d),
			.detail = page.lines[i].establishment,
			.due_on = d->due_on,
			.due = d->due_on == DAY_NONE ? deadline_view_due(asked->arena, &style, d) : STR_NONE,
			.at = MOMENT_NONE,
			.is_overdue = deadline_is_late(d, asked->now),
		};
	}
	*items = (struct rows){at, count};
	return RC_OK;
}
