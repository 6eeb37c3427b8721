/* The fishbone drawing: everything is drawn, inside, in its column, and nothing lies over anything else. */
#include "../unit.h"

#include "investigation/fishbone.h"

static struct str labels[BRANCH_COUNT];

static void name_bones(void)
{
	for (int i = 0; i < BRANCH_COUNT; i++)
		labels[i] = str_of(codes_label(&branch_codes, i));
}

static struct fishbone_item item(int64_t id, int branch, int64_t parent, struct str text)
{
	return (struct fishbone_item){.entry = {.id = id, .position = id}, .branch = branch, .parent_id = parent, .text = text};
}

static const struct fishbone_text *find(const struct fishbone_drawing *d, const char *words)
{
	for (size_t i = 0; i < d->text_count; i++)
		if (str_starts(d->texts[i].text, str_of(words)))
			return &d->texts[i];
	return NULL;
}

static void assert_inside(const struct fishbone_drawing *d)
{
	for (size_t i = 0; i < d->text_count; i++) {
		const struct fishbone_text *t = &d->texts[i];
		double width = fishbone_text_width(t->text, t->size, t->is_bold);
		double left = t->is_centred ? t->x - width / 2 : t->x;
		assert_true(left >= 0 && left + width <= FISHBONE_WIDTH);
		assert_true(t->y - t->size >= 0 && t->y <= d->height);
	}
	for (size_t i = 0; i < d->line_count; i++) {
		assert_true(d->lines[i].x0 >= 0 && d->lines[i].x1 <= FISHBONE_WIDTH);
		assert_true(d->lines[i].y0 >= 0 && d->lines[i].y0 <= d->height && d->lines[i].y1 <= d->height);
	}
}

/* Lines of text on top of each other would be nearer than their size. */
static void assert_apart(const struct fishbone_drawing *d)
{
	for (size_t i = 0; i < d->text_count; i++)
		for (size_t j = i + 1; j < d->text_count; j++) {
			const struct fishbone_text *a = &d->texts[i], *b = &d->texts[j];
			double aw = fishbone_text_width(a->text, a->size, a->is_bold);
			double bw = fishbone_text_width(b->text, b->size, b->is_bold);
			double al = a->is_centred ? a->x - aw / 2 : a->x, bl = b->is_centred ? b->x - bw / 2 : b->x;
			double apart = a->y > b->y ? a->y - b->y : b->y - a->y;
			if (al < bl + bw && bl < al + aw && apart < (a->y > b->y ? a->size : b->size) * 0.95)
				fail_msg("\"%.*s\" lies over \"%.*s\"", STR_ARG(a->text), STR_ARG(b->text));
		}
}

static void an_empty_one_has_six_bones_and_a_head(void **state)
{
	name_bones();
	struct fishbone_drawing d = fishbone_draw(*state, STR("Fall"), labels, NULL, 0);

	for (int i = BRANCH_MAN; i < BRANCH_COUNT; i++)
		assert_non_null(find(&d, codes_label(&branch_codes, i)));
	assert_non_null(find(&d, "Fall"));
	assert_int_equal(d.box_count, 7);
	assert_inside(&d);
	assert_apart(&d);
}

static void long_texts_wrap_and_the_drawing_grows(void **state)
{
	struct fishbone_item items[40];
	struct str long_text = STR("The guard of the conveyor had been taken off for cleaning weeks before and nobody put it back, "
				   "although Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente was told twice");
	size_t count = 0;

	name_bones();
	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++)
		for (int n = 0; n < 3; n++) {
			int64_t parent = (int64_t)count + 1;
			items[count++] = item(parent, branch, 0, long_text);
			items[count++] = item(parent + 1, branch, parent, long_text);
		}
	struct fishbone_drawing d = fishbone_draw(*state, long_text, labels, items, count);
	assert_true(d.height > 800);
	assert_inside(&d);
	assert_apart(&d);
	/* Every word of every cause is there. */
	size_t letters = 0;
	for (size_t i = 0; i < d.text_count; i++)
		letters += d.texts[i].text.len;
	assert_true(letters > (count + 1) * (long_text.len - 30));
}

static void causes_stand_in_their_zone(void **state)
{
	struct fishbone_item items[BRANCH_COUNT * 2];
	size_t count = 0;

	name_bones();
	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++) {
		int64_t id = branch * 2;
		items[count++] = item(id, branch, 0, arena_printf(*state, "cause %d", branch));
		items[count++] = item(id + 1, branch, id, arena_printf(*state, "twig %d", branch));
	}
	struct fishbone_drawing d = fishbone_draw(*state, STR("Effect"), labels, items, count);
	for (int branch = BRANCH_MAN; branch < BRANCH_COUNT; branch++)
		for (int twig = 0; twig < 2; twig++) {
			const struct fishbone_text *t =
				find(&d, arena_printf(*state, "%s %d", twig ? "twig" : "cause", branch).at);
			assert_non_null(t);
			assert_true(t->x >= d.zones[branch].x0 && t->x <= d.zones[branch].x1);
			assert_true(t->y >= d.zones[branch].y0 && t->y <= d.zones[branch].y1);
		}
}

static void odd_texts_do_no_harm(void **state)
{
	static const char *const texts[] = {"", " ", "\xC3", "\xE6\x9D\x8E\xE6\x9D\x8E\xE6\x9D\x8E", "\xF0\x9F", "a\xFF", "\t\n"};
	struct fishbone_item items[8];
	size_t count = 0;

	name_bones();
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		items[count++] = item((int64_t)i + 1, BRANCH_MAN + (int)(i % 6), 0, str_of(texts[i]));
	struct fishbone_drawing d = fishbone_draw(*state, STR(""), labels, items, count);
	assert_true(d.height > 0);
	assert_inside(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(an_empty_one_has_six_bones_and_a_head),
		UNIT(long_texts_wrap_and_the_drawing_grows),
		UNIT(causes_stand_in_their_zone),
		UNIT(odd_texts_do_no_harm),
	};
	return cmocka_run_group_tests_name("fishbone", tests, NULL, NULL);
}
