#ifndef EXCHANGE_GZIP_PIECES_H
#define EXCHANGE_GZIP_PIECES_H

#include "base/str.h"

/*
 * Compressed text of any length: a gzip file (RFC 1952) of members, each of at most GZIP_PIECE bytes of text with its own
 * checksum, so that memory does not grow with it. `gzip -d` reads it like any other. Pure.
 */
enum { GZIP_PIECE = 1024 * 1024 };
typedef enum rc gzip_put(void *closure, struct str bytes);

struct gzip_writer;
struct gzip_writer *gzip_writer_new(struct arena *arena);
enum rc gzip_writer_put(struct gzip_writer *writer, struct str bytes, gzip_put *put, void *closure) MUST_CHECK;
/* What is left; an empty text becomes one member. */
enum rc gzip_writer_end(struct gzip_writer *writer, gzip_put *put, void *closure) MUST_CHECK;

struct gzip_reader;
struct gzip_reader *gzip_reader_new(struct arena *arena);
/* RC_INVALID: not made by a writer, or damaged. */
enum rc gzip_reader_put(struct gzip_reader *reader, struct str bytes, gzip_put *put, void *closure) MUST_CHECK;
/* RC_INVALID: cut. */
enum rc gzip_reader_end(struct gzip_reader *reader, gzip_put *put, void *closure) MUST_CHECK;

#endif
