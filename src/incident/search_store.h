#ifndef INCIDENT_SEARCH_STORE_H
#define INCIDENT_SEARCH_STORE_H

#include "db/db.h"
#include "incident/incident_scope_store.h"
#include "incident/search_words.h"

/*
 * Which incidents have the words of a search, as SQL about the alias i of incident. Three ways lead to them: down the
 * postings of a word, newest first; from any list, asking for each incident whether it has the words; and through the
 * texts that the worker has not taken in yet. For incident_list_plan_store.c.
 */

enum { SEARCH_WORDS_MOST = 16 };

/* A term and the words of the index that begin so. */
struct search_group {
	struct search_term term;
	int64_t words[SEARCH_WORDS_MOST];
	size_t count;
	bool is_listed; /* words holds all of them; else only the text tells */
	int64_t postings; /* about */
};

struct search {
	bool is_asked;   /* q holds words; else the members below say nothing */
	bool is_nothing; /* none that can be found */
	bool is_unknown; /* a word stands in no incident that was taken in: only those that wait may have it */
	bool is_rare;    /* the leading group has few postings: all of them can be looked at */
	struct search_group groups[SEARCH_TERMS_MOST];
	size_t count;
	const struct search_group *lead; /* the one with the fewest postings; NULL: none is listed */
};

enum rc search_find(struct db *db, struct arena *arena, int64_t organization_id, struct str q,
		    struct search *out) MUST_CHECK;
/*
 * Whether the words are still those that search_find found. If not, texts were taken into the index between it and the
 * list, which may have missed them in both places.
 */
enum rc search_is_still(struct db *db, struct arena *arena, int64_t organization_id, struct str q,
			const struct search *before, bool *is_still) MUST_CHECK;

/* FROM, WHERE and " AND": incidents by the postings p of one word, or, for 0, of all words of the group. */
void search_add_postings(struct incident_query *query, const struct incident_scope *scope, const struct search_group *group,
			 int64_t word);
/* The same by the notes of what waits. */
void search_add_waiting(struct incident_query *query, const struct incident_scope *scope, const struct search *search);
/* " AND ..." the incident i has all words; has_lead: that it has those of the leading group is known. */
void search_add_conditions(struct incident_query *query, const struct incident_scope *scope, const struct search *search,
			   bool has_lead);

#endif
