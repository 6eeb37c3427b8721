#include "db/failure.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <string.h>

#include "base/log.h"
#include "db/connection.h"

enum { LOST = 1, UNSENT = 2, CONFLICT = 4, NAMES_KEY = 8 };

/* Every error that is more than our own fault. */
static const struct {
	unsigned code;
	enum rc rc;
	unsigned flags;
} meanings[] = {
	{CR_SERVER_GONE_ERROR, RC_UNAVAILABLE, LOST | UNSENT},
	{CR_SERVER_LOST, RC_UNAVAILABLE, LOST},
	{CR_CONNECTION_ERROR, RC_UNAVAILABLE, LOST | UNSENT},
	{CR_CONN_HOST_ERROR, RC_UNAVAILABLE, LOST | UNSENT},
	{CR_COMMANDS_OUT_OF_SYNC, RC_FAULT, LOST},
	{CR_STMT_CLOSED, RC_UNAVAILABLE, LOST | UNSENT},
	{CR_ERR_NET_WRITE, RC_UNAVAILABLE, LOST},
	{ER_UNKNOWN_COM_ERROR, RC_UNAVAILABLE, LOST | UNSENT}, /* 1047: node not ready (Galera) */
	{ER_SERVER_SHUTDOWN, RC_UNAVAILABLE, LOST | UNSENT},
	{ER_CONNECTION_KILLED, RC_UNAVAILABLE, LOST},
	{ER_CON_COUNT_ERROR, RC_UNAVAILABLE, LOST | UNSENT},
	{ER_TOO_MANY_USER_CONNECTIONS, RC_UNAVAILABLE, LOST | UNSENT},
	{ER_DISK_FULL, RC_UNAVAILABLE, 0},
	{ER_RECORD_FILE_FULL, RC_UNAVAILABLE, 0},
	{ER_OPTION_PREVENTS_STATEMENT, RC_UNAVAILABLE, 0},     /* the server runs read-only */
	{ER_LOCK_DEADLOCK, RC_BUSY, CONFLICT},
	{ER_LOCK_WAIT_TIMEOUT, RC_BUSY, CONFLICT},
	{ER_CHECKREAD, RC_BUSY, CONFLICT},                     /* 1020: changed since it was read */
	{ER_STATEMENT_TIMEOUT, RC_BUSY, 0},                    /* 1969: max_statement_time */
	{ER_QUERY_INTERRUPTED, RC_BUSY, 0},
	{ER_DUP_ENTRY, RC_DUPLICATE, NAMES_KEY},
	{ER_CONSTRAINT_FAILED, RC_INVALID, NAMES_KEY},         /* 4025: CHECK */
	{ER_NO_REFERENCED_ROW, RC_INVALID, 0},
	{ER_NO_REFERENCED_ROW_2, RC_INVALID, NAMES_KEY},
	{ER_ROW_IS_REFERENCED, RC_INVALID, 0},
	{ER_ROW_IS_REFERENCED_2, RC_INVALID, NAMES_KEY},
	{ER_BAD_NULL_ERROR, RC_INVALID, NAMES_KEY},
	{ER_DATA_TOO_LONG, RC_INVALID, NAMES_KEY},
	{ER_WARN_DATA_OUT_OF_RANGE, RC_INVALID, NAMES_KEY},
	{WARN_DATA_TRUNCATED, RC_INVALID, NAMES_KEY},
	{ER_TRUNCATED_WRONG_VALUE, RC_INVALID, 0},
	{ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, RC_INVALID, 0},
	{ER_NONEXISTING_GRANT, RC_NOT_FOUND, 0},               /* SHOW GRANTS of an unknown user */
	{ER_SIGNAL_EXCEPTION, RC_DENIED, 0},                   /* 1644: a trigger refuses */
	{ER_NET_PACKET_TOO_LARGE, RC_TOO_LARGE, LOST},
	{CR_NET_PACKET_TOO_LARGE, RC_TOO_LARGE, LOST},
};

/* The text between the quotes that follow the last of the words which introduce a name. */
static struct str quoted_name(struct str message)
{
	static const char *const before[] = {"CONSTRAINT `", "for key '", "CONSTRAINT '", "column '",
					     "Column '"};

	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		struct str intro = str_of(before[i]);
		ptrdiff_t hit = str_find(message, intro);
		if (hit < 0)
			continue;
		struct str name = str_slice(message, (size_t)hit + intro.len, message.len);
		size_t len = 0;
		while (len < name.len && name.at[len] != '\'' && name.at[len] != '`')
			len++;
		return str_slice(name, 0, len);
	}
	return STR_NONE;
}

/* A CHECK of one column is named with its table, `account.name`; the last part is what the migration says. */
static void remember_name(struct db *db, struct str message)
{
	struct str name = quoted_name(message);
	ptrdiff_t dot = str_find(name, STR("."));
	if (dot >= 0)
		name = str_slice(name, (size_t)dot + 1, name.len);
	size_t len = name.len < sizeof db->refused_by ? name.len : sizeof db->refused_by - 1;
	if (len)
		memcpy(db->refused_by, name.at, len);
	db->refused_by[len] = '\0';
}

/* Messages of refused input hold the input itself, so they are never logged. */
static void tell(const struct failure *failure, const char *what, const char *state, const char *message,
		 const char *key)
{
	switch (failure->rc) {
	case RC_FAULT:
		LOG(LOG_ERROR, "db.error", "%s: %u %s %s", what, failure->code, state, message);
		break;
	case RC_UNAVAILABLE:
		LOG(LOG_WARN, "db.unavailable", "%s: %u %s %s", what, failure->code, state, message);
		break;
	case RC_BUSY:
		LOG(LOG_INFO, "db.conflict", "%s: %u %s", what, failure->code, state);
		break;
	default:
		LOG(LOG_DEBUG, "db.refused", "%s: %u %s %s", what, failure->code, state, key);
	}
}

struct failure failure_of(struct db *db, const char *what, unsigned code, const char *state,
			  const char *message)
{
	struct failure failure = {.code = code, .rc = RC_FAULT};
	unsigned flags = 0;

	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
		if (meanings[i].code == code) {
			failure.rc = meanings[i].rc;
			flags = meanings[i].flags;
		}
	}
	if (flags == 0 && strcmp(state, "40001") == 0) {
		failure.rc = RC_BUSY;
		flags = CONFLICT;
	}
	failure.lost = flags & LOST;
	failure.unsent = flags & UNSENT;
	failure.conflict = flags & CONFLICT;
	db->refused_by[0] = '\0';
	if (flags & NAMES_KEY)
		remember_name(db, str_of(message));
	tell(&failure, what, state, message, db->refused_by);
	if (db->depth && (failure.lost || failure.conflict) && db->trouble == RC_OK)
		db->trouble = failure.rc;
	return failure;
}
