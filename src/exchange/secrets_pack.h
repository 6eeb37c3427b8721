#ifndef EXCHANGE_SECRETS_PACK_H
#define EXCHANGE_SECRETS_PACK_H

#include "base/config.h"

/*
 * The keys of an installation (below secret/ and keys/ of paths.var: what seals codes of second factors, receipts, kept
 * reports, what signs the log), as one sealed file. Passwords of database accounts are not in it. Sealed either with a
 * passphrase (Argon2id) or for the holder of a private key (X25519); the file names which, and is bound to the manifest
 * beside it.
 */
struct secrets_lock {
	struct str passphrase;       /* or */
	unsigned char recipient[32]; /* public key */
	bool has_recipient;
};

/* RC_NOT_FOUND: there are no keys yet. */
enum rc secrets_pack(struct arena *arena, const struct config *config, const struct secrets_lock *lock, struct str manifest,
		     struct str *out) MUST_CHECK;

struct secrets_key {
	struct str passphrase;
	unsigned char private_key[32];
	bool has_private_key;
};

/*
 * Opens the file and, when writes is set, puts the keys in their places (mode 0600); those that are there already are
 * replaced. RC_DENIED: another passphrase or key, or changed. RC_INVALID: no such file, or of another manifest.
 */
enum rc secrets_unpack(const struct config *config, const struct secrets_key *key, struct str manifest, struct str sealed,
		       bool writes) MUST_CHECK;

/* A pair for backups, each as one line of base64: the public one stays on the server, the private one in a safe. */
void secrets_pair(struct arena *arena, struct str *public_line, struct str *private_line);
/* Reads either line from a file. RC_NOT_FOUND, RC_INVALID. */
enum rc secrets_line(struct arena *arena, const char *path, unsigned char out[32]) MUST_CHECK;

#endif
