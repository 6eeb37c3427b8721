#ifndef OSHA_SPECIAL_CASE_H
#define OSHA_SPECIAL_CASE_H

#include "osha/recordability.h"

/* Special recording criteria, 29 CFR 1904.8 (sharps), .9 (medical removal), .10 (hearing), .11
 * (tuberculosis). */
struct criterion_answer special_case_decide(const struct case_facts *facts);

/* Column M as it has to be printed: the special cases fix it, 1904.8(b)(2)-(4), .9(b)(1), .10(b)(7), .11(a).
 */
enum osha_type special_case_kind(const struct case_facts *facts);

/* One ear's hearing tests against 1904.10; levels in hundredths of a decibel. */
struct hearing {
	bool readable; /* both audiograms are there; everything else is 0 otherwise */
	int32_t shift; /* average change from the baseline at 2000, 3000, 4000 Hz, age taken off */
	int32_t shift_uncorrected;
	int32_t total;   /* average level now, never corrected for age */
	bool retested;   /* a retest within 30 days took the place of the test */
	bool recordable; /* shift of 10 dB or more and a total of 25 dB or more */
};

struct hearing special_case_hearing(const struct case_facts *facts);

#endif
