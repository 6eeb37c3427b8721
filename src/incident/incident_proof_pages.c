#include "incident/incident_proof_pages.h"

#include "audit/audit_view.h"
#include "audit/proof.h"
#include "http/api_call.h"
#include "http/api_operation.h"
#include "identity/viewer.h"
#include "incident/incident_detail_store.h"

/* The entries of one incident that this viewer may know of, with what they are proved against. */
struct trail {
	struct incident_shown shown;
	struct proof_source source;
	struct log_entry *entries;
	size_t count;
};

/* What an entry attests cannot be left out of it: one that would name who reported in confidence is left out whole. */
static enum rc find_trail(struct request *rq, struct trail *trail)
{
	int64_t reporter_account = 0;
	struct rows rows = {0};
	enum rc rc = incident_shown_find(rq, &trail->shown);
	const struct incident *incident = &trail->shown.incident;

	if (rc == RC_OK && !trail->shown.shows_work)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = incident_reporter_account(rq->db, rq->arena, incident, &reporter_account);
	if (rc == RC_OK)
		rc = log_entries_of_incident(rq->db, rq->arena, incident->organization_id, incident->id, &rows);
	if (rc == RC_OK)
		rc = proof_begin(rq->db, rq->arena, &trail->source);
	if (rc != RC_OK)
		return rc;
	bool hides_reporter = !incident_shows_reporter(rq->viewer, incident);
	trail->entries = rows.at;
	for (size_t i = 0; i < rows.count; i++) {
		const struct log_entry *entry = ROW(struct log_entry, rows, i);
		if (!hides_reporter || !reporter_account || entry->actor_id != reporter_account)
			trail->entries[trail->count++] = *entry;
	}
	return RC_OK;
}

static enum rc add_entry(struct request *rq, const struct trail *trail, struct view_list *list,
			 const struct log_entry *entry, size_t counts[3])
{
	struct proof_entry *member = ARENA_NEW(rq->arena, struct proof_entry);
	struct view *item = view_add(list);
	enum proof_state state;
	enum rc rc = proof_of(rq->db, rq->arena, &trail->source, entry, false, &state, member);

	if (rc != RC_OK)
		return rc;
	counts[state]++;
	view_moment(item, "recorded_at", entry->recorded_at);
	view_text(item, "what", audit_view_action(rq->catalogue, entry->action));
	view_flag(item, "is_waiting", state == PROOF_WAITING);
	view_flag(item, "is_sealed", state == PROOF_SEALED);
	view_flag(item, "is_broken", state == PROOF_BROKEN);
	if (state != PROOF_WAITING)
		view_int(item, "seq", entry->seq);
	return RC_OK;
}

static const struct code state_rows[] = {{"", ""}, {"waiting", ""}, {"sealed", ""}, {"broken", ""}, {NULL, NULL}};
static const struct codes state_codes = {"proof_state", state_rows};
static const struct api_schema entry_schema = {
	"ProofEntry", "An entry of the trail, and whether it is sealed",
	(const struct api_member[]){
		{API_MOMENT, "recorded_at"},
		{API_TEXT, "action"},
		{API_CODE, "state", .codes = &state_codes},
		{API_INT, "position", .flags = API_NULLABLE, .help = "in the sealed log"},
		API_MEMBERS_END,
	}};
static const struct api_schema entries_schema = API_LIST_OF("ProofEntryList", "The newest first, checked now", &entry_schema);

static enum rc respond_entries(struct request *rq, struct response *rs, const struct trail *trail)
{
	static const char *const names[] = {[PROOF_WAITING] = "waiting", [PROOF_SEALED] = "sealed", [PROOF_BROKEN] = "broken"};
	struct proof_entry *member = ARENA_NEW(rq->arena, struct proof_entry);
	struct api_json json = api_call_list(rq);
	enum rc rc = RC_OK;

	for (size_t i = trail->count; rc == RC_OK && i-- > 0;) {
		const struct log_entry *entry = &trail->entries[i];
		enum proof_state state = PROOF_WAITING;
		rc = proof_of(rq->db, rq->arena, &trail->source, entry, false, &state, member);
		api_json_begin(&json, NULL);
		api_json_moment(&json, "recorded_at", entry->recorded_at);
		api_json_text(&json, "action", entry->action);
		api_json_cstr(&json, "state", names[state]);
		api_json_id(&json, "position", state == PROOF_WAITING ? 0 : entry->seq);
		api_json_end(&json);
	}
	return rc == RC_OK ? api_call_listed(rq, rs, &json, STR_NONE) : rc;
}

static enum rc proof_get(struct request *rq, struct response *rs)
{
	struct trail trail = {0};
	struct view *page;
	size_t counts[3] = {0};
	enum rc rc = find_trail(rq, &trail);

	if (rc == RC_OK && rq->api)
		return respond_entries(rq, rs, &trail);
	if (rc == RC_OK)
		rc = record_page(rq, &trail.shown, incident_proof_part.tab, &page);
	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "entries");
	for (size_t i = trail.count; rc == RC_OK && i-- > 0;)
		rc = add_entry(rq, &trail, list, &trail.entries[i], counts);
	if (rc != RC_OK)
		return rc;
	view_int(page, "sealed", (int64_t)counts[PROOF_SEALED]);
	view_int(page, "waiting", (int64_t)counts[PROOF_WAITING]);
	view_int(page, "broken", (int64_t)counts[PROOF_BROKEN]);
	view_flag(page, "has_checkpoint", trail.source.has_checkpoint);
	if (trail.source.has_checkpoint) {
		view_moment(page, "signed_at", trail.source.checkpoint.signed_at);
		view_int(page, "signed_size", trail.source.checkpoint.tree_size);
	}
	view_flag(page, "may_see_log", viewer_may(rq->viewer, MAY_SEE_AUDIT));
	view_text(page, "check_href", incident_href(rq->arena, &trail.shown.incident, "/proof"));
	if (counts[PROOF_SEALED] && !counts[PROOF_BROKEN])
		view_text(page, "pack_href", incident_href(rq->arena, &trail.shown.incident, "/proof/pack"));
	return respond_page(rq, rs, "incident/proof", page);
}

/* Values only for those who may read the whole trail; the others prove that entries stand there, not what they say. */
static enum rc pack_get(struct request *rq, struct response *rs)
{
	struct trail trail = {0};
	struct str text;
	enum rc rc = find_trail(rq, &trail);

	if (rc == RC_OK)
		rc = proof_pack_of(rq->db, rq->arena, &trail.source, trail.entries, trail.count,
				   viewer_may(rq->viewer, MAY_SEE_AUDIT), &text);
	if (rc == RC_INVALID)
		return RC_CONFLICT;
	if (rc != RC_OK)
		return rc;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	const struct audit_entry entry = {.action = "export.proof", .subject = "incident",
					  .subject_id = trail.shown.incident.id, .incident_id = trail.shown.incident.id};
	rc = audit_append(rq->db, &actor, &entry);
	struct str name = arena_printf(rq->arena, "%.*s.proof.json", STR_ARG(trail.shown.incident.number));
	return rc == RC_OK ? respond_bytes(rq, rs, "application/json", name, text) : rc;
}

static bool shows_work(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

const struct record_part incident_proof_part = {
	.name = "proof",
	.position = RECORD_PROOF,
	.registers = RECORD_EVERY_REGISTER,
	.tab = "/proof",
	.label = N_("Proof"),
	.shown = shows_work,
};

const struct route incident_proof_routes[] = {
	{METHOD_GET, "/incidents/{number}/proof", MAY_SEE_INCIDENTS, 0, proof_get, "which entries are sealed, checked now",
	 .api = &(const struct api_operation){.id = "getIncidentProof", .tag = "Incidents", .scope = API_AUDIT_READ, .answer = &entries_schema}},
	{METHOD_GET, "/incidents/{number}/proof/pack", MAY_SEE_INCIDENTS, ROUTE_WRITES, pack_get,
	 "proofs of the incident's entries as a file",
	 .api = &(const struct api_operation){.id = "getIncidentProofPack", .tag = "Incidents", .scope = API_AUDIT_READ, .flags = API_STREAMED,
					      .types = "application/json"}},
	ROUTE_END,
};
