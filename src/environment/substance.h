#ifndef ENVIRONMENT_SUBSTANCE_H
#define ENVIRONMENT_SUBSTANCE_H

#include "base/record.h"

/*
 * Substances and waste codes with their reportable quantities: those of the federal lists, the same for
 * everybody, and those that an organization adds. Quantities are whole pounds: 40 CFR 302.4 (CERCLA), 40 CFR
 * 355 appendix A (EHS).
 */

enum substance_kind { SUBSTANCE_KIND_NONE, SUBSTANCE_LISTED, SUBSTANCE_WASTE };

/* Entries of which a form counts and another does not, or with another quantity. */
enum substance_special {
	SPECIAL_NONE,
	SPECIAL_METAL,             /* pieces of 100 micrometres and more: no notification (40 CFR 302.6(d)) */
	SPECIAL_ASBESTOS,          /* friable only */
	SPECIAL_NOX,               /* from combustion to air: 1,000 lb (40 CFR 302.6(e)) */
	SPECIAL_HYDROGEN_CHLORIDE, /* extremely hazardous as a gas only */
	SPECIAL_PEROXIDE,          /* extremely hazardous above 52 percent only */
	SPECIAL_PHOSPHORUS,        /* one number for white and red */
	SPECIAL_AMMONIA,           /* a solution is ammonium hydroxide */
	SPECIAL_PCB,               /* counts within oil too */
};

extern const struct codes substance_kind_codes;
extern const struct codes substance_special_codes;

struct substance {
	int64_t id;
	int64_t organization_id; /* 0: of the federal lists */
	int kind;
	struct str name;
	struct str synonyms;
	struct str cas;
	struct str same_as; /* what is added together */
	struct str waste_code;
	int64_t cercla_rq; /* pounds, NUMBER_NONE: not listed */
	int64_t ehs_rq;
	int64_t tpq; /* never used to decide a release */
	int special;
	bool is_gas;
	int64_t specific_gravity; /* millionths, NUMBER_NONE */
	int64_t strength;         /* weight percent in millionths */
	int64_t molar_mass;       /* g/mol in millionths */
	struct str sds_href;
	struct str note;
	bool is_active;
	int64_t version;
	moment updated_at;
};
extern const struct record substance_record;

/* Registry numbers end in a check digit: "71-43-2". */
bool substance_cas_is_valid(struct str cas);

#endif
