#include "environment/release_duty.h"

#include <stddef.h>

static const struct code agency_rows[] = {
	{"", ""},
	{"nrc", N_("National Response Center, 1-800-424-8802")},
	{"state", N_("State or tribal commission (SERC, TERC)")},
	{"local", N_("Local or tribal committee (LEPC, TEPC)")},
	{"emergency", N_("911 or the local emergency number")},
	{"other", N_("Another agency")},
	{NULL, NULL},
};
const struct codes agency_codes = {"agency", agency_rows};

static const struct code kind_rows[] = {
	{"", ""},
	{"call", N_("Call")},
	{"written", N_("Written notice")},
	{"answer", N_("Answer, order or notice of violation from the agency")},
	{"inspection", N_("Inspection by the agency")},
	{NULL, NULL},
};
const struct codes notice_kind_codes = {"notice_kind", kind_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct release_notice, member)
static const struct field notice_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 AT(agency),
	 .label = N_("Agency"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &agency_codes},
	{.kind = FIELD_TEXT,
	 AT(agency_name),
	 .label = N_("Which one: state, county"),
	 .flags = FIELD_STORED,
	 .max = 200},
	{.kind = FIELD_CODE,
	 AT(kind),
	 .label = N_("Kind of contact"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &notice_kind_codes},
	{.kind = FIELD_MOMENT,
	 AT(told_at),
	 .label = N_("When?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_TEXT,
	 AT(told_by),
	 .label = N_("Who on our side?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200},
	{.kind = FIELD_TEXT, AT(spoken_to), .label = N_("Who at the agency?"), .flags = FIELD_STORED, .max = 200},
	{.kind = FIELD_TEXT,
	 AT(reference),
	 .label = N_("Number that the agency gave"),
	 .flags = FIELD_STORED,
	 .max = 100,
	 .hint = N_("Of the NRC: the report number")},
	{.kind = FIELD_PROSE, AT(said), .label = N_("What was said"), .flags = FIELD_STORED, .max = 5000},
	{.kind = FIELD_MOMENT,
	 AT(next_due_at),
	 .label = N_("Next deadline that the agency set"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(corrects_id), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	{.kind = FIELD_TEXT, AT(created_by_name), .flags = FIELD_STORED | FIELD_KEY, .max = 220},
	FIELD_END,
};
#undef AT
const struct record release_notice_record = {"release_notice", sizeof(struct release_notice), notice_fields};

#define AT(member) .name = #member, .offset = offsetof(struct release_site, member)
static const struct field site_fields[] = {
	{.kind = FIELD_ID, AT(establishment_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_INT,
	 AT(followup_days),
	 .label = N_("Days for the written follow-up"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .least = 1,
	 .most = 365,
	 .hint = N_("As soon as practicable by law; EPA takes 30 days for that, some states fewer")},
	{.kind = FIELD_INT,
	 AT(clock_minutes),
	 .label = N_("Minutes after which an immediate notice shows as late"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .least = 1,
	 .most = 1440},
	{.kind = FIELD_INT,
	 AT(margin_percent),
	 .label = N_("Margin below a reportable quantity while figures are estimates, percent"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .least = 0,
	 .most = 90},
	{.kind = FIELD_BOOL,
	 AT(is_tribal),
	 .label = N_("In Indian country: TERC and TEPC"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record release_site_record = {"release_site", sizeof(struct release_site), site_fields};

#define AT(member) .name = #member, .offset = offsetof(struct release_duty, member), .flags = FIELD_STORED
static const struct field duty_fields[] = {
	{.kind = FIELD_ID,
	 .name = "incident_id",
	 .offset = offsetof(struct release_duty, incident_id),
	 .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id)},
	{.kind = FIELD_ID, AT(establishment_id)},
	{.kind = FIELD_CODE, AT(cercla), .codes = &release_answer_codes},
	{.kind = FIELD_CODE, AT(epcra), .codes = &release_answer_codes},
	{.kind = FIELD_CODE, AT(oil), .codes = &release_answer_codes},
	{.kind = FIELD_BOOL, AT(is_incomplete)},
	{.kind = FIELD_BOOL, AT(is_transport)},
	{.kind = FIELD_MOMENT, AT(known_at)},
	{.kind = FIELD_MOMENT, AT(nrc_told_at)},
	{.kind = FIELD_MOMENT, AT(state_told_at)},
	{.kind = FIELD_MOMENT, AT(local_told_at)},
	{.kind = FIELD_MOMENT, AT(state_written_at)},
	{.kind = FIELD_MOMENT, AT(local_written_at)},
	{.kind = FIELD_DAY, AT(due_on)},
	{.kind = FIELD_BOOL, AT(is_open)},
	{.kind = FIELD_MOMENT, AT(updated_at)},
	FIELD_END,
};
#undef AT
const struct record release_duty_record = {"release_duty", sizeof(struct release_duty), duty_fields};

struct release_site release_site_default(int64_t organization_id, int64_t establishment_id)
{
	return (struct release_site){.establishment_id = establishment_id,
				     .organization_id = organization_id,
				     .followup_days = 30,
				     .clock_minutes = 15,
				     .margin_percent = 20};
}

bool release_duty_needs_nrc(const struct release_duty *duty)
{
	return release_is_reportable(duty->cercla) || release_is_reportable(duty->oil);
}

bool release_duty_needs_local(const struct release_duty *duty)
{
	return release_is_reportable(duty->epcra);
}

/* In transport the emergency number alone is told. */
bool release_duty_needs_state(const struct release_duty *duty)
{
	return release_is_reportable(duty->epcra) && !duty->is_transport;
}

/* 40 CFR 355.42(b): none after a release in transport. */
bool release_duty_needs_followup(const struct release_duty *duty)
{
	return release_is_reportable(duty->epcra) && !duty->is_transport;
}

static int strictest(int a, int b)
{
	return a > b ? a : b;
}

static void earliest(moment *at, moment other)
{
	if (other != MOMENT_NONE && (*at == MOMENT_NONE || other < *at))
		*at = other;
}

static bool is_corrected(const struct release_notice *notices, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (notices[i].corrects_id == id)
			return true;
	return false;
}

static void count_notice(struct release_duty *duty, const struct release_notice *notice)
{
	bool is_written = notice->kind == NOTICE_WRITTEN;

	if (!is_written && notice->kind != NOTICE_CALL)
		return;
	switch (notice->agency) {
	case AGENCY_NRC:
		earliest(&duty->nrc_told_at, notice->told_at);
		break;
	case AGENCY_STATE:
		earliest(is_written ? &duty->state_written_at : &duty->state_told_at, notice->told_at);
		break;
	case AGENCY_LOCAL:
		earliest(is_written ? &duty->local_written_at : &duty->local_told_at, notice->told_at);
		break;
	case AGENCY_EMERGENCY:
		earliest(&duty->local_told_at, notice->told_at);
		break;
	default:
		break;
	}
}

static void count_release(struct release_duty *duty, const struct release *release)
{
	duty->cercla = strictest(duty->cercla, release->cercla);
	duty->epcra = strictest(duty->epcra, release->epcra);
	duty->oil = strictest(duty->oil, release->oil);
	duty->is_incomplete |= release->amount == NUMBER_NONE;
	if (!release_is_reportable(release_worst(release)))
		return;
	duty->is_transport &= release->is_transport == ANSWER_YES;
	earliest(&duty->known_at, release->known_at != MOMENT_NONE ? release->known_at : release->reportable_at);
}

struct release_duty release_duty_of(const struct release *releases, size_t count,
				    const struct release_notice *notices, size_t notice_count,
				    const struct release_site *site, const struct zone *zone)
{
	struct release_duty duty;

	record_clear(&release_duty_record, &duty);
	duty.cercla = duty.epcra = duty.oil = RELEASE_NO;
	duty.is_transport = count > 0;
	for (size_t i = 0; i < count; i++)
		count_release(&duty, &releases[i]);
	for (size_t i = 0; i < notice_count; i++)
		if (!is_corrected(notices, notice_count, notices[i].id))
			count_notice(&duty, &notices[i]);
	if (release_duty_needs_followup(&duty) && duty.known_at != MOMENT_NONE)
		duty.due_on = zone_day(zone, duty.known_at) + (day)site->followup_days;
	duty.is_open = (release_duty_needs_nrc(&duty) && duty.nrc_told_at == MOMENT_NONE) ||
		       (release_duty_needs_local(&duty) && duty.local_told_at == MOMENT_NONE) ||
		       (release_duty_needs_state(&duty) && duty.state_told_at == MOMENT_NONE) ||
		       (release_duty_needs_followup(&duty) &&
			(duty.state_written_at == MOMENT_NONE || duty.local_written_at == MOMENT_NONE));
	return duty;
}
