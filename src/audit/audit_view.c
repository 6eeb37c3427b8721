#include "audit/audit_view.h"

#include <jansson.h>
#include <stdlib.h>

#include "db/db.h"

static const struct code actions[] = {
	{"session.started", N_("signed in")},
	{"session.ended", N_("signed out")},
	{"session.ended_other", N_("ended one of their sessions")},
	{"session.ended_others", N_("ended their other sessions")},
	{"session.failed", N_("a sign-in failed: wrong password")},
	{"session.code_failed", N_("a sign-in failed: wrong code")},
	{"session.confirm_failed", N_("a confirmation failed: wrong password")},
	{"session.outside_refused", N_("a sign-in from outside was refused")},
	{"session.ended_outside", N_("was signed out by the provider")},
	{"session.confirmed", N_("proved anew who they are")},
	{"account.linked", N_("linked an outside identity")},
	{"account.unlinked", N_("took an outside identity away")},
	{"account.break_glass_used", N_("used the account for emergencies")},
	{"account.break_glass_set", N_("named the account for emergencies")},
	{"account.role_taken", N_("lost a role of a group")},
	{"role_mapping.added", N_("gave a group a role")},
	{"role_mapping.removed", N_("took a group's role away")},
	{"account.created", N_("made an account")},
	{"account.role_given", N_("gave a role")},
	{"account.role_removed", N_("took a role away")},
	{"account.activated", N_("switched an account on")},
	{"account.deactivated", N_("switched an account off")},
	{"account.renamed", N_("changed a sign-in name")},
	{"portal.exported", N_("took everything out")},
	{"portal.backed_up", N_("made a backup")},
	{"portal.imported", N_("rebuilt the portal from an export")},
	{"portal.restored", N_("restored the portal from a backup")},
	{"account.password_changed", N_("changed a password")},
	{"account.language_changed", N_("changed the language")},
	{"account.reset_requested", N_("asked for a link to set a password")},
	{"account.reset_unknown", N_("asked for a link with an unknown name")},
	{"account.second_factor_on", N_("switched the second factor on")},
	{"account.second_factor_off", N_("switched the second factor off")},
	{"account.recovery_codes_made", N_("made new recovery codes")},
	{"incident.created", N_("reported the incident")},
	{"incident.configured", N_("changed the configuration")},
	{"incident.status_changed", N_("changed the status")},
	{"signature.signed", N_("signed")},
	{"incident.report_edited", N_("changed what was reported")},
	{"incident.merged", N_("merged it into another incident")},
	{"incident.separated", N_("separated it from the other incident")},
	{"incident.duplicate_added", N_("merged a duplicate into it")},
	{"incident.duplicate_removed", N_("separated a duplicate from it")},
	{"incident.watched", N_("began to watch it")},
	{"incident.unwatched", N_("stopped watching it")},
	{"incident_link.created", N_("linked another incident")},
	{"incident_link.removed", N_("removed a link to another incident")},
	{"workflow.drafted", N_("began a draft of a workflow")},
	{"workflow.state_changed", N_("changed what a state locks")},
	{"workflow.step_changed", N_("changed a step of a workflow")},
	{"workflow.saved", N_("saved a draft of a workflow")},
	{"workflow.proposed", N_("proposed a change of a workflow")},
	{"workflow.withdrawn", N_("withdrew a draft of a workflow")},
	{"workflow.approved", N_("approved a change of a workflow")},
	{"workflow.refused", N_("refused a change of a workflow")},
	{"incident.reporter_unmasked", N_("looked up who reported in confidence")},
	{"incident.reporter_wrote", N_("wrote as the reporter")},
	{"incident.status", N_("changed the status")},
	{"incident.handed_over", N_("handed over the work of somebody who leaves")},
	{"incident.assigned", N_("assigned the incident")},
	{"incident.merged", N_("merged the incident into another one")},
	{"incident.separated", N_("separated merged incidents")},
	{"incident.report_edited", N_("edited the report")},
	{"timeline_entry.created", N_("added to the timeline")},
	{"postmortem.created", N_("began the postmortem")},
	{"postmortem.updated", N_("changed the postmortem")},
	{"postmortem.published", N_("published the postmortem")},
	{"postmortem.revised", N_("took the postmortem back")},
	{"investigation.begun", N_("began the investigation")},
	{"investigation.assigned", N_("was given the investigation")},
	{"investigation.arranged", N_("arranged the investigation")},
	{"investigation.concluded", N_("wrote the conclusion")},
	{"investigation.submitted", N_("submitted the investigation")},
	{"investigation.approved", N_("approved the investigation")},
	{"investigation.rejected", N_("rejected the investigation")},
	{"investigation.reopened", N_("reopened the investigation")},
	{"investigation.resumed", N_("resumed the investigation")},
	{"evidence.added", N_("registered evidence")},
	{"evidence.checked", N_("checked a file of evidence")},
	{"evidence.custody", N_("handed evidence over")},
	{"why_chain.added", N_("stated a problem")},
	{"why.added", N_("answered a Why")},
	{"fishbone_item.added", N_("added to the fishbone")},
	{"sequence_event.added", N_("added to the timeline")},
	{"cause.added", N_("named a cause")},
	{"signature.signed", N_("signed")},
	{"injury.created", N_("entered an injury")},
	{"injury.changed", N_("changed an injury")},
	{"incident_asset.created", N_("entered a damaged asset")},
	{"incident_cost.created", N_("entered a cost")},
	{"incident_violation.created", N_("entered a violation")},
	{"work_order.created", N_("opened a work order")},
	{"legal_hold.placed", N_("placed a legal hold")},
	{"legal_hold.released", N_("released a legal hold")},
	{"injured_person.created", N_("named an injured or ill person")},
	{"witness.created", N_("named a witness")},
	{"attachment.created", N_("added a file")},
	{"attachment.withdrawn", N_("withdrew a file")},
	{"comment.created", N_("wrote a comment")},
	{"capa.created", N_("created an action")},
	{"capa.changed", N_("changed an action")},
	{"capa.started", N_("began work on an action")},
	{"capa.completed", N_("completed an action")},
	{"capa.verified", N_("verified an action")},
	{"capa.returned", N_("sent an action back")},
	{"capa.cancelled", N_("cancelled an action")},
	{"capa.reinstated", N_("reinstated an action")},
	{"capa.effective", N_("found an action effective")},
	{"capa.reopened", N_("found an action not effective")},
	{"capa.evidence_added", N_("added evidence to an action")},
	{"capa.link_made", N_("made a link to an action")},
	{"capa.link_revoked", N_("revoked the link to an action")},
	{"capa.flagged", N_("saw a recurrence after an action")},
	{"capa.flag_dismissed", N_("dismissed a recurrence after an action")},
	{"export.capas", N_("exported the list of actions")},
	{"injured_person.changed", N_("changed what is known of an injured person")},
	{"incident.completed", N_("added details to the report")},
	{"osha_case.created", N_("began an OSHA case")},
	{"osha_case.decided", N_("decided an OSHA case")},
	{"osha_case.facts", N_("changed the facts of an OSHA case")},
	{"osha_case.counted", N_("counted days that still run")},
	{"osha_notice.created", N_("recorded a report to OSHA")},
	{"osha.certified", N_("certified the annual summary")},
	{"report_link.created", N_("made a report link")},
	{"report_link.revoked", N_("revoked a report link")},
	{"export.incidents", N_("exported a list of incidents")},
	{"export.incident_report", N_("made the report of an incident")},
	{"export.report_poster", N_("made a poster")},
	{"export.audit", N_("exported the audit trail")},
	{"export.file", N_("took out a file")},
	{"export.proof", N_("took out the proof of the trail")},
	{"osha.privacy_list_read", N_("read the names of privacy cases")},
	{"incident.reporter_seen", N_("saw who reported in confidence")},
	{"osha_case.read", N_("read the facts of an OSHA case")},
	{"injured_person.read", N_("read the name of a privacy case")},
	{"person.read", N_("read a person’s birth and address")},
	{"injury.read", N_("read the medical facts of an injury")},
	{"audit.key_rotated", N_("made a new key for the audit log")},
	{"audit.resumed", N_("let the audit log go on after it was set back")},
	{NULL, NULL},
};

struct str audit_view_action(const struct catalogue *catalogue, struct str action)
{
	for (const struct code *at = actions; at->code; at++)
		if (str_is(action, at->code))
			return tr(catalogue, at->label);
	return action;
}

static const struct field *field_in(const struct record *record, struct str subject, struct str name)
{
	const struct field *field =
		record && str_is(subject, record->name) ? record_field(record, name) : NULL;

	return field && field->label ? field : NULL;
}

/* Entries about a role are told with its account. */
static bool is_told_with(struct str subject, struct str record)
{
	return str_equal(subject, record) || (str_is(subject, "account") && str_is(record, "role_grant"));
}

/* Every record that a statement of this program reads or writes is known by its name. */
static const struct field *find_field(struct str subject, struct str name)
{
	const struct statement *const *all;
	size_t count = statements_all(&all);

	for (size_t i = 0; i < count; i++) {
		const struct record *known[] = {all[i]->values, all[i]->row};
		for (size_t k = 0; k < 2; k++) {
			if (!known[k] || !is_told_with(subject, str_of(known[k]->name)))
				continue;
			const struct field *field = field_in(known[k], str_of(known[k]->name), name);
			if (field)
				return field;
		}
	}
	return NULL;
}

/* How values are told. */
struct telling {
	struct arena *arena;
	const struct catalogue *catalogue;
	const struct audit_naming *naming; /* NULL: ids are numbers */
};

/* Numbers and everything else that is not a text, as JSON writes it. */
static struct str dumped(struct arena *arena, const json_t *value)
{
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	struct str kept = arena_str(arena, str_of(text));

	free(text);
	return kept;
}

static struct str id_text(const struct telling *t, const struct field *field, struct str text)
{
	struct str name = STR_NONE;
	int64_t id;

	if (t->naming && str_to_int(text, 1, INT64_MAX, &id))
		name = t->naming->name(t->naming->closure, field->name, id);
	return name.len ? name : text;
}

static struct str value_text(const struct telling *t, const struct field *field, const json_t *value)
{
	if (!value || json_is_null(value))
		return STR_NONE;
	if (json_is_boolean(value))
		return tr(t->catalogue, json_is_true(value) ? N_("Yes") : N_("No"));
	struct str text = json_is_string(value)
				  ? arena_str(t->arena, (struct str){json_string_value(value), json_string_length(value)})
				  : dumped(t->arena, value);
	/* Also what an older entry still holds of a field that has been sealed since. */
	if (str_is(text, "sealed") || (field && field->flags & FIELD_SEALED))
		return tr(t->catalogue, N_("(not shown)"));
	if (field && field->kind == FIELD_ID)
		return id_text(t, field, text);
	int code = field && field->kind == FIELD_CODE ? codes_find(field->codes, text) : 0;
	return code > 0 ? tr(t->catalogue, codes_label(field->codes, code)) : text;
}

static void add_change(struct view_list *list, const struct telling *t, struct str subject, const char *name,
		       const json_t *pair)
{
	struct view *item = view_add(list);
	struct str own = arena_str(t->arena, str_of(name));
	const struct field *field = find_field(subject, own);

	const json_t *before = json_array_get(pair, 0), *after = json_array_get(pair, 1);

	/* What is sealed is told once: that it changed. */
	if (json_equal(before, after))
		before = NULL;
	view_text(item, "label", field ? tr(t->catalogue, field->label) : own);
	view_text(item, "before", value_text(t, field, before));
	view_text(item, "after", value_text(t, field, after));
}

/* A text that holds an object, as figures are kept; NULL: it does not. */
static json_t *object_in(const json_t *value)
{
	json_t *object = json_is_string(value)
				 ? json_loadb(json_string_value(value), json_string_length(value), 0, NULL)
				 : NULL;

	if (object && !json_is_object(object)) {
		json_decref(object);
		object = NULL;
	}
	return object;
}

/* Each member on a line of its own, in the order of the field's codes, which are their names. */
static void add_members(struct view_list *list, const struct telling *t, const struct field *field, const json_t *pair)
{
	json_t *before = object_in(json_array_get(pair, 0)), *after = object_in(json_array_get(pair, 1));

	for (int i = 1; i < codes_count(field->codes); i++) {
		const char *name = codes_code(field->codes, i);
		const json_t *was = json_object_get(before, name), *is = json_object_get(after, name);
		if (was && is && json_equal(was, is))
			continue;
		struct view *item = view_add(list);
		view_text(item, "label", tr(t->catalogue, codes_label(field->codes, i)));
		view_text(item, "before", value_text(t, NULL, was));
		view_text(item, "after", value_text(t, NULL, is));
	}
	json_decref(before);
	json_decref(after);
}

static void add_one(struct view_list *list, const struct telling *t, struct str subject, const char *name,
		    const json_t *pair)
{
	const struct field *field = find_field(subject, arena_str(t->arena, str_of(name)));

	if (field && field->kind == FIELD_PROSE && field->codes)
		add_members(list, t, field, pair);
	else
		add_change(list, t, subject, name, pair);
}

void audit_view_named_changes(struct view_list *list, struct arena *arena, const struct catalogue *catalogue,
			      struct str subject, struct str changes, const struct audit_naming *naming)
{
	struct telling telling = {arena, catalogue, naming};
	json_t *root = json_loadb(changes.at ? changes.at : "", changes.len, 0, NULL);
	const char *name;
	json_t *pair;

	json_object_foreach(root, name, pair) add_one(list, &telling, subject, name, pair);
	json_decref(root);
}

void audit_view_changes(struct view_list *list, struct arena *arena, const struct catalogue *catalogue,
			struct str subject, struct str changes)
{
	audit_view_named_changes(list, arena, catalogue, subject, changes, NULL);
}
