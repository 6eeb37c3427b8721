#include "osha/rates.h"

#include <assert.h>
#include <inttypes.h>

#include "base/record.h"

enum { PER_100_WORKERS = 200000, PER_MILLION = 1000000, HUNDREDTHS = 100 };

static int64_t numerator(enum rate rate, const struct rate_counts *c, const struct rate_settings *settings)
{
	switch (rate) {
	case RATE_TRIR:
		return c->away + c->restricted + c->other + (settings->without_deaths ? 0 : c->deaths);
	case RATE_DART:
		return c->away + c->restricted;
	case RATE_LTIR:
		return c->away;
	case RATE_LTIFR:
		return c->away + (settings->lost_time_with_deaths ? c->deaths : 0);
	case RATE_SEVERITY:
		return c->days_away + (settings->severity_with_restricted ? c->days_restricted : 0);
	default:
		assert(!"a rate");
		return 0;
	}
}

int64_t rates_of(enum rate rate, const struct rate_counts *counts, const struct rate_settings *settings)
{
	int64_t base = rate == RATE_LTIFR ? PER_MILLION : PER_100_WORKERS;
	int64_t scaled;

	if (counts->hours <= 0 ||
	    __builtin_mul_overflow(numerator(rate, counts, settings), base * HUNDREDTHS, &scaled))
		return RATE_UNDEFINED;
	return scaled / counts->hours + (scaled % counts->hours >= counts->hours - counts->hours / 2);
}

struct str rates_text(struct arena *arena, int64_t hundredths)
{
	if (hundredths < 0)
		return STR("n/a");
	return arena_printf(arena, "%" PRId64 ".%02" PRId64, hundredths / HUNDREDTHS,
			    hundredths % HUNDREDTHS);
}

const char *rates_name(enum rate rate)
{
	static const char *const names[RATE_COUNT] = {N_("TRIR"), N_("DART"), N_("LTIR"), N_("LTIFR"),
						      N_("Severity rate")};
	assert(rate < RATE_COUNT);
	return names[rate];
}
