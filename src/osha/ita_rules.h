#ifndef OSHA_ITA_RULES_H
#define OSHA_ITA_RULES_H

#include "osha/ita.h"

/*
 * Every published rule of the upload (OSHA's CSV documentation and data dictionary), run before a file is
 * written and whenever a page asks. A violation names the rule, the record and the field.
 */
struct ita_violation {
	const char *rule;         /* "S1", "C4", or "column" for length, presence and form of one value */
	bool is_error;            /* an error stops the file; a warning is for people */
	struct str establishment; /* our code */
	struct str case_number;   /* empty for the summary */
	const char *field;        /* column of the file */
	const char *message;      /* English for the catalogue */
};

struct ita_findings {
	struct arena *arena;
	struct ita_violation *at;
	size_t count, room;
	size_t errors;
};
#define ITA_FINDINGS(arena_) ((struct ita_findings){.arena = (arena_)})

/* Columns and S1 to S9 of one establishment. */
void ita_check_summary(struct ita_findings *findings, const struct ita_summary *summary);
/* Columns and C2 to C7 of one case. */
void ita_check_case(struct ita_findings *findings, const struct ita_case *c);
/* S10: an establishment and year only once in a file. */
void ita_check_summaries(struct ita_findings *findings, const struct ita_summary *summaries, size_t count);
/* C1 and C8: the cases of one establishment add up to its summary, and their numbers are unique. */
void ita_check_cases(struct ita_findings *findings, const struct ita_summary *summary,
		     const struct ita_case *cases, size_t count);

#endif
