#ifndef OSHA_CERTIFICATION_H
#define OSHA_CERTIFICATION_H

#include "base/record.h"
#include "osha/log_data.h"

/* The signed annual summary (29 CFR 1904.32(b)(3), (b)(4)): who signed which figures, and what changed since.
 */

/* Why a person may certify, 1904.32(b)(4)(i)-(iv). */
enum standing { STANDING_NONE, STANDING_OWNER, STANDING_OFFICER, STANDING_HIGHEST, STANDING_SUPERVISOR };
extern const struct codes standing_codes;

struct certification {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t establishment_id;
	int64_t year;
	struct str executive;
	int executive_standing; /* enum standing */
	struct str title;
	struct str phone;
	day certified_on;
	moment signed_at;
	int64_t signed_by_id; /* account that re-entered its password */
	struct str signed_by_name;
	struct str figures;        /* JSON object, see certification_figures */
	struct str figures_sha256; /* 32 raw bytes */
	struct str file_sha256;    /* of the signed Form 300A, see attachment_file_path */
};
extern const struct record certification_record;

/* The figures of the summary as a JSON object of numbers; what is not known is null. */
struct str certification_figures(struct arena *arena, const struct osha_log *log);

/* A figure that is not what was signed. */
struct certification_change {
	const char *label;     /* English for the catalogue */
	int64_t before, after; /* OSHA_UNKNOWN: not known */
};

enum { CERTIFICATION_FIGURES = 14 };
/* Compares signed figures with those of the log now; returns how many differ, in the form's order. */
size_t certification_changes(struct str figures, const struct osha_log *log,
			     struct certification_change out[CERTIFICATION_FIGURES]);

#endif
