#ifndef ENVIRONMENT_RELEASE_UNIT_H
#define ENVIRONMENT_RELEASE_UNIT_H

#include "base/record.h"

/*
 * Amounts as people give them, turned into pounds. Weights are whole millionths of a pound, always rounded
 * up: nothing is ever compared as a binary fraction, and no rounding leads below a reportable quantity.
 */

enum unit_measure { MEASURE_NONE, MEASURE_MASS, MEASURE_VOLUME, MEASURE_GAS };

#define UNIT_TABLE(X)                                                                                      \
	X(UNIT_LB, "lb", N_("lb (pounds)"), "lb", MEASURE_MASS, 1, 1)                                      \
	X(UNIT_OZ, "oz", N_("oz (ounces, weight)"), "oz", MEASURE_MASS, 1, 16)                             \
	X(UNIT_TON, "ton", N_("short tons"), "ton", MEASURE_MASS, 2000, 1)                                 \
	X(UNIT_G, "g", N_("g (grams)"), "g", MEASURE_MASS, 100000, 45359237)                               \
	X(UNIT_KG, "kg", N_("kg (kilograms)"), "kg", MEASURE_MASS, 100000000, 45359237)                    \
	X(UNIT_TONNE, "metric_ton", N_("metric tons"), "t", MEASURE_MASS, 100000000000, 45359237)          \
	X(UNIT_GAL, "gal", N_("gal (US gallons)"), "gal", MEASURE_VOLUME, 3785411784, 453592370)           \
	X(UNIT_QT, "qt", N_("qt (US quarts)"), "qt", MEASURE_VOLUME, 3785411784, 1814369480)               \
	X(UNIT_FL_OZ, "fl_oz", N_("fl oz (US fluid ounces)"), "fl oz", MEASURE_VOLUME, 3785411784,         \
	  58059823360)                                                                                     \
	X(UNIT_BBL, "bbl", N_("bbl (barrels of 42 gallons)"), "bbl", MEASURE_VOLUME, 158987294928,         \
	  453592370)                                                                                       \
	X(UNIT_IMPERIAL_GAL, "imperial_gal", N_("Imperial gallons"), "imp gal", MEASURE_VOLUME, 454609000, \
	  45359237)                                                                                        \
	X(UNIT_L, "l", N_("L (litres)"), "L", MEASURE_VOLUME, 100000000, 45359237)                         \
	X(UNIT_M3, "m3", N_("m³ of liquid"), "m³", MEASURE_VOLUME, 100000000000, 45359237)                 \
	X(UNIT_FT3, "ft3", N_("ft³ of liquid"), "ft³", MEASURE_VOLUME, 28316846592, 453592370)             \
	/* 60 °F and 14.696 psia: 379.482 of them weigh the molar mass in pounds. */                      \
	X(UNIT_SCF, "scf", N_("scf (standard cubic feet of gas)"), "scf", MEASURE_GAS, 1000, 379482)       \
	/* 0 °C and 101.325 kPa: 22.41396954 L/mol. */                                                    \
	X(UNIT_NM3, "nm3", N_("Nm³ (normal cubic metres of gas)"), "Nm³", MEASURE_GAS, 100000000, 1016680556)

/* enumeration, code, label, sign, measure, pounds in one (of water, for volumes; for 1 g/mol, for gases) as a
 * fraction. */
enum release_unit {
	UNIT_NOT_GIVEN,
#define X(name, code, label, sign, measure, numerator, denominator) name,
	UNIT_TABLE(X)
#undef X
		UNIT_COUNT
};
extern const struct codes release_unit_codes;

/* MEASURE_NONE for UNIT_NOT_GIVEN. */
enum unit_measure release_unit_measure(int unit);
/* "gal" */
const char *release_unit_sign(int unit);
/* Pounds in one, as millionths (of water; of 1 g/mol): "8.345405" for gallons. */
int64_t release_unit_factor(int unit);

enum weight_state {
	WEIGHT_KNOWN,
	WEIGHT_NO_AMOUNT,
	WEIGHT_NO_DENSITY,    /* a volume of liquid without its specific gravity */
	WEIGHT_NO_MOLAR_MASS, /* a volume of gas */
};

struct weight {
	enum weight_state state;
	int64_t total; /* millionths of a pound */
	int64_t water; /* what its volume of water would weigh; NUMBER_NONE where the volume is not known */
};

/* MICRO_LB_MOST where there is more: far above every reportable quantity. */
#define MICRO_LB_MOST INT64_C(1000000000000000000)

/*
 * amount, specific_gravity and molar_mass in millionths, NUMBER_NONE where not known. amount is at most 10^9
 * units, specific gravity at most 25.
 */
struct weight release_weight(int64_t amount, int unit, int64_t specific_gravity, int64_t molar_mass);

/* numerator / denominator of a weight, rounded up. */
int64_t release_weight_share(int64_t micro_lb, int64_t numerator, int64_t denominator);

/*
 * A weight in pounds for people: four significant digits, more where those would show it on the other side of
 * limit (pounds; NUMBER_NONE: none). "99.96", "137.6", "2,043".
 */
struct str release_pounds_text(struct arena *arena, int64_t micro_lb, int64_t limit);

#endif
