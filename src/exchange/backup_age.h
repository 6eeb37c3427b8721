#ifndef EXCHANGE_BACKUP_AGE_H
#define EXCHANGE_BACKUP_AGE_H

#include "db/doctor.h"
#include "event/worker.h"
#include "http/metric.h"

/* The heartbeat of backups. Watched from the first one on, by backup.stale_hours of the settings. */
struct backup_age {
	moment ended_at;             /* of the last one; MOMENT_NONE: there was none */
	bool is_stale;
};
enum rc backup_age_look(struct db *db, struct arena *arena, const struct config *config, moment now,
			struct backup_age *out) MUST_CHECK;

/* For muster doctor: none, too old, or when. */
doctor_check backup_age_doctor;
extern const struct metric_source backup_age_metrics[];
/* Fails while the last backup is too old, so that the schedule's alarm tells. */
extern const struct worker_task backup_age_task;

#endif
