#ifndef NOTIFY_RECIPIENT_H
#define NOTIFY_RECIPIENT_H

#include "base/record.h"

/* Whom a rule may name: parts that people have in what happened, never people themselves, save the last. */

/* code as stored, label */
#define RECIPIENT_TABLE(X)                                                                   \
	X(RECIPIENT_MANAGER,     "manager",     N_("Incident manager"))                      \
	X(RECIPIENT_REPORTER,    "reporter",    N_("Reporter"))                              \
	X(RECIPIENT_LEAD,        "lead",        N_("Lead of the investigation"))             \
	X(RECIPIENT_TEAM,        "team",        N_("Investigation team"))                    \
	X(RECIPIENT_APPROVER,    "approver",    N_("Approver of the investigation"))         \
	X(RECIPIENT_RESPONSIBLE, "responsible", N_("Person responsible for the action"))     \
	X(RECIPIENT_CREATOR,     "creator",     N_("Who created the action"))                \
	X(RECIPIENT_VERIFIER,    "verifier",    N_("Who verifies the action"))               \
	X(RECIPIENT_WATCHER,     "watcher",     N_("Watchers"))                              \
	X(RECIPIENT_UNIT,        "unit",        N_("Members of the incident's team"))        \
	X(RECIPIENT_PERSON,      "person",      N_("The person whose task it is"))           \
	X(RECIPIENT_SUPERIOR,    "superior",    N_("That person's manager"))                 \
	X(RECIPIENT_SUPERIOR_2,  "superior_2",  N_("That manager's manager, and on"))           \
	X(RECIPIENT_ROLE,        "role",        N_("Holders of a role there"))               \
	X(RECIPIENT_NAMED,       "named",       N_("A named person"))

enum recipient {
	RECIPIENT_NONE,
#define X(name, code, label) name,
	RECIPIENT_TABLE(X)
#undef X
	RECIPIENT_COUNT
};
extern const struct codes recipient_codes;

/* Sets of recipients are bits. */
#define RECIPIENT_BIT(recipient) (1u << (recipient))
/* For RECIPIENT_PERSON and those above it, and for what is said to whom it concerns. */
#define RECIPIENT_CHAIN                                                                                  \
	(RECIPIENT_BIT(RECIPIENT_PERSON) | RECIPIENT_BIT(RECIPIENT_SUPERIOR) | RECIPIENT_BIT(RECIPIENT_SUPERIOR_2))

/* "manager,watcher" as stored, and back; unknown codes are passed over. */
struct str recipient_set_text(struct arena *arena, unsigned set);
unsigned recipient_set_read(struct str text);

#endif
