#include "notify/event_kind.h"

#include <stddef.h>

static const struct code group_rows[] = {
	{"", ""},
	{"work", N_("Work given to me")},
	{"incident", N_("Incidents")},
	{"message", N_("Messages, notes and files")},
	{"investigation", N_("Investigations")},
	{"action", N_("Actions")},
	{"deadline", N_("Dates and escalations")},
	{"compliance", N_("OSHA, releases and holds")},
	{"record", N_("Changes of the record")},
	{"system", N_("The portal itself")},
	{NULL, NULL},
};
const struct codes notify_group_codes = {"notify_group", group_rows};

const char *const event_kind_fact_names[] = {"number", "status", "severity", "action", "when", "what", NULL};
const char *const event_kind_fact_labels[] = {
	N_("number of the incident or action"), N_("state of the incident"), N_("severity of the incident"), N_("number of the action"),
	N_("how long it is until then"), N_("what is due"), NULL,
};

#define B(name) RECIPIENT_BIT(RECIPIENT_##name)
/* Who has a part in every incident, and who in every action. */
#define OF_INCIDENT                                                                                       \
	(B(MANAGER) | B(REPORTER) | B(LEAD) | B(TEAM) | B(APPROVER) | B(WATCHER) | B(UNIT) | B(SUPERIOR) | \
	 B(SUPERIOR_2) | B(ROLE) | B(NAMED))
#define OF_ACTION (OF_INCIDENT | B(RESPONSIBLE) | B(CREATOR) | B(VERIFIER))
#define OF_DEADLINE (OF_ACTION | B(PERSON))
#define OF_PLACE (B(ROLE) | B(NAMED))

#define F_INCIDENT (FACT_NUMBER | FACT_STATUS | FACT_SEVERITY)
#define F_ACTION (F_INCIDENT | FACT_ACTION)
#define F_DEADLINE (F_ACTION | FACT_WHEN | FACT_WHAT)

/* Something of the incident's record was put in, changed or taken out; nobody hears of it unless a rule says so. */
#define RECORD_KINDS(name, created, changed, removed)                                                            \
	{name ".created", created, GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT, N_("{number}: record changed"), \
	 N_("Something was added to the record of {number}."), 0, NULL, ""},                              \
	{name ".changed", changed, GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT, N_("{number}: record changed"), \
	 N_("The record of {number} was changed."), 0, NULL, ""},                                         \
	{name ".removed", removed, GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT, N_("{number}: record changed"), \
	 N_("Something was taken out of the record of {number}."), 0, NULL, ""}

static const struct event_kind_row kinds[] = {
	/* Work that somebody got. */
	{"incident.assigned", N_("Incident assigned"), GROUP_WORK, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: incident assigned"), N_("A new incident {number} has been assigned to you."), B(MANAGER),
	 N_("{number} has an incident manager now."), ""},
	{"investigation.assigned", N_("Investigation assigned"), GROUP_WORK, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: investigation assigned"), N_("You have been assigned to investigate {number}."), B(LEAD),
	 N_("The investigation of {number} has a lead now."), "/investigation"},
	{"investigation.joined", N_("Named for an investigation team"), GROUP_WORK, SIGHT_INCIDENT, OF_INCIDENT | B(PERSON),
	 F_INCIDENT, N_("{number}: investigation team"), N_("You are on the team that investigates {number}."), B(PERSON),
	 N_("The team that investigates {number} has grown."), "/investigation"},
	{"investigation.submitted", N_("Approval asked"), GROUP_WORK, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: investigation waits for approval"), N_("The investigation of {number} waits for your approval."),
	 B(APPROVER), N_("The investigation of {number} was submitted for approval."), "/investigation"},
	{"capa.assigned", N_("Action assigned"), GROUP_WORK, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} assigned"), N_("A new action item has been assigned to you for {number}."),
	 B(RESPONSIBLE), N_("Action {action} for {number} was assigned."), "/capa"},

	/* Incidents. */
	{"incident.created", N_("New incident"), GROUP_INCIDENT, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: new report"), N_("Your report has arrived. Its number is {number}."), B(REPORTER),
	 N_("{number} was reported. Severity: {severity}."), ""},
	{"incident.severe_injury", N_("Death or severe injury"), GROUP_COMPLIANCE, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: death or severe injury"),
	 N_("{number} tells of a death or a stay in hospital. OSHA may have to be told within 8 or 24 hours."), 0, NULL, ""},
	{"incident.status_changed", N_("State changed"), GROUP_INCIDENT, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: {status}"), N_("Your report {number} is now: {status}."), B(REPORTER), N_("{number} is now: {status}."),
	 ""},
	{"incident.completed", N_("Short report completed"), GROUP_INCIDENT, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: report completed"), N_("The details that were missing in {number} were added."), 0, NULL, ""},
	{"incident.report_edited", N_("Report edited"), GROUP_INCIDENT, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: report edited"), N_("An administrator edited your report {number}."), B(REPORTER),
	 N_("An administrator edited the report {number}."), ""},
	{"incident.configured", N_("Configuration changed"), GROUP_INCIDENT, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: configuration changed"), N_("The configuration of {number} was changed."), 0, NULL, ""},
	{"incident.team_changed", N_("Investigation team changed"), GROUP_INVESTIGATION, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: investigation team"), N_("The team that investigates {number} was changed."), 0, NULL,
	 "/investigation"},
	{"incident.handed_over", N_("Handed over, because somebody left"), GROUP_INCIDENT, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: handed over"), N_("Work on {number} was handed over, because somebody has left."), 0, NULL, ""},
	{"incident.merged", N_("Merged as a duplicate"), GROUP_INCIDENT, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: duplicate"), N_("{number} was found to be a duplicate and is kept with the other report."), 0, NULL, ""},
	{"incident.separated", N_("No duplicate after all"), GROUP_INCIDENT, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: no duplicate"), N_("{number} stands for itself again."), 0, NULL, ""},

	/* Messages, notes, files, statements. */
	{"comment.created", N_("Internal note"), GROUP_MESSAGE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT, N_("{number}: new note"),
	 N_("A note was added to {number}."), 0, NULL, "/comments"},
	{"comment.mentioned", N_("Named in a note"), GROUP_MESSAGE, SIGHT_WORK, OF_INCIDENT | B(MENTIONED), F_INCIDENT,
	 N_("{number}: you were named"), N_("You were named in a note on {number}."), B(MENTIONED),
	 N_("Somebody was named in a note on {number}."), "/comments"},
	{"comment.to_reporter", N_("Message to the reporter"), GROUP_MESSAGE, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: new message"), N_("There is a message for you about your report {number}."), B(REPORTER),
	 N_("The reporter of {number} was sent a message."), "/comments"},
	{"comment.from_reporter", N_("Message from the reporter"), GROUP_MESSAGE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: message from the reporter"), N_("The reporter of {number} wrote a message."), 0, NULL, "/comments"},
	{"incident.reporter_wrote", N_("Message in the anonymous channel"), GROUP_MESSAGE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: message from the reporter"), N_("Something new has come from whoever reported {number}."), 0, NULL,
	 "/comments"},
	{"attachment.created", N_("File added"), GROUP_MESSAGE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT, N_("{number}: file added"),
	 N_("A file was added to {number}."), 0, NULL, "/files"},
	{"witness_statement.signed", N_("Statement signed by a witness"), GROUP_MESSAGE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: witness statement"), N_("A witness has signed a statement on {number}."), 0, NULL, ""},
	{"witness_statement.recorded", N_("Interview recorded"), GROUP_MESSAGE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: witness statement"), N_("An interview was recorded on {number}."), 0, NULL, ""},
	{"witness_link.created", N_("Link for a witness made"), GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: witness"), N_("A link for a witness of {number} was made."), 0, NULL, ""},
	{"witness_link.revoked", N_("Link for a witness revoked"), GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: witness"), N_("A link for a witness of {number} was revoked."), 0, NULL, ""},

	/* Investigations. */
	{"investigation.approved", N_("Investigation approved"), GROUP_INVESTIGATION, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: investigation approved"), N_("The investigation of {number} was approved."), 0, NULL, "/investigation"},
	{"investigation.rejected", N_("Investigation rejected"), GROUP_INVESTIGATION, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: investigation needs rework"), N_("The investigation of {number} was rejected and needs rework."), 0, NULL,
	 "/investigation"},

	/* Actions. */
	{"capa.started", N_("Action started"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION, N_("{number}: action {action}"),
	 N_("Action {action} for {number} was started."), 0, NULL, "/capa"},
	{"capa.progressed", N_("Progress of an action"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action}"), N_("There is progress on action {action} for {number}."), 0, NULL, "/capa"},
	{"capa.completed", N_("Action completed"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} completed"), N_("Action {action}, which you created for {number}, is completed."),
	 B(CREATOR), N_("Action {action} for {number} is completed."), "/capa"},
	{"capa.verified", N_("Action verified"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} verified"), N_("Action {action} for {number} was verified."), 0, NULL, "/capa"},
	{"capa.returned", N_("Action returned"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} returned"), N_("Action {action} for {number} is not as it should be and was returned to you."),
	 B(RESPONSIBLE), N_("Action {action} for {number} was returned."), "/capa"},
	{"capa.cancelled", N_("Action cancelled"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} cancelled"), N_("Action {action} for {number} was cancelled."), 0, NULL, "/capa"},
	{"capa.reinstated", N_("Action reinstated"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} reinstated"), N_("Action {action} for {number} is to be done after all."), 0, NULL,
	 "/capa"},
	{"capa.effective", N_("Action found effective"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} was effective"), N_("Action {action} for {number} was found to be effective."), 0, NULL,
	 "/capa"},
	{"capa.reopened", N_("Action not effective"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} open again"), N_("Action {action} for {number} was not effective and is open again."), 0,
	 NULL, "/capa"},
	{"capa.overdue", N_("Action overdue"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{number}: action {action} overdue"), N_("Action {action} for {number} is overdue."), 0, NULL, "/capa"},
	{"capa.flagged", N_("Recurrence after an action"), GROUP_ACTION, SIGHT_INCIDENT, OF_ACTION, F_ACTION,
	 N_("{action}: it may have happened again"), N_("A later incident speaks against the effect of action {action} for {number}."),
	 0, NULL, "/capa"},

	/* Dates. */
	{"deadline.approaching", N_("Date approaching"), GROUP_DEADLINE, SIGHT_INCIDENT, OF_DEADLINE, F_DEADLINE,
	 N_("{number}: due {when}"), N_("Your task for {number} is due {when}: {what}."), B(PERSON),
	 N_("A task for {number} is due {when}: {what}."), ""},
	{"deadline.due", N_("Due today"), GROUP_DEADLINE, SIGHT_INCIDENT, OF_DEADLINE, F_DEADLINE, N_("{number}: due today"),
	 N_("Your task for {number} is due today: {what}."), B(PERSON), N_("A task for {number} is due today: {what}."), ""},
	{"deadline.overdue", N_("Overdue"), GROUP_DEADLINE, SIGHT_INCIDENT, OF_DEADLINE, F_DEADLINE, N_("{number}: overdue"),
	 N_("Your task for {number} is overdue: {what}."), B(PERSON), N_("A task for {number} is overdue: {what}."), ""},
	{"deadline.escalated", N_("Escalation"), GROUP_DEADLINE, SIGHT_INCIDENT, OF_DEADLINE, F_DEADLINE,
	 N_("{number}: overdue, needs your attention"), N_("Your task for {number} was escalated: {what}."), B(PERSON),
	 N_("Incident {number} is overdue and requires your attention."), ""},

	/* OSHA, releases, holds. */
	{"osha_case.created", N_("OSHA case decided"), GROUP_COMPLIANCE, SIGHT_OSHA, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: OSHA case"), N_("A case of {number} was decided for the OSHA log."), 0, NULL, "/osha"},
	{"osha_case.decided", N_("OSHA decision changed"), GROUP_COMPLIANCE, SIGHT_OSHA, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: OSHA case"), N_("The decision on a case of {number} in the OSHA log was changed."), 0, NULL, "/osha"},
	{"osha_notice.created", N_("OSHA was told"), GROUP_COMPLIANCE, SIGHT_OSHA, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: OSHA was told"), N_("The report of {number} to OSHA was noted down."), 0, NULL, "/osha"},
	{"osha.certified", N_("Annual summary certified"), GROUP_COMPLIANCE, SIGHT_OSHA, OF_PLACE, 0,
	 N_("Annual summary certified"), N_("An annual summary (Form 300A) was certified."), 0, NULL, NULL},
	{"release.rq_exceeded", N_("Reportable quantity exceeded"), GROUP_COMPLIANCE, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: reportable quantity exceeded"),
	 N_("A release of {number} reaches its reportable quantity. The agencies must be told at once."), 0, NULL, "/releases"},
	{"release.agency_told", N_("Agency told"), GROUP_COMPLIANCE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: agency told"), N_("An agency was told of the release of {number}."), 0, NULL, "/releases"},
	{"legal_hold.placed", N_("Legal hold placed"), GROUP_COMPLIANCE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: legal hold"), N_("{number} is on legal hold: nothing of it may be removed."), 0, NULL, ""},
	{"legal_hold.released", N_("Legal hold released"), GROUP_COMPLIANCE, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: legal hold released"), N_("The legal hold on {number} was released."), 0, NULL, ""},

	/* Leavers and files from other systems. */
	{"person.left", N_("Somebody left"), GROUP_SYSTEM, SIGHT_SYSTEM, OF_PLACE, 0, N_("Somebody left"),
	 N_("Somebody was switched off, and their open work handed over."), 0, NULL, "/admin/people"},
	{"person.work_left", N_("Open work of somebody who left"), GROUP_SYSTEM, SIGHT_SYSTEM, OF_PLACE, 0,
	 N_("Open work is left over"),
	 N_("Somebody was switched off who has open work and no manager with an account. Give it to somebody else."), 0, NULL, "/admin/people"},
	{"import.done", N_("File imported"), GROUP_SYSTEM, SIGHT_SYSTEM, OF_PLACE, 0, N_("A file was imported"),
	 N_("A file was imported."), 0, NULL, "/admin/import"},
	{"import.held", N_("Import waits for agreement"), GROUP_SYSTEM, SIGHT_SYSTEM, OF_PLACE, 0,
	 N_("An import waits for you"),
	 N_("A file would switch off more rows than its source allows. Look at it before it is imported."), 0, NULL, "/admin/import"},
	{"import.refused", N_("File not imported"), GROUP_SYSTEM, SIGHT_SYSTEM, OF_PLACE, 0, N_("A file was not imported"),
	 N_("A file was refused because of errors in its rows."), 0, NULL, "/admin/import"},

	{"sms.held", N_("Short messages held back"), GROUP_SYSTEM, SIGHT_SYSTEM, OF_PLACE, 0, N_("Short messages wait"),
	 N_("The daily cap of short messages is reached. Further ones go out tomorrow; some of the cap is kept for urgent ones."), 0,
	 NULL, "/admin/channels"},

	/* Outages. */
	{"timeline_entry.created", N_("Entry in the timeline"), GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: timeline"), N_("The timeline of {number} has a new entry."), 0, NULL, "/timeline"},
	{"postmortem.created", N_("Postmortem begun"), GROUP_INVESTIGATION, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: postmortem"), N_("The postmortem of {number} was begun."), 0, NULL, "/postmortem"},
	{"postmortem.changed", N_("Postmortem changed"), GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: postmortem"), N_("The postmortem of {number} was changed."), 0, NULL, "/postmortem"},
	{"postmortem.published", N_("Postmortem published"), GROUP_INVESTIGATION, SIGHT_INCIDENT, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: postmortem published"), N_("The postmortem of {number} was published."), 0, NULL, "/postmortem"},
	{"postmortem.revised", N_("Postmortem taken back"), GROUP_INVESTIGATION, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: postmortem taken back"), N_("The postmortem of {number} was taken back for changes."), 0, NULL,
	 "/postmortem"},

	/* The record. */
	{"injury.changed", N_("Particulars of an injury changed"), GROUP_RECORD, SIGHT_WORK, OF_INCIDENT, F_INCIDENT,
	 N_("{number}: record changed"), N_("The record of {number} was changed."), 0, NULL, ""},
	RECORD_KINDS("injured_person", N_("Injured person added"), N_("Injured person changed"), N_("Injured person removed")),
	RECORD_KINDS("witness", N_("Witness added"), N_("Witness changed"), N_("Witness removed")),
	RECORD_KINDS("incident_asset", N_("Asset added"), N_("Asset changed"), N_("Asset removed")),
	RECORD_KINDS("incident_violation", N_("Violation added"), N_("Violation changed"), N_("Violation removed")),
	RECORD_KINDS("work_order", N_("Work order added"), N_("Work order changed"), N_("Work order removed")),
	RECORD_KINDS("incident_cost", N_("Cost added"), N_("Cost changed"), N_("Cost removed")),
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const struct event_kind_row *event_kind_find(struct str kind)
{
	for (size_t i = 0; i < KINDS; i++)
		if (str_is(kind, kinds[i].kind))
			return &kinds[i];
	return NULL;
}

const struct event_kind_row *event_kind_all(size_t *count)
{
	*count = KINDS;
	return kinds;
}

struct str event_kind_text(const struct event_kind_row *kind, unsigned as)
{
	bool is_theirs = !kind->theirs || (kind->theirs & as) || !kind->others;

	return str_of(is_theirs ? kind->text : kind->others);
}
