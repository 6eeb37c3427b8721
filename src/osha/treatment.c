#include "osha/treatment.h"

#include <assert.h>

#include "osha/citation.h"

#define FIRST_AID(code_, item_, label_) \
	{ .code = code_, .label = label_, .class = TREATMENT_FIRST_AID, .item = item_ }
#define CLOSE_CALL(code_, item_, label_) \
	{ .code = code_, .label = label_, .class = TREATMENT_FIRST_AID, .item = item_, .conditional = true }
#define BEYOND(code_, item_, label_) \
	{ .code = code_, .label = label_, .class = TREATMENT_BEYOND, .item = item_ }

/* Stored by code, so rows may be added and moved; never more than 64. */
static const struct treatment catalogue[] = {
	{.code = "observation", .label = N_("Visit for observation only"), .class = TREATMENT_OBSERVATION},
	{.code = "counselling", .label = N_("Counselling only"), .class = TREATMENT_OBSERVATION},
	{.code = "xray", .label = N_("X-ray or other imaging, to find out"), .class = TREATMENT_DIAGNOSIS},
	{.code = "blood_test", .label = N_("Blood or other laboratory test"), .class = TREATMENT_DIAGNOSIS},
	{.code = "diagnostic_drops", .label = N_("Prescription drops used only to examine the eye"),
	 .class = TREATMENT_DIAGNOSIS},

	CLOSE_CALL("otc", 'A', N_("Non-prescription medicine at its usual strength")),
	BEYOND("otc_rx_strength", 'A', N_("Non-prescription medicine, advised at prescription strength")),
	BEYOND("rx", 'A', N_("Prescription medicine, even one dose")),
	BEYOND("inhaler_rx", 'A', N_("Prescription inhaler")),
	BEYOND("chelation_rx", 'A', N_("Chelation with a prescription drug")),
	FIRST_AID("tetanus", 'B', N_("Tetanus shot")),
	BEYOND("other_vaccine", 'B', N_("Another vaccine as treatment (hepatitis B, rabies)")),
	FIRST_AID("clean", 'C', N_("Cleaning, flushing or soaking a surface wound")),
	BEYOND("debridement", 'C', N_("Surgical removal of dead tissue")),
	FIRST_AID("bandage", 'D', N_("Bandage, gauze pad, liquid bandage as a cover")),
	FIRST_AID("steri_strip", 'D', N_("Butterfly bandage or Steri-Strip")),
	BEYOND("sutures", 'D', N_("Stitches")),
	BEYOND("staples", 'D', N_("Staples in a wound")),
	BEYOND("glue", 'D', N_("Glue, tape or zip device that closes a wound")),
	FIRST_AID("cold", 'E', N_("Cold pack, any number of times")),
	FIRST_AID("hot", 'E', N_("Hot pack, any number of times")),
	FIRST_AID("elastic_wrap", 'F', N_("Elastic bandage, wrap or soft back belt")),
	BEYOND("rigid_device", 'F', N_("Brace or splint with rigid stays, or one that immobilises")),
	CLOSE_CALL("transport_splint", 'G', N_("Splint, sling, collar or board for transport only")),
	BEYOND("splint_kept", 'G', N_("Splint, sling or collar kept on after the transport")),
	FIRST_AID("blister_drain", 'H', N_("Draining a blister")),
	FIRST_AID("nail_drill", 'H', N_("Drilling a nail to relieve pressure")),
	FIRST_AID("eye_patch", 'I', N_("Eye patch")),
	FIRST_AID("eye_irrigation", 'J', N_("Something in the eye, rinsed or swabbed out")),
	BEYOND("eye_tool_removal", 'J', N_("Something in the eye, taken out with a needle, burr or tool")),
	FIRST_AID("tweezers", 'K', N_("Splinter taken out with tweezers, swab or rinsing")),
	BEYOND("excision", 'K', N_("Splinter or foreign body cut out")),
	FIRST_AID("finger_guard", 'L', N_("Finger guard")),
	FIRST_AID("massage", 'M', N_("Massage")),
	BEYOND("physical_therapy", 'M', N_("Physical therapy")),
	BEYOND("chiropractic", 'M', N_("Chiropractic treatment")),
	FIRST_AID("oral_fluids", 'N', N_("Drinking fluids against heat stress")),
	BEYOND("iv_fluids", 'N', N_("Fluids through a vein")),
	BEYOND("surgery", 0, N_("Surgery")),
	BEYOND("oxygen", 0, N_("Oxygen given as treatment")),
};

enum { CATALOGUE_COUNT = sizeof catalogue / sizeof *catalogue };
_Static_assert(CATALOGUE_COUNT <= 64, "a treatment_set has 64 bits");

size_t treatment_count(void)
{
	return CATALOGUE_COUNT;
}

const struct treatment *treatment_at(size_t index)
{
	assert(index < CATALOGUE_COUNT);
	return &catalogue[index];
}

const struct treatment *treatment_find(struct str code)
{
	for (size_t i = 0; i < CATALOGUE_COUNT; i++)
		if (str_is(code, catalogue[i].code))
			return &catalogue[i];
	return NULL;
}

enum rc treatment_parse(struct str list, treatment_set *out, bool *said_none, struct str *unknown)
{
	struct str rest = str_trim(list), part;

	*out = 0;
	*said_none = str_is(rest, "none");
	if (rest.len == 0 || *said_none)
		return RC_OK;
	while (str_split(&rest, ',', &part)) {
		const struct treatment *treatment = treatment_find(str_trim(part));
		if (!treatment) {
			*unknown = str_trim(part);
			return RC_INVALID;
		}
		*out |= UINT64_C(1) << (treatment - catalogue);
	}
	return RC_OK;
}

struct str treatment_text(struct arena *arena, treatment_set set)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < CATALOGUE_COUNT; i++) {
		if (!(set >> i & 1))
			continue;
		if (out.len > 0)
			text_char(&out, ',');
		text_cstr(&out, catalogue[i].code);
	}
	return text_str(&out);
}

treatment_set treatment_of_class(treatment_set set, enum treatment_class class)
{
	treatment_set kept = 0;
	for (size_t i = 0; i < CATALOGUE_COUNT; i++)
		if (set >> i & 1 && catalogue[i].class == class)
			kept |= UINT64_C(1) << i;
	return kept;
}

/* List items of a set as a mask for citation_items, only closest calls when there is one. */
static uint32_t item_mask(treatment_set set, bool *conditional)
{
	uint32_t all = 0, close = 0;
	for (size_t i = 0; i < CATALOGUE_COUNT; i++) {
		if (!(set >> i & 1) || catalogue[i].item == 0)
			continue;
		uint32_t bit = UINT32_C(1) << (catalogue[i].item - 'A');
		all |= bit;
		if (catalogue[i].conditional)
			close |= bit;
	}
	*conditional = close != 0;
	return close ? close : all;
}

static const char FIRST_AID_LIST[] = "1904.7(b)(5)(ii)";

static struct str beyond_citation(struct arena *arena, treatment_set beyond)
{
	struct text out = TEXT_IN(arena);
	bool conditional, unlisted = false;
	uint32_t mask = item_mask(beyond, &conditional);

	for (size_t i = 0; i < CATALOGUE_COUNT; i++)
		unlisted |= beyond >> i & 1 && catalogue[i].item == 0;
	if (mask)
		citation_items(&out, FIRST_AID_LIST, mask, CITATION_LETTER);
	if (unlisted)
		citation_join(&out, STR("1904.7(b)(5)(iii)"));
	return text_str(&out);
}

struct str treatment_citation(struct arena *arena, treatment_set set)
{
	treatment_set beyond = treatment_of_class(set, TREATMENT_BEYOND);
	treatment_set first_aid = treatment_of_class(set, TREATMENT_FIRST_AID);
	bool diagnosis = treatment_of_class(set, TREATMENT_DIAGNOSIS) != 0;
	struct text list = TEXT_IN(arena), out = TEXT_IN(arena);
	bool conditional;

	if (beyond)
		return beyond_citation(arena, beyond);
	if (!first_aid) {
		bool observation = treatment_of_class(set, TREATMENT_OBSERVATION) != 0;
		uint32_t mask = (observation ? 1 : 0) | (diagnosis ? 2 : 0);
		if (mask)
			citation_items(&out, "1904.7(b)(5)(i)", mask, CITATION_LETTER);
		return text_str(&out);
	}
	citation_items(&list, FIRST_AID_LIST, item_mask(first_aid, &conditional), CITATION_LETTER);
	if (diagnosis && !conditional)
		citation_join(&out, STR("1904.7(b)(5)(i)(B)"));
	citation_join(&out, text_str(&list));
	if (diagnosis && conditional)
		citation_join(&out, STR("1904.7(b)(5)(i)(B)"));
	return text_str(&out);
}
