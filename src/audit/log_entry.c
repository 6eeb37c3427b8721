#include "audit/log_entry.h"

#include <stddef.h>
#include <string.h>

#include "audit/merkle.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct log_entry, member)
#define NUMBER(member) {.kind = FIELD_INT, .flags = FIELD_OPTIONAL, OFFSET(member)}
static const struct field log_entry_fields[] = {
	NUMBER(seq),
	{.kind = FIELD_MOMENT, OFFSET(sealed_at)},
	{.kind = FIELD_BYTES, OFFSET(leaf)},
	{.kind = FIELD_BYTES, OFFSET(commitments)},
	{.kind = FIELD_BYTES, OFFSET(salts)},
	{.kind = FIELD_BYTES, OFFSET(nodes)},
	{.kind = FIELD_INT, OFFSET(id)},
	{.kind = FIELD_MOMENT, OFFSET(recorded_at)},
	NUMBER(organization_id),
	NUMBER(actor_id),
	NUMBER(on_behalf_of_id),
	NUMBER(subject_id),
	NUMBER(subject_version),
	NUMBER(incident_id),
	{.kind = FIELD_TEXT, OFFSET(actor_kind)},
	{.kind = FIELD_TEXT, OFFSET(auth_method)},
	{.kind = FIELD_TEXT, OFFSET(request_id)},
	{.kind = FIELD_TEXT, OFFSET(environment)},
	{.kind = FIELD_TEXT, OFFSET(action)},
	{.kind = FIELD_TEXT, OFFSET(subject)},
	{.kind = FIELD_TEXT, OFFSET(software)},
	{.kind = FIELD_TEXT, OFFSET(actor_name)},
	{.kind = FIELD_PROSE, OFFSET(reason)},
	{.kind = FIELD_PROSE, OFFSET(changes)},
	FIELD_END,
};
#undef NUMBER
#undef OFFSET
const struct record log_entry_record = {"log_entry", sizeof(struct log_entry), log_entry_fields};

enum { VERSION = 1, NUMBERS = 10 };

bool log_entry_commit(const struct log_entry *entry, struct digest commitments[LOG_VALUES])
{
	const struct str values[LOG_VALUES] = {entry->actor_name, entry->reason, entry->changes};

	if (entry->salts.len != (size_t)LOG_VALUES * LOG_SALT_BYTES)
		return false;
	for (size_t i = 0; i < LOG_VALUES; i++)
		commitments[i] = digest_of((const struct str[]){
			{entry->salts.at + i * LOG_SALT_BYTES, LOG_SALT_BYTES}, values[i]}, 2);
	return true;
}

static unsigned char *put_number(unsigned char *at, uint64_t value, int bytes)
{
	while (bytes-- > 0)
		*at++ = (unsigned char)(value >> (8 * bytes));
	return at;
}

size_t log_entry_canonical(const struct log_entry *entry, const struct digest commitments[LOG_VALUES],
			   unsigned char *begin)
{
	const int64_t numbers[NUMBERS] = {
		entry->seq, entry->sealed_at, entry->id, entry->recorded_at, entry->organization_id,
		entry->actor_id, entry->on_behalf_of_id, entry->subject_id, entry->subject_version,
		entry->incident_id,
	};
	const struct str texts[] = {
		entry->actor_kind, entry->auth_method, entry->request_id, entry->environment,
		entry->action, entry->subject, entry->software,
	};
	unsigned char *at = begin;
	size_t left = LOG_CANONICAL_MOST - 2 - sizeof numbers - (size_t)LOG_VALUES * DIGEST_BYTES;

	*at++ = VERSION;
	for (size_t i = 0; i < NUMBERS; i++)
		at = put_number(at, (uint64_t)numbers[i], 8);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (texts[i].len + 4 > left)
			return 0;
		left -= texts[i].len + 4;
		at = put_number(at, texts[i].len, 4);
		if (texts[i].len)
			memcpy(at, texts[i].at, texts[i].len);
		at += texts[i].len;
	}
	*at++ = entry->actor_name.at != NULL;
	for (size_t i = 0; i < LOG_VALUES; i++, at += DIGEST_BYTES)
		memcpy(at, commitments[i].at, DIGEST_BYTES);
	return (size_t)(at - begin);
}

bool log_entry_leaf(const struct log_entry *entry, const struct digest commitments[LOG_VALUES],
		    struct digest *leaf)
{
	unsigned char canonical[LOG_CANONICAL_MOST];
	size_t len = log_entry_canonical(entry, commitments, canonical);

	if (len)
		*leaf = merkle_leaf((struct str){(const char *)canonical, len});
	return len > 0;
}

bool log_entry_is_erased(const struct log_entry *entry)
{
	return entry->actor_name.len == 0 && entry->reason.len == 0 && str_is(entry->changes, "{}");
}
