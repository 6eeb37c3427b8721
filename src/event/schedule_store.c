#include "event/schedule_store.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct task_row, member), .flags = FIELD_STORED
static const struct field task_row_fields[] = {
	{.kind = FIELD_TEXT, AT(name), .max = 40},
	{.kind = FIELD_INT, AT(every_us)},
	{.kind = FIELD_BOOL, AT(is_shared)},
	{.kind = FIELD_MOMENT, AT(created_at)},
	{.kind = FIELD_MOMENT, AT(next_due_at)},
	{.kind = FIELD_TEXT, AT(lease_owner), .max = 36},
	{.kind = FIELD_MOMENT, AT(lease_until)},
	{.kind = FIELD_MOMENT, AT(last_start_at)},
	{.kind = FIELD_MOMENT, AT(last_success_at)},
	{.kind = FIELD_MOMENT, AT(last_failure_at)},
	{.kind = FIELD_TEXT, AT(last_message), .max = 200},
	{.kind = FIELD_INT, AT(failures)},
	{.kind = FIELD_INT, AT(took_us)},
	{.kind = FIELD_MOMENT, AT(told_at)},
	FIELD_END,
};
#undef AT
const struct record task_row_record = {"worker_task", sizeof(struct task_row), task_row_fields};

#define AT(member) .name = #member, .offset = offsetof(struct worker_row, member), .flags = FIELD_STORED
static const struct field worker_row_fields[] = {
	{.kind = FIELD_TEXT, AT(id), .max = 36},
	{.kind = FIELD_TEXT, AT(host), .max = 120},
	{.kind = FIELD_INT, AT(pid)},
	{.kind = FIELD_MOMENT, AT(started_at)},
	{.kind = FIELD_MOMENT, AT(seen_at)},
	FIELD_END,
};
#undef AT
const struct record worker_row_record = {"worker_process", sizeof(struct worker_row), worker_row_fields};

STATEMENT(schedule_retire, NULL, NULL, "UPDATE worker_task SET is_retired = TRUE WHERE NOT is_retired");
STATEMENT(schedule_add, NULL, NULL,
	  "INSERT INTO worker_task (name, every_us, is_shared, created_at, next_due_at) VALUES (?, ?, ?, ?, ?)"
	  " ON DUPLICATE KEY UPDATE created_at = IF(is_retired AND last_start_at IS NULL, VALUES(created_at), created_at),"
	  " every_us = VALUES(every_us), is_shared = VALUES(is_shared), is_retired = FALSE");
STATEMENT(schedule_take, NULL, NULL,
	  "UPDATE worker_task SET lease_owner = ?, lease_until = ?, last_start_at = ? WHERE name = ? AND (lease_owner = ?"
	  " OR (next_due_at <= ? AND (lease_owner IS NULL OR lease_until < ?)))");
STATEMENT(schedule_success, NULL, NULL,
	  "UPDATE worker_task SET last_start_at = ?, last_success_at = ?, failures = 0, took_us = ?, next_due_at = ?,"
	  " told_at = NULL, lease_until = IF(?, lease_until, NULL), lease_owner = IF(?, lease_owner, NULL)"
	  " WHERE name = ? AND (is_shared OR lease_owner = ?)");
STATEMENT(schedule_failure, NULL, NULL,
	  "UPDATE worker_task SET last_start_at = ?, last_failure_at = ?, last_message = ?, failures = failures + 1,"
	  " took_us = ?, next_due_at = ?, lease_until = IF(?, lease_until, NULL), lease_owner = IF(?, lease_owner, NULL)"
	  " WHERE name = ? AND (is_shared OR lease_owner = ?)");
STATEMENT(schedule_tell, NULL, NULL, "UPDATE worker_task SET told_at = ? WHERE name = ? AND told_at IS NULL");
STATEMENT(schedule_all, &task_row_record, NULL,
	  "SELECT {columns} FROM worker_task WHERE NOT is_retired ORDER BY name");

STATEMENT(worker_seen, NULL, NULL,
	  "INSERT INTO worker_process (id, host, pid, started_at, seen_at) VALUES (?, ?, ?, ?, ?)"
	  " ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at), ended_at = NULL");
STATEMENT(worker_ended, NULL, NULL, "UPDATE worker_process SET ended_at = ?, seen_at = ? WHERE id = ?");
STATEMENT(worker_found_dead, NULL, NULL, "UPDATE worker_process SET ended_at = ? WHERE id = ? AND ended_at IS NULL");
STATEMENT(worker_frees_tasks, NULL, NULL,
	  "UPDATE worker_task SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?");
/* They stay known as lost, so that they are taken one by one. */
STATEMENT(worker_frees_events, NULL, NULL,
	  "UPDATE event SET due_at = ? WHERE lease_owner = ? AND state = 'waiting' AND due_at > ?");
STATEMENT(worker_frees_deliveries, NULL, NULL,
	  "UPDATE delivery SET due_at = ? WHERE lease_owner = ? AND state = 'waiting' AND due_at > ?");
STATEMENT(worker_lost, NULL, NULL, "UPDATE worker_process SET ended_at = ? WHERE ended_at IS NULL AND seen_at < ?");
STATEMENT(worker_forget, NULL, NULL, "DELETE FROM worker_process WHERE ended_at < ?");
STATEMENT(worker_all, &worker_row_record, NULL,
	  "SELECT {columns} FROM worker_process WHERE ended_at IS NULL ORDER BY seen_at DESC LIMIT 1000");
STATEMENT(worker_newest, &worker_row_record, NULL,
	  "SELECT {columns} FROM worker_process ORDER BY seen_at DESC LIMIT 1");
STATEMENT(worker_silence, NULL, NULL,
	  "UPDATE worker_alarm SET silence_at = ? WHERE id = 1 AND (silence_at IS NULL OR silence_at < ?)");

struct registration {
	const struct worker_task *const *tasks, *const *shared;
	moment now;
};

static enum rc add_tasks(struct db *db, const struct worker_task *const *tasks, bool is_shared, moment now)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && tasks[i]; i++)
		rc = db_write(db, &schedule_add, NULL,
			      PARAMS(P_TEXT(str_of(tasks[i]->name)), P_INT(tasks[i]->every), P_INT(is_shared), P_MOMENT(now),
				     P_MOMENT(now)),
			      NULL);
	return rc;
}

static enum rc register_body(struct db *db, void *closure)
{
	const struct registration *r = closure;
	enum rc rc = db_write(db, &schedule_retire, NULL, NO_PARAMS, NULL);

	if (rc == RC_OK)
		rc = add_tasks(db, r->tasks, false, r->now);
	return rc == RC_OK ? add_tasks(db, r->shared, true, r->now) : rc;
}

enum rc schedule_register(struct db *db, const struct worker_task *const *tasks,
			  const struct worker_task *const *shared, moment now)
{
	struct registration registration = {tasks, shared, now};

	return db_transaction(db, "schedule", register_body, &registration);
}

enum rc schedule_seen(struct db *db, struct str owner, struct str host, int64_t pid, moment now)
{
	return db_write(db, &worker_seen, NULL,
			PARAMS(P_TEXT(owner), P_TEXT(host), P_INT(pid), P_MOMENT(now), P_MOMENT(now)), NULL);
}

struct ending {
	struct str owner;
	moment now;
	bool is_orderly;
};

static enum rc end_body(struct db *db, void *closure)
{
	const struct ending *e = closure;
	enum rc rc = db_write(db, &worker_frees_tasks, NULL, PARAMS(P_TEXT(e->owner)), NULL);

	if (rc == RC_OK)
		rc = db_write(db, &worker_frees_events, NULL, PARAMS(P_MOMENT(e->now), P_TEXT(e->owner), P_MOMENT(e->now)), NULL);
	if (rc == RC_OK)
		rc = db_write(db, &worker_frees_deliveries, NULL,
			      PARAMS(P_MOMENT(e->now), P_TEXT(e->owner), P_MOMENT(e->now)), NULL);
	if (rc != RC_OK)
		return rc;
	if (e->is_orderly)
		return db_write(db, &worker_ended, NULL, PARAMS(P_MOMENT(e->now), P_MOMENT(e->now), P_TEXT(e->owner)), NULL);
	return db_write(db, &worker_found_dead, NULL, PARAMS(P_MOMENT(e->now), P_TEXT(e->owner)), NULL);
}

enum rc schedule_ended(struct db *db, struct str owner, moment now)
{
	struct ending ending = {owner, now, true};

	return db_transaction(db, "worker-end", end_body, &ending);
}

enum rc schedule_bury(struct db *db, struct str owner, moment now)
{
	struct ending ending = {owner, now, false};

	return db_transaction(db, "worker-dead", end_body, &ending);
}

enum rc schedule_forget(struct db *db, moment now)
{
	enum rc rc = db_write(db, &worker_lost, NULL, PARAMS(P_MOMENT(now), P_MOMENT(now - DAYS(1))), NULL);

	return rc == RC_OK ? db_write(db, &worker_forget, NULL, PARAMS(P_MOMENT(now - DAYS(7))), NULL) : rc;
}

enum rc schedule_claim(struct db *db, struct str name, struct str owner, moment now, moment until)
{
	return db_write_one(db, &schedule_take, NULL,
			    PARAMS(P_TEXT(owner), P_MOMENT(until), P_MOMENT(now), P_TEXT(name), P_TEXT(owner), P_MOMENT(now),
				   P_MOMENT(now)),
			    RC_CONFLICT);
}

enum rc schedule_note(struct db *db, const struct schedule_run *run)
{
	struct param owner = P_TEXT(run->owner), name = P_TEXT(str_of(run->task->name));
	struct param keeps = P_INT(run->keeps_lease), due = P_MOMENT(run->now + run->task->every);
	struct param took = P_INT(run->now - run->started_at);

	if (run->rc == RC_OK)
		return db_write(db, &schedule_success, NULL,
				PARAMS(P_MOMENT(run->started_at), P_MOMENT(run->now), took, due, keeps, keeps, name, owner),
				NULL);
	return db_write(db, &schedule_failure, NULL,
			PARAMS(P_MOMENT(run->started_at), P_MOMENT(run->now), P_TEXT(str_of(rc_meaning(run->rc))), took, due,
			       keeps, keeps, name, owner),
			NULL);
}

enum rc schedule_told(struct db *db, struct str name, moment now)
{
	return db_write_one(db, &schedule_tell, NULL, PARAMS(P_MOMENT(now), P_TEXT(name)), RC_CONFLICT);
}

enum rc schedule_silence_told(struct db *db, moment silent_since)
{
	return db_write_one(db, &worker_silence, NULL, PARAMS(P_MOMENT(silent_since), P_MOMENT(silent_since)), RC_CONFLICT);
}

enum rc schedule_tasks(struct db *db, struct arena *arena, struct rows *tasks)
{
	return db_list(db, arena, &schedule_all, NO_PARAMS, tasks);
}

enum rc schedule_workers(struct db *db, struct arena *arena, struct rows *workers)
{
	return db_list(db, arena, &worker_all, NO_PARAMS, workers);
}

static enum rc find_late(struct db *db, struct arena *arena, moment now, struct rows *late)
{
	struct rows tasks;
	enum rc rc = schedule_tasks(db, arena, &tasks);

	if (rc != RC_OK)
		return rc;
	struct task_row *all = tasks.at;
	late->at = all;
	for (size_t i = 0; i < tasks.count; i++)
		if (schedule_late_at(&all[i]) < now)
			all[late->count++] = all[i];
	return RC_OK;
}

enum rc schedule_state(struct db *db, struct arena *arena, const struct config *config, moment now,
		       struct schedule_state *state)
{
	struct worker_row newest;
	enum rc rc = db_one(db, arena, &worker_newest, NO_PARAMS, &newest);

	*state = (struct schedule_state){.is_ever_seen = rc == RC_OK, .seen_at = MOMENT_NONE};
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	state->seen_at = newest.seen_at;
	state->is_silent = newest.seen_at < now - MINUTES(config_int(config, "outbox.silent_minutes"));
	return state->is_silent ? RC_OK : find_late(db, arena, now, &state->late);
}
