#include "incident/anonymous.h"

#include <stddef.h>
#include <string.h>

enum { TEXT_BUCKET = 512, FILE_BUCKET = 64 * 1024, FIRST_DAYS = 7, OUTCOME_MONTHS = 3 };

#define OFFSET(member) .name = #member, .offset = offsetof(struct anonymous_answers, member)
static const struct field answer_fields[] = {
	{.kind = FIELD_CODE,
	 OFFSET(report_type),
	 .flags = FIELD_REQUIRED,
	 .codes = &report_type_codes,
	 .label = N_("What do you want to tell?")},
	{.kind = FIELD_ID, OFFSET(establishment_id), .flags = FIELD_REQUIRED, .label = N_("Where was it?")},
	{.kind = FIELD_TEXT,
	 OFFSET(specific_location),
	 .max = 200,
	 .label = N_("Exact place"),
	 .hint = N_("For example the line, room or vehicle. Leave it out if it would point to you.")},
	{.kind = FIELD_ID,
	 OFFSET(department_id),
	 .label = N_("Department"),
	 .hint = N_("Only if it helps. Leave it out if it would point to you.")},
	{.kind = FIELD_DAY,
	 OFFSET(occurred_on),
	 .flags = FIELD_REQUIRED | FIELD_PAST,
	 .label = N_("Which day was it?"),
	 .hint = N_("About right is enough.")},
	{.kind = FIELD_PROSE,
	 OFFSET(description),
	 .flags = FIELD_REQUIRED,
	 .max = 10000,
	 .label = N_("What happened?"),
	 .hint = N_(
		 "What did you see, and what could happen next? Leave out names,"
		    " also your own, where you can.")},
	FIELD_END,
};
#undef OFFSET
const struct record anonymous_answers_record = {"anonymous_answers", sizeof(struct anonymous_answers),
						answer_fields};

struct str anonymous_ticket_text(struct arena *arena, const struct anonymous_ticket *ticket)
{
	return arena_printf(arena, "%.*s %.*s %.*s %.*s", STR_ARG(ticket->submission),
			    STR_ARG(ticket->digits), STR_ARG(ticket->token), STR_ARG(ticket->answer));
}

bool anonymous_ticket_parse(struct str text, struct anonymous_ticket *ticket)
{
	bool is_whole = str_split(&text, ' ', &ticket->submission) &&
			str_split(&text, ' ', &ticket->digits) && str_split(&text, ' ', &ticket->token);

	ticket->answer = text;
	return is_whole;
}

moment anonymous_day(moment at)
{
	return at - at % DAYS(1);
}

static struct str pad(struct arena *arena, struct str s, char with, size_t bucket)
{
	size_t len = (s.len + bucket - 1) / bucket * bucket;
	char *at = arena_alloc(arena, len + 1, 1);

	if (s.len)
		memcpy(at, s.at, s.len);
	memset(at + s.len, with, len - s.len);
	return (struct str){at, len};
}

struct str anonymous_pad(struct arena *arena, struct str text)
{
	return pad(arena, text, ' ', TEXT_BUCKET);
}

struct str anonymous_pad_file(struct arena *arena, struct str bytes, char with)
{
	return pad(arena, bytes, with, FILE_BUCKET);
}

const char *anonymous_status_words(enum status status)
{
	static const char *const words[] = {
		[STATUS_NONE] = N_("Your report has arrived."),
		[STATUS_NEW] = N_("Your report has arrived. Nobody has read it yet."),
		[STATUS_OPEN] = N_("Your report has arrived. Nobody has read it yet."),
		[STATUS_UNDER_REVIEW] = N_("Somebody has read your report and is looking at what to do."),
		[STATUS_INVESTIGATION] = N_("What you reported is being investigated."),
		[STATUS_UNDER_INVESTIGATION] = N_("What you reported is being investigated."),
		[STATUS_CAPA_PENDING] = N_("The causes are known. Measures are being carried out."),
		[STATUS_MITIGATING] = N_("Something is being done about it right now."),
		[STATUS_MITIGATED] = N_("The worst is averted. The rest is being worked on."),
		[STATUS_RESOLVED] = N_("It has been dealt with."),
		[STATUS_CLOSED] = N_("The work on your report is finished."),
		[STATUS_ARCHIVED] = N_("The work on your report is finished."),
	};

	return words[status];
}

struct anonymous_clock anonymous_clock(day reported_on)
{
	struct civil c = day_civil(reported_on);
	int month = c.month + OUTCOME_MONTHS, year = c.year + (month > 12);

	return (struct anonymous_clock){
		.first_by = reported_on + FIRST_DAYS,
		.outcome_by = day_of(year, month > 12 ? month - 12 : month, c.day),
	};
}

bool anonymous_is_small(int64_t people, int64_t least)
{
	return people > 0 && people < least;
}
