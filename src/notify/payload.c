#include "notify/payload.h"

#include <jansson.h>

static void read_ids(const json_t *root, struct payload *out)
{
	const struct {
		const char *name;
		int64_t *id;
	} ids[] = {
		{"incident_id", &out->incident_id},
		{"incident", &out->incident_id},
		{"capa_id", &out->capa_id},
		{"deadline_id", &out->deadline_id},
		{"person_id", &out->person_id},
		{"responsible_id", &out->responsible_id},
		{"manager_id", &out->manager_id},
		{"escalated_to_id", &out->escalated_to_id},
		{"establishment_id", &out->establishment_id},
		{"department_id", &out->department_id},
	};

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		const json_t *value = json_object_get(root, ids[i].name);
		if (json_is_integer(value))
			*ids[i].id = json_integer_value(value);
	}
}

static void read_texts(struct arena *arena, const json_t *root, struct payload *out)
{
	struct str due = STR("");
	const struct {
		const char *name;
		struct str *text;
	} texts[] = {
		{"audience", &out->audience}, {"as", &out->as},         {"deadline", &out->what},
		{"task", &out->what},         {"number", &out->number}, {"due_at", &due},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const json_t *value = json_object_get(root, texts[i].name);
		if (json_is_string(value))
			*texts[i].text =
				arena_str(arena, (struct str){json_string_value(value), json_string_length(value)});
	}
	if (!moment_parse(due, &out->due_at))
		out->due_at = MOMENT_NONE;
	out->is_due_by_day = json_is_string(json_object_get(root, "due_on"));
}

enum rc payload_read(struct arena *arena, struct str json, struct payload *out)
{
	json_t *root = json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, NULL);
	enum rc rc = json_is_object(root) ? RC_OK : RC_INVALID;

	*out = (struct payload){.due_at = MOMENT_NONE};
	if (rc == RC_OK) {
		read_ids(root, out);
		read_texts(arena, root, out);
	}
	json_decref(root);
	return rc;
}

const char *payload_kind(const struct payload *payload, struct str kind)
{
	if (str_is(kind, "comment.created") && str_is(payload->audience, "reporter"))
		return "comment.to_reporter";
	if (str_is(kind, "comment.created") && str_is(payload->audience, "from_reporter"))
		return "comment.from_reporter";
	if (str_is(kind, "investigation.assigned") && str_is(payload->as, "team"))
		return "investigation.joined";
	return NULL;
}
