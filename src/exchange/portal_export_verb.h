#ifndef EXCHANGE_PORTAL_EXPORT_VERB_H
#define EXCHANGE_PORTAL_EXPORT_VERB_H

#include "base/verb.h"
#include "incident/content_store.h"

/* muster export */
extern const struct verb portal_export_verb;

/* The columns that name contents, ended by NULL: for the verbs of this folder. To be called once at start. */
void portal_export_use(const struct content_holder *const *holders);
const struct content_holder *const *portal_export_holders(void);

#endif
