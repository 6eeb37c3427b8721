#include "impact/training_completion.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct code standing_rows[] = {
	{"", ""},
	{"current", N_("Current")},
	{"pending", N_("Not due yet")},
	{"expired", N_("Expired")},
	{"missing", N_("Missing")},
	{NULL, NULL},
};
const struct codes training_standing_codes = {"training_standing", standing_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct training_need, member)
static const struct field need_fields[] = {
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_TEXT, OFFSET(employee_number), .label = N_("Employee number")},
	{.kind = FIELD_TEXT, OFFSET(given_name), .label = N_("Given name")},
	{.kind = FIELD_TEXT, OFFSET(family_name), .label = N_("Family name")},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_ID, OFFSET(course_id)},
	{.kind = FIELD_DAY, OFFSET(completed_on), .label = N_("Completed on")},
	{.kind = FIELD_DAY, OFFSET(due_on), .label = N_("Due")},
	{.kind = FIELD_CODE, OFFSET(standing), .label = N_("Standing"), .codes = &training_standing_codes},
	FIELD_END,
};
#undef OFFSET
const struct record training_need_record = {"training_need", sizeof(struct training_need), need_fields};

bool training_need_is_overdue(const struct training_need *need)
{
	return need->standing == STANDING_EXPIRED || need->standing == STANDING_MISSING;
}

int64_t training_sum_rate(const struct training_sum *sum)
{
	return sum->people ? sum->up_to_date * 1000 / sum->people : -1;
}

static const struct training_held *find_held(const struct training_completion *completion, int64_t person_id, int64_t course_id)
{
	size_t low = 0, high = completion->held_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct training_held *held = &completion->held[middle];
		if (held->person_id < person_id || (held->person_id == person_id && held->course_id < course_id))
			low = middle + 1;
		else
			high = middle;
	}
	const struct training_held *found = &completion->held[low];
	return low < completion->held_count && found->person_id == person_id && found->course_id == course_id ? found : NULL;
}

static struct training_need judge(const struct training_completion *completion, const struct trainee *trainee,
				  int64_t course_id, day due)
{
	const struct training_held *held = find_held(completion, trainee->id, course_id);
	struct training_need need = {
		.person_id = trainee->id,
		.employee_number = trainee->employee_number,
		.given_name = trainee->given_name,
		.family_name = trainee->family_name,
		.establishment_id = trainee->establishment_id,
		.department_id = trainee->department_id,
		.course_id = course_id,
		.completed_on = held ? held->completed_on : DAY_NONE,
		.due_on = due,
		.standing = STANDING_MISSING,
	};

	if (held && held->holds_until >= completion->question.today) {
		need.standing = STANDING_CURRENT;
		need.due_on = held->holds_until >= TRAINING_FOR_GOOD ? DAY_NONE : held->holds_until;
	} else if (due >= completion->question.today) {
		need.standing = STANDING_PENDING;
	} else if (held) {
		need.standing = STANDING_EXPIRED;
		need.due_on = held->holds_until > due ? held->holds_until : due;
	}
	return need;
}

static struct training_sum *sum_of(struct training_completion *completion, struct training_sums *sums, int64_t id)
{
	for (size_t i = 0; i < sums->count; i++)
		if (sums->at[i].id == id)
			return &sums->at[i];
	if (sums->count == sums->room) {
		const size_t room = sums->room ? sums->room * 2 : 32;
		struct training_sum *more = ARENA_ARRAY(completion->arena, struct training_sum, room);
		if (sums->count)
			memcpy(more, sums->at, sums->count * sizeof *more);
		sums->at = more;
		sums->room = room;
	}
	sums->at[sums->count] = (struct training_sum){.id = id};
	return &sums->at[sums->count++];
}

static void count_need(struct training_sum *sum, const struct training_need *need)
{
	sum->needs++;
	sum->current += need->standing == STANDING_CURRENT;
	sum->pending += need->standing == STANDING_PENDING;
	sum->overdue += training_need_is_overdue(need);
}

static void count_person(struct training_sum *sum, bool is_up_to_date)
{
	sum->people++;
	sum->up_to_date += is_up_to_date;
}

static void keep_need(struct training_completion *completion, const struct training_need *need)
{
	if (!completion->wants_needs || (completion->question.is_overdue_only && !training_need_is_overdue(need)))
		return;
	if (completion->need_count == completion->need_room) {
		const size_t room = completion->need_room ? completion->need_room * 2 : 256;
		struct training_need *more = ARENA_ARRAY(completion->arena, struct training_need, room);
		if (completion->need_count)
			memcpy(more, completion->needs, completion->need_count * sizeof *more);
		completion->needs = more;
		completion->need_room = room;
	}
	completion->needs[completion->need_count++] = *need;
}

static bool is_asked(const struct training_completion *completion, const struct trainee *trainee)
{
	const struct training_question *question = &completion->question;

	return (!question->person_id || question->person_id == trainee->id) &&
	       (!question->establishment_id || question->establishment_id == trainee->establishment_id) &&
	       (!question->department_id ||
		training_requirement_covers(completion->departments, completion->department_count, question->department_id,
					    trainee->department_id));
}

/* The earliest day by which one of the requirements for this course wants it; DAY_NONE: none is for this person. */
static day earliest_due(const struct training_completion *completion, const struct trainee *trainee, size_t from, size_t to)
{
	day earliest = DAY_NONE;

	for (size_t i = from; i < to; i++) {
		const struct training_requirement *requirement = &completion->requirements[i];
		if (!training_requirement_is_for(requirement, trainee, completion->departments, completion->department_count))
			continue;
		const day due = training_requirement_due(requirement, trainee);
		earliest = earliest == DAY_NONE || due < earliest ? due : earliest;
	}
	return earliest;
}

void training_completion_add(struct training_completion *completion, const struct trainee *trainee)
{
	const struct training_requirement *requirements = completion->requirements;
	struct training_sum person = {0};

	if (!is_asked(completion, trainee))
		return;
	for (size_t from = 0, to; from < completion->requirement_count; from = to) {
		const int64_t course_id = requirements[from].course_id;
		for (to = from; to < completion->requirement_count && requirements[to].course_id == course_id;)
			to++;
		if (completion->question.course_id && completion->question.course_id != course_id)
			continue;
		const day due = earliest_due(completion, trainee, from, to);
		if (due == DAY_NONE)
			continue;
		const struct training_need need = judge(completion, trainee, course_id, due);
		struct training_sum *course = sum_of(completion, &completion->by_course, course_id);
		count_need(course, &need);
		count_person(course, !training_need_is_overdue(&need));
		count_need(&person, &need);
		count_need(&completion->all, &need);
		count_need(sum_of(completion, &completion->by_establishment, trainee->establishment_id), &need);
		count_need(sum_of(completion, &completion->by_department, trainee->department_id), &need);
		keep_need(completion, &need);
	}
	if (!person.needs)
		return;
	count_person(&completion->all, !person.overdue);
	count_person(sum_of(completion, &completion->by_establishment, trainee->establishment_id), !person.overdue);
	count_person(sum_of(completion, &completion->by_department, trainee->department_id), !person.overdue);
}

static int by_rate(const void *a, const void *b)
{
	const struct training_sum *left = a, *right = b;
	const int64_t difference = training_sum_rate(left) - training_sum_rate(right);

	return difference ? (difference < 0 ? -1 : 1) : (left->id > right->id) - (left->id < right->id);
}

static day place_of(const struct training_need *need)
{
	return need->due_on == DAY_NONE ? TRAINING_FOR_GOOD : need->due_on;
}

static int by_due(const void *a, const void *b)
{
	const struct training_need *left = a, *right = b;

	if (place_of(left) != place_of(right))
		return place_of(left) < place_of(right) ? -1 : 1;
	if (left->person_id != right->person_id)
		return left->person_id < right->person_id ? -1 : 1;
	return (left->course_id > right->course_id) - (left->course_id < right->course_id);
}

void training_completion_finish(struct training_completion *completion)
{
	struct training_sums *const all[] = {&completion->by_establishment, &completion->by_department, &completion->by_course};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->count)
			qsort(all[i]->at, all[i]->count, sizeof *all[i]->at, by_rate);
	if (completion->need_count)
		qsort(completion->needs, completion->need_count, sizeof *completion->needs, by_due);
}

struct str training_need_key(struct arena *arena, const struct training_need *need)
{
	return arena_printf(arena, "%.*s.%lld.%lld", STR_ARG(day_text(arena, place_of(need))), (long long)need->person_id,
			    (long long)need->course_id);
}

size_t training_completion_after(const struct training_completion *completion, struct str key)
{
	struct training_need last = {.due_on = DAY_NONE};
	struct str part;
	size_t at = 0;

	if (!str_split(&key, '.', &part) || !day_parse(part, &last.due_on) || !str_split(&key, '.', &part) ||
	    !str_to_int(part, 1, INT64_MAX, &last.person_id) || !str_to_int(key, 1, INT64_MAX, &last.course_id))
		return 0;
	while (at < completion->need_count && by_due(&completion->needs[at], &last) <= 0)
		at++;
	return at;
}
