#include "view/catalogue.h"

#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "view/name_hash.h"
#include "view/plural.h"

#define MO_MAGIC UINT32_C(0x950412de)

enum {
	MO_HEADER = 28,      /* bytes: magic, revision, count, two offsets, size and offset of the hash table */
	MAX_FILE = 8 << 20,
};

struct entry {
	struct str english;  /* of a plural: the singular */
	struct str text;     /* of a plural: all forms, each ended by NUL but the last */
	uint32_t hash;
};

struct catalogue {
	const char *locale;
	const struct plural *plural;
	struct entry *slots; /* open addressing; free when english.at is NULL */
	size_t mask;
};

struct mo {
	struct str bytes;
	bool is_swapped;
};

static bool mo_number(const struct mo *mo, size_t at, uint32_t *out)
{
	if (mo->bytes.len < 4 || at > mo->bytes.len - 4)
		return false;
	memcpy(out, mo->bytes.at + at, 4);
	if (mo->is_swapped)
		*out = __builtin_bswap32(*out);
	return true;
}

/* The string described at an offset; it must lie in the file and be followed by a NUL. */
static bool mo_string(const struct mo *mo, size_t at, struct str *out)
{
	uint32_t len, from;

	if (!mo_number(mo, at, &len) || !mo_number(mo, at + 4, &from))
		return false;
	if (from >= mo->bytes.len || len >= mo->bytes.len - from || mo->bytes.at[from + len] != '\0')
		return false;
	*out = (struct str){mo->bytes.at + from, len};
	return true;
}

/* Up to the first NUL. */
static struct str first_part(struct str s)
{
	const char *end = s.len ? memchr(s.at, '\0', s.len) : NULL;
	return end ? str_slice(s, 0, (size_t)(end - s.at)) : s;
}

static struct entry *slot_of(const struct catalogue *catalogue, struct str english, uint32_t hash)
{
	for (size_t i = hash & catalogue->mask;; i = (i + 1) & catalogue->mask) {
		struct entry *entry = &catalogue->slots[i];
		if (!entry->english.at || (entry->hash == hash && str_equal(entry->english, english)))
			return entry;
	}
}

static bool read_entries(struct arena *arena, const struct mo *mo, struct catalogue *catalogue)
{
	uint32_t count, ids, texts;
	size_t room = 16;

	if (!mo_number(mo, 8, &count) || !mo_number(mo, 12, &ids) || !mo_number(mo, 16, &texts))
		return false;
	if (count > mo->bytes.len / 16)
		return false;
	while (room < (size_t)count * 2)
		room *= 2;
	catalogue->slots = ARENA_ARRAY(arena, struct entry, room);
	catalogue->mask = room - 1;

	for (uint32_t i = 0; i < count; i++) {
		struct str id, text;
		if (!mo_string(mo, ids + (size_t)i * 8, &id) || !mo_string(mo, texts + (size_t)i * 8, &text))
			return false;
		if (!str_is_utf8(first_part(text)))
			return false;
		if (id.len == 0)
			catalogue->plural = plural_read(arena, text);
		struct str english = first_part(id);
		uint32_t hash = name_hash(english);
		*slot_of(catalogue, english, hash) = (struct entry){english, text, hash};
	}
	return true;
}

const struct catalogue *catalogue_read(struct arena *arena, struct str bytes, const char *locale)
{
	struct mo mo = {.bytes = bytes};
	uint32_t magic, revision;

	if (bytes.len < MO_HEADER || !mo_number(&mo, 0, &magic))
		return NULL;
	mo.is_swapped = magic == __builtin_bswap32(MO_MAGIC);
	if (!mo.is_swapped && magic != MO_MAGIC)
		return NULL;
	if (!mo_number(&mo, 4, &revision) || revision >> 16 > 1)
		return NULL;
	struct catalogue *catalogue = ARENA_NEW(arena, struct catalogue);
	catalogue->locale = locale;
	return read_entries(arena, &mo, catalogue) ? catalogue : NULL;
}

/* What a process has looked for, found or not; languages are few. */
struct loaded {
	struct loaded *next;
	struct str folder, locale;
	const struct catalogue *catalogue;
};

/* Letters, digits and hyphens: no path can be made of it. */
static bool is_locale(struct str locale)
{
	for (size_t i = 0; i < locale.len; i++) {
		char c = locale.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return locale.len > 0 && locale.len <= 35; /* longest well-formed tag of RFC 5646, section 4.4.1 */
}

static const struct catalogue *load(struct arena *arena, struct str folder, struct str locale)
{
	struct str path = arena_printf(arena, "%.*s/%.*s.mo", STR_ARG(folder), STR_ARG(locale));
	struct str bytes;
	enum rc rc = file_read(arena, path.at, MAX_FILE, &bytes);

	if (rc == RC_NOT_FOUND)
		return NULL;
	const struct catalogue *catalogue =
		rc == RC_OK ? catalogue_read(arena, bytes, arena_cstr(arena, locale)) : NULL;
	if (!catalogue)
		LOG(LOG_ERROR, "catalogue.load", "cannot read %s", path.at);
	return catalogue;
}

const struct catalogue *catalogue_find(struct str folder, struct str locale)
{
	static struct arena *arena;
	static struct loaded *known;

	if (!is_locale(locale))
		return NULL;
	for (struct loaded *at = known; at; at = at->next)
		if (str_equal(at->folder, folder) && str_equal_nocase(at->locale, locale))
			return at->catalogue;
	if (!arena)
		arena = arena_new(0);
	const struct catalogue *catalogue = load(arena, folder, locale);
	struct str language = locale, part;
	if (!catalogue && str_split(&language, '-', &part) && language.at)
		catalogue = catalogue_find(folder, part);
	struct loaded *entry = ARENA_NEW(arena, struct loaded);
	*entry = (struct loaded){known, arena_str(arena, folder), arena_str(arena, locale), catalogue};
	known = entry;
	return catalogue;
}

const char *catalogue_locale(const struct catalogue *catalogue)
{
	return catalogue ? catalogue->locale : "en";
}

/* The translation with all its forms; STR_NONE when there is none. */
static struct str lookup(const struct catalogue *catalogue, struct str english)
{
	/* The empty text is the header's key. */
	if (!catalogue || english.len == 0)
		return STR_NONE;
	struct entry *entry = slot_of(catalogue, english, name_hash(english));
	return entry->text.len ? entry->text : STR_NONE;
}

struct str tr_str(const struct catalogue *catalogue, struct str english)
{
	struct str text = lookup(catalogue, english);
	return text.at ? first_part(text) : english;
}

struct str tr(const struct catalogue *catalogue, const char *english)
{
	return tr_str(catalogue, str_of(english));
}

size_t catalogue_forms(const struct catalogue *catalogue, struct str one, struct str many,
		       struct str forms[static CATALOGUE_FORMS])
{
	struct str rest = lookup(catalogue, one);
	size_t count = 0;

	while (count < CATALOGUE_FORMS && str_split(&rest, '\0', &forms[count]))
		count++;
	if (count > 1)
		return count;
	forms[0] = one;
	forms[1] = many;
	return 2;
}

size_t catalogue_plural(const struct catalogue *catalogue, uint64_t n)
{
	return plural_index(catalogue ? catalogue->plural : NULL, n);
}

struct str tr_n(const struct catalogue *catalogue, const char *one, const char *many, uint64_t n)
{
	struct str forms[CATALOGUE_FORMS];
	size_t count = catalogue_forms(catalogue, str_of(one), str_of(many), forms);
	size_t form = catalogue_plural(catalogue, n);

	return forms[form < count ? form : count - 1];
}
