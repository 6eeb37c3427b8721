#include "incident/incident_number_store.h"

#include <stddef.h>

#include "base/log.h"
#include "base/random.h"
#include "incident/incident_number.h"

/* LAST_INSERT_ID(x) hands x back with the result, so that no second statement is needed. */
STATEMENT(incident_counter_add, NULL, NULL,
	  "INSERT INTO incident_counter (organization_id, day, last) VALUES (?, ?, LAST_INSERT_ID(?))"
	  " ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + ?)");

struct zone_row {
	struct str zone;
};
static const struct field zone_fields[] = {
	{.kind = FIELD_TEXT, .name = "zone", .offset = offsetof(struct zone_row, zone), .max = 60},
	FIELD_END,
};
static const struct record zone_record = {"organization", sizeof(struct zone_row), zone_fields};
STATEMENT(organization_zone, &zone_record, NULL, "SELECT zone FROM organization WHERE id = ?");

struct holder {
	int64_t id;
};
static const struct field holder_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct holder, id)},
	FIELD_END,
};
static const struct record holder_record = {"incident", sizeof(struct holder), holder_fields};
STATEMENT(incident_number_holder, &holder_record, NULL,
	  "SELECT id FROM incident WHERE organization_id = ? AND number = ?");

/* The numbers that this process has taken and not used yet. */
struct block {
	int64_t organization_id;
	const struct zone *zone;
	day on;
	int64_t next, end;           /* next < end: there are some left */
	int64_t size;
	moment taken_at;
};
enum { BLOCKS = 4 };                 /* organizations that one process files for at the same time */
static struct block blocks[BLOCKS];

static struct block *block_of(int64_t organization_id)
{
	struct block *oldest = &blocks[0];

	for (size_t i = 0; i < BLOCKS; i++) {
		if (blocks[i].organization_id == organization_id)
			return &blocks[i];
		if (blocks[i].taken_at < oldest->taken_at)
			oldest = &blocks[i];
	}
	*oldest = (struct block){.on = DAY_NONE};
	return oldest;
}

/* The organization is not known to this process yet, or its zone may have been changed since. */
static enum rc know_zone(struct db *db, struct arena *arena, int64_t organization_id, struct block *block)
{
	struct zone_row row;
	enum rc rc = db_one(db, arena, &organization_zone, PARAMS(P_INT(organization_id)), &row);

	if (rc != RC_OK)
		return rc;
	rc = zone_find(row.zone, &block->zone);
	if (rc == RC_NOT_FOUND) {
		LOG(LOG_WARN, "incident.zone", "organization %lld: unknown zone, days are those of UTC",
		    (long long)organization_id);
		block->zone = NULL;
		rc = RC_OK;
	}
	block->organization_id = organization_id;
	return rc;
}

static enum rc counter_add(struct db *db, int64_t organization_id, day on, int64_t count, int64_t *last)
{
	struct written written;
	enum rc rc = db_write(db, &incident_counter_add, NULL,
			      PARAMS(P_INT(organization_id), P_DAY(on), P_INT(count), P_INT(count)), &written);

	*last = rc == RC_OK ? written.id : 0;
	return rc;
}

struct refill {
	int64_t organization_id;
	day on;
	int64_t size;
	int64_t last;
};

static enum rc refill_body(struct db *db, void *closure)
{
	struct refill *refill = closure;

	return counter_add(db, refill->organization_id, refill->on, refill->size, &refill->last);
}

enum rc incident_number_reserve(struct db *db, int64_t organization_id, moment at, bool is_day)
{
	struct block *block = block_of(organization_id);
	enum rc rc = RC_OK;

	if (is_day || (block->next < block->end && block->on == zone_day(block->zone, at)))
		return RC_OK;
	struct arena *arena = arena_new(512);
	rc = know_zone(db, arena, organization_id, block);
	arena_free(arena);
	if (rc != RC_OK)
		return rc;
	moment age = block->taken_at ? at - block->taken_at : MOMENT_NONE;
	struct refill refill = {
		.organization_id = organization_id,
		.on = zone_day(block->zone, at),
		.size = incident_number_block(block->size, age),
	};
	rc = db_transaction(db, "incident_number", refill_body, &refill);
	if (rc != RC_OK)
		return rc;
	*block = (struct block){
		.organization_id = organization_id,
		.zone = block->zone,
		.on = refill.on,
		.next = refill.last - refill.size + 1,
		.end = refill.last + 1,
		.size = refill.size,
		.taken_at = at,
	};
	return RC_OK;
}

/* Numbers by chance lie beyond those that a counter gives, and say nothing of what came before and after. */
static enum rc number_by_chance(struct db *db, struct arena *arena, int64_t organization_id, moment at,
				struct str *number)
{
	enum { LEAST = 100000, MOST = 999999, TRIES = 20 };
	struct holder holder;
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < TRIES; i++) {
		*number = incident_number_text(arena, zone_day(NULL, at), LEAST + random_below(MOST - LEAST + 1));
		rc = db_one(db, arena, &incident_number_holder, PARAMS(P_INT(organization_id), P_TEXT(*number)), &holder);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc == RC_OK ? FAULT("incident.number", "no free one found") : rc;
}

enum rc incident_number_next(struct db *db, struct arena *arena, int64_t organization_id, moment at, bool is_day,
			     struct str *number)
{
	struct block *block = block_of(organization_id);
	enum rc rc = RC_OK;
	int64_t serial;

	if (is_day)
		return number_by_chance(db, arena, organization_id, at, number);
	if (block->organization_id != organization_id)
		rc = know_zone(db, arena, organization_id, block);
	if (rc != RC_OK)
		return rc;
	day on = zone_day(block->zone, at);
	if (block->on == on && block->next < block->end)
		serial = block->next++;
	else
		rc = counter_add(db, organization_id, on, 1, &serial); /* not kept: it may be rolled back */
	if (rc == RC_OK)
		*number = incident_number_text(arena, on, serial);
	return rc;
}
