#include "exchange/gzip_pieces.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

/* Level 6 halves the time of 9 for one part in a hundred more. MEMBER: what GZIP_PIECE bytes become at the worst, and more. */
enum { LEVEL = 6, MEMBER = GZIP_PIECE + 64 * 1024, ROOM = 2 * MEMBER };

struct gzip_writer {
	struct libdeflate_compressor *compressor;
	char *text, *member;
	size_t filled;
	bool is_begun;
};

static void release_compressor(void *compressor)
{
	libdeflate_free_compressor(compressor);
}

struct gzip_writer *gzip_writer_new(struct arena *arena)
{
	struct gzip_writer *writer = ARENA_NEW(arena, struct gzip_writer);

	*writer = (struct gzip_writer){.compressor = libdeflate_alloc_compressor(LEVEL),
				       .text = arena_alloc(arena, GZIP_PIECE, 1), .member = arena_alloc(arena, MEMBER, 1)};
	if (!writer->compressor)
		abort();
	arena_defer(arena, release_compressor, writer->compressor);
	return writer;
}

static enum rc put_member(struct gzip_writer *writer, gzip_put *put, void *closure)
{
	size_t len = libdeflate_gzip_compress(writer->compressor, writer->text, writer->filled, writer->member, MEMBER);

	writer->filled = 0;
	writer->is_begun = true;
	return len ? put(closure, (struct str){writer->member, len}) : RC_FAULT;
}

enum rc gzip_writer_put(struct gzip_writer *writer, struct str bytes, gzip_put *put, void *closure)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && bytes.len) {
		size_t room = GZIP_PIECE - writer->filled, take = bytes.len < room ? bytes.len : room;
		memcpy(writer->text + writer->filled, bytes.at, take);
		writer->filled += take;
		bytes = str_slice(bytes, take, bytes.len);
		if (writer->filled == GZIP_PIECE)
			rc = put_member(writer, put, closure);
	}
	return rc;
}

enum rc gzip_writer_end(struct gzip_writer *writer, gzip_put *put, void *closure)
{
	return writer->filled || !writer->is_begun ? put_member(writer, put, closure) : RC_OK;
}

/* --- back ------------------------------------------------------------------------------------ */

struct gzip_reader {
	struct libdeflate_decompressor *decompressor;
	char *members, *text;
	size_t filled;
};

static void release_decompressor(void *decompressor)
{
	libdeflate_free_decompressor(decompressor);
}

struct gzip_reader *gzip_reader_new(struct arena *arena)
{
	struct gzip_reader *reader = ARENA_NEW(arena, struct gzip_reader);

	*reader = (struct gzip_reader){.decompressor = libdeflate_alloc_decompressor(),
				       .members = arena_alloc(arena, ROOM, 1), .text = arena_alloc(arena, GZIP_PIECE, 1)};
	if (!reader->decompressor)
		abort();
	arena_defer(arena, release_decompressor, reader->decompressor);
	return reader;
}

/* The first member of those at hand. */
static enum rc take_member(struct gzip_reader *reader, gzip_put *put, void *closure)
{
	size_t in = 0, out = 0;

	if (libdeflate_gzip_decompress_ex(reader->decompressor, reader->members, reader->filled, reader->text, GZIP_PIECE, &in,
					  &out) != LIBDEFLATE_SUCCESS || in == 0)
		return RC_INVALID;
	reader->filled -= in;
	memmove(reader->members, reader->members + in, reader->filled);
	return out ? put(closure, (struct str){reader->text, out}) : RC_OK;
}

enum rc gzip_reader_put(struct gzip_reader *reader, struct str bytes, gzip_put *put, void *closure)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && bytes.len) {
		size_t room = ROOM - reader->filled, take = bytes.len < room ? bytes.len : room;
		memcpy(reader->members + reader->filled, bytes.at, take);
		reader->filled += take;
		bytes = str_slice(bytes, take, bytes.len);
		while (rc == RC_OK && reader->filled >= MEMBER)
			rc = take_member(reader, put, closure);
	}
	return rc;
}

enum rc gzip_reader_end(struct gzip_reader *reader, gzip_put *put, void *closure)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && reader->filled)
		rc = take_member(reader, put, closure);
	return rc;
}
