#ifndef IMPACT_OIICS_H
#define IMPACT_OIICS_H

#include "base/record.h"

/*
 * The Occupational Injury and Illness Classification System, version 3: four code trees. A code is one to four digits,
 * each digit a level; the rows are table oiics_code.
 */
enum oiics_structure { OIICS_NONE, OIICS_NATURE, OIICS_PART, OIICS_EVENT, OIICS_SOURCE };
extern const struct codes oiics_structure_codes;

struct oiics_code {
	int structure;
	struct str code;
	struct str parent; /* empty: a division */
	struct str title;
	int64_t depth;
	int64_t position;
	bool is_leaf;
	struct str terms;  /* other words for it */
};
extern const struct record oiics_code_record;

/* "422 Elbow(s)", as pickers write and read it. */
struct str oiics_text(struct arena *arena, const struct oiics_code *code);

/* A place on the drawn body. */
enum body_view { BODY_FRONT, BODY_BACK };
struct body_region {
	const char *name;   /* "front-left-elbow": in forms, rows and as id of the shape */
	const char *label;  /* English for the catalogue: "Left elbow" */
	const char *code;   /* of OIICS_PART */
	enum body_view view;
	const char *path;   /* SVG path data in the drawing of 200 by 440 units */
};
/* Ended by a row whose name is NULL; head first, right of the person before left. */
extern const struct body_region body_regions[];
const struct body_region *body_region_find(struct str name);

/*
 * The marks (names of regions, comma separated) with unknown and repeated ones dropped, in the order of the drawing.
 */
struct str body_marks_clean(struct arena *arena, struct str marks);

/*
 * The one code that stands for all marks: their own where it is the same, else the most precise code of several
 * parts that OIICS has for their common region ("48 Multiple upper extremities locations"), else "80". "" without
 * marks.
 */
const char *body_marks_code(struct str marks);

#endif
