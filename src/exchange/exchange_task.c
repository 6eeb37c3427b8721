#include "exchange/exchange_task.h"

#include "audit/audit.h"
#include "audit/digest.h"
#include "base/text.h"
#include "exchange/exchange_store.h"

struct telling {
	const struct worker_call *call;
	const struct exchange_run *run;
};

static enum rc tell_one(struct db *db, void *closure)
{
	const struct telling *telling = closure;
	const struct exchange_run *run = telling->run;
	struct actor actor = actor_command(0, "command", run->kind == EXCHANGE_IMPORT ? "muster import-portal" : "muster restore",
					   telling->call->now);
	struct text changes = TEXT_IN(telling->call->arena);
	struct digest manifest;

	text_cstr(&changes, "{\"ended_at\":[null,");
	text_json(&changes, moment_text(telling->call->arena, run->ended_at));
	if (digest_read(run->manifest, &manifest)) {
		text_cstr(&changes, "],\"manifest\":[null,");
		text_json(&changes, digest_hex(telling->call->arena, &manifest));
	}
	text_printf(&changes, "],\"rows\":[null,%lld]}", (long long)run->table_rows);
	const struct audit_entry entry = {
		.action = run->kind == EXCHANGE_IMPORT ? "portal.imported" : "portal.restored", .subject = "portal",
		.subject_id = run->id, .reason = STR(""), .changes = text_str(&changes),
	};
	enum rc rc = audit_append(db, &actor, &entry);
	return rc == RC_OK ? exchange_told(db, run->id, telling->call->now) : rc;
}

static enum rc tell(const struct worker_call *call)
{
	struct rows runs;
	enum rc rc = exchange_untold(call->db, call->arena, &runs);

	for (size_t i = 0; rc == RC_OK && i < runs.count; i++) {
		struct telling telling = {call, ROW(struct exchange_run, runs, i)};
		rc = db_transaction(call->db, "exchange.told", tell_one, &telling);
	}
	return rc;
}

const struct worker_task exchange_told_task = {
	.name = "exchange-told", .every = MINUTES(1), .run = tell,
	.help = "tells the audit trail what this portal was rebuilt or restored from",
};
