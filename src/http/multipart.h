#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/request.h"

/*
 * Where bytes come from. read returns the number of bytes put at at, 0 at the end, -1 when the sender broke
 * off.
 */
struct byte_source {
	ptrdiff_t (*read)(void *closure, char *at, size_t room);
	void *closure;
};

struct part {
	struct str name;
	bool is_file;                /* a file input, also when no file was chosen */
	struct str file_name;        /* as sent */
	struct str type;             /* as sent, "" when absent */
};

/* Receives the parts one after the other; the first rc that is not RC_OK ends the reading and is returned. */
struct part_sink {
	enum rc (*begin)(void *closure, const struct part *part);
	enum rc (*bytes)(void *closure, struct str bytes);
	enum rc (*end)(void *closure);
	void *closure;
};

/* The boundary parameter of "multipart/form-data; boundary=..."; STR_NONE when it is not a usable one. */
struct str multipart_boundary(struct arena *arena, struct str content_type);

/* The last part of a file name that may be a path, without control characters; "" when nothing is left. */
struct str multipart_file_name(struct arena *arena, struct str file_name);

/*
 * Reads multipart/form-data (RFC 7578) piece by piece; holds 64 kB, whatever is sent. RC_BAD_REQUEST:
 * malformed or broken off. RC_TOO_LARGE: more than most parts, or headers of a part over 8 kB.
 */
enum rc multipart_read(struct arena *arena, struct str boundary, size_t most,
		       const struct byte_source *source, const struct part_sink *sink) MUST_CHECK;

#endif
