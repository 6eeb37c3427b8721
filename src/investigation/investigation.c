#include "investigation/investigation.h"

#include <stddef.h>

#include "base/text.h"

static const struct code state_rows[] = {
	{"", ""},
	{"in_progress", N_("In progress")},
	{"pending_approval", N_("Pending approval")},
	{"approved", N_("Approved")},
	{"rejected", N_("Rejected")},
	{NULL, NULL},
};
const struct codes investigation_state_codes = {"investigation_state", state_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct investigation, member)
static const struct field investigation_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 AT(state),
	 .label = N_("State"),
	 .flags = FIELD_STORED,
	 .codes = &investigation_state_codes},
	{.kind = FIELD_BOOL,
	 AT(has_whys),
	 .label = N_("5 Whys"),
	 .flags = FIELD_STORED,
	 .hint = N_("For one line of events: ask Why until the answer is something that can be changed")},
	{.kind = FIELD_BOOL,
	 AT(has_fishbone),
	 .label = N_("Fishbone diagram"),
	 .flags = FIELD_STORED,
	 .hint = N_("For several causes at once, sorted by six kinds")},
	{.kind = FIELD_BOOL,
	 AT(has_timeline),
	 .label = N_("Timeline of events and conditions"),
	 .flags = FIELD_STORED,
	 .hint = N_("What happened when, who acted, which barrier held or failed")},
	{.kind = FIELD_TEXT,
	 AT(effect),
	 .label = N_("What is to be explained"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_NOT_NULL,
	 .max = 300,
	 .hint = N_("The effect in one sentence, without a guess at its cause")},
	{.kind = FIELD_PROSE,
	 AT(scope),
	 .label = N_("Scope"),
	 .flags = FIELD_STORED,
	 .max = 4000,
	 .hint = N_("What is looked at, what is left out, and why")},
	{.kind = FIELD_DAY, AT(approval_due_on), .label = N_("Decision due"), .flags = FIELD_STORED},
	{.kind = FIELD_PROSE, AT(conclusion), .label = N_("Conclusion"), .flags = FIELD_STORED, .max = 20000},
	{.kind = FIELD_INT, AT(conclusion_version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, AT(round), .label = N_("Round"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record investigation_record = {"investigation", sizeof(struct investigation), investigation_fields};

struct investigation investigation_new(const struct incident *incident)
{
	struct investigation new;

	record_clear(&investigation_record, &new);
	new.organization_id = incident->organization_id;
	new.incident_id = incident->id;
	new.state = INVESTIGATION_IN_PROGRESS;
	new.effect = incident->title;
	new.conclusion_version = 1;
	new.round = 0;
	new.version = 1;
	return new;
}

bool investigation_is_open(const struct investigation *investigation)
{
	return investigation->state == INVESTIGATION_IN_PROGRESS || investigation->state == INVESTIGATION_REJECTED;
}

size_t investigation_team(const struct incident *incident, int64_t people[static INVESTIGATION_TEAM_MOST])
{
	struct str rest = incident->investigation_team, part;
	size_t count = 0;

	while (count < INVESTIGATION_TEAM_MOST && str_split(&rest, ',', &part))
		if (str_to_int(part, 1, INT64_MAX, &people[count]))
			count++;
	return count;
}

struct str investigation_team_text(struct arena *arena, const int64_t *people, size_t count)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < count; i++) {
		if (i)
			text_char(&text, ',');
		text_int(&text, people[i]);
	}
	return text_str(&text);
}

bool investigation_is_on_team(const struct incident *incident, int64_t person_id)
{
	int64_t people[INVESTIGATION_TEAM_MOST];
	size_t count = investigation_team(incident, people);

	for (size_t i = 0; i < count; i++)
		if (people[i] == person_id)
			return true;
	return false;
}

/* An EHS specialist's grant that covers the incident's place and department. */
static bool is_specialist_here(const struct viewer *viewer, const struct incident *incident)
{
	if (!(incident_role_registers(ROLE_EHS_SPECIALIST) & (1u << incident->reg)))
		return false;
	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		if (grant->role == ROLE_EHS_SPECIALIST &&
		    (!grant->establishment_id || grant->establishment_id == incident->establishment_id) &&
		    (!grant->department_id || grant->department_id == incident->department_id))
			return true;
	}
	return false;
}

bool investigation_may_edit(const struct viewer *viewer, const struct incident *incident)
{
	if (!incident_is_visible(viewer, incident) || !viewer_may(viewer, MAY_INVESTIGATE))
		return false;
	return is_specialist_here(viewer, incident) ||
	       (viewer->person_id && (viewer->person_id == incident->investigation_lead_id ||
				      investigation_is_on_team(incident, viewer->person_id)));
}

bool investigation_may_arrange(const struct viewer *viewer, const struct incident *incident)
{
	return investigation_may_edit(viewer, incident) || incident_may_manage(viewer, incident);
}

const char *investigation_why_not_submit(const struct viewer *viewer, const struct incident *incident,
					 const struct investigation *investigation)
{
	if (!investigation_is_open(investigation))
		return N_("It has been submitted already.");
	if (!investigation_may_edit(viewer, incident) || viewer->person_id != incident->investigation_lead_id)
		return N_("The lead of the investigation submits it.");
	return NULL;
}

const char *investigation_why_not_decide(const struct viewer *viewer, const struct incident *incident,
					 const struct investigation *investigation, int64_t submitter_id)
{
	if (investigation->state != INVESTIGATION_PENDING)
		return N_("It does not wait for a decision.");
	if (!viewer_may(viewer, MAY_APPROVE_INVESTIGATIONS))
		return N_("Your roles do not include approving investigations.");
	if (viewer->person_id == 0)
		return N_("Your account belongs to no person who could approve.");
	if (viewer->person_id == incident->investigation_lead_id)
		return N_("You lead this investigation; somebody else has to approve it.");
	if (investigation_is_on_team(incident, viewer->person_id))
		return N_("You are on the team of this investigation; somebody else has to approve it.");
	if (viewer->account_id == submitter_id)
		return N_("You submitted this investigation; somebody else has to approve it.");
	if (viewer->person_id != incident->investigation_approver_id && !viewer_has_role(viewer, ROLE_SUPERADMIN))
		return N_("Somebody else is named as its approver.");
	return NULL;
}
