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
	FIELD_MONEY,     /* int64_t in minor units */
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
	FIELD_NOT_NULL = 1u << 7, /* text or code whose "not given" is '' in the row: the column is NOT NULL */
};

struct field {
	enum field_kind kind;
	const char *name;            /* column, form key, JSON member, template name */
	const char *label;           /* English, marked for translation with N_() */
	size_t offset;               /* into the record's struct */
	unsigned flags;
	size_t max;                  /* text: characters; 0 takes 255 (prose 20000) */
	int64_t least, most;         /* numbers: range; both 0 means 0 .. 10^15 */
	const struct codes *codes;   /* FIELD_CODE */
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

/* A record with every member "not given" (MOMENT_NONE, DAY_NONE, STR_NONE, 0 ...). */
void record_clear(const struct record *record, void *row);

bool field_is_empty(const struct field *field, const void *row);

/* The member as stored text: ISO days, RFC 3339 moments, codes, decimal numbers; "" when not given. */
struct str field_text(struct arena *arena, const struct field *field, const void *row);

/*
 * Reads text (as typed or imported) into the member. zone gives moments without a
 * zone their meaning; NULL is UTC. On refusal returns RC_INVALID and *why is an
 * English message for the catalogue, without full stop repeated of the label.
 */
enum rc field_parse(struct arena *arena, const struct field *field, struct str text,
		    const struct zone *zone, moment now, void *row, const char **why) MUST_CHECK;

/*
 * JSON object of the fields that differ, {"field":[before,after],...}; sealed fields
 * show "sealed" on both sides. before or after may be NULL (creation, removal).
 */
struct str record_diff(struct arena *arena, const struct record *record, const void *before,
		       const void *after);

/* JSON object of all members except sealed and bytes. */
struct str record_json(struct arena *arena, const struct record *record, const void *row);

#endif
