#ifndef AUDIT_LOG_CHECK_H
#define AUDIT_LOG_CHECK_H

#include "audit/checkpoint.h"
#include "audit/log_entry.h"

/*
 * Checks a whole log and names what was done to it. Pure: entries come one after the other, from the database or
 * from a dump, in the order of their seq.
 */

/* name, code in JSON, touches integrity, what it means to people */
#define LOG_FINDING_TABLE(X)                                                                                        \
	X(LOG_EDITED,      "edited",      true,  N_("an entry was edited after it was sealed"))                         \
	X(LOG_DELETED,     "deleted",     true,  N_("an entry was deleted"))                                            \
	X(LOG_INSERTED,    "inserted",    true,  N_("an entry was inserted around the product"))                        \
	X(LOG_REORDERED,   "reordered",   true,  N_("entries changed places"))                                          \
	X(LOG_TRUNCATED,   "truncated",   true,  N_("the end of the log was cut off"))                                  \
	X(LOG_ROLLED_BACK, "rolled_back", true,  N_("the log is older than a checkpoint that it gave out: a backup was restored")) \
	X(LOG_REWRITTEN,   "rewritten",   true,  N_("entries and hashes were made anew; the signed checkpoints do not fit")) \
	X(LOG_SPLIT_VIEW,  "split_view",  true,  N_("two signed checkpoints tell different histories"))                 \
	X(LOG_WRONG_KEY,   "wrong_key",   true,  N_("a checkpoint is signed by a key that is not trusted"))             \
	X(LOG_FORGED,      "forged",      true,  N_("a checkpoint's signature does not hold"))                          \
	X(LOG_BAD_HASH,    "bad_hash",    true,  N_("a stored hash was changed; the entries themselves are genuine"))   \
	X(LOG_UNSEALED,    "unsealed",    false, N_("an entry has waited too long for its seal"))                       \
	X(LOG_UNSIGNED,    "unsigned",    false, N_("sealed entries have waited too long for a signed checkpoint"))     \
	X(LOG_LOST,        "lost",        false, N_("an entry was deleted before it was sealed"))                       \
	X(LOG_CLOCK,       "clock",       false, N_("the clock went backwards"))

enum log_finding_kind {
#define X(name, code, integrity, meaning) name,
	LOG_FINDING_TABLE(X)
#undef X
	LOG_FINDING_KINDS
};
const char *log_finding_code(enum log_finding_kind kind);
const char *log_finding_meaning(enum log_finding_kind kind);
/* By the code in a report; NULL when there is none. */
const char *log_finding_meaning_of(struct str code);

struct log_finding {
	enum log_finding_kind kind;
	int64_t seq, to_seq;     /* first and last entry concerned; -1: none in particular */
	int64_t entry_id;        /* 0: not known */
	struct str detail;       /* English, one line */
};

enum log_verdict { LOG_OK, LOG_BROKEN, LOG_CANNOT_TELL };
const char *log_verdict_code(enum log_verdict verdict);

enum { LOG_FINDINGS_MOST = 100 };

struct log_report {
	enum log_verdict integrity;      /* what is there is what was sealed */
	enum log_verdict completeness;   /* nothing waits or is missing */
	int64_t entries;                 /* sealed ones that were seen */
	int64_t loose;                   /* entries without a seal */
	int64_t erased;                  /* entries whose personal values were erased */
	int64_t checkpoints;             /* genuine ones among those stored */
	uint64_t signed_size;            /* entries under the newest genuine checkpoint that fits */
	struct digest root;              /* of all entries */
	struct log_finding findings[LOG_FINDINGS_MOST];
	size_t count;                    /* of those kept */
	size_t found;                    /* of all; warnings about the clock included */
};

struct log_check;

/* keys: those that are trusted to sign checkpoints. All must live as long as arena. */
struct log_check *log_check_new(struct arena *arena, const struct note_key *keys, size_t key_count)
	__attribute__((returns_nonnull));
/* All checkpoints first. is_known: kept outside of the log (a witness, a mail, the signer's own file). */
void log_check_checkpoint(struct log_check *check, struct str note, bool is_known);
/* Then every sealed entry in the order of seq. The entry is used during the call only. */
void log_check_entry(struct log_check *check, const struct log_entry *entry);
/* Then the entries without seal; is_pending: the sealer knows of it, since then. */
void log_check_loose(struct log_check *check, int64_t entry_id, moment since, bool is_pending, moment now);
/* An entry that the sealer was told of and that is gone. */
void log_check_lost(struct log_check *check, int64_t entry_id);
/* The judgement; now is MOMENT_NONE for a dump, whose age says nothing. */
const struct log_report *log_check_end(struct log_check *check, moment now);

/* The whole report, for people and for programs. */
struct str log_report_text(struct arena *arena, const struct log_report *report);
struct str log_report_json(struct arena *arena, const struct log_report *report);
/* 0: both verdicts are fine, 1: something is broken, 2: it cannot be told. */
int log_report_status(const struct log_report *report);

#endif
