#include "incident/risk.h"

static const struct code likelihood_rows[] = {
	{"", ""},
	{"rare", N_("Rare")},
	{"unlikely", N_("Unlikely")},
	{"possible", N_("Possible")},
	{"likely", N_("Likely")},
	{"almost_certain", N_("Almost certain")},
	{NULL, NULL},
};
const struct codes likelihood_codes = {"likelihood", likelihood_rows};

static const struct code consequence_rows[] = {
	{"", ""},
	{"negligible", N_("Negligible")},
	{"minor", N_("Minor")},
	{"moderate", N_("Moderate")},
	{"major", N_("Major")},
	{"catastrophic", N_("Catastrophic")},
	{NULL, NULL},
};
const struct codes consequence_codes = {"consequence", consequence_rows};

static const struct code band_rows[] = {
	{"", ""},
	{"low", N_("Low risk")},
	{"moderate", N_("Moderate risk")},
	{"high", N_("High risk")},
	{"extreme", N_("Extreme risk")},
	{NULL, NULL},
};
const struct codes risk_band_codes = {"risk_band", band_rows};

int risk_score(int likelihood, int consequence)
{
	return likelihood * consequence;
}

enum risk_band risk_band(int likelihood, int consequence)
{
	static const struct {
		int most;
		enum risk_band band;
	} bands[] = {{0, RISK_NONE}, {4, RISK_LOW}, {9, RISK_MODERATE}, {14, RISK_HIGH}};
	int score = risk_score(likelihood, consequence);

	for (size_t i = 0; i < sizeof bands / sizeof bands[0]; i++)
		if (score <= bands[i].most)
			return bands[i].band;
	return RISK_EXTREME;
}
