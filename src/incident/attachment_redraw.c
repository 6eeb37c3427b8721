#include <errno.h>
#include <unistd.h>

#include "base/child.h"
#include "base/log.h"
#include "base/text.h"
#include "incident/attachment_file.h"

enum { SECONDS_MOST = 30, OUTPUT_MOST = 256 * 1024 * 1024 };

/* With nothing but its two descriptors and an empty environment. */
static enum rc helper_start(struct arena *arena, const char *program, const char *type, int fd, struct child **helper)
{
	const char *const arguments[] = {"picture", type, NULL}, *const nothing[] = {NULL};
	const struct child_order order = {
		.program = program,
		.arguments = arguments,
		.environment = nothing,
		.input = fd,
		.seconds = SECONDS_MOST,
	};
	return child_start(arena, &order, helper);
}

/* Everything it writes, until it ends, is too slow or writes too much. Its exit status, or -1. */
static int helper_read(struct child *helper, struct text *out)
{
	enum { CHUNK = 256 * 1024 };
	ptrdiff_t got;

	do {
		char *at = text_reserve(out, CHUNK);
		got = child_read(helper, at, CHUNK);
		if (got > 0)
			out->len += (size_t)got;
	} while (got > 0 && out->len <= OUTPUT_MOST);
	return child_end(helper);
}

static bool take_number(struct str *rest, char end, size_t *out)
{
	struct str part;
	int64_t value;

	if (!str_split(rest, end, &part) || !str_to_int(part, 1, OUTPUT_MOST, &value))
		return false;
	*out = (size_t)value;
	return true;
}

enum rc attachment_file_redraw(struct arena *arena, const struct config *config, int fd, const char *type, struct str *full,
			       struct str *preview, const char **why)
{
	enum { TOO_LARGE = 4 };
	struct str program = arena_printf(arena, "%s/picture", config_path(arena, config, "paths.programs").at);
	struct text output = TEXT_IN(arena);
	struct child *helper;
	size_t full_len, preview_len;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return FAULT("attachment.seek", "errno=%d", errno);
	enum rc rc = helper_start(arena, program.at, type, fd, &helper);
	if (rc != RC_OK)
		return rc;
	int status = helper_read(helper, &output);
	struct str rest = text_str(&output);
	if (status == 0 && take_number(&rest, ' ', &full_len) && take_number(&rest, '\n', &preview_len) &&
	    rest.len == full_len + preview_len) {
		*full = str_slice(rest, 0, full_len);
		*preview = str_slice(rest, full_len, preview_len);
		return RC_OK;
	}
	LOG(LOG_INFO, "attachment.picture", "refused, status=%d", status);
	*why = status == TOO_LARGE ? N_("This picture has too many pixels")
				   : N_("This picture cannot be read; it may be broken or cut off");
	return RC_INVALID;
}
