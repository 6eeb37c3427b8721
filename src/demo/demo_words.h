#ifndef DEMO_DEMO_WORDS_H
#define DEMO_DEMO_WORDS_H

#include "base/text.h"
#include "demo/demo_random.h"

/*
 * Sentences from parts. A pattern names slots: {near} takes any of the words of that slot, those of the
 * industry where it has its own; {=near} takes the same ones throughout one tale.
 */
struct demo_words;

enum rc demo_words_read(struct arena *arena, struct str folder, struct demo_words **words) MUST_CHECK;

enum { DEMO_TALE_MOST = 12 };

/* One event being told: what was chosen so far. */
struct demo_tale {
	const struct demo_words *words;
	struct demo_random *random;
	struct arena *arena;
	struct str industry;
	struct {
		struct str slot;
		struct str text;
	} kept[DEMO_TALE_MOST];
	size_t kept_count;
};

/* Fixes what {=slot} says in this tale. */
void demo_words_keep(struct demo_tale *tale, struct str slot, struct str text);
/* What {=slot} says; chosen now if it was not yet. STR_NONE: there are no such words. */
struct str demo_words_kept(struct demo_tale *tale, const char *slot);
/* The pattern with its slots filled; each sentence begins with a capital letter. */
struct str demo_words_tell(struct demo_tale *tale, struct str pattern);
/* One of the alternatives that "|" separates. */
struct str demo_words_one_of(struct demo_random *random, struct str alternatives);

#endif
