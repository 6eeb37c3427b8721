#include "environment/release_compare.h"

#include "base/text.h"

#include "base/decimal.h"
#include "environment/release_window.h"

enum { MILLION = 1000000, PERCENT = 100, PLACES = 6, NOX_FROM_COMBUSTION = 1000, PEROXIDE_PERCENT = 52 };

static struct str pounds(struct release_work *work, int64_t micro_lb, int64_t limit)
{
	return arena_concat(work->arena, release_pounds_text(work->arena, micro_lb, limit), STR(" lb"));
}

static struct str number(struct release_work *work, int64_t millionths)
{
	return decimal_text(work->arena, millionths, PLACES, false);
}

static struct str rq_text(struct release_work *work, int64_t rq)
{
	return pounds(work, rq * MILLION, NUMBER_NONE);
}

/* --- the amount in pounds --- */

/* The approximate density or molar mass of a list counts only where one substance is all there is. */
static const struct substance *only_substance(const struct release_case *c)
{
	return c->part_count == 1 ? c->parts[0].substance : NULL;
}

static int64_t density_of(struct release_work *work)
{
	const struct release *release = work->c->release;
	const struct substance *only = only_substance(work->c);

	if (release->specific_gravity != NUMBER_NONE || release_unit_measure(release->unit) != MEASURE_VOLUME)
		return release->specific_gravity;
	if (!only || only->specific_gravity == NUMBER_NONE)
		return NUMBER_NONE;
	work->is_estimate = true;
	release_found(work, N_("No density was given: the approximate one of the list is used, {a}"), "",
		      number(work, only->specific_gravity), STR_NONE, STR_NONE, STR_NONE);
	return only->specific_gravity;
}

static void tell_weight(struct release_work *work, int64_t density, int64_t molar_mass)
{
	enum { COARSE = 100 }; /* four decimals are enough to be recalculated by */
	const struct release *release = work->c->release;
	const enum unit_measure measure = release_unit_measure(release->unit);
	const char *sign = release_unit_sign(release->unit);
	int64_t factor = release_unit_factor(release->unit);
	struct text sum = TEXT_IN(work->arena);

	if (factor >= MILLION)
		factor = (factor + COARSE / 2) / COARSE * COARSE;
	text_add(&sum, number(work, release->amount));
	text_printf(&sum, " %s", sign);
	if (release->unit != UNIT_LB) {
		text_printf(&sum, " × %.*s lb/%s", STR_ARG(number(work, factor)), sign);
		if (measure != MEASURE_MASS)
			text_printf(&sum, " × %.*s",
				    STR_ARG(number(work, measure == MEASURE_GAS ? molar_mass : density)));
		text_printf(&sum, " = %.*s", STR_ARG(pounds(work, work->weight.total, NUMBER_NONE)));
	}
	release_found(work, N_("Weight: {a}"), "", text_str(&sum), STR_NONE, STR_NONE, STR_NONE);
}

static const struct {
	const char *text;
} unknown_weights[] = {
	[WEIGHT_NO_AMOUNT] = {N_(
		"How much was released is not known: it cannot be compared. Use the full content of the "
		"container when nobody knows what remains")},
	[WEIGHT_NO_DENSITY] = {N_(
		"The density is not known: a volume cannot be weighed. The safety data sheet has it, section 9")},
	[WEIGHT_NO_MOLAR_MASS] = {N_("The gas has no molar mass in the list: give the weight instead")},
};

void release_weigh(struct release_work *work)
{
	const struct release *release = work->c->release;
	const struct substance *only = only_substance(work->c);
	int64_t density = density_of(work), molar_mass = only ? only->molar_mass : NUMBER_NONE;

	work->weight = release_weight(release->amount, release->unit, density, molar_mass);
	if (work->weight.state != WEIGHT_KNOWN) {
		work->out->needs_amount = true;
		release_found(work, unknown_weights[work->weight.state].text, "", STR_NONE, STR_NONE,
			      STR_NONE, STR_NONE);
		return;
	}
	if (release->is_whole_container)
		release_found(work, N_("Nobody knows what remains: the full content of the container counts"),
			      "", STR_NONE, STR_NONE, STR_NONE, STR_NONE);
	tell_weight(work, density, molar_mass);
}

/* --- the quantities that count for one constituent --- */

struct limits {
	int64_t cercla, epcra; /* pounds, NUMBER_NONE: not listed, or its form does not count */
	bool is_ehs;
};

static int64_t lower(int64_t a, int64_t b)
{
	if (a == NUMBER_NONE || b == NUMBER_NONE)
		return a == NUMBER_NONE ? b : a;
	return a < b ? a : b;
}

/* What the entry's special rule makes of the form that was released; a finding where it matters. */
static bool form_counts(struct release_work *work, const struct release_part *part, int64_t *cercla,
			int64_t *ehs)
{
	static const struct {
		int special, form;
		const char *text, *citation;
	} rules[] = {
		{SPECIAL_METAL, FORM_LARGE_PIECES,
		 N_("{a}: solid pieces of 100 micrometres or more need no notification"), "40 CFR 302.6(d)"},
		{SPECIAL_ASBESTOS, FORM_BOUND, N_("{a}: only friable forms count"), "40 CFR 302.4"},
		{SPECIAL_HYDROGEN_CHLORIDE, FORM_SOLUTION,
		 N_("{a}: as a solution it is not extremely hazardous"), "40 CFR 355 appendix A"},
		{SPECIAL_NOX, FORM_COMBUSTION,
		 N_("{a} from combustion to air: 1,000 lb in 24 hours count instead"), "40 CFR 302.6(e)"},
		{SPECIAL_PHOSPHORUS, FORM_RED,
		 N_("{a}: the entry means white phosphorus; have a specialist look at red"),
		 "40 CFR 355 appendix A"},
		{SPECIAL_AMMONIA, FORM_SOLUTION,
		 N_("{a}: enter a solution as ammonium hydroxide; gas that leaves it counts as ammonia"),
		 "40 CFR 302.4"},
	};
	const struct substance *substance = part->substance;

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (substance->special == rules[i].special && part->form == rules[i].form)
			release_found(work, rules[i].text, rules[i].citation, substance->name, STR_NONE,
				      STR_NONE, STR_NONE);
	if (substance->special == SPECIAL_HYDROGEN_CHLORIDE && !release_part_is_ehs(part))
		*ehs = NUMBER_NONE;
	if (substance->special == SPECIAL_NOX && part->form == FORM_COMBUSTION && work->c->release->to_air)
		*cercla = *ehs = NOX_FROM_COMBUSTION;
	return !(substance->special == SPECIAL_METAL && part->form == FORM_LARGE_PIECES) &&
	       !(substance->special == SPECIAL_ASBESTOS && part->form == FORM_BOUND);
}

bool release_part_is_ehs(const struct release_part *part)
{
	const struct substance *substance = part->substance;
	const bool is_weak = part->strength != NUMBER_NONE && part->strength_unit == STRENGTH_WEIGHT_PERCENT &&
			     part->strength <= PEROXIDE_PERCENT * MILLION;

	if (substance->special == SPECIAL_HYDROGEN_CHLORIDE && part->form == FORM_SOLUTION)
		return false;
	return substance->ehs_rq != NUMBER_NONE && !(substance->special == SPECIAL_PEROXIDE && is_weak);
}

static struct limits limits_of(struct release_work *work, const struct release_part *part)
{
	const struct substance *substance = part->substance;
	const struct limits none = {NUMBER_NONE, NUMBER_NONE, false};
	int64_t cercla = substance->cercla_rq, ehs = substance->ehs_rq;

	if (substance->kind == SUBSTANCE_WASTE && work->c->release->disposition == DISPOSITION_REUSED) {
		release_found(work, N_("{a}: recovered for use, so it is no waste"), "40 CFR 302.5(b)",
			      substance->name, STR_NONE, STR_NONE, STR_NONE);
		return none;
	}
	if (!form_counts(work, part, &cercla, &ehs))
		return none;
	if (substance->special == SPECIAL_PEROXIDE && !release_part_is_ehs(part)) {
		release_found(work, N_("{a}: extremely hazardous above 52 percent only"),
			      "40 CFR 355 appendix A", substance->name, STR_NONE, STR_NONE, STR_NONE);
		ehs = NUMBER_NONE;
	}
	if (work->is_petroleum && substance->special != SPECIAL_PCB)
		cercla = NUMBER_NONE;
	if (cercla == NUMBER_NONE && ehs == NUMBER_NONE && !work->is_petroleum)
		release_found(work, N_("{a}: on neither federal list"), "40 CFR 302.4; 40 CFR 355 appendix A",
			      substance->name, STR_NONE, STR_NONE, STR_NONE);
	return (struct limits){cercla, lower(cercla, ehs), ehs != NUMBER_NONE};
}

static int64_t lowest(const struct limits *limits)
{
	return lower(limits->cercla, limits->epcra);
}

/* --- what one constituent weighs --- */

/* NUMBER_NONE: not to be told from what is known. */
static int64_t weight_of_part(const struct release_work *work, const struct release_part *part)
{
	const int64_t density = part->substance->specific_gravity;

	if (part->substance->kind == SUBSTANCE_WASTE)
		return work->weight.total;
	if (part->strength == NUMBER_NONE)
		return NUMBER_NONE;
	switch (part->strength_unit) {
	case STRENGTH_GRAMS_PER_LITRE:
		return work->weight.water == NUMBER_NONE
			       ? NUMBER_NONE
			       : release_weight_share(work->weight.water, part->strength, 1000LL * MILLION);
	case STRENGTH_VOLUME_PERCENT:
		if (work->weight.water == NUMBER_NONE || density == NUMBER_NONE)
			return NUMBER_NONE;
		return release_weight_share(
			release_weight_share(work->weight.water, part->strength, PERCENT * MILLION), density,
			MILLION);
	default:
		return release_weight_share(work->weight.total, part->strength, PERCENT * MILLION);
	}
}

static void tell_part(struct release_work *work, const struct release_part *part)
{
	const struct str total = pounds(work, work->weight.total, NUMBER_NONE);
	const struct str counted = pounds(work, part->counted, part->substance->cercla_rq);

	if (part->substance->kind == SUBSTANCE_WASTE)
		release_found(work, N_("{a}: the whole waste counts, {b}"), "40 CFR 302.5(b)",
			      part->substance->name, total, STR_NONE, STR_NONE);
	else if (part->strength_unit == STRENGTH_GRAMS_PER_LITRE)
		release_found(work, N_("{a}: {b} g/L make {c}"), "40 CFR 302.6(b)(1)(i)",
			      part->substance->name, number(work, part->strength), counted, STR_NONE);
	else if (part->strength_unit == STRENGTH_VOLUME_PERCENT)
		release_found(work, N_("{a}: {b} % by volume make {c}"), "40 CFR 302.6(b)(1)(i)",
			      part->substance->name, number(work, part->strength), counted, STR_NONE);
	else if (part->strength != PERCENT * MILLION)
		release_found(work, N_("{a}: {b} × {c} % = {d}"), "40 CFR 302.6(b)(1)(i)",
			      part->substance->name, total, number(work, part->strength), counted);
}

/* All weights known, or the whole against the lowest quantity of all (40 CFR 302.6(b)(1)). */
static void weigh_parts(struct release_work *work, const struct limits *limits)
{
	const struct release_case *c = work->c;
	const struct release_part *least = NULL;
	int64_t least_rq = NUMBER_NONE;
	bool is_any_unknown = false;

	for (size_t i = 0; i < c->part_count; i++) {
		struct release_part *part = &c->parts[i];
		const int64_t rq = lowest(&limits[i]);
		part->counted = rq == NUMBER_NONE ? 0 : weight_of_part(work, part);
		is_any_unknown = is_any_unknown || part->counted == NUMBER_NONE;
		if (part->counted && part->counted != NUMBER_NONE)
			tell_part(work, part);
		if (rq != NUMBER_NONE && (least_rq == NUMBER_NONE || rq < least_rq)) {
			least = part;
			least_rq = rq;
		}
	}
	if (!is_any_unknown)
		return;
	if (c->part_count == 1)
		release_found(work, N_("{a}: the strength is not known, so the whole weight counts, {b}"),
			      "40 CFR 302.6(b)(1)(ii)", least->substance->name,
			      pounds(work, work->weight.total, least_rq), STR_NONE, STR_NONE);
	else
		release_found(
			work,
			N_("The amount of a constituent is not known: all of it, {a}, is held against the lowest quantity, "
			   "{b} of {c}"),
			"40 CFR 302.6(b)(1)(ii)", pounds(work, work->weight.total, least_rq),
			rq_text(work, least_rq), least->substance->name, STR_NONE);
	for (size_t i = 0; i < c->part_count; i++)
		if (&c->parts[i] == least || c->parts[i].counted == NUMBER_NONE)
			c->parts[i].counted = work->weight.total;
}

/* Only what lies above the permit counts; its limit is one substance's, so a mixture counts whole. */
static void deduct_permitted(struct release_work *work)
{
	const struct release *release = work->c->release;
	struct release_part *part = work->c->parts;

	if (release->permit != PERMIT_EXCEEDED || release->permitted == NUMBER_NONE ||
	    work->c->part_count != 1)
		return;
	part->counted = part->counted > release->permitted ? part->counted - release->permitted : 0;
	release_found(
		work,
		N_("The permit allows {a}: {b} above it count. The deviation itself has to be reported under the permit"),
		"42 USC 9601(10)", pounds(work, release->permitted, NUMBER_NONE),
		pounds(work, part->counted, part->substance->cercla_rq), STR_NONE, STR_NONE);
}

/* --- comparing --- */

/* The most in 24 hours, with the other releases of the substance. */
static int64_t most_in_a_day(struct release_work *work, const struct release_part *part)
{
	const struct release_case *c = work->c;
	struct release_interval *all =
		ARENA_ARRAY(work->arena, struct release_interval, part->other_count + 1);
	struct text numbers = TEXT_IN(work->arena);
	const int64_t rq = part->substance->cercla_rq != NUMBER_NONE ? part->substance->cercla_rq
								     : part->substance->ehs_rq;

	all[0] = (struct release_interval){c->from, c->to, part->counted};
	for (size_t i = 0; i < part->other_count; i++)
		all[i + 1] = (struct release_interval){part->others[i].from, part->others[i].to,
						       part->others[i].micro_lb};
	struct release_window window = release_window_most(all, part->other_count + 1, 0);
	for (size_t i = 0; i < part->other_count; i++)
		if (release_window_share(&all[i + 1], window.from) > 0)
			text_printf(&numbers, "%s%.*s", numbers.len ? ", " : "",
				    STR_ARG(part->others[i].number));
	if (numbers.len)
		release_found(work, N_("{a}: with {b} at the same facility {c} within 24 hours"),
			      "40 CFR 302.6(a)", part->substance->name, text_str(&numbers),
			      pounds(work, window.micro_lb, rq), STR_NONE);
	else if (c->to - c->from > RELEASE_WINDOW)
		release_found(work, N_("{a}: evenly over {b} hours, {c} in any 24 of them"),
			      "40 CFR 302.6(a)", part->substance->name,
			      arena_printf(work->arena, "%lld", (long long)((c->to - c->from) / HOURS(1))),
			      pounds(work, window.micro_lb, rq), STR_NONE);
	return window.micro_lb;
}

static int compare_one(struct release_work *work, const struct release_part *part, int64_t micro_lb,
		       int64_t rq, const char *citation)
{
	const struct str name = part->substance->name, weight = pounds(work, micro_lb, rq),
			 limit = rq_text(work, rq);
	const bool is_doubtful_waste = part->substance->kind == SUBSTANCE_WASTE &&
				       work->c->release->disposition != DISPOSITION_WASTE;

	if (micro_lb >= rq * MILLION && is_doubtful_waste) {
		release_found(
			work,
			N_("{a}: {b} of {c}; a spilled product that is not recovered for use counts as a waste"),
			"40 CFR 302.5(b)", name, weight, limit, STR_NONE);
		return RELEASE_TREAT;
	}
	if (micro_lb >= rq * MILLION) {
		release_found(work, N_("{a}: {b}, reportable quantity {c}: reached"), citation, name, weight,
			      limit, STR_NONE);
		return RELEASE_REPORT;
	}
	if (work->is_estimate && micro_lb &&
	    micro_lb >= rq * (PERCENT - work->c->margin_percent) * (MILLION / PERCENT)) {
		release_found(
			work,
			N_("{a}: {b}, reportable quantity {c}: below, but by less than {d} % while figures are estimates"),
			citation, name, weight, limit,
			arena_printf(work->arena, "%lld", (long long)work->c->margin_percent));
		return RELEASE_TREAT;
	}
	release_found(work, N_("{a}: {b}, reportable quantity {c}: below"), citation, name, weight, limit,
		      STR_NONE);
	return RELEASE_NO;
}

static void raise(int *answer, int to)
{
	if (to > *answer)
		*answer = to;
}

static void compare_part(struct release_work *work, const struct release_part *part,
			 const struct limits *limits)
{
	const struct release *release = work->c->release;

	if (lowest(limits) == NUMBER_NONE)
		return;
	work->out->is_ehs = work->out->is_ehs || limits->is_ehs;
	if (work->weight.state != WEIGHT_KNOWN) {
		raise(&work->out->cercla, limits->cercla != NUMBER_NONE ? RELEASE_TREAT : RELEASE_NO);
		raise(&work->out->epcra, work->is_exempt_off_site ? RELEASE_NO : RELEASE_TREAT);
		return;
	}
	int64_t most = most_in_a_day(work, part);
	if (release->continuous_upper != NUMBER_NONE && most <= release->continuous_upper) {
		release_found(work, N_("{a}: within the normal range of the continuous release, up to {b}"),
			      "40 CFR 302.8", part->substance->name,
			      pounds(work, release->continuous_upper, NUMBER_NONE), STR_NONE, STR_NONE);
		return;
	}
	if (limits->cercla != NUMBER_NONE)
		raise(&work->out->cercla,
		      compare_one(work, part, most, limits->cercla, "40 CFR 302.4, 302.6(a)"));
	if (work->is_exempt_off_site)
		return;
	raise(&work->out->epcra,
	      limits->epcra == limits->cercla
		      ? work->out->cercla
		      : compare_one(work, part, most, limits->epcra, "40 CFR 355.30, 355.33"));
}

void release_compare(struct release_work *work)
{
	const struct release_case *c = work->c;
	struct limits *limits = ARENA_ARRAY(work->arena, struct limits, c->part_count + 1);

	for (size_t i = 0; i < c->part_count; i++) {
		limits[i] = limits_of(work, &c->parts[i]);
		c->parts[i].counted = NUMBER_NONE;
	}
	if (work->weight.state == WEIGHT_KNOWN) {
		weigh_parts(work, limits);
		deduct_permitted(work);
	}
	for (size_t i = 0; i < c->part_count; i++)
		compare_part(work, &c->parts[i], &limits[i]);
}
