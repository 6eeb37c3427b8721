#include "view/view_kept.h"

#include <string.h>

#include "view/view_data.h"

enum {
	PLACES = 2048,
	MOST_BYTES = 1 << 20,   /* of all texts and keys of a process */
	LONGEST = 32 << 10,     /* of one */
};

struct place {
	struct str key, text;
};

struct view_kept {
	struct arena *arena;  /* of this and of the places */
	struct arena *texts;
	struct place *places;
};

/* --- keys ----------------------------------------------------------------------- */

static void add_bytes(struct text *key, const void *at, size_t len)
{
	text_add(key, (struct str){at, len});
}

/* With its length, so that no two rows of texts look alike. */
static void add_str(struct text *key, struct str s)
{
	add_bytes(key, &s.len, sizeof s.len);
	text_add(key, s);
}

static void add_code(struct text *key, const struct codes *codes, int value)
{
	add_str(key, str_of(codes_code(codes, value)));
	add_str(key, str_of(codes_label(codes, value)));
}

static void add_field(struct text *key, const struct field *field, const void *row)
{
	const char *at = (const char *)row + field->offset;

	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_PROSE:
	case FIELD_UUID:
		add_str(key, *(const struct str *)(const void *)at);
		break;
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
	case FIELD_MOMENT:
		add_bytes(key, at, sizeof(int64_t));
		break;
	case FIELD_BOOL:
		add_bytes(key, at, sizeof(bool));
		break;
	case FIELD_ANSWER:
		add_bytes(key, at, sizeof(enum answer));
		break;
	case FIELD_DAY:
	case FIELD_CLOCK:
		add_bytes(key, at, sizeof(int32_t));
		break;
	case FIELD_CODE:
		add_bytes(key, at, sizeof(int));
		break;
	case FIELD_BYTES:
		break;
	}
}

/* Tables of records and of their codes are constants: their addresses name them. */
static void add_record(struct text *key, const struct record *record, const void *row)
{
	add_bytes(key, &record, sizeof record);
	for (const struct field *field = record->fields; field->name; field++)
		add_field(key, field, row);
}

static void add_view(struct text *key, const struct view *view);

static void add_member(struct text *key, const struct member *member)
{
	/* Names are constants too. */
	add_bytes(key, &member->name, sizeof member->name);
	add_bytes(key, &member->kind, sizeof member->kind);
	switch (member->kind) {
	case MEMBER_TEXT:
	case MEMBER_HTML:
		add_str(key, member->as.text);
		break;
	case MEMBER_INT:
	case MEMBER_FLAG:
	case MEMBER_MOMENT:
	case MEMBER_DAY:
		add_bytes(key, &member->as.number, sizeof member->as.number);
		break;
	case MEMBER_CODE:
		add_code(key, member->as.code.codes, member->as.code.value);
		break;
	case MEMBER_VIEW:
		add_view(key, member->as.view);
		break;
	case MEMBER_LIST:
		add_bytes(key, &member->as.list->count, sizeof member->as.list->count);
		for (size_t i = 0; i < member->as.list->count; i++)
			add_view(key, member->as.list->items[i]);
		break;
	case MEMBER_RECORD:
		add_record(key, member->as.records.record, member->as.records.rows);
		break;
	case MEMBER_RECORDS:
		add_bytes(key, &member->as.records.count, sizeof member->as.records.count);
		for (size_t i = 0; i < member->as.records.count; i++)
			add_record(key, member->as.records.record,
				   (const char *)member->as.records.rows + i * member->as.records.record->size);
		break;
	}
}

static void add_view(struct text *key, const struct view *view)
{
	add_bytes(key, &view->count, sizeof view->count);
	for (size_t i = 0; i < view->count; i++)
		add_member(key, &view->members[i]);
	for (const struct merged *merged = view->merged; merged; merged = merged->next)
		add_record(key, merged->record, merged->row);
}

struct str view_kept_key(struct arena *arena, const void *part, const struct view_style *style, const struct view *view)
{
	struct text key = TEXT_IN(arena);

	add_bytes(&key, &part, sizeof part);
	add_bytes(&key, &style->zone, sizeof style->zone);
	add_view(&key, view);
	return text_str(&key);
}

/* --- places --------------------------------------------------------------------- */

struct view_kept *view_kept_new(void)
{
	struct arena *arena = arena_new(sizeof(struct view_kept) + PLACES * sizeof(struct place) + 64);
	struct view_kept *kept = ARENA_NEW(arena, struct view_kept);

	*kept = (struct view_kept){arena, arena_new(0), ARENA_ARRAY(arena, struct place, PLACES)};
	return kept;
}

void view_kept_free(struct view_kept *kept)
{
	if (!kept)
		return;
	arena_free(kept->texts);
	arena_free(kept->arena);
}

/* Only says where to look: keys are compared. */
static size_t spread(struct str key)
{
	uint64_t hash = key.len, word;
	size_t i = 0;

	for (; i + sizeof word <= key.len; i += sizeof word) {
		memcpy(&word, key.at + i, sizeof word);
		hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, key.at + i, key.len - i);
	hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	return (size_t)(hash ^ hash >> 32);
}

static struct place *place_of(const struct view_kept *kept, struct str key)
{
	return &kept->places[spread(key) % PLACES];
}

bool view_kept_find(const struct view_kept *kept, struct str key, struct str *text)
{
	const struct place *place = place_of(kept, key);

	*text = place->text;
	return place->key.at && str_equal(place->key, key);
}

void view_kept_add(struct view_kept *kept, struct str key, struct str text)
{
	if (key.len + text.len > LONGEST)
		return;
	if (arena_used(kept->texts) + key.len + text.len > MOST_BYTES) {
		arena_reset(kept->texts);
		memset(kept->places, 0, PLACES * sizeof *kept->places);
	}
	*place_of(kept, key) = (struct place){arena_str(kept->texts, key), arena_str(kept->texts, text)};
}
