#ifndef EXCHANGE_SECRETS_OPTION_H
#define EXCHANGE_SECRETS_OPTION_H

#include "exchange/secrets_pack.h"

/* --passphrase-file FILE and --recipient FILE or --key FILE of the verbs of this folder; NULL: not given. */

/* *lock is NULL when neither is given. False after telling why on standard error. */
bool secrets_option_lock(struct arena *arena, const char *passphrase_file, const char *recipient_file,
			 const struct secrets_lock **lock);
bool secrets_option_key(struct arena *arena, const char *passphrase_file, const char *key_file, struct secrets_key *key);

#endif
