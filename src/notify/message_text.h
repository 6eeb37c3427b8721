#ifndef NOTIFY_MESSAGE_TEXT_H
#define NOTIFY_MESSAGE_TEXT_H

#include "base/record.h"
#include "notify/channel.h"
#include "notify/event_kind.h"
#include "view/catalogue.h"

/*
 * The words of messages that an organization puts in the place of ours: for each kind of event, family of
 * channels and language. They are mustache in which only the facts of the kind can be named, {{number}},
 * {{#is_yours}}...{{/is_yours}}; what is sealed, private or written by people is no fact, so that no text can
 * bring it out of the house. Pure.
 */

enum message_family {
	FAMILY_NONE,
	FAMILY_MAIL,   /* subject and body; the document of HTML is made of the body */
	FAMILY_SMS,    /* body alone */
	FAMILY_SCREEN, /* push: title and body; the inbox: body */
	FAMILY_COUNT
};
extern const struct codes message_family_codes;
enum message_family message_family_of(enum channel channel);

/* The languages in which messages are written; the recipient's account decides. */
enum message_language { LANGUAGE_NONE, LANGUAGE_ENGLISH, LANGUAGE_SPANISH, LANGUAGE_COUNT };
extern const struct codes message_language_codes;

/* A version, which holds from created_at on. */
struct message_text {
	int64_t id;
	int64_t organization_id;
	struct str event_kind;
	int family;
	int language;
	int64_t version;
	bool is_standard;   /* ours again; subject and body are empty */
	struct str subject; /* empty of FAMILY_SMS */
	struct str body;
	struct str reason;
	int64_t account_id;
	moment created_at;
};
extern const struct record message_text_record;

/* All versions of an organization; of one slot the newest comes first. */
struct message_texts {
	const struct message_text *at;
	size_t count;
};

/* Kind, family and language together. */
struct message_slot {
	const struct event_kind_row *kind;
	enum message_family family;
	enum message_language language;
};

/* The newest version of the slot, that of ours too; NULL: never changed. */
const struct message_text *message_text_newest(const struct message_texts *texts,
					       const struct message_slot *slot);
/* The own words that held at the time (MOMENT_NONE: that hold); NULL: ours. texts may be NULL. */
const struct message_text *message_text_at(const struct message_texts *texts, const struct message_slot *slot,
					   moment at);

/* Ours as mustache, in the catalogue's language. */
struct message_text message_text_standard(struct arena *arena, const struct catalogue *catalogue,
					  const struct message_slot *slot);

/* What can be named: the facts of the kind and, where words differ by whom it concerns, is_yours. "" ends. */
enum { MESSAGE_FACTS = 8 };
size_t message_text_facts(const struct event_kind_row *kind, const char *names[MESSAGE_FACTS]);

/* Why these words cannot be used, in the catalogue's language, with the line; STR_NONE: they can. */
struct str message_text_problem(struct arena *arena, const struct catalogue *catalogue,
				const struct event_kind_row *kind, struct str words);

#endif
