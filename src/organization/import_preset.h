#ifndef ORGANIZATION_IMPORT_PRESET_H
#define ORGANIZATION_IMPORT_PRESET_H

#include "organization/import_map.h"
#include "organization/rule.h"

/* How the files of one source are imported, from the page, by a command, or from the drop folder. */

enum import_missing { IMPORT_MISSING_NONE, IMPORT_MISSING_KEEP, IMPORT_MISSING_SWITCH_OFF };
extern const struct codes import_missing_codes;

struct import_preset {
	int64_t id;
	int64_t organization_id;
	struct str kind; /* name of the import_kind */
	struct str name;
	struct str columns_json; /* see import_map.h */
	int day_order;
	int missing;          /* what becomes of rows of earlier files that this one lacks */
	int64_t missing_most; /* percent of them that may be switched off unasked */
	bool skip_refused;
	struct str file_pattern; /* of files in the drop folder; STR_NONE: none */
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record import_preset_record;
extern const struct rule import_preset_rules[];

/* The file's name is that of the pattern, in which * stands for anything; letters as in ASCII, cases alike. */
bool import_preset_takes(const struct import_preset *preset, struct str file_name);

/* So many of the known rows may be missing without asking: percent, rounded up. */
int64_t import_preset_missing_most(const struct import_preset *preset, int64_t known);

#endif
