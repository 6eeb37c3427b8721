#ifndef OSHA_TREATMENT_H
#define OSHA_TREATMENT_H

#include "base/record.h"

/*
 * The catalogue of treatments: which are first aid, which are not. First aid is a closed list, 29 CFR
 * 1904.7(b)(5)(ii)(A)-(N); observation, counselling and diagnostic procedures are no treatment at all,
 * (b)(5)(i); everything else is medical treatment, (b)(5)(iii). Who gives it does not matter.
 */
enum treatment_class {
	TREATMENT_FIRST_AID,
	TREATMENT_OBSERVATION,   /* 1904.7(b)(5)(i)(A) */
	TREATMENT_DIAGNOSIS,     /* 1904.7(b)(5)(i)(B) */
	TREATMENT_BEYOND,        /* medical treatment */
};

struct treatment {
	const char *code;        /* as stored and imported */
	const char *label;       /* English, marked for translation */
	enum treatment_class class;
	char item;               /* 'A'..'N': the list item that decides; 0: none, cited as (b)(5)(iii) */
	bool conditional;        /* first aid only because of how it was used: the closest call */
};

/* A set of treatments: bit i stands for catalogue row i. */
typedef uint64_t treatment_set;

size_t treatment_count(void);
const struct treatment *treatment_at(size_t index);
/* NULL when unknown. */
const struct treatment *treatment_find(struct str code);

/*
 * Reads a comma list of codes; empty is an empty set, "none" too, with *said_none true.
 * RC_INVALID with *unknown set to the first code the catalogue lacks.
 */
enum rc treatment_parse(struct str list, treatment_set *out, bool *said_none, struct str *unknown) MUST_CHECK;
struct str treatment_text(struct arena *arena, treatment_set set);

/* The members of a class. */
treatment_set treatment_of_class(treatment_set set, enum treatment_class class);

/*
 * The paragraphs that decide: those of the treatments beyond first aid when there are any, else those
 * of the first aid and the diagnostics, the closest call alone where there is one. Empty for an empty set.
 */
struct str treatment_citation(struct arena *arena, treatment_set set);

#endif
