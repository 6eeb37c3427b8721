#include "incident/report_form.h"

#include <string.h>

#include "base/random.h"
#include "http/pairs.h"
#include "http/program.h"
#include "incident/attachment_file.h"
#include "incident/category_store.h"
#include "identity/viewer.h"
#include "organization/choices_view.h"

static const char *const what_names[] = {
	"report_type", "register", "establishment_id", "occurred_at", "is_time_known", "description", NULL,
};
const char *const report_form_context_names[] = {
	"category_id", "severity", "immediate_actions", "is_work_stopped", "area_id", "specific_location", "latitude",
	"longitude", "department_id", "project_id", NULL,
};
static const char *const review_names[] = {"title", "reporting", NULL};
static const char *const short_names[] = {"report_type", "establishment_id", "occurred_at", "description", NULL};

static enum rc check_context(struct request *rq, const void *row);

static const struct step {
	const char *name;
	const char *label;
	struct form form;
} steps[STEP_COUNT + 1] = {
	[STEP_WHAT] = {"what", N_("What happened"), {&incident_record, what_names, NULL}},
	[STEP_CONTEXT] = {"context", N_("Place and severity"), {&incident_record, report_form_context_names, check_context}},
	[STEP_PEOPLE] = {"people", N_("People and evidence"), {NULL, NULL, NULL}},
	[STEP_REVIEW] = {"review", N_("Check and send"), {&incident_record, review_names, NULL}},
	[STEP_COUNT] = {"short", NULL, {&incident_record, short_names, NULL}},
};

static const struct group {
	const char *name;
	struct form form;
	const char *const *told;     /* an entry in which all of these are empty was not meant */
} groups[] = {
	{"injured", {&injured_person_record, answers_injured_names, NULL}, (const char *const[]){"full_name", "job_title", "injury", NULL}},
	{"witness", {&witness_record, answers_witness_names, NULL}, (const char *const[]){"full_name", "contact", NULL}},
};
enum { GROUPS = sizeof groups / sizeof *groups };

static enum rc check_context(struct request *rq, const void *row)
{
	const struct incident *incident = row;

	if ((incident->latitude == NUMBER_NONE) != (incident->longitude == NUMBER_NONE))
		return problem_add(rq, "latitude", N_("Give both latitude and longitude, or neither"));
	return RC_OK;
}

const char *report_form_step_name(enum report_step step)
{
	return steps[step].name;
}

const char *const *report_form_names(enum report_step step)
{
	return steps[step].form.names;
}

enum report_step report_form_step_of(struct str name)
{
	int step = STEP_WHAT;

	while (step < STEP_COUNT && !str_is(name, steps[step].name))
		step++;
	return (enum report_step)step;
}

static int64_t id_of(const struct answers *answers, const char *name)
{
	int64_t id = 0;

	return str_to_int(answers_get(answers, name), 1, INT64_MAX, &id) ? id : 0;
}

static void set_id(struct answers *answers, const char *name, int64_t id)
{
	if (id)
		answers_set(answers, name, arena_printf(answers->arena, "%lld", (long long)id));
}

/* Choices of categories: those of the register that was answered, or of all. */
static enum rc offer_categories(struct report_form *form)
{
	struct request *rq = form->rq;
	struct rows rows;
	int reg = codes_find(&register_codes, answers_get(&form->answers, "register"));
	enum rc rc = category_list(rq->db, rq->arena, rq->viewer->organization_id, reg > 0 ? reg : 0, true, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count + 1);
	for (size_t i = 0; i < rows.count; i++) {
		const struct category *category = ROW(struct category, rows, i);
		choices[i] = (struct choice){category->id, category->name};
	}
	form_choices(rq, "category_id", choices, rows.count);
	return RC_OK;
}

/* The establishment that was answered, else the viewer's own, as long as it is in use. */
static enum rc stand_at(struct report_form *form)
{
	struct request *rq = form->rq;
	int64_t id = id_of(&form->answers, "establishment_id");
	const struct lookup *known;

	form->here = NULL;
	form->has_context = false;
	if (!id && !pairs_has(&rq->form, "establishment_id"))
		id = rq->viewer->establishment_id;
	if (!id)
		return RC_OK;
	enum rc rc = lookup_of(rq->db, rq->viewer, &known);
	const struct lookup_row *place = rc == RC_OK ? lookup_find(known, LOOKUP_ESTABLISHMENT, id) : NULL;
	if (!place)
		return rc;
	if (place->is_active)
		form->here = place;
	/* Times are typed and shown as the clocks go at the place. */
	if (zone_find(place->zone, &rq->zone) != RC_OK)
		rq->zone = NULL;
	return RC_OK;
}

enum rc report_form_begin(struct report_form *form, bool is_new)
{
	const struct request *rq = form->rq;
	enum rc rc = stand_at(form);

	if (rc != RC_OK || !is_new)
		return rc;
	set_id(&form->answers, "establishment_id", form->here ? form->here->id : 0);
	set_id(&form->answers, "department_id", rq->viewer->department_id);
	answers_set(&form->answers, "register", STR("safety"));
	answers_set(&form->answers, "is_time_known", STR("1"));
	answers_set(&form->answers, "occurred_at", zone_input_text(rq->arena, rq->zone, rq->now));
	return RC_OK;
}

/* only_answered: not for what was left out. */
static enum rc offer_context(struct report_form *form, bool only_answered)
{
	struct request *rq = form->rq;
	const struct answers *answers = &form->answers;
	enum rc rc = RC_OK;

	if (!only_answered || answers_get(answers, "area_id").len)
		rc = choices_areas(rq, "area_id", form->here ? form->here->id : 0, id_of(answers, "area_id"));
	if (rc == RC_OK && (!only_answered || answers_get(answers, "department_id").len))
		rc = choices_units(rq, "department_id", UNIT_DEPARTMENT, id_of(answers, "department_id"));
	if (rc == RC_OK && (!only_answered || answers_get(answers, "project_id").len))
		rc = choices_units(rq, "project_id", UNIT_PROJECT, id_of(answers, "project_id"));
	if (rc == RC_OK && (!only_answered || answers_get(answers, "category_id").len))
		rc = offer_categories(form);
	return rc;
}

enum rc report_form_offer(struct report_form *form, enum report_step step)
{
	struct request *rq = form->rq;

	if (step == STEP_WHAT || step == STEP_COUNT)
		return choices_establishments(rq, "establishment_id", 0);
	if (step == STEP_PEOPLE || form->has_context)
		return RC_OK;
	form->has_context = true;
	return offer_context(form, false);
}

enum rc report_form_know(struct report_form *form, enum report_step step)
{
	/* The place is known by report_form_take. */
	return step == STEP_CONTEXT ? offer_context(form, true) : RC_OK;
}

static const char *group_prefix(struct arena *arena, const struct group *group, size_t n)
{
	return arena_printf(arena, "%s.%zu.", group->name, n).at;
}

static struct str sent_in(const struct request *rq, const char *prefix, const char *name)
{
	return pairs_get(&rq->form, arena_printf(rq->arena, "%s%s", prefix, name).at);
}

static bool is_told(const struct request *rq, const struct group *group, const char *prefix)
{
	for (const char *const *name = group->told; *name; name++)
		if (str_trim(sent_in(rq, prefix, *name)).len)
			return true;
	return false;
}

/* Up to the last entry that was meant: an empty one between two others keeps its place, so that numbers stay. */
static void take_group(struct report_form *form, const struct group *group)
{
	struct request *rq = form->rq;
	size_t sent = form_group_count(rq, group->name, ANSWERS_PEOPLE_MOST);

	answers_drop(&form->answers, arena_printf(rq->arena, "%s.", group->name).at);
	while (sent > 0 && !is_told(rq, group, group_prefix(rq->arena, group, sent - 1)))
		sent--;
	for (size_t n = 0; n < sent; n++) {
		const char *prefix = group_prefix(rq->arena, group, n);
		for (const char *const *name = group->form.names; *name; name++)
			answers_set(&form->answers, arena_printf(rq->arena, "%s%s", prefix, *name).at,
				    sent_in(rq, prefix, *name));
	}
}

static bool has_groups(enum report_step step)
{
	return step == STEP_PEOPLE || step == STEP_COUNT;
}

enum rc report_form_take(struct report_form *form, enum report_step step)
{
	const char *const *name = steps[step].form.names;
	int64_t place = id_of(&form->answers, "establishment_id");

	for (; name && *name; name++)
		answers_set(&form->answers, *name, pairs_get(&form->rq->form, *name));
	for (size_t g = 0; has_groups(step) && g < GROUPS; g++)
		take_group(form, &groups[g]);
	if (place == id_of(&form->answers, "establishment_id"))
		return RC_OK;
	/* Another place has other areas and perhaps other clocks. */
	answers_set(&form->answers, "area_id", STR(""));
	return stand_at(form);
}

/* The request names the answer, or people of its kind. */
static bool is_named(const struct request *rq, struct str name)
{
	ptrdiff_t dot = str_find(name, STR("."));
	struct str group = dot < 0 ? name : str_slice(name, 0, (size_t)dot + 1);

	for (size_t i = 0; i < rq->form.count; i++)
		if (dot < 0 ? str_equal(rq->form.at[i].name, name) : str_starts(rq->form.at[i].name, group))
			return true;
	return false;
}

void report_form_keep(struct report_form *form)
{
	struct request *rq = form->rq;
	const bool is_elsewhere = is_named(rq, STR("establishment_id")) &&
				  !str_equal(pairs_get(&rq->form, "establishment_id"), answers_get(&form->answers, "establishment_id"));
	struct pairs kept = {0};

	for (size_t i = 0; i < form->answers.count; i++) {
		const struct answered *answer = &form->answers.at[i];
		const bool is_gone = str_is(answer->name, "area_id") && is_elsewhere;
		if (!str_starts(answer->name, STR("file.")) && !is_named(rq, answer->name))
			pairs_add(rq->arena, &kept, answer->name, is_gone ? STR("") : answer->value);
	}
	for (size_t i = 0; i < kept.count; i++)
		pairs_add(rq->arena, &rq->form, kept.at[i].name, kept.at[i].value);
}

enum rc report_form_take_files(struct report_form *form)
{
	struct request *rq = form->rq;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < rq->upload_count; i++) {
		const struct upload *upload = &rq->uploads[i];
		struct attachment file;
		const char *why;
		if (answers_count(&form->answers, "file", ANSWERS_FILES_MOST) == ANSWERS_FILES_MOST)
			return problem_add(rq, "files", N_("A report takes ten files. Add more to the incident later"));
		enum rc taken = attachment_file_take(rq->arena, rq->config, upload_fd(upload), upload->size,
						     upload->file_name, &file, &why);
		if (taken == RC_OK)
			answers_add_file(&form->answers, &file);
		else if (taken == RC_INVALID)
			rc = problem_add_text(rq, "files", arena_printf(rq->arena, "%.*s: %.*s", STR_ARG(upload->file_name),
									STR_ARG(rq_tr(rq, why))));
		else
			return taken;
	}
	return rc;
}

enum rc report_form_check(struct report_form *form, enum report_step step)
{
	struct request *rq = form->rq;
	size_t problems = rq->problem_count;
	struct incident incident;
	union { struct injured_person injured; struct witness witness; } person;

	bool asks_place = step == STEP_WHAT || step == STEP_COUNT;
	if (asks_place && !form->here && pairs_get(&rq->form, "establishment_id").len)
		problem_add(rq, "establishment_id", N_("Choose one of the values offered"));
	record_clear(&incident_record, &incident);
	if (steps[step].form.names && form_read(rq, &steps[step].form, &incident) == RC_FAULT)
		return RC_FAULT;
	for (size_t g = 0; has_groups(step) && g < GROUPS; g++) {
		size_t sent = form_group_count(rq, groups[g].name, ANSWERS_PEOPLE_MOST);
		for (size_t n = 0; n < sent; n++) {
			const char *prefix = group_prefix(rq->arena, &groups[g], n);
			record_clear(groups[g].form.record, &person);
			if (is_told(rq, &groups[g], prefix) &&
			    form_read_prefixed(rq, &groups[g].form, prefix, &person) == RC_FAULT)
				return RC_FAULT;
		}
	}
	return rq->problem_count > problems ? RC_INVALID : RC_OK;
}

static void show_group(struct report_form *form, struct view *page, const struct group *group, bool with_empty)
{
	struct request *rq = form->rq;
	struct view_list *list = view_list(page, group->name);
	size_t answered = answers_count(&form->answers, group->name, ANSWERS_PEOPLE_MOST);
	union { struct injured_person injured; struct witness witness; } *row;

	view_flag(page, arena_printf(rq->arena, "is_%s_full", group->name).at, answered >= ANSWERS_PEOPLE_MOST);
	if (with_empty && answered < ANSWERS_PEOPLE_MOST)
		answered++;
	for (size_t n = 0; n < answered; n++) {
		struct view *entry = view_add(list);
		const char *prefix = group_prefix(rq->arena, group, n);
		row = arena_alloc(rq->arena, 1, sizeof *row);
		record_clear(group->form.record, row);
		if (group->form.record == &injured_person_record) {
			row->injured.employment = EMPLOYMENT_PAYROLL;
			row->injured.care = CARE_UNKNOWN;
		}
		answers_row(&form->answers, group->form.record, group->form.names, prefix, NULL, rq->now, row);
		view_int(entry, "n", (int64_t)n + 1);
		form_view_prefixed(rq, entry, "form", &group->form, prefix, row);
	}
}

static struct str file_size(struct arena *arena, int64_t bytes)
{
	if (bytes < 1000000)
		return arena_printf(arena, "%lld kB", (long long)(bytes + 999) / 1000);
	return arena_printf(arena, "%.1f MB", (double)bytes / 1e6);
}

static void show_files(struct report_form *form, struct view *page)
{
	struct request *rq = form->rq;
	struct view_list *list = view_list(page, "files");
	size_t count;
	const struct attachment *files = answers_files(&form->answers, &count);
	struct str problem = problem_of(rq, "files");

	for (size_t i = 0; i < count; i++) {
		struct view *entry = view_add(list);
		view_text(entry, "file_name", files[i].name);
		view_text(entry, "size", file_size(rq->arena, files[i].size));
		view_int(entry, "n", (int64_t)i);
		if (form->link && files[i].preview_sha256.len)
			view_printf(entry, "preview_href", "%s/file/%zu", form->link, i);
	}
	view_text(page, "files_problem", problem.at ? problem : STR(""));
	view_flag(page, "is_files_full", count >= ANSWERS_FILES_MOST);
}

void report_form_show(struct report_form *form, struct view *page, enum report_step step, const char *more)
{
	struct request *rq = form->rq;
	struct incident_report *report = ARENA_NEW(rq->arena, struct incident_report);
	bool is_injury = str_is(answers_get(&form->answers, "door"), "hurt");

	answers_report(&form->answers, rq->zone, rq->now, report);
	if (!report->incident.title.len)
		report->incident.title = incident_report_title(rq->arena, report->incident.description);
	if (!report->incident.reporting)
		report->incident.reporting = REPORTING_NAMED;
	if (steps[step].form.names)
		form_view(rq, page, "form", &steps[step].form, &report->incident);
	if (has_groups(step)) {
		bool has_none = answers_count(&form->answers, "injured", ANSWERS_PEOPLE_MOST) == 0;
		bool wants_injured = (is_injury || step == STEP_COUNT) && has_none;
		show_group(form, page, &groups[0], wants_injured || strcmp(more, "injured") == 0);
		show_group(form, page, &groups[1], strcmp(more, "witness") == 0);
	}
	show_files(form, page);
	view_flag(page, "is_injury", is_injury);
	view_flag(page, "is_confidential", report->incident.reporting == REPORTING_CONFIDENTIAL);
	view_text(page, "emergency_phone", form->here ? form->here->emergency_phone : STR(""));
	view_text(page, "muster_point", form->here ? form->here->muster_point : STR(""));
	view_text(page, "here_name", form->here ? form->here->name : STR(""));
}

bool report_form_lacks(const struct report_form *form, const char *name)
{
	const struct field *field = record_field(&incident_record, str_of(name));

	return field->flags & FIELD_REQUIRED && !answers_get(&form->answers, name).len;
}

/* What is still to be answered in a step, as a count. */
static int open_questions(struct report_form *form, enum report_step step)
{
	int open = 0;

	for (const char *const *name = steps[step].form.names; name && *name; name++)
		open += report_form_lacks(form, *name);
	return open;
}

void report_form_show_steps(struct report_form *form, struct view *page, enum report_step current)
{
	struct view_list *list = view_list(page, "steps");

	for (int i = STEP_WHAT; i < STEP_COUNT; i++) {
		struct view *entry = view_add(list);
		int open = open_questions(form, (enum report_step)i);
		bool is_done = i != STEP_REVIEW && i < (int)current && open == 0;
		view_int(entry, "n", i + 1);
		view_text(entry, "label", rq_tr(form->rq, steps[i].label));
		view_flag(entry, "current", i == (int)current);
		view_flag(entry, "done", is_done);
		if (form->link)
			view_printf(entry, "href", "%s/%s", form->link, steps[i].name);
		if (open && i < (int)current)
			view_text(entry, "note", rq_tr(form->rq, N_("An answer is missing")));
	}
}

static const char seal_purpose[] = "report file";
static const char *const file_parts[] = {"sha256", "preview", "size", "type", "name"};

/* A file's description, so that only files that were sent with this report can come back. */
static struct str seal_file(struct report_form *form, size_t n)
{
	struct text payload = TEXT_IN(form->rq->arena);

	for (size_t i = 0; i < sizeof file_parts / sizeof *file_parts; i++) {
		struct str key = arena_printf(form->rq->arena, "file.%zu.%s", n, file_parts[i]);
		if (i)
			text_char(&payload, ' ');
		text_add(&payload, answers_get(&form->answers, key.at));
	}
	return secret_seal(form->rq->arena, request_secret(form->rq), seal_purpose, text_str(&payload),
			   form->rq->now + DAYS(30));
}

static void add_hidden(struct view_list *list, struct str name, struct str value)
{
	struct view *entry = view_add(list);

	view_text(entry, "name", name);
	view_text(entry, "value", value);
	view_flag(entry, "is_evidence", str_is(name, "evidence"));
}

void report_form_hide(struct report_form *form, struct view *page)
{
	struct view_list *list = view_list(page, "hidden");
	size_t files = answers_count(&form->answers, "file", ANSWERS_FILES_MOST);

	for (size_t i = 0; i < form->answers.count; i++) {
		const struct answered *answer = &form->answers.at[i];
		bool is_asked_here = str_is(answer->name, "reporting") || str_is(answer->name, "title");
		if (!str_starts(answer->name, STR("file.")) && !is_asked_here)
			add_hidden(list, answer->name, answer->value);
	}
	for (size_t n = 0; n < files; n++)
		add_hidden(list, STR("evidence"), seal_file(form, n));
}

static bool is_kept(const struct request *rq, struct str digits)
{
	struct str hash = sha256_read(rq->arena, digits);

	return hash.at && attachment_file_claim(rq->arena, rq->config, hash) == RC_OK;
}

/* A file whose content is gone meanwhile is left out, and said to be missing. */
static bool is_claimed(struct report_form *form, struct str payload)
{
	struct str full = STR_NONE, preview = STR_NONE;
	bool is_whole = str_split(&payload, ' ', &full) && str_split(&payload, ' ', &preview) &&
			is_kept(form->rq, full) && (!preview.len || is_kept(form->rq, preview));

	if (is_whole)
		return true;
	problem_add(form->rq, "files", N_("A file was kept too long and is gone. Choose it again"));
	return false;
}

static void unseal_file(struct report_form *form, struct str sealed)
{
	size_t n = answers_count(&form->answers, "file", ANSWERS_FILES_MOST);
	struct str rest, part;

	if (n == ANSWERS_FILES_MOST || secret_open(form->rq->arena, request_secret(form->rq), seal_purpose, sealed,
						   form->rq->now, &rest) != RC_OK || !is_claimed(form, rest))
		return;
	for (size_t i = 0; i < sizeof file_parts / sizeof *file_parts; i++) {
		bool is_last = i + 1 == sizeof file_parts / sizeof *file_parts;
		if (is_last)
			part = rest; /* a name may hold blanks */
		else if (!str_split(&rest, ' ', &part))
			return;
		answers_set(&form->answers, arena_printf(form->rq->arena, "file.%zu.%s", n, file_parts[i]).at, part);
	}
}

void report_form_take_all(struct report_form *form)
{
	struct str sealed;

	for (const char *const *name = answers_incident_names; *name; name++)
		if (pairs_has(&form->rq->form, *name))
			answers_set(&form->answers, *name, pairs_get(&form->rq->form, *name));
	for (size_t g = 0; g < GROUPS; g++)
		take_group(form, &groups[g]);
	for (size_t n = 0; (sealed = pairs_nth(&form->rq->form, "evidence", n)).at; n++)
		unseal_file(form, sealed);
}
