#include "db/ahead.h"

#include <string.h>

#include "base/log.h"
#include "db/archive_table.h"

static size_t slot_of(const struct db *db, const struct statement *statement, bool reads_archive)
{
	size_t slot = (((uintptr_t)statement >> 4) + reads_archive) * 0x9E3779B1u % db->slot_room;
	while (db->slots[slot] &&
	       (db->slots[slot]->statement != statement || db->slots[slot]->reads_archive != reads_archive))
		slot = (slot + 1) % db->slot_room;
	return slot;
}

/* Kept at most half full. */
static void grow(struct db *db)
{
	struct prepared **old = db->slots;
	size_t old_room = db->slot_room;

	db->slot_room = old_room ? old_room * 2 : 64;
	db->slots = ARENA_ARRAY(db->kept, struct prepared *, db->slot_room);
	for (size_t i = 0; i < old_room; i++)
		if (old[i])
			db->slots[slot_of(db, old[i]->statement, old[i]->reads_archive)] = old[i];
}

static enum rc slot_get(struct db *db, const struct statement *statement, struct prepared **out)
{
	if (db->slot_count * 2 >= db->slot_room)
		grow(db);
	size_t slot = slot_of(db, statement, db->reads_archive);
	if (!db->slots[slot]) {
		struct prepared *made = ARENA_NEW(db->kept, struct prepared);
		made->statement = statement;
		made->reads_archive = db->reads_archive;
		enum rc rc = statement_expand(db->kept, statement, &made->text);
		if (rc != RC_OK)
			return rc;
		if (db->reads_archive)
			made->text.sql = archive_qualified(db->kept, made->text.sql, db->archive_schema,
							   &db->archive_tables);
		made->param_count = made->text.source_count;
		made->params = ARENA_ARRAY(db->kept, MYSQL_BIND, made->param_count + 1);
		made->param_cells = ARENA_ARRAY(db->kept, struct cell, made->param_count + 1);
		db->slots[slot] = made;
		db->slot_count++;
	}
	*out = db->slots[slot];
	return RC_OK;
}

static enum rc prepare(struct db *db, struct prepared *prepared, struct failure *failure)
{
	const char *name = prepared->statement->name;
	MYSQL_STMT *handle = mysql_stmt_init(db->mysql);

	if (!handle)
		return FAULT("db.prepare", "%s: out of memory", name);
	if (mysql_stmt_prepare(handle, prepared->text.sql.at, prepared->text.sql.len)) {
		*failure = failure_of(db, name, mysql_stmt_errno(handle), mysql_stmt_sqlstate(handle),
				      mysql_stmt_error(handle));
		failure->unsent = failure->lost; /* nothing was executed yet */
		mysql_stmt_close(handle);
		return failure->rc;
	}
	prepared->handle = handle;
	prepared->column_count = 0;
	enum rc rc = RC_OK;
	if (mysql_stmt_param_count(handle) != prepared->param_count)
		rc = FAULT("db.prepare", "%s: the server sees %lu parameters, the text has %zu", name,
			   mysql_stmt_param_count(handle), prepared->param_count);
	if (rc == RC_OK && mysql_stmt_field_count(handle))
		rc = fetch_map(db, prepared);
	if (rc != RC_OK) {
		mysql_stmt_close(handle);
		prepared->handle = NULL;
	}
	return rc;
}

enum rc prepared_get(struct db *db, const struct statement *statement, struct prepared **out,
		     struct failure *failure)
{
	*failure = (struct failure){.rc = RC_OK};
	enum rc rc = slot_get(db, statement, out);
	if (rc != RC_OK || (db->mysql && (*out)->handle))
		return rc;
	rc = connection_need(db);
	if (rc == RC_OK)
		rc = ahead_settle(db, failure);
	return rc == RC_OK ? prepare(db, *out, failure) : rc;
}

void prepared_forget(struct db *db)
{
	for (size_t i = 0; i < db->slot_room; i++) {
		if (db->slots[i] && db->slots[i]->handle) {
			mysql_stmt_close(db->slots[i]->handle);
			db->slots[i]->handle = NULL;
		}
	}
}
