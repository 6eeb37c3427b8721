#include "investigation/content.h"

#include "base/random.h"
#include "base/text.h"

static void name(struct text *out, const char *member)
{
	if (out->len && out->at[out->len - 1] != '{')
		text_char(out, ',');
	text_json(out, str_of(member));
	text_char(out, ':');
}

/* Content, not keeping: neither internal ids nor versions and times of saving. */
static bool is_content(const struct field *field)
{
	return field->flags & FIELD_STORED && !(field->flags & FIELD_QUIET) && field->kind != FIELD_ID &&
	       !str_is(str_of(field->name), "is_removed");
}

/* Opens an object with the content of a row; the caller closes it. */
static void open_row(struct text *out, const struct record *record, const void *row)
{
	if (out->len && out->at[out->len - 1] == '}')
		text_char(out, ',');
	text_char(out, '{');
	for (const struct field *field = record->fields; field->name; field++) {
		if (!is_content(field))
			continue;
		name(out, field->name);
		if (field->kind == FIELD_BYTES)
			text_json(out, hex(out->arena, *(const struct str *)(const void *)((const char *)row + field->offset)));
		else
			text_json(out, field_text(out->arena, field, row));
	}
}

static void add_text(struct text *out, const char *member, struct str value)
{
	name(out, member);
	text_json(out, value);
}

static void add_frame(struct text *out, const struct incident *incident, const struct investigation *i)
{
	add_text(out, "incident", incident->number);
	add_text(out, "incident_uuid", incident->uuid);
	name(out, "methods");
	text_printf(out, "[%s%s%s]", i->has_whys ? "\"whys\"" : "",
		    i->has_fishbone ? (i->has_whys ? ",\"fishbone\"" : "\"fishbone\"") : "",
		    i->has_timeline ? (i->has_whys || i->has_fishbone ? ",\"timeline\"" : "\"timeline\"") : "");
	add_text(out, "effect", i->effect);
	add_text(out, "scope", i->scope);
	add_text(out, "conclusion", i->conclusion);
}

static void add_whys(struct text *out, const struct findings *f)
{
	name(out, "whys");
	text_char(out, '[');
	for (size_t c = 0; c < f->chain_count; c++) {
		open_row(out, &why_chain_record, &f->chains[c]);
		name(out, "answers");
		text_char(out, '[');
		for (size_t w = 0; w < f->why_count; w++)
			if (f->whys[w].chain_id == f->chains[c].entry.id) {
				open_row(out, &why_record, &f->whys[w]);
				text_char(out, '}');
			}
		text_cstr(out, "]}");
	}
	text_char(out, ']');
}

/* The uuid of the row with that id; empty for 0. */
#define UUID_OF(rows, count, wanted, out_uuid)                          \
	do {                                                            \
		for (size_t n_ = 0; n_ < (count) && (wanted); n_++)     \
			if ((rows)[n_].entry.id == (wanted))            \
				(out_uuid) = (rows)[n_].entry.uuid;     \
	} while (0)

static void add_fishbone(struct text *out, const struct findings *f)
{
	name(out, "fishbone");
	text_char(out, '[');
	for (size_t i = 0; i < f->item_count; i++) {
		struct str parent = STR("");
		UUID_OF(f->items, f->item_count, f->items[i].parent_id, parent);
		open_row(out, &fishbone_item_record, &f->items[i]);
		add_text(out, "behind", parent);
		text_char(out, '}');
	}
	text_char(out, ']');
}

static void add_causes(struct text *out, const struct findings *f)
{
	name(out, "causes");
	text_char(out, '[');
	for (size_t i = 0; i < f->cause_count; i++) {
		struct str why = STR(""), item = STR("");
		UUID_OF(f->whys, f->why_count, f->causes[i].why_id, why);
		UUID_OF(f->items, f->item_count, f->causes[i].item_id, item);
		open_row(out, &cause_record, &f->causes[i]);
		add_text(out, "from_why", why);
		add_text(out, "from_fishbone", item);
		text_char(out, '}');
	}
	text_char(out, ']');
}

struct str content_json(struct arena *arena, const struct incident *incident, const struct findings *f)
{
	struct text out = TEXT_IN(arena);

	text_char(&out, '{');
	add_frame(&out, incident, &f->investigation);
	name(&out, "evidence");
	text_char(&out, '[');
	for (size_t i = 0; i < f->evidence_count; i++) {
		open_row(&out, &evidence_record, &f->evidence[i]);
		text_char(&out, '}');
	}
	text_char(&out, ']');
	add_whys(&out, f);
	add_fishbone(&out, f);
	name(&out, "timeline");
	text_char(&out, '[');
	for (size_t i = 0; i < f->event_count; i++) {
		open_row(&out, &sequence_event_record, &f->events[i]);
		text_char(&out, '}');
	}
	text_char(&out, ']');
	add_causes(&out, f);
	text_char(&out, '}');
	return text_str(&out);
}
