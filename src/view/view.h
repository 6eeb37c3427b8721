#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/record.h"
#include "base/text.h"
#include "view/catalogue.h"

/*
 * What a template sees: an object with named members. Handlers put in only what
 * the viewer may see. Names point at static strings; values are kept by reference
 * and must live as long as the view (same arena). Of two members with one name
 * the later counts. docs/templates.md is the guide for authors of templates.
 *
 * Every value takes endings where they mean something:
 *   {{x.url}}      percent-encoded for a path segment or query value: href="/people/{{name.url}}"
 *   {{x.t}}        an English text of ours (a label, a hint) in the style's language
 *   {{x.input}}    as <input> and <option> hold it: day and moment in ISO (datetime-local in the
 *                  style's zone), code, plain number
 *   {{x.iso}}      moments and days as RFC 3339 / ISO, for <time datetime>
 *   {{x.date}}     the local day of a moment, {{x.time}} its local time of day
 *   {{x.code}}     code of an enumeration or answer;  {{#x.is_CODE}}  tests for one
 *   {{x.grouped}}  a number with its thousands set apart; without it, digits only
 *   {{#list.any}}  once, when the list is not empty;  {{list.count}}  its length
 */
struct view;
struct view_list;

struct view *view_new(struct arena *arena);

void view_text(struct view *view, const char *name, struct str value);
void view_cstr(struct view *view, const char *name, const char *value);
/* Formats into the view's arena. */
void view_printf(struct view *view, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Shown as digits, so that it can stand in an address: {{id}}. */
void view_int(struct view *view, const char *name, int64_t value);
void view_flag(struct view *view, const char *name, bool value);
void view_moment(struct view *view, const char *name, moment value);
void view_day(struct view *view, const char *name, day value);
/* A value of an enumeration: {{x}} is its translated label; false in a section when not given. */
void view_code(struct view *view, const char *name, const struct codes *codes, int value);
/*
 * Trusted HTML made by our own renderer (Markdown, SVG); the only value that {{{name}}}
 * leaves as it is. Everything else is escaped however it is written.
 */
void view_html(struct view *view, const char *name, struct str html);

/* A new member object. */
struct view *view_object(struct view *view, const char *name);
/*
 * The view shows nothing but itself: in its section, names are not looked up outside of it, nor do blocks take
 * arguments from there. So its text may be kept by the process for the next page with an equal view: for rows of
 * lists and for choices that many pages show.
 */
void view_keep(struct view *view);
/* An existing view as a member. */
void view_child(struct view *view, const char *name, struct view *child);
/* An empty list as a member; each view_add appends an object to it. */
struct view_list *view_list(struct view *view, const char *name);
struct view *view_add(struct view_list *list);

/*
 * A record as a member: its fields are looked up through the table, nothing is copied.
 *   {{field}}    text; code label; moment "3 Mar 2026, 14:05" and day "3 Mar 2026" in the style's
 *                zone and language; number ("2.5"), money ("1,234.50"); yes/no of answers
 *   {{#field}}   section when given (text not empty, number not 0, bool true, day known)
 * and the endings above. Bytes are never shown.
 */
void view_record(struct view *view, const char *name, const struct record *record, const void *row);
/* Its fields as members of view itself, behind those set on view. */
void view_merge(struct view *view, const struct record *record, const void *row);
/* A list of records; rows is an array of record->size bytes each. */
void view_records(struct view *view, const char *name, const struct record *record,
		  const void *rows, size_t count);

/* How values are shown. */
struct view_style {
	const struct zone *zone;            /* NULL: UTC */
	const struct catalogue *catalogue;  /* NULL: English */
};

/* Templates of one folder, compiled at first use and kept for the life of the process. */
struct templates;
struct templates *templates_open(struct str folder);
void templates_close(struct templates *templates);

/*
 * name is "incident/list" for FOLDER/incident/list.mustache, as are the names of partials
 * and parents. RC_FAULT (logged) when one of them is absent or malformed; out is then as before.
 */
enum rc template_render(struct templates *templates, const char *name, const struct view *root,
			const struct view_style *style, struct text *out) MUST_CHECK;

#endif
