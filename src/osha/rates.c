#include "osha/rates.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

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

/* P(X <= count) for a Poisson variable of that mean, which is below 600: exp(-mean) is a normal number. */
static double poisson_up_to(int64_t count, double mean)
{
	double term = exp(-mean), sum = term;

	for (int64_t k = 1; k <= count; k++) {
		term *= mean / (double)k;
		sum += term;
	}
	return sum;
}

/* The mean at which P(X <= count) is the given probability: it falls as the mean grows, so halving finds it. */
static double mean_of(int64_t count, double probability)
{
	enum { HALVINGS = 100 };
	double low = 0, high = 10 + 2 * (double)count + 10 * sqrt((double)count);

	for (int i = 0; i < HALVINGS && high - low > 1e-9 * high; i++) {
		double middle = (low + high) / 2;
		if (poisson_up_to(count, middle) > probability)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

void rates_poisson_band(int64_t cases, double *lower, double *upper)
{
	/* Beyond this many, the cube-root form of Wilson and Hilferty is right to the fifth digit. */
	enum { EXACT_MOST = 200 };
	static const double tail = 0.025, normal = 1.959963984540054;

	if (cases <= EXACT_MOST) {
		*lower = cases ? mean_of(cases - 1, 1 - tail) : 0;
		*upper = mean_of(cases, tail);
		return;
	}
	double n = (double)cases, m = n + 1;
	*lower = n * pow(1 - 1 / (9 * n) - normal / (3 * sqrt(n)), 3);
	*upper = m * pow(1 - 1 / (9 * m) + normal / (3 * sqrt(m)), 3);
}

bool rates_band(enum rate rate, int64_t cases, int64_t hours, struct rate_band *out)
{
	double lower, upper, scale = (rate == RATE_LTIFR ? PER_MILLION : PER_100_WORKERS) * (double)HUNDREDTHS;

	assert(rate != RATE_SEVERITY);
	if (hours <= 0 || cases < 0)
		return false;
	rates_poisson_band(cases, &lower, &upper);
	lower = floor(lower * scale / (double)hours);
	upper = ceil(upper * scale / (double)hours);
	if (upper > 1e15)
		return false;
	*out = (struct rate_band){(int64_t)lower, (int64_t)upper};
	return true;
}

bool rates_are_apart(const struct rate_band *a, const struct rate_band *b)
{
	return a->upper < b->lower || b->upper < a->lower;
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
