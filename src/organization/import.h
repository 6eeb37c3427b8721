#ifndef ORGANIZATION_IMPORT_H
#define ORGANIZATION_IMPORT_H

#include "audit/audit.h"
#include "organization/import_preset.h"
#include "organization/tree.h"
#include "view/catalogue.h"

/*
 * CSV files into records, for any record that has a natural key. The header row names the columns by label or
 * field name; a row whose key is stored already updates it, any other is new. Cells of columns that the file
 * has replace what is stored, empty ones clear it (except yes-or-no fields); other fields stay. Rows may name
 * each other as parent or manager in any order.
 */

/* An import in progress: who, where, when. */
struct import_run {
	struct db *db;
	struct arena *arena;
	struct actor actor; /* its organization is the one imported into */
	const struct zone *zone;
	const struct catalogue *catalogue; /* of the messages; NULL: English */
	bool skip_refused;                 /* write the good rows although there are bad ones */
	/* Where write leaves its reason for RC_DENIED: an English message for the catalogue. NULL: nowhere.
	 */
	const char **why;
	/* For kinds that rewrite: what holds where the file does not say. Absent and 0: nothing. */
	struct str establishment;
	int64_t year;
	const struct viewer
		*viewer; /* whose rights are limited to places, for kinds that ask; NULL: a command */
	const struct import_preset *preset; /* of the file's source; NULL: columns go by their names */
	bool is_missing_agreed;             /* all that is missing may be switched off */
	/* What is written is kept under this batch, so that it can be taken back. 0: it is not. */
	int64_t batch_id;
};

/* A code or name by which a file may name a row of another table. */
struct import_code {
	struct str code;
	int64_t id;
};
struct import_codes {
	struct import_code *at;
	size_t count, room;
};
void import_codes_add(struct import_run *run, struct import_codes *codes, struct str code, int64_t id);

/* A column that names another row. */
struct import_reference {
	const char *field;  /* the FIELD_ID it fills */
	const char *column; /* its short name in the header: "department" */
	/* All that may be named, codes before names. NULL: a row of this table or file, by the last field of
	 * the key. */
	enum rc (*codes)(struct import_run *run, struct import_codes *codes);
};

struct import_kind {
	const char *name;  /* in addresses and commands: "people" */
	const char *label; /* N_("People") */
	const struct record *record;
	const char *const *fields; /* plain columns, ended by NULL */
	const struct import_reference
		*references;    /* ended by a row without field; at most one to the own table */
	const char *const *key; /* fields of the natural key, ended by NULL */
	const struct rule *rules; /* NULL: none */
	int deepest; /* levels of the own tree; 0 where there is none */
	/*
	 * Puts the file into the columns of the kind, each row in its old line, and names columns left out.
	 * NULL: the file is read as it is.
	 */
	struct str (*rewrite)(const struct import_run *run, struct str file, struct str *ignored);
	/* Everything stored in the organization: rows of the record. */
	enum rc (*stored)(struct import_run *run, struct rows *rows);
	/* What a new row has before its cells are read; it was cleared. */
	void (*begin)(const struct import_run *run, void *row);
	/* What follows from the cells once they are all read; before is NULL for new rows. NULL: nothing. */
	void (*complete)(const struct import_run *run, const void *before, void *row);
	/* Inserts (before NULL) or updates and sets the row's id. RC_DENIED: refused before anything was
	 * written. */
	enum rc (*write)(struct db *db, const struct import_run *run, const void *before, void *row);
	/* Removes what an import created; RC_INVALID: something refers to it. NULL: nothing is ever removed. */
	enum rc (*remove)(struct db *db, int64_t organization_id, int64_t id);
};

enum import_outcome {
	IMPORT_NONE,
	IMPORT_NEW,
	IMPORT_CHANGED,
	IMPORT_SAME,
	IMPORT_REFUSED,
	IMPORT_ENDED, /* switched off, because the file of a source that lists everything lacks it; line 0 */
	IMPORT_OUTCOMES
};
extern const struct codes import_outcome_codes;

struct import_problem {
	struct str column;  /* as the header has it; "" for the whole row */
	struct str message; /* translated */
	struct import_problem *next;
};

struct import_row {
	size_t line;
	enum import_outcome outcome;
	struct str what; /* its key as text */
	struct import_problem *problems;
	/* For the importer itself; see import_private.h. */
	void *before, *row, *written;
	struct str key, own_code;
	int64_t id;
	enum import_outcome planned;
	struct import_problem *planned_problems;
};

struct import_result {
	struct import_row *rows;
	size_t count;
	size_t outcomes[IMPORT_OUTCOMES];
	struct import_problem *problems; /* of the file as a whole: no row was looked at */
	struct str ignored;              /* columns that mean nothing here, ", " between them */
	struct str held; /* why somebody has to agree first (run->is_missing_agreed); empty: nobody has to */
	bool is_done;                    /* written; false after a dry run or when rows were refused */
};

enum { IMPORT_ROWS_MOST = 50000 };

/*
 * Reads the file, tries every row in a transaction, and keeps it unless is_dry, rows were refused (and
 * run->skip_refused is not set), or it is held. RC_OK also when there are problems: the result tells. after, which may be
 * NULL, runs in the same transaction once everything is written.
 */
enum rc import_file(struct import_run *run, const struct import_kind *kind, struct str file, bool is_dry,
		    struct import_result *result,
		    enum rc (*after)(struct db *db, void *closure, const struct import_result *result),
		    void *closure) MUST_CHECK;

/* The field or reference of the kind that a title of a header names by itself; "" when it names none. */
struct str import_column_named(const struct import_run *run, const struct import_kind *kind, struct str title);

/* An empty file with all columns, to be filled in. */
struct str import_template(struct arena *arena, const struct import_kind *kind);
/* The results as CSV: line, outcome, what, column, problem; one line for each problem or row. */
struct str import_result_csv(struct arena *arena, const struct import_result *result);

#endif
