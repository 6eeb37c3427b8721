#ifndef INCIDENT_RISK_H
#define INCIDENT_RISK_H

#include "base/record.h"

/* The risk matrix: likelihood times consequence, five steps each. */

enum { RISK_STEPS = 5 }; /* values 1 to 5 of both enumerations; 0: not judged */
extern const struct codes likelihood_codes;
extern const struct codes consequence_codes;

enum risk_band { RISK_NONE, RISK_LOW, RISK_MODERATE, RISK_HIGH, RISK_EXTREME };
extern const struct codes risk_band_codes;

/* 1 to 25; 0 when either is not judged. */
int risk_score(int likelihood, int consequence);
/* Low to 4, moderate to 9, high to 14, extreme from 15. */
enum risk_band risk_band(int likelihood, int consequence);

#endif
