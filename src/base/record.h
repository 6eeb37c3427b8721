#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include "base/moment.h"
#include "base/str.h"

/*
 * One description per record. The table of fields drives forms, rows, JSON,
 * templates, CSV columns and the before/after of the audit log; adding a
 * field is one line here and one migration.
 */

enum field_kind {
	FIELD_TEXT,      /* struct str, one line */
	FIELD_PROSE,     /* struct str, may hold line breaks */
	FIELD_INT,       /* int64_t */
	FIELD_DECIMAL,   /* int64_t in millionths: 2.5 is 2500000 */
	FIELD_MONEY,     /* int64_t in minor units; 12.50 is 1250 */
	FIELD_BOOL,      /* bool; a box that is not ticked is false */
	FIELD_ANSWER,    /* enum answer: yes, no or not answered */
	FIELD_MOMENT,    /* moment */
	FIELD_DAY,       /* day */
	FIELD_CLOCK,     /* clock_minutes */
	FIELD_CODE,      /* int, index into an enumeration; 0 is "not given" */
	FIELD_ID,        /* int64_t, internal id of another row; 0 is "not given" and NULL in SQL */
	FIELD_UUID,      /* struct str of 36 characters */
	FIELD_BYTES,     /* struct str of any bytes (VARBINARY); never in a form, JSON or template */
};

/* A number that is not known, in fields that are FIELD_OPTIONAL. */
#define NUMBER_NONE INT64_MIN

enum answer { ANSWER_NONE, ANSWER_YES, ANSWER_NO };

/* One value of an enumeration. Row 0 of every table is { "", "" }: not given. */
struct code {
	const char *code;   /* as stored in rows, forms, JSON and URLs */
	const char *label;  /* English, marked for translation; shown to people */
};

/* Ended by a row whose code is NULL. */
struct codes {
	const char *name;            /* "severity" */
	const struct code *rows;
};

/* Index of the code, 0 when empty, -1 when unknown. */
int codes_find(const struct codes *codes, struct str code);
const char *codes_code(const struct codes *codes, int value);
const char *codes_label(const struct codes *codes, int value);
/* Number of rows, row 0 included. */
int codes_count(const struct codes *codes);

enum field_flag {
	FIELD_STORED   = 1u << 0, /* a column of the record's own table */
	FIELD_KEY      = 1u << 1, /* given by the database or at creation; never updated */
	FIELD_REQUIRED = 1u << 2, /* a form refuses it empty */
	FIELD_PAST     = 1u << 3, /* a day or moment that may not lie in the future */
	FIELD_SEALED   = 1u << 4, /* personal or medical: not in logs, the audit entry keeps a hash of it only */
	FIELD_QUIET    = 1u << 5, /* not compared for the audit entry (versions, time stamps) */
	FIELD_OPTIONAL = 1u << 6, /* a number that may be unknown: then NUMBER_NONE, NULL in the database */
	FIELD_NOT_NULL = 1u << 7, /* text or code whose "not given" is '' in the row: the column is NOT NULL */
};

struct field {
	enum field_kind kind;
	const char *name;            /* column, form key, JSON member, template name */
	const char *label;           /* English, marked for translation with N_() */
	size_t offset;               /* into the record's struct */
	unsigned flags;
	size_t max;                  /* text: characters; 0 takes 255 (prose 20000) */
	int64_t least, most;         /* numbers: range in the member's unit; both 0 means 0 .. 10^15 */
	const struct codes *codes;   /* FIELD_CODE; of a FIELD_PROSE that holds a JSON object: its members and their names */
	const char *hint;            /* one line beside the field, or NULL */
	const char *autocomplete;    /* the browser's token for it ("email", "tel"), or NULL */
};

/* fields is ended by a row whose name is NULL. */
struct record {
	const char *name;            /* table name and audit subject: "incident" */
	size_t size;
	const struct field *fields;
};

#define FIELD_END { .name = NULL }
/* Marks a string for the catalogue without translating it here. */
#define N_(text) text

const struct field *record_field(const struct record *record, struct str name);

/* Typed access to a member: *FIELD_AT(int64_t, row, field). */
#define FIELD_AT(type, row, field_) ((type *)(void *)((char *)(row) + (field_)->offset))

/*
 * A record with every member "not given" (MOMENT_NONE, DAY_NONE, STR_NONE, 0 ...; NUMBER_NONE for numbers
 * that are FIELD_OPTIONAL).
 */
void record_clear(const struct record *record, void *row);

/* Makes one member "not given". */
void field_clear(const struct field *field, void *row);

/* A copy of the row with its texts, all in the arena. Members outside the table are copied as they are. */
void *record_copy(struct arena *arena, const struct record *record, const void *row)
	__attribute__((returns_nonnull));

/* Characters that a text field takes, for maxlength. */
size_t field_max(const struct field *field);

/* Not given. 0 is a number, unless the field's range leaves it out; false is empty. */
bool field_is_empty(const struct field *field, const void *row);

/* The member as stored text: ISO days, RFC 3339 moments, codes, decimal numbers; "" when not given. */
struct str field_text(struct arena *arena, const struct field *field, const void *row);

/*
 * Reads text (as typed or imported) into the member: trimmed, UTF-8 checked, line breaks of prose as LF.
 * Empty text makes it "not given", or is refused where FIELD_REQUIRED. zone gives moments without a
 * zone their meaning and says which day it is; NULL is UTC. On refusal returns RC_INVALID, leaves the
 * member as it was, and *why is an English message for the catalogue that neither repeats the label nor
 * ends with a full stop; after translation it goes through field_message.
 */
enum rc field_parse(struct arena *arena, const struct field *field, struct str text,
		    const struct zone *zone, moment now, void *row, const char **why) MUST_CHECK;

/* The translated message with {max}, {least} and {most} replaced by the field's limits. */
struct str field_message(struct arena *arena, const struct field *field, struct str why);

/*
 * JSON object of the stored fields that differ, {"field":[before,after],...}, in the order of the table;
 * sealed fields and bytes show "sealed" on both sides. before or after may be NULL (creation, removal):
 * then the fields that are not empty are shown, with null on that side.
 */
struct str record_diff(struct arena *arena, const struct record *record, const void *before,
		       const void *after);

/*
 * JSON object of all members except sealed and bytes, in the order of the table: numbers (decimals and
 * money as decimal numbers), true or false, strings as field_text, null when not given.
 */
struct str record_json(struct arena *arena, const struct record *record, const void *row);

#endif
