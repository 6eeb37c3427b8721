#ifndef OSHA_RATES_H
#define OSHA_RATES_H

#include "base/text.h"

/*
 * Incidence rates: cases per 200,000 hours, the hours of 100 full-time workers in a year. A case counts once
 * however many days it has; first aid never counts.
 */

/* From the logs of one scope and period. */
struct rate_counts {
	int64_t deaths, away, restricted, other;   /* columns G, H, I, J */
	int64_t days_away, days_restricted;        /* columns K, L */
	int64_t hours;                             /* worked in the same scope and period */
};

struct rate_settings {
	bool without_deaths;        /* TRIR of H + I + J alone, as BLS counts; default is with G */
	bool lost_time_with_deaths; /* LTIFR of G + H, as some firms count; default is H alone */
	bool severity_with_restricted; /* days K + L; default is K alone */
};

enum rate {
	RATE_TRIR,       /* total recordable incident rate */
	RATE_DART,       /* days away, restricted or transferred: H + I */
	RATE_LTIR,       /* lost-time incident rate, DAFW: H */
	RATE_LTIFR,      /* lost-time injury frequency per 1,000,000 hours; international, not OSHA */
	RATE_SEVERITY,   /* days per 200,000 hours */
	RATE_COUNT,
};

enum { RATE_UNDEFINED = -1 };

/* In hundredths, rounded half up: 417 is 4.17. RATE_UNDEFINED without hours; shown as "n/a", never as 0. */
int64_t rates_of(enum rate rate, const struct rate_counts *counts, const struct rate_settings *settings);

/*
 * Between which rates the true one lies in 19 of 20 cases, given so many cases in so many hours: the exact
 * interval for a Poisson count (Garwood 1936), in hundredths, the lower end rounded down and the upper one up. For
 * rates that count cases; a number of days is no count of independent events. False without hours.
 */
struct rate_band {
	int64_t lower, upper;
};
bool rates_band(enum rate rate, int64_t cases, int64_t hours, struct rate_band *out);
/* The same for the count alone: lower is 0 for no cases. */
void rates_poisson_band(int64_t cases, double *lower, double *upper);
/* No rate is within both: what differs cannot be chance alone. */
bool rates_are_apart(const struct rate_band *a, const struct rate_band *b);

/* "4.17", or "n/a". */
struct str rates_text(struct arena *arena, int64_t hundredths);

/* "TRIR", English for the catalogue: to be printed beside the figure. */
const char *rates_name(enum rate rate);

#endif
