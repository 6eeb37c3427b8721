#ifndef INCIDENT_REPORT_ANSWERS_H
#define INCIDENT_REPORT_ANSWERS_H

#include "incident/incident_report.h"

/*
 * What was typed into the report forms, as typed: kept in drafts and in the spool, and turned into a report
 * when it is sent. Keys are the names of fields; of people "injured.0.full_name" and "witness.0.contact", of
 * files "file.0.sha256" (in hex), ".preview", ".name", ".type" and ".size".
 */
struct answered {
	struct str name;
	struct str value;
};
struct answers {
	struct arena *arena;
	struct answered *at;
	size_t count, room;
};
#define ANSWERS_IN(arena_) ((struct answers){.arena = (arena_)})

enum { ANSWERS_PEOPLE_MOST = 20, ANSWERS_FILES_MOST = 10 };

/* STR_NONE when it was never asked; empty when nothing was answered. */
struct str answers_get(const struct answers *answers, const char *name);
/* Replaces what was there. */
void answers_set(struct answers *answers, const char *name, struct str value);
/* Forgets every key that begins with prefix. */
void answers_drop(struct answers *answers, const char *prefix);
/* One more than the highest N of keys "group.N...". */
size_t answers_count(const struct answers *answers, const char *group, size_t most);

/* One JSON object of strings. */
struct str answers_json(struct arena *arena, const struct answers *answers);
/* RC_INVALID: not such an object. */
enum rc answers_parse(struct arena *arena, struct str json, struct answers *out) MUST_CHECK;

/* The title that was typed, or one made of the description; json as answers_json makes it. */
struct str answers_title(struct arena *arena, struct str json);

/* Adds a file whose content is kept already. */
void answers_add_file(struct answers *answers, const struct attachment *file);
/* Leaves the nth file out; those behind it move up. */
void answers_remove_file(struct answers *answers, size_t n);
/* All files, in the arena of answers. */
struct attachment *answers_files(const struct answers *answers, size_t *count);

/*
 * Reads the named fields of a record, prefix before each key, into row; what is missing or malformed is left
 * as it was or as not given.
 */
void answers_row(const struct answers *answers, const struct record *record, const char *const *names, const char *prefix,
		 const struct zone *zone, moment now, void *row);

/*
 * The report that the answers make, as far as they can be read: what is missing or malformed is left as not
 * given. zone: how times were typed. People without a name are left out.
 */
void answers_report(const struct answers *answers, const struct zone *zone, moment now, struct incident_report *out);

/* The fields of an incident, an injured person and a witness that the forms ask for; each ended by NULL. */
extern const char *const answers_incident_names[];
extern const char *const answers_injured_names[];
extern const char *const answers_witness_names[];

#endif
