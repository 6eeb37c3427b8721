/* The table of event kinds: complete, and every text says only what its kind knows. */
#include "../unit.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "notify/event_kind.h"

static void every_kind_stands_there_once(void **state)
{
	(void)state;
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);

	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(event_kind_find(str_of(kinds[i].kind)), &kinds[i]);
		assert_true(kinds[i].group > GROUP_NONE && kinds[i].group < GROUP_COUNT);
		assert_true(*kinds[i].label && *kinds[i].subject && *kinds[i].text);
		/* Words for some are pointless without words for the rest. */
		assert_int_equal(kinds[i].theirs != 0, kinds[i].others != NULL);
		assert_int_equal(kinds[i].theirs & ~kinds[i].recipients, 0);
	}
	assert_null(event_kind_find(STR("incident")));
}

static void check_facts(const struct event_kind_row *kind, const char *text)
{
	for (struct str rest = str_of(text);;) {
		ptrdiff_t open = str_find(rest, STR("{"));
		if (open < 0)
			return;
		rest = str_slice(rest, (size_t)open + 1, rest.len);
		struct str name = str_slice(rest, 0, (size_t)str_find(rest, STR("}")));
		unsigned bit = 1;
		const char *const *known = event_kind_fact_names;
		while (*known && !str_is(name, *known)) {
			known++;
			bit <<= 1;
		}
		if (!*known || !(kind->facts & bit))
			fail_msg("%s: {%.*s} is not known", kind->kind, STR_ARG(name));
	}
}

static void texts_name_only_what_the_kind_knows(void **state)
{
	(void)state;
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);

	for (size_t i = 0; i < count; i++) {
		check_facts(&kinds[i], kinds[i].subject);
		check_facts(&kinds[i], kinds[i].text);
		check_facts(&kinds[i], kinds[i].others ? kinds[i].others : "");
	}
}

static void words_are_for_whom_it_concerns(void **state)
{
	(void)state;
	const struct event_kind_row *kind = event_kind_find(STR("investigation.assigned"));

	assert_str(event_kind_text(kind, RECIPIENT_BIT(RECIPIENT_LEAD)), "You have been assigned to investigate {number}.");
	assert_str(event_kind_text(kind, RECIPIENT_BIT(RECIPIENT_WATCHER)), "The investigation of {number} has a lead now.");
	assert_int_equal(recipient_set_read(STR("manager,watcher,nonsense")),
			 RECIPIENT_BIT(RECIPIENT_MANAGER) | RECIPIENT_BIT(RECIPIENT_WATCHER));
	assert_str(recipient_set_text(*state, RECIPIENT_BIT(RECIPIENT_WATCHER) | RECIPIENT_BIT(RECIPIENT_MANAGER)),
		   "manager,watcher");
}

/* --- what the product writes ------------------------------------------------------- */

/* Names with a dot in files that write events, which are no kinds of events. */
static const char *const others[] = {
	"import_batch.created", "import_batch.updated", /* audit actions */
	/* of the audit trail alone */
	"capa.created", "capa.changed", "capa.evidence_added", "capa.link_made", "capa.link_revoked", "capa.flag_dismissed",
	"injury.created", "osha_case.facts", "osha_case.counted", "attachment.withdrawn", "incident.duplicate_added",
	"incident.duplicate_removed", "investigation.arranged", "investigation.reopened", "archive.rule_changed", "assignment_rule.updated",
	/* a setting, and where a log line comes from */
	"web.anonymous_url", "deadline.tell",
	NULL,
};

static bool is_other(struct str name)
{
	for (const char *const *at = others; *at; at++)
		if (str_is(name, *at))
			return true;
	return false;
}

static bool is_name(struct str s)
{
	size_t dots = 0;

	for (size_t i = 0; i < s.len; i++) {
		dots += s.at[i] == '.';
		if (s.at[i] != '.' && s.at[i] != '_' && (s.at[i] < 'a' || s.at[i] > 'z'))
			return false;
	}
	return dots == 1 && s.len > 4 && s.at[0] != '.' && s.at[s.len - 1] != '.' && !str_ends(s, STR(".mustache"));
}

static size_t check_literals(struct str text, const char *file)
{
	size_t bad = 0;

	for (struct str rest = text;;) {
		ptrdiff_t open = str_find(rest, STR("\""));
		if (open < 0)
			return bad;
		rest = str_slice(rest, (size_t)open + 1, rest.len);
		ptrdiff_t close = str_find(rest, STR("\""));
		if (close < 0)
			return bad;
		struct str literal = str_slice(rest, 0, (size_t)close);
		rest = str_slice(rest, (size_t)close + 1, rest.len);
		if (!is_name(literal) || event_kind_find(literal) || is_other(literal))
			continue;
		print_error("%s: %.*s is not in src/notify/event_kind.c\n", file, STR_ARG(literal));
		bad++;
	}
}

static size_t check_folder(struct arena *arena, const char *folder, size_t *files)
{
	DIR *dir = opendir(folder);
	size_t bad = 0;

	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct str text, path = arena_printf(arena, "%s/%s", folder, entry->d_name);
		if (!str_ends(path, STR(".c")) || file_read(arena, path.at, 1 << 20, &text) != RC_OK)
			continue;
		bool writes = str_find(text, STR("event_add")) >= 0 || str_find(text, STR("incident_change(")) >= 0;
		if (!writes)
			continue;
		*files += 1;
		bad += check_literals(text, path.at);
	}
	closedir(dir);
	return bad;
}

static void every_kind_that_is_written_is_in_the_table(void **state)
{
	static const char *const folders[] = {
		"src/incident", "src/impact", "src/investigation", "src/operations", "src/capa",
		"src/environment", "src/osha", "src/deadline", "src/archive", "src/organization",
	};
	/* Put together from the name of a record: src/impact/impact_pages.c. */
	static const char *const records[] = {
		"injured_person", "witness", "incident_asset", "incident_violation", "incident_cost", "work_order",
	};
	static const char *const endings[] = {"created", "changed", "removed"};
	size_t files = 0, bad = 0;

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		bad += check_folder(*state, folders[i], &files);
	assert_true(files > 15);
	assert_int_equal(bad, 0);
	for (size_t i = 0; i < sizeof records / sizeof *records; i++)
		for (size_t j = 0; j < 3; j++)
			assert_non_null(event_kind_find(arena_printf(*state, "%s.%s", records[i], endings[j])));
	for (const char *const *stage = (const char *const[]){"approaching", "due", "overdue", "escalated", NULL}; *stage; stage++)
		assert_non_null(event_kind_find(arena_printf(*state, "deadline.%s", *stage)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_kind_stands_there_once),
		UNIT(texts_name_only_what_the_kind_knows),
		UNIT(words_are_for_whom_it_concerns),
		UNIT(every_kind_that_is_written_is_in_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
