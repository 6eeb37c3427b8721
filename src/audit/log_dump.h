#ifndef AUDIT_LOG_DUMP_H
#define AUDIT_LOG_DUMP_H

#include "audit/log_check.h"
#include "base/text.h"

/*
 * The log as a file: a first line, then records of one letter, the length of the body (4 bytes, most significant
 * first) and the body.
 *   C  a checkpoint: the signed note
 *   E  a sealed entry: its fields in the order of log_entry_record
 *   L  an entry without seal: number (8), since when it waits (8), 1 when the sealer knows of it
 *   Z  the end: how many records there were (8)
 * A number or time has 8 bytes; a text its length in 4 bytes and itself, 0xFFFFFFFF for none.
 */
extern const char log_dump_head[];
#define LOG_DUMP_HEAD_BYTES 20

struct log_dump_record {
	char kind;
	struct str body;
};

void log_dump_put(struct text *out, char kind, struct str body);
void log_dump_put_number(struct text *out, int64_t number);
void log_dump_put_entry(struct text *out, const struct log_entry *entry);

/* The next record of a file that begins behind its head; cut off *rest. False: it is not whole. */
bool log_dump_next(struct str *rest, struct log_dump_record *out);
bool log_dump_number(struct str *body, int64_t *out);
/* Texts are views of body. */
bool log_dump_entry(struct str body, struct log_entry *out);

/* Hands all that is in a dump to the check. RC_INVALID: it is no dump, or not all of one. */
enum rc log_dump_check(struct str bytes, struct log_check *check) MUST_CHECK;

#endif
