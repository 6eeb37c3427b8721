#include "incident/incident_number.h"

/* A block that lasts longer than this was too large, one used up faster than this too small. */
static const moment lasts_too_long = SECONDS(2);
static const moment used_up_at_once = SECONDS(2) / 10;

struct str incident_number_text(struct arena *arena, day on, int64_t serial)
{
	struct civil c = day_civil(on);

	return arena_printf(arena, "INC-%04d%02d%02d-%04lld", c.year, c.month, c.day, (long long)serial);
}

bool incident_number_parse(struct str s, day *on, int64_t *serial)
{
	int64_t date;

	if (s.len < 17 || !str_equal_nocase(str_slice(s, 0, 4), STR("INC-")) || s.at[12] != '-')
		return false;
	if (!str_to_int(str_slice(s, 4, 8), 19000101, 21991231, &date))
		return false;
	int year = (int)(date / 10000), month = (int)(date / 100 % 100), day_of_month = (int)(date % 100);
	if (!day_is_valid(year, month, day_of_month))
		return false;
	*on = day_of(year, month, day_of_month);
	return str_to_int(str_slice(s, 13, s.len), 1, INT64_C(999999999999), serial);
}

int64_t incident_number_block(int64_t size, moment age)
{
	if (size < 1 || age == MOMENT_NONE || age > lasts_too_long)
		return 1;
	if (age >= used_up_at_once)
		return size;
	return size * 2 > NUMBER_BLOCK_MOST ? NUMBER_BLOCK_MOST : size * 2;
}
