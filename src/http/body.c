#include "http/body.h"

#include <string.h>

#include "http/pairs.h"
#include "http/program.h"
#include "http/upload.h"
#include "http/urlencoded.h"

enum { STEP = 64 * 1024 };
static const int64_t most_drained = (int64_t)1 << 28;

/* The media type without its parameters. */
static bool has_type(const struct request *rq, const char *type)
{
	struct str rest = rq->content_type, media;

	return str_split(&rest, ';', &media) && str_equal_nocase(str_trim(media), str_of(type));
}

static bool is_upload(const struct request *rq)
{
	return has_type(rq, "multipart/form-data");
}

static bool takes(const struct request *rq, unsigned flag)
{
	return rq->route && (rq->route->flags & flag) != 0;
}

enum rc body_check(const struct request *rq, const struct body_limits *limits)
{
	int64_t most = limits->form;

	if (!rq->unread)
		return RC_OK;
	if (is_upload(rq) && takes(rq, ROUTE_UPLOAD))
		most += limits->files;
	return rq->unread->length > most ? RC_TOO_LARGE : RC_OK;
}

/* As read(2); stops at the declared length and notices when less arrives. */
static ptrdiff_t body_bytes(void *closure, char *at, size_t room)
{
	struct body *body = closure;

	if (body->length >= 0 && (int64_t)room > body->length - body->taken)
		room = (size_t)(body->length - body->taken);
	if (room == 0)
		return 0;
	ptrdiff_t got = body->source.read(body->source.closure, at, room);
	if (got < 0 || (got == 0 && body->length >= 0))
		return -1;
	body->taken += got;
	return got;
}

static enum rc read_whole(struct request *rq, int64_t most, struct str *out)
{
	struct text text = TEXT_IN(rq->arena);
	ptrdiff_t got;

	if (rq->unread->length > 0 && rq->unread->length <= most)
		(void)text_reserve(&text, (size_t)rq->unread->length);
	do {
		char *at = text_reserve(&text, STEP);
		got = body_bytes(rq->unread, at, STEP);
		if (got < 0)
			return RC_BAD_REQUEST;
		text.len += (size_t)got;
		if ((int64_t)text.len > most)
			return RC_TOO_LARGE;
	} while (got > 0);
	*out = text_str(&text);
	return RC_OK;
}

enum rc body_read_form(struct request *rq, const struct body_limits *limits)
{
	struct str whole;

	if (!rq->unread || !method_changes(rq->method))
		return RC_OK;
	if (is_upload(rq))
		return takes(rq, ROUTE_UPLOAD) ? RC_OK : RC_UNSUPPORTED;
	bool is_form = has_type(rq, "application/x-www-form-urlencoded");
	if (!is_form && !takes(rq, ROUTE_BODY) && rq->unread->length != 0 && rq->content_type.len > 0)
		return RC_UNSUPPORTED;
	enum rc rc = read_whole(rq, limits->form, &whole);
	if (rc != RC_OK)
		return rc;
	if (is_form)
		return urlencoded_parse(rq->arena, whole, limits->fields, &rq->form);
	if (takes(rq, ROUTE_BODY))
		rq->body = whole;
	else if (whole.len > 0)
		rc = RC_UNSUPPORTED;
	return rc;
}

/* A multipart body on its way into the request. */
struct receiver {
	struct request *rq;
	const struct body_limits *limits;
	struct upload *upload;       /* the present part's file, or NULL */
	struct part part;
	struct text field;
	int64_t in_fields, in_files;
	size_t room;
};

static enum rc part_begin(void *closure, const struct part *part)
{
	struct receiver *r = closure;
	struct request *rq = r->rq;

	r->part = *part;
	r->upload = NULL;
	r->field = TEXT_IN(rq->arena);
	if (!part->is_file)
		return rq->form.count < r->limits->fields ? RC_OK : RC_TOO_LARGE;

	struct str name = multipart_file_name(rq->arena, part->file_name);
	if (rq->upload_count >= r->limits->file_count)
		return RC_TOO_LARGE;
	if (!rq->uploads)
		rq->uploads = ARENA_ARRAY(rq->arena, struct upload, r->limits->file_count);
	struct upload *upload = &rq->uploads[rq->upload_count];
	*upload = (struct upload){.field = part->name, .file_name = name, .claimed_type = part->type};
	enum rc rc = upload_begin(rq->arena, r->limits->upload_folder, upload);
	if (rc == RC_OK) {
		r->upload = upload;
		rq->upload_count++;
	}
	return rc;
}

static enum rc part_bytes(void *closure, struct str bytes)
{
	struct receiver *r = closure;

	if (r->upload) {
		r->in_files += (int64_t)bytes.len;
		if (r->upload->size + (int64_t)bytes.len > r->limits->file || r->in_files > r->limits->files)
			return RC_TOO_LARGE;
		return upload_append(r->upload, bytes);
	}
	r->in_fields += (int64_t)bytes.len;
	if (r->in_fields > r->limits->form)
		return RC_TOO_LARGE;
	text_add(&r->field, bytes);
	return RC_OK;
}

static enum rc part_end(void *closure)
{
	struct receiver *r = closure;
	struct request *rq = r->rq;

	if (r->upload) {
		/* A file input in which nothing was chosen arrives as an empty file without a name. */
		if (r->upload->size == 0 && r->upload->file_name.len == 0)
			rq->upload_count--;
		return upload_end(r->upload);
	}
	struct str value = text_str(&r->field);
	if (!str_is_utf8(value))
		return RC_BAD_REQUEST;
	pairs_add(rq->arena, &rq->form, r->part.name, value);
	return RC_OK;
}

enum rc body_read_upload(struct request *rq, const struct body_limits *limits)
{
	if (!rq->unread || !method_changes(rq->method) || !is_upload(rq))
		return RC_OK;
	struct str boundary = multipart_boundary(rq->arena, rq->content_type);
	if (!boundary.at)
		return RC_BAD_REQUEST;
	struct receiver receiver = {.rq = rq, .limits = limits};
	const struct part_sink sink = {part_begin, part_bytes, part_end, &receiver};
	const struct byte_source source = {body_bytes, rq->unread};
	return multipart_read(rq->arena, boundary, limits->fields + limits->file_count, &source, &sink);
}

void body_drain(struct request *rq)
{
	char bytes[16 * 1024];

	if (!rq->unread)
		return;
	while (rq->unread->taken < most_drained && body_bytes(rq->unread, bytes, sizeof bytes) > 0)
		;
	rq->unread = NULL;
}
