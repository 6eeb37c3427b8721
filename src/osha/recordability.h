#ifndef OSHA_RECORDABILITY_H
#define OSHA_RECORDABILITY_H

#include "osha/case_facts.h"
#include "osha/privacy.h"

/*
 * Does a case go on the OSHA 300 log, and how? Seven gates in the order of 29 CFR 1904.4-1904.11; the
 * first that stops decides. A gate whose fact is missing or needs a person's judgment is open: later
 * gates are still asked, because one of them may settle the case without it. Nothing is ever decided
 * by guessing.
 */

enum gate_id {
	GATE_COVERED,      /* does the establishment keep records, 1904.1-.2 */
	GATE_OURS,         /* is it our worker, 1904.31 */
	GATE_CONDITION,    /* is there an injury or illness, 1904.46 */
	GATE_WORK_RELATED, /* 1904.5(a) */
	GATE_EXCEPTIONS,   /* 1904.5(b)(2), (6), (7) */
	GATE_NEW_CASE,     /* 1904.6 */
	GATE_CRITERIA,     /* 1904.7-.11 */
	GATE_COUNT,
};

enum verdict { VERDICT_NOT_REACHED, VERDICT_PASS, VERDICT_STOP, VERDICT_OPEN };

struct gate_answer {
	const char *question; /* English for the catalogue */
	enum verdict verdict;
	struct str citation; /* "1904.31(b)(2), (b)(4)", never empty once reached */
	const char *reason;  /* one sentence, English for the catalogue */
	const char *detail;  /* what it rests on, such as a treatment's label; NULL for none */
	const char *field;   /* VERDICT_OPEN: the fact that is missing */
	bool close;          /* a question worth citing on the result, though it let the case pass */
};

/* The ways to be recordable under gate 6, in the order of the law. */
enum criterion_id {
	CRITERION_SPECIAL,
	CRITERION_DEATH,
	CRITERION_AWAY,
	CRITERION_RESTRICTED,
	CRITERION_TREATMENT,
	CRITERION_UNCONSCIOUS,
	CRITERION_DIAGNOSIS,
	CRITERION_COUNT,
};

/* VERDICT_PASS: met; VERDICT_STOP: not met. A citation on one not met says which rule kept it out. */
struct criterion_answer {
	const char *label;
	enum verdict verdict;
	struct str citation;
	const char *reason; /* NULL when there was nothing to look at */
	const char *detail;
	const char *field; /* VERDICT_OPEN: the fact that is missing */
};

enum recordable { RECORDABLE_UNDECIDED, RECORDABLE_YES, RECORDABLE_NO };

/* A fact that a person still has to give or to judge. */
struct open_fact {
	const char *field; /* as in case_facts_record */
	const char *why;   /* English for the catalogue */
	bool blocking;     /* without it the case is undecided or its entry incomplete */
};

enum { OPEN_FACTS_MOST = 24 };

struct recordability {
	enum recordable recordable;
	enum gate_id decided_by;
	struct gate_answer gates[GATE_COUNT];
	struct criterion_answer criteria[CRITERION_COUNT]; /* filled when gate 6 was reached */
	struct str paragraph;                              /* the citations the result rests on */
	const char *reason;                                /* why, in one sentence */
	const char *detail;                                /* NULL for none */

	/* the entry; all zero unless RECORDABLE_YES */
	enum osha_outcome column; /* the one circle of G to J */
	int days_away;            /* column K as printed; 0 is a blank */
	int days_restricted;      /* column L as printed; 0 is a blank */
	enum osha_type type;      /* the one circle of M */
	struct privacy privacy;

	struct days_count days; /* what was counted, also for deaths and cases not recorded */
	struct open_fact open[OPEN_FACTS_MOST];
	size_t open_count;
	const char *rules_version;
};

/*
 * Facts with problems (case_facts_check) must be mended first; unreadable ranges count as none. as_of is the
 * last day known, for absences that still run; DAY_NONE takes the ranges as they stand.
 */
void recordability_decide(struct arena *arena, const struct case_facts *facts, day as_of,
			  struct recordability *out);

/*
 * Gates 2, 4 and 5 alone, whatever the others say: is it a work-related case of a worker of ours?
 * VERDICT_PASS yes, VERDICT_STOP no, VERDICT_OPEN a person has to judge.
 */
enum verdict recordability_work_related(struct arena *arena, const struct case_facts *facts);

/* One fact that, changed alone, would turn the outcome around. */
struct recordability_change {
	const struct field *field;
	const char *value; /* English for the catalogue: the value it would have to have */
	enum recordable becomes;
	enum osha_outcome column; /* the column it would then have */
};

/* Tries every other value of every single fact; the array is in field order. */
const struct recordability_change *recordability_changes(struct arena *arena, const struct case_facts *facts,
							 day as_of, size_t *count);

/* Stored with every decision: which text of the law and which edition of these rules made it. */
extern const char *const recordability_rules_version;

#endif
