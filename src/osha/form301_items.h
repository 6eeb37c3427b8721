#ifndef OSHA_FORM301_ITEMS_H
#define OSHA_FORM301_ITEMS_H

#include "osha/log_data.h"

/* The items of Form 301 in their order, for every format that is not the printed page. */
enum form301_kind { FORM301_TEXT, FORM301_DAY, FORM301_CLOCK, FORM301_ANSWER, FORM301_SEX, FORM301_BOOL };

struct form301_item {
	const char *number;          /* of the form: "14"; "" for what has none */
	const char *name;            /* column in CSV, member in JSON */
	const char *label;           /* as on the form */
	enum form301_kind kind;
	size_t offset;               /* in struct osha_incident */
	bool is_case;                /* items 10 to 18, which also the short copy shows */
	double width;                /* of the sheet's column, in characters */
};

enum { FORM301_ITEMS = 34 };
extern const struct form301_item form301_items[FORM301_ITEMS];

/* The answer as text: ISO days, 24-hour clocks, yes, no, male, female; empty when not given or left out. */
struct str form301_items_text(struct arena *arena, const struct osha_incident *incident,
			      const struct form301_item *item);

#endif
