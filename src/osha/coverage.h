#ifndef OSHA_COVERAGE_H
#define OSHA_COVERAGE_H

#include "base/record.h"

/*
 * Which establishments keep records (29 CFR 1904.1, 1904.2) and which must send them to OSHA every year
 * (1904.41). Company size is the peak of the company, industry and filing size are the establishment's.
 */
struct coverage_facts {
	int64_t company_peak_last_year; /* most people employed at once, whole company; -1: not known */
	int64_t establishment_peak; /* most people employed here at any time in the record year; -1: not known
				     */
	struct str naics;           /* 4 to 6 digits */
	int naics_year;             /* edition of the code: 2012, 2017 or 2022; 0: not known */
	bool notified_to_keep;      /* OSHA or BLS asked in writing to keep records */
	bool notified_to_submit;    /* OSHA asked for yearly filing, 1904.41(a)(3) */
};

struct coverage_answer {
	enum answer answer; /* ANSWER_NONE: cannot be told from the facts; a person decides */
	const char *citation;
	const char *reason; /* English for the catalogue */
};

/* Feeds case_facts.keeps_records. An exempt establishment still has every duty of 1904.39. */
struct coverage_answer coverage_keeps_records(const struct coverage_facts *facts);

struct coverage_filing {
	struct coverage_answer summary; /* Form 300A */
	struct coverage_answer cases;   /* data of Forms 300 and 301 */
};

struct coverage_filing coverage_filing(const struct coverage_facts *facts);

/* 2 March of the year after the record year, 1904.41(c). */
day coverage_filing_due(int record_year);
/* Form 300A hangs from 1 February to 30 April of the year after, 1904.32(b)(6). */
day coverage_posting_begins(int record_year);
day coverage_posting_ends(int record_year);
/* Records are kept to the end of the fifth year after, 1904.33(a). */
day coverage_kept_until(int record_year);

enum coverage_list { COVERAGE_EXEMPT, COVERAGE_SUMMARY, COVERAGE_CASES };

/*
 * Is an industry on one of the regulation's lists (subpart B appendix A; subpart E appendices A and B)?
 * The lists use older editions of NAICS; codes of 2022 are led back first. ANSWER_NONE when the code is no
 * code, or stands for several older ones of which only some are listed.
 */
enum answer coverage_is_listed(enum coverage_list list, struct str naics, int naics_year);

#endif
