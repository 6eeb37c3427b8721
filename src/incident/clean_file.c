#include "incident/clean_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "incident/anonymous.h"
#include "incident/clean_document.h"

static enum rc read_all(struct arena *arena, int fd, int64_t size, struct str *out)
{
	char *at = arena_alloc(arena, (size_t)size + 1, 1);
	size_t len = 0;

	while (len < (size_t)size) {
		ssize_t got = pread(fd, at + len, (size_t)size - len, (off_t)len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return FAULT("clean_file.read", "errno=%d", errno);
		len += (size_t)got;
	}
	*out = (struct str){at, len};
	return RC_OK;
}

/* "photo-3f9a20c1", because the name of a file tells of its maker too. */
static struct str new_name(struct arena *arena, const char *kind)
{
	unsigned char bytes[4];

	random_bytes(bytes, sizeof bytes);
	return arena_printf(arena, "%s-%.*s", kind,
			    STR_ARG(hex(arena, (struct str){(const char *)bytes, sizeof bytes})));
}

/* The content's own times would tell when it came. */
static enum rc forget_time(struct arena *arena, const struct config *config, struct str sha256, moment now)
{
	struct str var = config_path(arena, config, "paths.var"), path = attachment_file_path(arena, sha256);
	const time_t day_start = (time_t)(anonymous_day(now) / SECONDS(1));
	const struct timespec times[2] = {{.tv_sec = day_start}, {.tv_sec = day_start}};

	path = arena_printf(arena, "%.*s/%.*s", STR_ARG(var), STR_ARG(path));
	if (utimensat(AT_FDCWD, path.at, times, 0) != 0)
		return FAULT("clean_file.times", "errno=%d", errno);
	return RC_OK;
}

static enum rc keep(struct arena *arena, const struct config *config, struct str bytes, const char *type,
		    const char *kind, moment now, struct attachment *out)
{
	enum rc rc = attachment_file_keep(arena, config, bytes, type, new_name(arena, kind), out);

	return rc == RC_OK ? forget_time(arena, config, out->sha256, now) : rc;
}

static enum rc take_picture(struct arena *arena, const struct config *config, int fd, const char *type,
			    moment now, struct attachment *out, const char **why)
{
	struct str full, preview;
	struct attachment small;
	enum rc rc = attachment_file_redraw(arena, config, fd, type, &full, &preview, why);

	if (rc == RC_OK)
		rc = keep(arena, config, anonymous_pad_file(arena, full, '\0'), type, "photo", now, out);
	if (rc != RC_OK || !preview.len)
		return rc;
	record_clear(&attachment_record, &small);
	rc = keep(arena, config, anonymous_pad_file(arena, preview, '\0'), type, "preview", now, &small);
	out->preview_sha256 = small.sha256;
	return rc;
}

enum rc clean_file_take(struct arena *arena, const struct config *config, int fd, int64_t size,
			struct str claimed, moment now, struct attachment *out, const char **why)
{
	enum { START_BYTES = 64 * 1024 };
	struct str bytes = STR(""), clean;
	enum rc rc = read_all(arena, fd, size, &bytes);

	if (rc != RC_OK)
		return rc;
	const char *type = attachment_file_type(str_slice(bytes, 0, START_BYTES), claimed);
	record_clear(&attachment_record, out);
	*why = N_(
		"This kind of file is not taken here. Photographs, Word, Excel, PowerPoint"
		   " and plain text are.");
	if (!type)
		return RC_INVALID;
	if (attachment_file_is_picture(str_of(type)))
		return take_picture(arena, config, fd, type, now, out, why);
	if (str_is(str_of(type), "text/plain") || str_is(str_of(type), "text/csv"))
		return keep(arena, config, anonymous_pad_file(arena, bytes, '\n'), type, "text", now, out);
	if (str_is(str_of(type), "application/pdf")) {
		*why = N_(
			"PDF files hold names and places that cannot be removed for certain. Send photographs"
			" of the pages, or copy the words into your report.");
		return RC_INVALID;
	}
	if (!clean_document_is_type(type))
		return RC_INVALID;
	rc = clean_document(arena, config, bytes, &clean, why);
	return rc == RC_OK ? keep(arena, config, clean, type, "document", now, out) : rc;
}
