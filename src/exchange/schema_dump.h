#ifndef EXCHANGE_SCHEMA_DUMP_H
#define EXCHANGE_SCHEMA_DUMP_H

#include "base/config.h"

/*
 * The databases as SQL, written by mariadb-dump and read by mariadb, as the owner. The programs are looked for along
 * PATH.
 */

/* Both databases at one moment; put gets the text piece by piece. RC_NOT_FOUND: there is no mariadb-dump. */
enum rc schema_dump_write(struct arena *arena, const struct config *config,
			  enum rc (*put)(void *closure, struct str bytes), void *closure) MUST_CHECK;

/*
 * Feeds a dump to the server: of a database that was called `called` there, compressed (gzip_pieces.h) where is_packed.
 * Triggers become the owner's. RC_NOT_FOUND: there is no mariadb. RC_INVALID: it cannot be unpacked.
 */
enum rc schema_dump_read(struct arena *arena, const struct config *config, int fd, bool is_packed,
			 struct str called) MUST_CHECK;

/*
 * What schema_dump_read does to the text: names of the databases, and no DEFINER, which only a server's administrator
 * could set. Pure; text comes in pieces of any size.
 */
struct schema_dump_filter {
	struct str from, to;         /* name of the database there and here */
	char start[1024];            /* of the present line */
	size_t len;
	bool is_inside;              /* the start of the line was passed on */
};
enum rc schema_dump_filter(struct schema_dump_filter *filter, struct str bytes,
			   enum rc (*put)(void *closure, struct str bytes), void *closure) MUST_CHECK;
/* The last line, which may have no end. */
enum rc schema_dump_filter_end(struct schema_dump_filter *filter, enum rc (*put)(void *closure, struct str bytes),
			       void *closure) MUST_CHECK;

#endif
