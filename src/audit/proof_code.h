#ifndef AUDIT_PROOF_CODE_H
#define AUDIT_PROOF_CODE_H

#include "audit/digest.h"

/*
 * The text of the QR code on a report: the hash of the data in it, the checkpoint that was the newest when it was made,
 * and the address of the file's own proof. Every printed report so is one more place where a checkpoint is kept.
 *   MUSTER1;D=<data hash>;F=<address>;C=<checkpoint>
 * with the hash and the checkpoint in base64url. A file cannot hold its own hash; that is in the proof pack.
 */
struct proof_code {
	struct digest content;
	struct str file;         /* address; empty: made by hand, without entry in the log */
	struct str note;         /* signed checkpoint; empty: none was signed yet */
};

struct str proof_code_text(struct arena *arena, const struct proof_code *code);
bool proof_code_parse(struct arena *arena, struct str text, struct proof_code *out);

#endif
