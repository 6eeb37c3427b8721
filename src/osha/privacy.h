#ifndef OSHA_PRIVACY_H
#define OSHA_PRIVACY_H

#include "osha/case_facts.h"

/*
 * Privacy concern cases, 29 CFR 1904.29(b)(6)-(10): the log shows "privacy case" instead of the name
 * (osha_log_name), and the name goes to a separate confidential list. (b)(7) is a closed list, so nothing
 * else may become one.
 */
struct privacy {
	bool is_case;
	struct str citation; /* all items that hold: "1904.29(b)(7)(iii), (vi)"; of the refusal too */
	const char *reason;  /* English for the catalogue; NULL when nothing suggested privacy */
};

/* kind is the type in column M as it will be printed; it may differ from what was first entered. */
struct privacy privacy_decide(struct arena *arena, const struct case_facts *facts, enum osha_type kind);

#endif
