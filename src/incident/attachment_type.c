#include <magic.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/text.h"
#include "incident/attachment_file.h"

/* What is taken. ending is what the name gets; extensions are those by which kinds that look alike are told apart. */
static const struct kind {
	const char *type;
	const char *ending;
	const char *looks;           /* what libmagic says; NULL: the type itself */
	const char *extensions;      /* needed where several share the looks; NULL: any */
} kinds[] = {
	{"image/jpeg", "jpg", NULL, NULL},
	{"image/png", "png", NULL, NULL},
	{"image/webp", "webp", NULL, NULL},
	{"application/pdf", "pdf", NULL, NULL},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", NULL, NULL},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", NULL, NULL},
	{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", NULL, NULL},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "application/zip", "docx"},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "application/zip", "xlsx"},
	{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", "application/zip", "pptx"},
	{"application/vnd.oasis.opendocument.text", "odt", NULL, NULL},
	{"application/vnd.oasis.opendocument.spreadsheet", "ods", NULL, NULL},
	{"application/vnd.oasis.opendocument.presentation", "odp", NULL, NULL},
	{"application/msword", "doc", NULL, NULL},
	{"application/vnd.ms-excel", "xls", NULL, NULL},
	{"application/vnd.ms-powerpoint", "ppt", NULL, NULL},
	{"application/msword", "doc", "application/CDFV2", "doc"},
	{"application/vnd.ms-excel", "xls", "application/CDFV2", "xls"},
	{"application/vnd.ms-powerpoint", "ppt", "application/CDFV2", "ppt"},
	{"video/mp4", "mp4", NULL, NULL},
	{"video/quicktime", "mov", NULL, NULL},
	{"audio/mpeg", "mp3", NULL, NULL},
	{"audio/x-m4a", "m4a", NULL, NULL},
	{"text/csv", "csv", "text/plain", "csv"},
	{"text/csv", "csv", NULL, NULL},
	{"text/plain", "txt", NULL, NULL},
};

/* One for the life of the process: loading the rules takes longer than a request. */
static magic_t sniffer(void)
{
	static magic_t cookie;

	if (!cookie) {
		cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_ERROR);
		if (!cookie || magic_load(cookie, NULL) != 0) {
			LOG(LOG_ERROR, "attachment.magic", "the rules of file types cannot be loaded");
			abort();
		}
	}
	return cookie;
}

static struct str extension_of(struct str name)
{
	for (size_t i = name.len; i-- > 0;)
		if (name.at[i] == '.')
			return str_slice(name, i + 1, name.len);
	return STR("");
}

static bool is_kind(const struct kind *kind, struct str looks, struct str extension)
{
	if (!str_is(looks, kind->looks ? kind->looks : kind->type))
		return false;
	return !kind->extensions || str_equal_nocase(extension, str_of(kind->extensions));
}

const char *attachment_file_type(struct str start, struct str name)
{
	struct str looks = str_of(magic_buffer(sniffer(), start.at, start.len));
	struct str extension = extension_of(name);

	for (size_t i = 0; looks.at && i < sizeof kinds / sizeof *kinds; i++)
		if (is_kind(&kinds[i], looks, extension))
			return kinds[i].type;
	return NULL;
}

bool attachment_file_is_picture(struct str type)
{
	return str_is(type, "image/jpeg") || str_is(type, "image/png") || str_is(type, "image/webp");
}

static const char *ending_of(const char *type)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_is(str_of(type), kinds[i].type))
			return kinds[i].ending;
	return "bin";
}

static bool is_reserved(unsigned char c)
{
	return c < 0x20 || c == 0x7f || c == '/' || c == '\\' || c == ':' || c == '*' || c == '?' || c == '"' || c == '<' ||
	       c == '>' || c == '|';
}

struct str attachment_file_name(struct arena *arena, struct str claimed, const char *type)
{
	enum { NAME_POINTS = 120 };
	struct text out = TEXT_IN(arena);
	struct str extension = extension_of(claimed);
	struct str stem = claimed;
	size_t points = 0;

	if (extension.len && extension.len <= 5)
		stem = str_slice(claimed, 0, claimed.len - extension.len - 1);
	if (!str_is_utf8(stem))
		stem = STR("");
	for (size_t i = 0; i < stem.len; i++) {
		points += ((unsigned char)stem.at[i] & 0xc0) != 0x80;
		if (points > NAME_POINTS)
			break;
		text_char(&out, is_reserved((unsigned char)stem.at[i]) ? '_' : stem.at[i]);
	}
	stem = str_trim(text_str(&out));
	while (stem.len && stem.at[0] == '.')
		stem = str_slice(stem, 1, stem.len);
	if (!stem.len)
		stem = STR("file");
	return arena_printf(arena, "%.*s.%s", STR_ARG(stem), ending_of(type));
}
