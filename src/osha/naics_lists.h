#ifndef OSHA_NAICS_LISTS_H
#define OSHA_NAICS_LISTS_H

/* The industry lists of 29 CFR 1904 as prefixes, ended by NULL. Asked through coverage.h. */
extern const char *const naics_exempt[], *const naics_summary[], *const naics_cases[];

/* First four digits in the 2022 edition and in that of 2017; ended by a row of NULL. */
struct naics_change {
	const char *of_2022, *of_2017;
};
extern const struct naics_change naics_changes[];

#endif
