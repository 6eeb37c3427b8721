#ifndef INCIDENT_SEARCH_WORDS_H
#define INCIDENT_SEARCH_WORDS_H

#include "base/text.h"

/*
 * Words as search takes them: letters and digits of every script and the underscore, in one case, without
 * accents (Unicode NFKD with case folding and marks left out). Pure.
 */

enum { SEARCH_TERMS_MOST = 12, SEARCH_WORD_POINTS = 40 };

/*
 * Appends the words of a text, each after one blank and a blank behind the last: " wet floor ". Nothing when there is
 * no word. Done again to its own result it changes nothing but the blanks between two texts.
 */
void search_words_fold(struct text *out, struct str text);
/* The next word of a folded text, cut off its front; empty at the end. */
struct str search_words_next(struct str *folded);
/* Short words and those of InnoDB's list of stop words are in no index. */
bool search_words_is_indexed(struct str word);
/* The word as the index has it: its first SEARCH_WORD_POINTS characters. */
struct str search_words_key(struct str word);

/* One thing that has to stand in a text. */
struct search_term {
	struct str text;  /* as it stands in the folded text: " forkl", or " pallet rack " of a phrase */
	struct str word;  /* as the index has it, by its beginning; STR_NONE: only the text tells */
	bool is_whole;    /* this word, and not what begins so */
	bool is_implied;  /* a word of a phrase, which is a term of its own */
};

/*
 * What q asks for: every word by its beginning, "quoted words" as they stand. Returns how many, 0 when nothing of q
 * can be found; the rest of a very long q is left out.
 */
size_t search_words_terms(struct arena *arena, struct str q, struct search_term terms[SEARCH_TERMS_MOST]);

#endif
