#ifndef AUDIT_NOTE_H
#define AUDIT_NOTE_H

#include "base/moment.h"
#include "base/str.h"

/*
 * Signed notes (C2SP signed-note): a text, an empty line, then one line for each Ed25519 signature:
 * an em dash, the key's name, and base64 of the key's id (4 bytes) and the signature. Also the
 * cosignatures of witnesses (C2SP tlog-cosignature), which sign the time as well.
 */

enum note_kind { NOTE_SIGNATURE = 1, NOTE_COSIGNATURE = 4 };

/* Who signs, as others know it: "name+id+base64(kind || key)". */
struct note_key {
	struct str name;
	enum note_kind kind;
	unsigned char id[4];
	unsigned char public_key[32];
};

/* The private half; written as "PRIVATE+KEY+name+id+base64(kind || seed)". */
struct note_signer {
	struct note_key key;
	unsigned char seed[32];
};

/* At most 100 printable characters without blank and '+'. */
bool note_name_is_valid(struct str name);

bool note_key_parse(struct arena *arena, struct str text, struct note_key *out);
struct str note_key_text(struct arena *arena, const struct note_key *key);
/* The id as 8 hexadecimal digits. */
struct str note_key_id(struct arena *arena, const struct note_key *key);
/* SHA-256 of the public key as people compare it: hexadecimal digits in groups of four. */
struct str note_key_fingerprint(struct arena *arena, const struct note_key *key);
bool note_key_equal(const struct note_key *a, const struct note_key *b);

/* A new pair; name is valid. */
void note_signer_new(struct arena *arena, struct str name, enum note_kind kind, struct note_signer *out);
bool note_signer_parse(struct arena *arena, struct str text, struct note_signer *out);
struct str note_signer_text(struct arena *arena, const struct note_signer *signer);
void note_signer_wipe(struct note_signer *signer);

enum { NOTE_LINES_MOST = 32, NOTE_BYTES_MOST = 16384 };

struct note_line {
	struct str name;
	unsigned char id[4];
	struct str signature; /* what follows the id */
	struct str line;      /* as it was written, with its line end */
};

struct note {
	struct str text;      /* what is signed; ends with a line end */
	struct note_line lines[NOTE_LINES_MOST];
	size_t count;
};

/* False unless it is a note with at least one signature. */
bool note_parse(struct arena *arena, struct str bytes, struct note *out);

enum note_verdict {
	NOTE_ABSENT,    /* none of this name and id */
	NOTE_FORGED,    /* one, and it does not hold */
	NOTE_GENUINE,
};
/* What the note's signature by key is worth. at: the time that a witness signed; may be NULL. */
enum note_verdict note_check(const struct note *note, const struct note_key *key, moment *at);

/* The signature line for a text that ends with a line end. Witnesses sign the whole second of now. */
struct str note_sign(struct arena *arena, const struct note_signer *signer, struct str text, moment now);

#endif
