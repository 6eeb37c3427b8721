#include "exchange/exchange_pages.h"

#include "audit/digest.h"
#include "exchange/backup_age.h"
#include "exchange/exchange_store.h"
#include "http/response.h"
#include "identity/viewer.h"

#define MEBIBYTE (1024.0 * 1024.0)
/* One that has no end after that time was cut off. */
#define CUT_OFF HOURS(24)

static void add_run(struct request *rq, struct view_list *list, const struct exchange_run *run)
{
	struct view *item = view_add(list);
	struct digest manifest;

	view_merge(item, &exchange_run_record, run);
	view_text(item, "kind_label", rq_tr(rq, codes_label(&exchange_kind_codes, run->kind)));
	view_printf(item, "size", "%.1f", (double)run->bytes / MEBIBYTE);
	view_flag(item, "is_of_all", run->organization_id == 0);
	view_flag(item, "has_ended", run->ended_at != MOMENT_NONE);
	view_flag(item, "is_failed", !run->is_done && (run->ended_at != MOMENT_NONE || rq->now - run->started_at > CUT_OFF));
	view_flag(item, "is_running", !run->is_done && run->ended_at == MOMENT_NONE && rq->now - run->started_at <= CUT_OFF);
	if (digest_read(run->manifest, &manifest))
		view_text(item, "hash", digest_hex(rq->arena, &manifest));
}

static enum rc exchange_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "runs");
	struct backup_age age;
	struct rows runs;
	enum rc rc = exchange_list(rq->db, rq->arena, rq->viewer->organization_id, &runs);

	if (rc == RC_OK)
		rc = backup_age_look(rq->db, rq->arena, rq->config, rq->now, &age);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < runs.count; i++)
		add_run(rq, list, ROW(struct exchange_run, runs, i));
	view_flag(page, "has_backup", age.ended_at != MOMENT_NONE);
	view_flag(page, "is_stale", age.is_stale);
	view_moment(page, "backup_at", age.ended_at);
	view_int(page, "stale_hours", config_int(rq->config, "backup.stale_hours"));
	return respond_page(rq, rs, "exchange/exchange", page);
}

const struct route exchange_routes[] = {
	{.method = METHOD_GET, .path = "/admin/exchange", .needs = MAY_ADMINISTER, .handle = exchange_get,
	 .help = "exports, backups and how to make them",
	 .offered_by = "listExchanges"},
	ROUTE_END,
};
