#include "incident/workflow_admin_view.h"

#include "incident/workflow_change_pages.h"

static const char *named(int who)
{
	return codes_code(&workflow_permit_codes, who);
}

static struct str name_words(const struct request *rq, const char *who)
{
	int role = codes_find(&role_codes, str_of(who));

	return rq_tr(rq, role > 0 ? codes_label(&role_codes, role) : N_("Incident manager"));
}

static struct str step_words(const struct request *rq, const struct transition *step)
{
	const char *shipped = workflow_label(step->label);
	return shipped ? rq_tr(rq, shipped) : step->label;
}

static struct str status_words(const struct request *rq, int status)
{
	return rq_tr(rq, codes_label(&status_codes, status));
}

/* The severity up to which somebody may, as index of severity_codes; 0: not at all. */
static int permitted(struct str permits, const char *who)
{
	struct str permit, name;

	while (str_split(&permits, ' ', &permit)) {
		str_split(&permit, ':', &name);
		if (str_is(name, who))
			return codes_find(&severity_codes, permit);
	}
	return 0;
}

static bool has_word(struct str list, const char *word)
{
	struct str part;

	while (str_split(&list, ' ', &part))
		if (str_is(part, word))
			return true;
	return false;
}

static void join(struct text *out, struct str words)
{
	if (out->len)
		text_cstr(out, "; ");
	text_add(out, words);
}

static struct str permits_words(const struct request *rq, struct str permits)
{
	struct text out = TEXT_IN(rq->arena);

	for (int i = 1; i < codes_count(&workflow_permit_codes); i++) {
		int severity = permitted(permits, named(i));
		if (severity <= 0)
			continue;
		join(&out, name_words(rq, named(i)));
		if (severity < SEVERITY_CRITICAL) {
			text_cstr(&out, " (≤ ");
			text_add(&out, rq_tr(rq, codes_label(&severity_codes, severity)));
			text_char(&out, ')');
		}
	}
	return text_str(&out);
}

static struct str codes_words(const struct request *rq, const struct codes *codes, struct str list)
{
	struct text out = TEXT_IN(rq->arena);
	struct str part;

	while (str_split(&list, ' ', &part))
		if (codes_find(codes, part) > 0)
			join(&out, rq_tr(rq, codes_label(codes, codes_find(codes, part))));
	return text_str(&out);
}

void workflow_admin_show(struct request *rq, struct view *page, const struct workflow *workflow)
{
	struct view_list *states = view_list(page, "path_states");
	struct view_list *steps = view_list(page, "transitions");

	for (size_t i = 0; i < workflow->state_count; i++) {
		struct view *item = view_add(states);
		view_text(item, "label", status_words(rq, workflow->states[i].status));
		view_text(item, "locks", codes_words(rq, &record_area_codes, workflow->states[i].locks));
	}
	for (size_t i = 0; i < workflow->transition_count; i++) {
		const struct transition *step = &workflow->transitions[i];
		struct view *item = view_add(steps);
		view_text(item, "label", step_words(rq, step));
		view_text(item, "from", status_words(rq, step->from_status));
		view_text(item, "to", status_words(rq, step->to_status));
		view_text(item, "who", permits_words(rq, step->permits));
		view_text(item, "guards", codes_words(rq, &workflow_condition_codes, step->guards));
		view_flag(item, "needs_reason", step->needs_reason);
		view_flag(item, "needs_signature", step->needs_signature);
		view_flag(item, "is_automatic", step->is_automatic);
		view_flag(item, "is_active", step->is_active);
	}
}

/* --- the form of a draft --- */

static const char *state_key(struct arena *arena, const struct workflow_state *state, const char *area)
{
	return arena_printf(arena, "lock.%s.%s", codes_code(&status_codes, state->status), area).at;
}

static const char *step_key(struct arena *arena, const struct transition *step, const char *member)
{
	return arena_printf(arena, "step.%s.%s.%s", codes_code(&status_codes, step->from_status),
			    codes_code(&status_codes, step->to_status), member)
		.at;
}

static void add_box(struct view_list *list, const char *key, struct str label, bool is_checked)
{
	struct view *box = view_add(list);

	view_cstr(box, "key", key);
	view_text(box, "label", label);
	view_flag(box, "checked", is_checked);
}

static void add_state(struct request *rq, struct view *item, const struct workflow_state *state)
{
	struct view_list *areas = view_list(item, "areas");

	view_text(item, "label", status_words(rq, state->status));
	for (int area = AREA_DETAILS; area <= AREA_MESSAGES; area++)
		add_box(areas, state_key(rq->arena, state, codes_code(&record_area_codes, area)),
			rq_tr(rq, codes_label(&record_area_codes, area)),
			has_word(state->locks, codes_code(&record_area_codes, area)));
}

static void add_permits(struct request *rq, struct view *item, const struct transition *step)
{
	struct view_list *list = view_list(item, "permits");

	for (int i = 1; i < codes_count(&workflow_permit_codes); i++) {
		struct view *permit = view_add(list);
		struct view_list *options = view_list(permit, "options");
		int present = permitted(step->permits, named(i));
		view_cstr(permit, "key",
			  step_key(rq->arena, step, arena_printf(rq->arena, "permit.%s", named(i)).at));
		view_text(permit, "label", name_words(rq, named(i)));
		for (int severity = 0; severity <= SEVERITY_CRITICAL; severity++) {
			struct view *option = view_add(options);
			view_cstr(option, "code", codes_code(&severity_codes, severity));
			view_text(option, "label",
				  severity ? rq_tr(rq, codes_label(&severity_codes, severity)) : rq_tr(rq, N_("Not")));
			view_flag(option, "selected", severity == present);
		}
	}
}

static void add_step(struct request *rq, struct view *item, const struct transition *step)
{
	struct view_list *guards = view_list(item, "guards"), *flags = view_list(item, "flags");

	view_text(item, "title", step_words(rq, step));
	view_text(item, "from", status_words(rq, step->from_status));
	view_text(item, "to", status_words(rq, step->to_status));
	view_cstr(item, "label_key", step_key(rq->arena, step, "label"));
	view_text(item, "label", step->label);
	add_permits(rq, item, step);
	for (int guard = GUARD_NONE + 1; guard < codes_count(&workflow_guard_codes); guard++)
		add_box(guards,
			step_key(rq->arena, step,
				 arena_printf(rq->arena, "guard.%s", codes_code(&workflow_guard_codes, guard)).at),
			rq_tr(rq, codes_label(&workflow_condition_codes, guard)),
			has_word(step->guards, codes_code(&workflow_guard_codes, guard)));
	add_box(flags, step_key(rq->arena, step, "needs_reason"), rq_tr(rq, N_("Needs a reason")), step->needs_reason);
	add_box(flags, step_key(rq->arena, step, "needs_signature"), rq_tr(rq, N_("Is signed")),
		step->needs_signature);
	add_box(flags, step_key(rq->arena, step, "is_automatic"), rq_tr(rq, N_("By itself, as soon as it can")),
		step->is_automatic);
	add_box(flags, step_key(rq->arena, step, "is_active"), rq_tr(rq, N_("In use")), step->is_active);
}

void workflow_admin_form(struct request *rq, struct view *page, const struct workflow *workflow)
{
	struct view_list *states = view_list(page, "form_states"), *steps = view_list(page, "form_steps");

	for (size_t i = 0; i < workflow->state_count; i++)
		add_state(rq, view_add(states), &workflow->states[i]);
	for (size_t i = 0; i < workflow->transition_count; i++)
		add_step(rq, view_add(steps), &workflow->transitions[i]);
}

static bool is_ticked(const struct request *rq, const char *key)
{
	return str_is(pairs_get(&rq->form, key), "1");
}

static void add_word(struct text *out, const char *word)
{
	if (out->len)
		text_char(out, ' ');
	text_cstr(out, word);
}

static struct str locks_read(const struct request *rq, const struct workflow_state *state)
{
	struct text out = TEXT_IN(rq->arena);

	for (int area = AREA_DETAILS; area <= AREA_MESSAGES; area++)
		if (is_ticked(rq, state_key(rq->arena, state, codes_code(&record_area_codes, area))))
			add_word(&out, codes_code(&record_area_codes, area));
	return text_str(&out);
}

static struct str permits_read(const struct request *rq, const struct transition *step)
{
	struct text out = TEXT_IN(rq->arena);

	for (int i = 1; i < codes_count(&workflow_permit_codes); i++) {
		const char *key = step_key(rq->arena, step, arena_printf(rq->arena, "permit.%s", named(i)).at);
		int severity = codes_find(&severity_codes, pairs_get(&rq->form, key));
		if (severity > 0)
			add_word(&out, arena_printf(rq->arena, "%s:%s", named(i),
						    codes_code(&severity_codes, severity))
					       .at);
	}
	return text_str(&out);
}

static struct str guards_read(const struct request *rq, const struct transition *step)
{
	struct text out = TEXT_IN(rq->arena);

	for (int guard = GUARD_NONE + 1; guard < codes_count(&workflow_guard_codes); guard++) {
		const char *code = codes_code(&workflow_guard_codes, guard);
		if (is_ticked(rq, step_key(rq->arena, step, arena_printf(rq->arena, "guard.%s", code).at)))
			add_word(&out, code);
	}
	return text_str(&out);
}

void workflow_admin_read(const struct request *rq, const struct workflow *stored, struct workflow *out)
{
	struct workflow_state *states = ARENA_ARRAY(rq->arena, struct workflow_state, stored->state_count + 1);
	struct transition *steps = ARENA_ARRAY(rq->arena, struct transition, stored->transition_count + 1);

	for (size_t i = 0; i < stored->state_count; i++) {
		states[i] = stored->states[i];
		states[i].locks = locks_read(rq, &states[i]);
	}
	for (size_t i = 0; i < stored->transition_count; i++) {
		struct transition *step = &steps[i];
		*step = stored->transitions[i];
		struct str label = str_trim(pairs_get(&rq->form, step_key(rq->arena, step, "label")));
		if (label.len && str_is_utf8(label) && str_points(label) <= 80)
			step->label = label;
		step->permits = permits_read(rq, step);
		step->guards = guards_read(rq, step);
		step->needs_reason = is_ticked(rq, step_key(rq->arena, step, "needs_reason"));
		step->needs_signature = is_ticked(rq, step_key(rq->arena, step, "needs_signature"));
		step->is_automatic = is_ticked(rq, step_key(rq->arena, step, "is_automatic"));
		step->is_active = is_ticked(rq, step_key(rq->arena, step, "is_active"));
	}
	*out = (struct workflow){stored->id, states, stored->state_count, steps, stored->transition_count};
}

/* --- two versions side by side --- */

static void add_difference(struct request *rq, struct view_list *list, struct str what, const char *member,
			   struct str before, struct str after)
{
	if (str_equal(before, after))
		return;
	struct view *item = view_add(list);
	view_text(item, "what", what);
	view_text(item, "member", rq_tr(rq, member));
	view_text(item, "before", before);
	view_text(item, "after", after);
}

static struct str yes_no(const struct request *rq, bool value)
{
	return rq_tr(rq, value ? N_("Yes") : N_("No"));
}

static void add_step_differences(struct request *rq, struct view_list *list, const struct transition *a,
				 const struct transition *b)
{
	struct str what = arena_printf(rq->arena, "%.*s → %.*s", STR_ARG(status_words(rq, b->from_status)),
				       STR_ARG(status_words(rq, b->to_status)));

	add_difference(rq, list, what, N_("Words of the button"), step_words(rq, a), step_words(rq, b));
	add_difference(rq, list, what, N_("Who may"), permits_words(rq, a->permits), permits_words(rq, b->permits));
	add_difference(rq, list, what, N_("What must hold"), codes_words(rq, &workflow_condition_codes, a->guards),
		       codes_words(rq, &workflow_condition_codes, b->guards));
	add_difference(rq, list, what, N_("Needs a reason"), yes_no(rq, a->needs_reason), yes_no(rq, b->needs_reason));
	add_difference(rq, list, what, N_("Is signed"), yes_no(rq, a->needs_signature),
		       yes_no(rq, b->needs_signature));
	add_difference(rq, list, what, N_("By itself, as soon as it can"), yes_no(rq, a->is_automatic),
		       yes_no(rq, b->is_automatic));
	add_difference(rq, list, what, N_("In use"), yes_no(rq, a->is_active), yes_no(rq, b->is_active));
}

void workflow_admin_diff(struct request *rq, struct view *page, const struct workflow *before,
			 const struct workflow *after)
{
	static const struct transition nothing;
	struct view_list *list = view_list(page, "differences");

	for (size_t i = 0; i < after->state_count; i++) {
		const struct workflow_state *b = &after->states[i], *a = workflow_state_of(before, b->status);
		add_difference(rq, list, status_words(rq, b->status), N_("Locks"),
			       a ? codes_words(rq, &record_area_codes, a->locks) : STR(""),
			       codes_words(rq, &record_area_codes, b->locks));
	}
	for (size_t i = 0; i < after->transition_count; i++) {
		const struct transition *b = &after->transitions[i];
		const struct transition *a = workflow_step(before, b->from_status, b->to_status);
		add_step_differences(rq, list, a ? a : &nothing, b);
	}
}

void workflow_admin_faults(struct request *rq, struct view *page, const struct workflow_faults *faults)
{
	struct view_list *list = view_list(page, "faults");

	for (size_t i = 0; i < faults->count; i++) {
		const struct workflow_fault *fault = &faults->at[i];
		struct view *item = view_add(list);
		view_text(item, "where",
			  fault->to ? arena_printf(rq->arena, "%.*s → %.*s", STR_ARG(status_words(rq, fault->from)),
						   STR_ARG(status_words(rq, fault->to)))
				    : status_words(rq, fault->from));
		view_text(item, "fault", rq_tr(rq, fault->text));
		if (fault->guard)
			view_text(item, "guard", rq_tr(rq, fault->guard));
	}
}
