#include "incident/report_answers.h"

#include <jansson.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"

const char *const answers_incident_names[] = {
	"report_type", "register", "occurred_at", "is_time_known", "establishment_id", "description", "title", "area_id",
	"specific_location", "latitude", "longitude", "department_id", "project_id", "category_id", "severity",
	"immediate_actions", "is_work_stopped", "reporting", NULL,
};
const char *const answers_injured_names[] = {"full_name", "job_title", "employment", "injury", "care", NULL};
const char *const answers_witness_names[] = {"full_name", "contact", NULL};

static struct answered *find(const struct answers *answers, struct str name)
{
	for (size_t i = 0; i < answers->count; i++)
		if (str_equal(answers->at[i].name, name))
			return &answers->at[i];
	return NULL;
}

struct str answers_get(const struct answers *answers, const char *name)
{
	const struct answered *answer = find(answers, str_of(name));

	return answer ? answer->value : STR_NONE;
}

void answers_set(struct answers *answers, const char *name, struct str value)
{
	struct answered *answer = find(answers, str_of(name));
	struct str kept = value.at ? value : STR("");

	if (answer) {
		answer->value = kept;
		return;
	}
	if (answers->count == answers->room) {
		size_t room = answers->room ? answers->room * 2 : 32;
		struct answered *more = ARENA_ARRAY(answers->arena, struct answered, room);
		if (answers->count)
			memcpy(more, answers->at, answers->count * sizeof *more);
		answers->at = more;
		answers->room = room;
	}
	answers->at[answers->count++] = (struct answered){arena_str(answers->arena, str_of(name)), kept};
}

void answers_drop(struct answers *answers, const char *prefix)
{
	size_t kept = 0;

	for (size_t i = 0; i < answers->count; i++)
		if (!str_starts(answers->at[i].name, str_of(prefix)))
			answers->at[kept++] = answers->at[i];
	answers->count = kept;
}

size_t answers_count(const struct answers *answers, const char *group, size_t most)
{
	struct str prefix = arena_printf(answers->arena, "%s.", group);
	size_t count = 0;

	for (size_t i = 0; i < answers->count; i++) {
		struct str rest = answers->at[i].name, number;
		int64_t n;
		if (!str_starts(rest, prefix))
			continue;
		rest = str_slice(rest, prefix.len, rest.len);
		if (str_split(&rest, '.', &number) && str_to_int(number, 0, (int64_t)most - 1, &n) && (size_t)n >= count)
			count = (size_t)n + 1;
	}
	return count;
}

struct str answers_json(struct arena *arena, const struct answers *answers)
{
	struct text out = TEXT_IN(arena);

	text_char(&out, '{');
	for (size_t i = 0; i < answers->count; i++) {
		if (i)
			text_char(&out, ',');
		text_json(&out, answers->at[i].name);
		text_char(&out, ':');
		text_json(&out, answers->at[i].value);
	}
	text_char(&out, '}');
	return text_str(&out);
}

enum rc answers_parse(struct arena *arena, struct str json, struct answers *out)
{
	json_t *root = json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, NULL);
	enum rc rc = json_is_object(root) ? RC_OK : RC_INVALID;
	const char *key;
	json_t *value;

	*out = ANSWERS_IN(arena);
	json_object_foreach(root, key, value) {
		if (!json_is_string(value)) {
			rc = RC_INVALID;
			break;
		}
		struct str s = {json_string_value(value), json_string_length(value)};
		answers_set(out, key, arena_str(arena, s));
	}
	json_decref(root);
	return rc;
}

static const char *file_key(const struct answers *answers, size_t n, const char *name)
{
	return arena_printf(answers->arena, "file.%zu.%s", n, name).at;
}

static void set_file(struct answers *answers, size_t n, const struct attachment *file)
{
	struct str preview = file->preview_sha256.len ? hex(answers->arena, file->preview_sha256) : STR("");

	answers_set(answers, file_key(answers, n, "sha256"), hex(answers->arena, file->sha256));
	answers_set(answers, file_key(answers, n, "preview"), preview);
	answers_set(answers, file_key(answers, n, "name"), file->name);
	answers_set(answers, file_key(answers, n, "type"), file->type);
	answers_set(answers, file_key(answers, n, "size"), arena_printf(answers->arena, "%lld", (long long)file->size));
}

struct str answers_title(struct arena *arena, struct str json)
{
	struct answers answers;

	if (answers_parse(arena, json, &answers) != RC_OK)
		return STR("");
	struct str title = answers_get(&answers, "title");
	return title.len ? title : incident_report_title(arena, answers_get(&answers, "description"));
}

void answers_add_file(struct answers *answers, const struct attachment *file)
{
	set_file(answers, answers_count(answers, "file", ANSWERS_FILES_MOST), file);
}

void answers_remove_file(struct answers *answers, size_t n)
{
	size_t count;
	struct attachment *files = answers_files(answers, &count);

	answers_drop(answers, "file.");
	for (size_t i = 0, at = 0; i < count; i++)
		if (i != n)
			set_file(answers, at++, &files[i]);
}

struct attachment *answers_files(const struct answers *answers, size_t *count)
{
	size_t most = answers_count(answers, "file", ANSWERS_FILES_MOST);
	struct attachment *files = ARENA_ARRAY(answers->arena, struct attachment, most + 1);

	*count = 0;
	for (size_t n = 0; n < most; n++) {
		struct attachment *file = &files[*count];
		record_clear(&attachment_record, file);
		file->sha256 = sha256_read(answers->arena, answers_get(answers, file_key(answers, n, "sha256")));
		file->preview_sha256 = sha256_read(answers->arena, answers_get(answers, file_key(answers, n, "preview")));
		file->name = answers_get(answers, file_key(answers, n, "name"));
		file->type = answers_get(answers, file_key(answers, n, "type"));
		bool is_whole = str_to_int(answers_get(answers, file_key(answers, n, "size")), 0, INT64_MAX, &file->size);
		*count += is_whole && file->sha256.len && file->name.len && file->type.len;
	}
	return files;
}

void answers_row(const struct answers *answers, const struct record *record, const char *const *names, const char *prefix,
		 const struct zone *zone, moment now, void *row)
{
	for (; *names; names++) {
		const struct field *field = record_field(record, str_of(*names));
		struct str value = answers_get(answers, arena_printf(answers->arena, "%s%s", prefix, *names).at);
		const char *why;
		if (value.at && field_parse(answers->arena, field, value, zone, now, row, &why) != RC_OK)
			field_clear(field, row);
	}
}

/* The people of one group, as an array of the record's rows; those without a name are left out. */
static void *read_group(const struct answers *answers, const char *group, const struct record *record,
			const char *const *names, size_t *count)
{
	size_t most = answers_count(answers, group, ANSWERS_PEOPLE_MOST);
	char *rows = arena_alloc(answers->arena, most + 1, record->size);
	const struct field *name = record_field(record, STR("full_name"));

	*count = 0;
	for (size_t n = 0; n < most; n++) {
		void *row = rows + *count * record->size;
		record_clear(record, row);
		answers_row(answers, record, names, arena_printf(answers->arena, "%s.%zu.", group, n).at, NULL, 0, row);
		*count += !field_is_empty(name, row);
	}
	return rows;
}

void answers_report(const struct answers *answers, const struct zone *zone, moment now, struct incident_report *out)
{
	*out = (struct incident_report){0};
	record_clear(&incident_record, &out->incident);
	out->incident.is_time_known = true;
	out->incident.is_complete = true;
	answers_row(answers, &incident_record, answers_incident_names, "", zone, now, &out->incident);
	out->injured = read_group(answers, "injured", &injured_person_record, answers_injured_names, &out->injured_count);
	out->witnesses = read_group(answers, "witness", &witness_record, answers_witness_names, &out->witness_count);
	out->attachments = answers_files(answers, &out->attachment_count);
}
