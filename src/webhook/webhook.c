#include "webhook/webhook.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"

enum { LONGEST_TYPE = 60, LONGEST_CODE = 60 };

/* WH-05: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. */
const moment webhook_pauses[WEBHOOK_PAUSES] = {
	SECONDS(5), MINUTES(5), MINUTES(30), HOURS(2), HOURS(5), HOURS(10), HOURS(14), HOURS(20), HOURS(24),
};

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool webhook_is_type(struct str type)
{
	char before = '.';

	if (type.len == 0 || type.len > LONGEST_TYPE)
		return false;
	for (size_t i = 0; i < type.len; i++) {
		if (type.at[i] == '.' ? before == '.' : !is_word_char(type.at[i]))
			return false;
		before = type.at[i];
	}
	return before != '.';
}

/* Cuts the next entry off; false at the end. */
static bool next_entry(struct str *rest, struct str *entry)
{
	size_t from = 0, len = 0;

	while (from < rest->len && strchr(" ,\t\n", rest->at[from]))
		from++;
	while (from + len < rest->len && !strchr(" ,\t\n", rest->at[from + len]))
		len++;
	*entry = str_slice(*rest, from, len);
	*rest = str_slice(*rest, from + len, rest->len);
	return len > 0;
}

static bool is_beginning(struct str entry, struct str *stem)
{
	if (!str_ends(entry, STR("*")))
		return false;
	*stem = str_slice(entry, 0, entry.len - 1);
	return true;
}

bool webhook_types_are_valid(struct str types)
{
	struct str entry, stem;
	bool has_one = false;

	while (next_entry(&types, &entry)) {
		bool is_good = is_beginning(entry, &stem) ? stem.len == 0 || (str_ends(stem, STR(".")) &&
								 webhook_is_type(str_slice(stem, 0, stem.len - 1)))
							  : webhook_is_type(entry);
		if (!is_good)
			return false;
		has_one = true;
	}
	return has_one;
}

bool webhook_types_have(struct str types, struct str type)
{
	struct str entry, stem;

	while (next_entry(&types, &entry))
		if (is_beginning(entry, &stem) ? str_starts(type, stem) : str_equal(type, entry))
			return true;
	return false;
}

/* Codes look like codes; what has blanks or other letters may be somebody's words. */
static bool is_code(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (!is_word_char(text[i]) && text[i] != '-' && text[i] != '.' && text[i] != ':')
			return false;
	return len > 0 && len <= LONGEST_CODE;
}

static bool names_a_person(const char *key)
{
	static const char *const parts[] = {"person", "account", "manager", "lead", "actor", "user", "recipient", "reporter"};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strstr(key, parts[i]))
			return true;
	return false;
}

static void add_member(struct text *out, const char *key, struct str value)
{
	text_char(out, ',');
	text_json(out, str_of(key));
	text_char(out, ':');
	text_json(out, value);
}

/* The members of the event's own payload that may leave. */
static void add_details(struct text *out, struct str payload)
{
	json_t *object = json_loadb(payload.at, payload.len, 0, NULL), *value;
	const char *key;

	json_object_foreach(object, key, value) {
		if (names_a_person(key) || strcmp(key, "incident") == 0 || strcmp(key, "incident_id") == 0)
			continue;
		if (json_is_string(value) && is_code(json_string_value(value))) {
			add_member(out, key, str_of(json_string_value(value)));
		} else if (json_is_integer(value) || json_is_boolean(value)) {
			text_char(out, ',');
			text_json(out, str_of(key));
			if (json_is_integer(value))
				text_printf(out, ":%lld", (long long)json_integer_value(value));
			else
				text_cstr(out, json_is_true(value) ? ":true" : ":false");
		}
	}
	json_decref(object);
}

static void add_incident(struct text *out, const struct webhook_message *message)
{
	const struct webhook_subject *incident = message->incident;

	text_cstr(out, ",\"incident\":{\"number\":");
	text_json(out, incident->number);
	add_member(out, "id", incident->uuid);
	add_member(out, "url", arena_printf(out->arena, "%.*s/incidents/%.*s", STR_ARG(message->portal), STR_ARG(incident->number)));
	text_char(out, '}');
}

struct str webhook_body(struct arena *arena, const struct webhook_message *message)
{
	struct text out = TEXT_IN(arena);

	text_cstr(&out, "{\"type\":");
	text_json(&out, message->type);
	add_member(&out, "timestamp", moment_text(arena, message->at));
	text_cstr(&out, ",\"data\":{\"event_id\":");
	text_json(&out, message->event_uuid);
	add_member(&out, "organization", message->organization);
	add_member(&out, "environment", message->environment);
	if (message->subject.len) {
		add_member(&out, "subject", message->subject);
		text_printf(&out, ",\"subject_id\":%lld", (long long)message->subject_id);
	}
	if (message->incident && message->incident->number.len)
		add_incident(&out, message);
	text_cstr(&out, ",\"details\":{");
	struct text details = TEXT_IN(arena);
	add_details(&details, message->payload);
	struct str members = text_str(&details);
	text_add(&out, str_slice(members, members.len ? 1 : 0, members.len));
	text_cstr(&out, "}}}");
	return text_str(&out);
}

int64_t webhook_incident_of(struct str subject, int64_t subject_id, struct str payload)
{
	static const char *const names[] = {"incident_id", "incident"};
	json_t *object;
	int64_t found = 0;

	if (str_is(subject, "incident"))
		return subject_id;
	object = json_loadb(payload.at, payload.len, 0, NULL);
	for (size_t i = 0; !found && i < sizeof names / sizeof *names; i++)
		found = json_integer_value(json_object_get(object, names[i]));
	json_decref(object);
	return found;
}

moment webhook_slow_pause(int64_t step)
{
	enum { MOST_STEPS = 7 };

	return SECONDS(5) << (step < MOST_STEPS ? step : MOST_STEPS);
}

enum webhook_answer webhook_answer_of(int status)
{
	if (status >= 200 && status < 300)
		return WEBHOOK_TAKEN;
	if (status == 410)
		return WEBHOOK_GONE;
	return status == 429 || status == 502 || status == 504 ? WEBHOOK_SLOWER : WEBHOOK_REFUSED;
}
