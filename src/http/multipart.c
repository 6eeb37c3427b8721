#include "http/multipart.h"

#include <string.h>

enum { BUFFER = 64 * 1024, LONGEST_HEADERS = 8 * 1024, LONGEST_BOUNDARY = 70 };

struct reader {
	struct arena *arena;
	const struct byte_source *source;
	struct str delimiter;        /* CR LF "--" boundary */
	char *at;
	size_t from, to;             /* what is in the buffer and not yet used */
	bool is_ended;
};

/* The value of "; name=value" or "; name="value"" in a header field; STR_NONE when absent. */
static struct str parameter(struct arena *arena, struct str field, const char *name)
{
	size_t i = 0;

	while (i < field.len && field.at[i] != ';')
		i++;
	while (i < field.len) {
		size_t from = ++i;
		while (i < field.len && field.at[i] != '=' && field.at[i] != ';')
			i++;
		struct str key = str_trim(str_slice(field, from, i - from));
		if (i >= field.len || field.at[i] == ';')
			continue;
		i++;
		struct str value;
		if (i < field.len && field.at[i] == '"') {
			char *at = arena_alloc(arena, field.len + 1, 1);
			size_t len = 0;
			for (i++; i < field.len && field.at[i] != '"'; i++) {
				/* Only \" is an escape: old browsers send C:\folder\file as it is. */
				if (field.at[i] == '\\' && i + 1 < field.len && field.at[i + 1] == '"')
					i++;
				at[len++] = field.at[i];
			}
			value = (struct str){at, len};
			while (i < field.len && field.at[i] != ';')
				i++;
		} else {
			from = i;
			while (i < field.len && field.at[i] != ';')
				i++;
			value = str_trim(str_slice(field, from, i - from));
		}
		if (str_equal_nocase(key, str_of(name)))
			return value;
	}
	return STR_NONE;
}

struct str multipart_boundary(struct arena *arena, struct str content_type)
{
	struct str boundary = parameter(arena, content_type, "boundary");

	if (boundary.len == 0 || boundary.len > LONGEST_BOUNDARY)
		return STR_NONE;
	for (size_t i = 0; i < boundary.len; i++)
		if (boundary.at[i] < ' ' || boundary.at[i] > '~')
			return STR_NONE;
	return boundary;
}

struct str multipart_file_name(struct arena *arena, struct str file_name)
{
	size_t from = 0, len = 0;

	for (size_t i = 0; i < file_name.len; i++)
		if (file_name.at[i] == '/' || file_name.at[i] == '\\')
			from = i + 1;
	struct str last = str_slice(file_name, from, file_name.len - from);
	char *at = arena_alloc(arena, last.len + 1, 1);
	for (size_t i = 0; i < last.len; i++)
		if ((unsigned char)last.at[i] >= ' ' && last.at[i] != 0x7f)
			at[len++] = last.at[i];
	struct str name = str_trim((struct str){at, len});
	return str_is(name, ".") || str_is(name, "..") ? STR("") : name;
}

/* Browsers write these three characters of a name as escapes (WHATWG HTML, multipart/form-data encoding). */
static struct str unescape_name(struct arena *arena, struct str name)
{
	static const struct {
		char code[4];
		char c;
	} escapes[] = {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}};
	char *at = arena_alloc(arena, name.len + 1, 1);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i]; /* NOLINT(clang-analyzer-core.NullDereference): a length has bytes */
		for (size_t e = 0; e < sizeof escapes / sizeof *escapes; e++)
			if (str_is(str_slice(name, i, 3), escapes[e].code)) {
				c = escapes[e].c;
				i += 2;
				break;
			}
		at[len++] = c;
	}
	return (struct str){at, len};
}

/* Reads more behind what is there; false at the end of the source. */
static enum rc fill(struct reader *r)
{
	if (r->from > 0) {
		memmove(r->at, r->at + r->from, r->to - r->from);
		r->to -= r->from;
		r->from = 0;
	}
	ptrdiff_t got = r->source->read(r->source->closure, r->at + r->to, BUFFER - r->to);
	if (got < 0)
		return RC_BAD_REQUEST;
	r->is_ended = got == 0;
	r->to += (size_t)got;
	return RC_OK;
}

static struct str held(const struct reader *r)
{
	return (struct str){r->at + r->from, r->to - r->from};
}

/* Makes at least count bytes available. */
static enum rc need(struct reader *r, size_t count)
{
	while (r->to - r->from < count) {
		enum rc rc = fill(r);
		if (rc != RC_OK)
			return rc;
		if (r->is_ended)
			return RC_BAD_REQUEST;
	}
	return RC_OK;
}

/* Hands everything up to the next delimiter to the sink, which may be NULL, and goes past the delimiter. */
static enum rc pass_content(struct reader *r, const struct part_sink *sink)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK) {
		struct str here = held(r);
		ptrdiff_t hit = str_find(here, r->delimiter);
		/* Without a hit the last bytes may be the beginning of the delimiter. */
		size_t safe = here.len < r->delimiter.len ? 0 : here.len - r->delimiter.len + 1;
		size_t len = hit >= 0 ? (size_t)hit : safe;
		if (len > 0 && sink)
			rc = sink->bytes(sink->closure, str_slice(here, 0, len));
		r->from += len;
		if (rc != RC_OK)
			break;
		if (hit >= 0) {
			r->from += r->delimiter.len;
			return RC_OK;
		}
		rc = fill(r);
		if (rc == RC_OK && r->is_ended)
			rc = RC_BAD_REQUEST;
	}
	return rc;
}

static enum rc read_headers(struct reader *r, struct part *part)
{
	ptrdiff_t end;
	enum rc rc = RC_OK;

	/*
	 * A part without any header begins with the empty line itself, and without a name it is refused
	 * below.
	 */
	while ((end = str_find(held(r), STR("\r\n\r\n"))) < 0) {
		if (r->to - r->from > LONGEST_HEADERS)
			return RC_TOO_LARGE;
		rc = fill(r);
		if (rc != RC_OK)
			return rc;
		if (r->is_ended)
			return RC_BAD_REQUEST;
	}
	struct str block = str_slice(held(r), 0, (size_t)end), line, name;
	if (block.len > LONGEST_HEADERS)
		return RC_TOO_LARGE;
	block = arena_str(r->arena, block);
	r->from += (size_t)end + 4;

	*part = (struct part){.type = STR("")};
	bool is_form_data = false;
	while (str_split(&block, '\n', &line)) {
		struct str value = str_trim(line);
		if (!str_split(&value, ':', &name) || !value.at)
			continue;
		value = str_trim(value);
		if (str_equal_nocase(name, STR("content-type"))) {
			part->type = value;
		} else if (str_equal_nocase(name, STR("content-disposition"))) {
			is_form_data = str_equal_nocase(str_slice(value, 0, 9), STR("form-data"));
			part->name = parameter(r->arena, value, "name");
			part->file_name = parameter(r->arena, value, "filename");
		}
	}
	if (!is_form_data || !part->name.at)
		return RC_BAD_REQUEST;
	part->is_file = part->file_name.at != NULL;
	part->name = unescape_name(r->arena, part->name);
	part->file_name = unescape_name(r->arena, part->file_name);
	if (!str_is_utf8(part->name) || !str_is_utf8(part->file_name) || !str_is_utf8(part->type))
		return RC_BAD_REQUEST;
	return RC_OK;
}

/*
 * Behind a delimiter stands "--" at the very end, else the line's end, perhaps after blanks (RFC 2046,
 * 5.1.1).
 */
static enum rc after_delimiter(struct reader *r, bool *is_last)
{
	enum rc rc = need(r, 2);

	*is_last = rc == RC_OK && str_is(str_slice(held(r), 0, 2), "--");
	while (rc == RC_OK && !*is_last) {
		char c = r->at[r->from];
		if (c == '\r')
			break;
		if (c != ' ' && c != '\t')
			return RC_BAD_REQUEST;
		r->from++;
		rc = need(r, 2);
	}
	if (rc != RC_OK || *is_last)
		return rc;
	if (r->at[r->from + 1] != '\n')
		return RC_BAD_REQUEST;
	r->from += 2;
	return RC_OK;
}

enum rc multipart_read(struct arena *arena, struct str boundary, size_t most,
		       const struct byte_source *source, const struct part_sink *sink)
{
	struct reader r = {.arena = arena, .source = source, .at = arena_alloc(arena, BUFFER, 1)};
	bool is_last = false;

	r.delimiter = arena_printf(arena, "\r\n--%.*s", STR_ARG(boundary));
	/* The first delimiter has no line end before it: put one there. */
	memcpy(r.at, "\r\n", 2);
	r.to = 2;
	enum rc rc = pass_content(&r, NULL);
	for (size_t count = 0; rc == RC_OK; count++) {
		struct part part;
		rc = after_delimiter(&r, &is_last);
		if (rc != RC_OK || is_last)
			break;
		if (count >= most)
			return RC_TOO_LARGE;
		rc = read_headers(&r, &part);
		if (rc == RC_OK)
			rc = sink->begin(sink->closure, &part);
		if (rc == RC_OK)
			rc = pass_content(&r, sink);
		if (rc == RC_OK)
			rc = sink->end(sink->closure);
	}
	return rc;
}
