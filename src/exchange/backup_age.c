#include "exchange/backup_age.h"

#include "base/log.h"
#include "exchange/exchange_store.h"

enum rc backup_age_look(struct db *db, struct arena *arena, const struct config *config, moment now,
			struct backup_age *out)
{
	const int64_t hours = config_int(config, "backup.stale_hours");
	struct exchange_run last;
	enum rc rc = exchange_newest(db, arena, EXCHANGE_BACKUP, &last);

	*out = (struct backup_age){.ended_at = rc == RC_OK ? last.ended_at : MOMENT_NONE};
	out->is_stale = rc == RC_OK && hours > 0 && now - last.ended_at > HOURS(hours);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

void backup_age_doctor(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	struct backup_age age;
	enum rc rc = backup_age_look(db, arena, config, moment_now(), &age);

	if (rc != RC_OK)
		doctor_add(found, FINDING_FAIL, "backup", str_of(rc_meaning(rc)), "run muster migrate");
	else if (age.ended_at == MOMENT_NONE)
		doctor_add(found, FINDING_WARN, "backup", STR("there was none yet"),
			   "set up muster backup, see docs/operations.md");
	else
		doctor_add(found, age.is_stale ? FINDING_FAIL : FINDING_OK, "backup",
			   arena_concat(arena, STR("the last one ended at "), moment_text(arena, age.ended_at)),
			   "look at the timer of muster backup");
}

static enum rc read_age(const struct metric_call *call, struct metric_out *out)
{
	struct backup_age age;
	enum rc rc = backup_age_look(call->db, call->arena, call->config, call->now, &age);

	if (rc == RC_OK)
		metric_add_age(out, call->now, age.ended_at, NO_LABELS);
	return rc;
}

const struct metric_source backup_age_metrics[] = {
	{"muster_backup_age_seconds", METRIC_GAUGE, "Time since the last backup ended; absent before the first one.", read_age},
	METRIC_END,
};

static enum rc watch(const struct worker_call *call)
{
	struct backup_age age;
	enum rc rc = backup_age_look(call->db, call->arena, call->config, call->now, &age);

	if (rc == RC_OK && age.is_stale)
		return FAULT("backup.stale", "the last one ended %.1f hours ago",
			     (double)(call->now - age.ended_at) / (double)HOURS(1));
	return rc;
}

const struct worker_task backup_age_task = {
	.name = "backup-age", .every = HOURS(1), .run = watch,
	.help = "fails while the last backup is older than backup.stale_hours",
};
