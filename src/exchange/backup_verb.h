#ifndef EXCHANGE_BACKUP_VERB_H
#define EXCHANGE_BACKUP_VERB_H

#include "base/verb.h"

/* muster backup, muster restore */
extern const struct verb backup_verb;
extern const struct verb restore_verb;

#endif
