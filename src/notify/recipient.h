#ifndef NOTIFY_RECIPIENT_H
#define NOTIFY_RECIPIENT_H

#include "base/record.h"

/* Whom a rule may name: parts that people have in what happened, never people themselves, save RECIPIENT_NAMED. */

/* code as stored, label, what one of them is told to be */
#define RECIPIENT_TABLE(X)                                                                                               \
	X(RECIPIENT_MANAGER,     "manager",     N_("Incident manager"),                 N_("incident manager"))            \
	X(RECIPIENT_REPORTER,    "reporter",    N_("Reporter"),                         N_("reporter"))                    \
	X(RECIPIENT_LEAD,        "lead",        N_("Lead of the investigation"),        N_("lead of the investigation"))   \
	X(RECIPIENT_TEAM,        "team",        N_("Investigation team"),               N_("member of the investigation team")) \
	X(RECIPIENT_APPROVER,    "approver",    N_("Approver of the investigation"),    N_("approver of the investigation")) \
	X(RECIPIENT_RESPONSIBLE, "responsible", N_("Person responsible for the action"), N_("person responsible for the action")) \
	X(RECIPIENT_CREATOR,     "creator",     N_("Who created the action"),           N_("who created the action"))      \
	X(RECIPIENT_VERIFIER,    "verifier",    N_("Who verifies the action"),          N_("who verifies the action"))     \
	X(RECIPIENT_WATCHER,     "watcher",     N_("Watchers"),                         N_("watcher"))                     \
	X(RECIPIENT_UNIT,        "unit",        N_("Members of the incident's team"),   N_("member of the incident's team")) \
	X(RECIPIENT_PERSON,      "person",      N_("The person whose task it is"),      N_("the person whose task it is")) \
	X(RECIPIENT_SUPERIOR,    "superior",    N_("That person's manager"),            N_("manager of the person whose task it is")) \
	X(RECIPIENT_SUPERIOR_2,  "superior_2",  N_("That manager's manager, and on"),   N_("the next manager above"))      \
	X(RECIPIENT_ROLE,        "role",        N_("Holders of a role there"),          N_("holder of a role there"))      \
	X(RECIPIENT_NAMED,       "named",       N_("A named person"),                   N_("somebody whom a rule names"))  \
	X(RECIPIENT_MENTIONED,   "mentioned",   N_("Who is named in the note"),         N_("somebody named in the note"))

enum recipient {
	RECIPIENT_NONE,
#define X(name, code, label, self) name,
	RECIPIENT_TABLE(X)
#undef X
	RECIPIENT_COUNT
};
extern const struct codes recipient_codes;
/* English: what is said to one of them, "incident manager". */
const char *recipient_self(enum recipient recipient);

/* Sets of recipients are bits. */
#define RECIPIENT_BIT(recipient) (1u << (recipient))
/* For RECIPIENT_PERSON and those above it, and for what is said to whom it concerns. */
#define RECIPIENT_CHAIN                                                                                  \
	(RECIPIENT_BIT(RECIPIENT_PERSON) | RECIPIENT_BIT(RECIPIENT_SUPERIOR) | RECIPIENT_BIT(RECIPIENT_SUPERIOR_2))

/* "manager,watcher" as stored, and back; unknown codes are passed over. */
struct str recipient_set_text(struct arena *arena, unsigned set);
unsigned recipient_set_read(struct str text);

#endif
