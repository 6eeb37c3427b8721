#include "incident/workflow_api.h"

#include "http/api_call.h"
#include "identity/permission.h"
#include "identity/viewer.h"
#include "incident/workflow_change_pages.h"

/* --- what is read and sent ------------------------------------------------------------------- */

static const struct api_schema permit_schema = {
	"WorkflowPermit", "Who may take a step, up to which severity",
	(const struct api_member[]){
		{API_CODE, "who", .codes = &workflow_permit_codes, .flags = API_REQUIRED},
		{API_CODE, "severity", .codes = &severity_codes, .flags = API_REQUIRED},
		API_MEMBERS_END,
	}};
static const struct api_schema state_schema = {
	"WorkflowState", "A state and what nobody changes in it",
	(const struct api_member[]){
		{API_CODE, "status", .codes = &status_codes, .flags = API_REQUIRED},
		{API_TEXTS, "locks", .codes = &record_area_codes, .flags = API_REQUIRED},
		API_MEMBERS_END,
	}};
static const struct api_schema step_schema = {
	"WorkflowStep", "A step from one state to another",
	(const struct api_member[]){
		{API_CODE, "from", .codes = &status_codes, .flags = API_REQUIRED},
		{API_CODE, "to", .codes = &status_codes, .flags = API_REQUIRED},
		{API_TEXT, "label", .flags = API_REQUIRED, .help = "words of the button, at most 80 characters"},
		{API_LIST, "permits", .of = &permit_schema, .flags = API_REQUIRED, .help = "none: nobody takes it"},
		{API_TEXTS, "guards", .codes = &workflow_guard_codes, .flags = API_REQUIRED, .help = "all of them must hold"},
		{API_BOOL, "needs_reason", .flags = API_REQUIRED},
		{API_BOOL, "needs_signature", .flags = API_REQUIRED},
		{API_BOOL, "is_automatic", .flags = API_REQUIRED, .help = "taken as soon as its guards hold"},
		{API_BOOL, "is_active", .flags = API_REQUIRED},
		API_MEMBERS_END,
	}};
static const struct api_schema fault_schema = {
	"WorkflowFault", "What keeps a draft from being proposed or approved",
	(const struct api_member[]){
		{API_CODE, "from", .codes = &status_codes, .help = "the state, or where the step begins"},
		{API_CODE, "to", .codes = &status_codes, .flags = API_NULLABLE},
		{API_TEXT, "text"},
		{API_TEXT, "guard", .flags = API_NULLABLE, .help = "what is missing"},
		API_MEMBERS_END,
	}};
static const char *const version_names[] = {
	"id", "register", "number", "stage", "note", "effective_on", "effective_at", "proposed_by", "proposed_at", "decided_by",
	"decided_at", "decision_note", NULL,
};
static const struct form version_fields = {&workflow_version_line_record, version_names, NULL};
static const struct api_schema workflow_schema = {
	"Workflow", "A version of a register's workflow with everything in it; number 0 ships with the product",
	(const struct api_member[]){
		{API_FIELDS, .form = &version_fields},
		{API_BOOL, "is_current", .help = "new incidents of the register begin with it"},
		{API_BOOL, "is_own_draft", .help = "this account may change and propose it"},
		{API_BOOL, "may_decide", .help = "this account may approve or refuse it"},
		{API_LIST, "states", .of = &state_schema},
		{API_LIST, "steps", .of = &step_schema},
		{API_LIST, "faults", .of = &fault_schema},
		API_MEMBERS_END,
	}};
static const struct api_schema draft_body = {
	"WorkflowDraft", "States and steps that are named are as said here from then on; those that are not named stay",
	(const struct api_member[]){
		{API_FIELDS, .form = &workflow_propose_form},
		{API_LIST, "states", .of = &state_schema},
		{API_LIST, "steps", .of = &step_schema},
		API_MEMBERS_END,
	}};

/* --- reading ----------------------------------------------------------------------------------- */

/* "details files" as a list. */
static void put_words(struct api_json *json, const char *name, struct str words)
{
	struct str word;

	api_json_list(json, name);
	while (str_split(&words, ' ', &word))
		if (word.len)
			api_json_text(json, NULL, word);
	api_json_list_end(json);
}

static void put_permits(struct api_json *json, struct str permits)
{
	struct str permit, who;

	api_json_list(json, "permits");
	while (str_split(&permits, ' ', &permit)) {
		if (!str_split(&permit, ':', &who) || !who.len)
			continue;
		api_json_begin(json, NULL);
		api_json_text(json, "who", who);
		api_json_text(json, "severity", permit);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static void put_step(struct api_json *json, const struct transition *step)
{
	api_json_begin(json, NULL);
	api_json_code(json, "from", &status_codes, step->from_status);
	api_json_code(json, "to", &status_codes, step->to_status);
	api_json_text(json, "label", step->label.at ? step->label : STR(""));
	put_permits(json, step->permits);
	put_words(json, "guards", step->guards);
	api_json_bool(json, "needs_reason", step->needs_reason);
	api_json_bool(json, "needs_signature", step->needs_signature);
	api_json_bool(json, "is_automatic", step->is_automatic);
	api_json_bool(json, "is_active", step->is_active);
	api_json_end(json);
}

static void put_rows(struct api_json *json, const struct workflow *workflow)
{
	api_json_list(json, "states");
	for (size_t i = 0; i < workflow->state_count; i++) {
		api_json_begin(json, NULL);
		api_json_code(json, "status", &status_codes, workflow->states[i].status);
		put_words(json, "locks", workflow->states[i].locks);
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_list(json, "steps");
	for (size_t i = 0; i < workflow->transition_count; i++)
		put_step(json, &workflow->transitions[i]);
	api_json_list_end(json);
}

static void put_faults(struct request *rq, struct api_json *json, const struct workflow_faults *faults)
{
	api_json_list(json, "faults");
	for (size_t i = 0; i < faults->count; i++) {
		const struct workflow_fault *fault = &faults->at[i];
		api_json_begin(json, NULL);
		api_json_code(json, "from", &status_codes, fault->from);
		api_json_code(json, "to", &status_codes, fault->to);
		api_json_text(json, "text", rq_tr(rq, fault->text));
		api_json_text(json, "guard", fault->guard ? rq_tr(rq, fault->guard) : STR_NONE);
		api_json_end(json);
	}
	api_json_list_end(json);
}

/* By id; "safety" stands for what new incidents of that register begin with. */
static enum rc find(struct request *rq, struct workflow_admin *v)
{
	const int reg = codes_find(&register_codes, param(rq, "version"));
	struct workflow current;
	int64_t id;

	if (reg > 0) {
		enum rc rc = workflow_admin_current(rq, reg, &current);
		return rc == RC_OK ? workflow_admin_load(rq, current.id, v) : rc;
	}
	return str_to_int(param(rq, "version"), 1, INT64_MAX, &id) ? workflow_admin_load(rq, id, v) : RC_NOT_FOUND;
}

static enum rc workflow_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct workflow_admin v;
	enum rc rc = find(rq, &v);

	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &version_fields, &v.line);
	api_json_bool(&json, "is_current", v.workflow.id == v.current.id);
	api_json_bool(&json, "is_own_draft", workflow_admin_is_own_draft(rq, &v));
	api_json_bool(&json, "may_decide", workflow_admin_may_decide(rq, &v));
	put_rows(&json, &v.workflow);
	put_faults(rq, &json, &v.faults);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, v.line.version.version);
}

/* --- a draft as it was sent --------------------------------------------------------------------- */

static const char *key_of(const struct request *rq, const char *list, size_t i, const char *member)
{
	return arena_printf(rq->arena, "%s.%zu.%s", list, i, member).at;
}

/* The values sent under the key, each one of codes, as "a b". */
static struct str words_sent(struct request *rq, const char *key, const struct codes *codes)
{
	struct text out = TEXT_IN(rq->arena);

	for (size_t i = 0; i < rq->form.count; i++) {
		if (!str_is(rq->form.at[i].name, key))
			continue;
		if (codes_find(codes, rq->form.at[i].value) <= 0)
			problem_add(rq, key, N_("Choose one of the values offered"));
		text_printf(&out, "%s%.*s", out.len ? " " : "", STR_ARG(rq->form.at[i].value));
	}
	return text_str(&out);
}

static struct str permits_sent(struct request *rq, const char *list)
{
	struct text out = TEXT_IN(rq->arena);

	for (size_t i = 0; pairs_has(&rq->form, key_of(rq, list, i, "who")); i++) {
		const char *who_key = key_of(rq, list, i, "who"), *severity_key = key_of(rq, list, i, "severity");
		const struct str who = pairs_get(&rq->form, who_key), severity = pairs_get(&rq->form, severity_key);
		if (codes_find(&workflow_permit_codes, who) <= 0)
			problem_add(rq, who_key, N_("Choose one of the values offered"));
		if (codes_find(&severity_codes, severity) <= 0)
			problem_add(rq, severity_key, N_("Choose one of the values offered"));
		text_printf(&out, "%s%.*s:%.*s", out.len ? " " : "", STR_ARG(who), STR_ARG(severity));
	}
	return text_str(&out);
}

static void read_states(struct request *rq, const struct workflow *workflow, struct workflow_state *states)
{
	for (size_t i = 0; pairs_has(&rq->form, key_of(rq, "states", i, "status")); i++) {
		const char *key = key_of(rq, "states", i, "status");
		const int status = codes_find(&status_codes, pairs_get(&rq->form, key));
		struct workflow_state *state = NULL;
		for (size_t n = 0; n < workflow->state_count; n++)
			if (states[n].status == status)
				state = &states[n];
		if (state)
			state->locks = words_sent(rq, key_of(rq, "states", i, "locks"), &record_area_codes);
		else
			problem_add(rq, key, N_("This workflow has no such state"));
	}
}

static void read_step(struct request *rq, size_t i, struct transition *step)
{
	const char *label_key = key_of(rq, "steps", i, "label");
	const struct str label = str_trim(pairs_get(&rq->form, label_key));
	const struct { const char *name; bool *value; } flags[] = {
		{"needs_reason", &step->needs_reason},
		{"needs_signature", &step->needs_signature},
		{"is_automatic", &step->is_automatic},
		{"is_active", &step->is_active},
	};

	if (!label.len || !str_is_utf8(label) || str_points(label) > 80)
		problem_add(rq, label_key, N_("Send 1 to 80 characters"));
	step->label = label;
	step->permits = permits_sent(rq, key_of(rq, "steps", i, "permits"));
	step->guards = words_sent(rq, key_of(rq, "steps", i, "guards"), &workflow_guard_codes);
	for (size_t n = 0; n < sizeof flags / sizeof *flags; n++)
		*flags[n].value = str_is(pairs_get(&rq->form, key_of(rq, "steps", i, flags[n].name)), "1");
}

static void read_steps(struct request *rq, const struct workflow *workflow, struct transition *steps)
{
	for (size_t i = 0; pairs_has(&rq->form, key_of(rq, "steps", i, "from")); i++) {
		const char *key = key_of(rq, "steps", i, "from");
		const int from = codes_find(&status_codes, pairs_get(&rq->form, key));
		const int to = codes_find(&status_codes, pairs_get(&rq->form, key_of(rq, "steps", i, "to")));
		struct transition *step = NULL;
		for (size_t n = 0; n < workflow->transition_count; n++)
			if (steps[n].from_status == from && steps[n].to_status == to)
				step = &steps[n];
		if (step)
			read_step(rq, i, step);
		else
			problem_add(rq, key, N_("This workflow has no such step"));
	}
}

static enum rc read_draft(struct request *rq, const struct workflow_admin *v, struct workflow *typed)
{
	const struct workflow *stored = &v->workflow;
	struct workflow_state *states = ARENA_ARRAY(rq->arena, struct workflow_state, stored->state_count + 1);
	struct transition *steps = ARENA_ARRAY(rq->arena, struct transition, stored->transition_count + 1);

	for (size_t i = 0; i < stored->state_count; i++)
		states[i] = stored->states[i];
	for (size_t i = 0; i < stored->transition_count; i++)
		steps[i] = stored->transitions[i];
	read_states(rq, stored, states);
	read_steps(rq, stored, steps);
	*typed = (struct workflow){stored->id, states, stored->state_count, steps, stored->transition_count};
	return rq->problem_count ? RC_INVALID : RC_OK;
}

/* --- changes --------------------------------------------------------------------------------------- */

static enum rc find_expected(struct request *rq, struct workflow_admin *v)
{
	enum rc rc = find(rq, v);

	return rc == RC_OK && v->line.version.version != api_call_expected(rq) ? RC_CONFLICT : rc;
}

static enum rc draft_put(struct request *rq, struct response *rs)
{
	struct workflow_version after;
	struct workflow_admin v;
	struct workflow typed;
	enum rc rc = find_expected(rq, &v);

	if (rc != RC_OK)
		return rc;
	if (!workflow_admin_is_own_draft(rq, &v))
		return RC_DENIED;
	after = v.line.version;
	rc = form_read(rq, &workflow_propose_form, &after);
	if (rc == RC_OK || rc == RC_INVALID) {
		enum rc more = read_draft(rq, &v, &typed);
		rc = rc == RC_OK ? more : rc;
	}
	return rc == RC_OK ? workflow_admin_act(rq, rs, &v, WORKFLOW_SAVE, &typed, &after) : rc;
}

static enum rc act(struct request *rq, struct response *rs, enum workflow_act what, const struct form *form)
{
	struct workflow_version after;
	struct workflow_admin v;
	enum rc rc = find_expected(rq, &v);

	if (rc != RC_OK)
		return rc;
	after = v.line.version;
	if (form)
		rc = form_read(rq, form, &after);
	return rc == RC_OK ? workflow_admin_act(rq, rs, &v, what, &v.workflow, &after) : rc;
}

static enum rc propose_post(struct request *rq, struct response *rs)
{
	return act(rq, rs, WORKFLOW_PROPOSE, &workflow_propose_form);
}

static enum rc withdraw_post(struct request *rq, struct response *rs)
{
	return act(rq, rs, WORKFLOW_WITHDRAW, NULL);
}

static enum rc approve_post(struct request *rq, struct response *rs)
{
	return act(rq, rs, WORKFLOW_APPROVE, &workflow_decide_form);
}

static enum rc refuse_post(struct request *rq, struct response *rs)
{
	return act(rq, rs, WORKFLOW_REFUSE, &workflow_decide_form);
}

#define ONE "/api/v1/workflows/{version}"
#define CHANGES(id_, flags_, ...) \
	API_CHANGE((id_), "Administration", API_ADMIN_WRITE, __VA_ARGS__, .flags = API_VERSIONED | (flags_))
static const struct api_schema decision_body = {
	"WorkflowDecision", NULL, (const struct api_member[]){{API_FIELDS, .form = &workflow_decide_form}, API_MEMBERS_END}};

const struct route workflow_api_routes[] = {
	{METHOD_GET, ONE, MAY_DECIDE_WORKFLOWS, 0, workflow_get, "one version; a register stands for its present one",
	 &(const struct api_operation){.id = "getWorkflow", .tag = "Administration", .scope = API_ADMIN_READ, .flags = API_VERSIONED,
				       .answer = &workflow_schema}},
	{METHOD_PUT, ONE, MAY_ADMINISTER, 0, draft_put, "changes one's own draft", CHANGES("changeWorkflowDraft", 0, &draft_body)},
	{METHOD_POST, ONE "/propose", MAY_ADMINISTER, 0, propose_post, "gives a draft to a second administrator",
	 CHANGES("proposeWorkflow", API_PARTIAL, API_FORM("WorkflowProposal", &workflow_propose_form))},
	{METHOD_POST, ONE "/withdraw", MAY_ADMINISTER, 0, withdraw_post, "ends one's own draft", CHANGES("withdrawWorkflow", 0, NULL)},
	{METHOD_POST, ONE "/approve", MAY_DECIDE_WORKFLOWS, 0, approve_post, "approves what somebody else has proposed",
	 CHANGES("approveWorkflow", 0, &decision_body)},
	{METHOD_POST, ONE "/refuse", MAY_DECIDE_WORKFLOWS, 0, refuse_post, "refuses it, with the reason",
	 CHANGES("refuseWorkflow", 0, &decision_body)},
	ROUTE_END,
};
