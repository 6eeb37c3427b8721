#include "environment/release.h"

#include <stddef.h>

#include "incident/incident.h"

static const struct code release_answer_rows[] = {
	{"", ""},
	{"no", N_("No federal report found")},
	{"treat", N_("Cannot be ruled out: treat as reportable")},
	{"report", N_("Report")},
	{NULL, NULL},
};
const struct codes release_answer_codes = {"release_answer", release_answer_rows};

static const struct code certainty_rows[] = {
	{"", ""},
	{"confirmed", N_("Confirmed by measurement or analysis")},
	{"estimate", N_("Estimates")},
	{NULL, NULL},
};
const struct codes certainty_codes = {"certainty", certainty_rows};

static const struct code exclusion_rows[] = {
	{"", ""},
	{"exhaust", N_("Exhaust of an engine or vehicle")},
	{"fertilizer", N_("Normal application of fertilizer")},
	{"nuclear", N_("Nuclear material under its own law")},
	{"petroleum", N_("Petroleum or natural gas, nothing added or picked up")},
	{"pesticide", N_("Registered pesticide applied as directed")},
	{"farm", N_("Air emission from animal waste at a farm")},
	{NULL, NULL},
};
const struct codes exclusion_codes = {"exclusion", exclusion_rows};

static const struct code permit_rows[] = {
	{"", ""},
	{"absent", N_("No permit covers it")},
	{"within", N_("Within the limits of a federal permit")},
	{"exceeded", N_("Above the limits of a permit")},
	{"unknown", N_("Not known")},
	{NULL, NULL},
};
const struct codes permit_codes = {"permit", permit_rows};

static const struct code disposition_rows[] = {
	{"", ""},
	{"reused", N_("Recovered and used as a product")},
	{"disposed", N_("A product: left in place or cleaned up for disposal")},
	{"waste", N_("It was a waste already")},
	{NULL, NULL},
};
const struct codes disposition_codes = {"disposition", disposition_rows};

static const struct code strength_unit_rows[] = {
	{"", ""},
	{"weight_percent", N_("% by weight")},
	{"grams_per_litre", N_("g/L")},
	{"volume_percent", N_("% by volume")},
	{NULL, NULL},
};
const struct codes strength_unit_codes = {"strength_unit", strength_unit_rows};

static const struct code substance_form_rows[] = {
	{"", ""},
	{"large_pieces", N_("Solid metal pieces of 100 micrometres (0.004 in) or more")},
	{"dust", N_("Dust, fume or smaller pieces")},
	{"friable", N_("Friable asbestos")},
	{"bound", N_("Asbestos that is not friable")},
	{"gas", N_("Gas or anhydrous")},
	{"solution", N_("Solution in water")},
	{"combustion", N_("From combustion")},
	{"red", N_("Red phosphorus")},
	{NULL, NULL},
};
const struct codes substance_form_codes = {"substance_form", substance_form_rows};

#define MILLION 1000000
#define AMOUNT_MOST (1000000000LL * MILLION)
#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct release, member)
static const struct field release_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_ID,
	 AT(establishment_id),
	 .label = N_("Facility"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .hint = N_("A contiguous site under one control is one facility; its releases are added together")},
	{.kind = FIELD_CODE, AT(environment), .flags = FIELD_STORED | FIELD_KEY, .codes = &environment_codes},
	{.kind = FIELD_TEXT,
	 AT(name),
	 .label = N_("What was released?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .hint = N_("As people call it: bleach 12.5 %, waste solvent, ammonia")},
	{.kind = FIELD_DECIMAL,
	 AT(amount),
	 .label = N_("Amount released"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = AMOUNT_MOST,
	 .hint = N_("Leave empty while it is not known; an estimate is better")},
	{.kind = FIELD_CODE,
	 AT(unit),
	 .label = N_("Unit"),
	 .flags = FIELD_STORED,
	 .codes = &release_unit_codes},
	{.kind = FIELD_BOOL,
	 AT(is_whole_container),
	 .label = N_("The amount is the full content of the container: nobody knows what remains in it"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_DECIMAL,
	 AT(specific_gravity),
	 .label = N_("Specific gravity of the liquid (water is 1)"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = 1000,
	 .most = 25LL * MILLION,
	 .hint = N_("Of the solution as it was; from the safety data sheet, section 9")},
	{.kind = FIELD_CODE,
	 AT(certainty),
	 .label = N_("Amount, density and strength are"),
	 .flags = FIELD_STORED,
	 .codes = &certainty_codes},
	{.kind = FIELD_TEXT, AT(source), .label = N_("Source: tank, pipe, vessel"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(released_where), .label = N_("Where exactly?"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT,
	 AT(released_from),
	 .label = N_("Release began"),
	 .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_MOMENT,
	 AT(released_to),
	 .label = N_("Release ended"),
	 .flags = FIELD_STORED | FIELD_PAST},
	{.kind = FIELD_BOOL, AT(is_continuing), .label = N_("It still goes on"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT,
	 AT(known_at),
	 .label = N_("When did anybody in charge learn of it?"),
	 .flags = FIELD_STORED | FIELD_PAST,
	 .hint = N_("The clock for the calls starts then")},
	{.kind = FIELD_ANSWER,
	 AT(is_contained),
	 .label = N_("Did all of it stay in intact containment, with nothing evaporating?"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_BOOL,
	 AT(to_air),
	 .label = N_("Reached the air, also by evaporation"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_BOOL,
	 AT(to_water),
	 .label = N_("Reached surface or ground water"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, AT(to_land), .label = N_("Reached soil or ground"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, AT(to_sewer), .label = N_("Reached a drain or sewer"), .flags = FIELD_STORED},
	{.kind = FIELD_ANSWER,
	 AT(is_off_site),
	 .label = N_("Could anybody outside the site boundary be exposed?"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_DECIMAL,
	 AT(recovered),
	 .label = N_("Amount recovered, in the same unit"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = AMOUNT_MOST,
	 .hint = N_("For the record; it does not undo the release")},
	{.kind = FIELD_CODE,
	 AT(exclusion),
	 .label = N_("Is it one of these?"),
	 .flags = FIELD_STORED,
	 .codes = &exclusion_codes},
	{.kind = FIELD_CODE,
	 AT(permit),
	 .label = N_("Does a permit cover this substance at this point?"),
	 .flags = FIELD_STORED,
	 .codes = &permit_codes},
	{.kind = FIELD_TEXT,
	 AT(permit_number),
	 .label = N_("Permit number"),
	 .flags = FIELD_STORED,
	 .max = 100},
	{.kind = FIELD_DECIMAL,
	 AT(permitted),
	 .label = N_("Permitted amount, pounds in 24 hours"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = AMOUNT_MOST},
	{.kind = FIELD_CODE,
	 AT(disposition),
	 .label = N_("What becomes of the spilled product?"),
	 .flags = FIELD_STORED,
	 .codes = &disposition_codes},
	{.kind = FIELD_ANSWER,
	 AT(is_oil),
	 .label = N_("Is it an oil of any kind, also animal or vegetable?"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ANSWER,
	 AT(reached_water),
	 .label = N_("Did oil reach water, a drain, a ditch or a shoreline?"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ANSWER,
	 AT(has_sheen),
	 .label = N_("Was a sheen, film, color, sludge or emulsion seen?"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ANSWER,
	 AT(is_transport),
	 .label = N_("In transport, or stored on the way?"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_DECIMAL,
	 AT(continuous_upper),
	 .label = N_("Reported as continuous: upper bound of the normal range, pounds in 24 hours"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = AMOUNT_MOST,
	 .hint = N_("Only for releases with an initial notice under 40 CFR 302.8")},
	{.kind = FIELD_CODE, AT(cercla), .flags = FIELD_STORED, .codes = &release_answer_codes},
	{.kind = FIELD_CODE, AT(epcra), .flags = FIELD_STORED, .codes = &release_answer_codes},
	{.kind = FIELD_CODE, AT(oil), .flags = FIELD_STORED, .codes = &release_answer_codes},
	{.kind = FIELD_MOMENT, AT(reportable_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(withdrawn_at), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 AT(withdrawn_reason),
	 .label = N_("Why was it entered in error?"),
	 .flags = FIELD_STORED,
	 .max = 500},
	{.kind = FIELD_INT, AT(version), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, AT(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record release_record = {"incident_material", sizeof(struct release), release_fields};

#define AT(member) .name = #member, .offset = offsetof(struct release_component, member)
static const struct field component_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(material_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(substance_id), .label = N_("Substance"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(position), .flags = FIELD_STORED},
	{.kind = FIELD_DECIMAL,
	 AT(strength),
	 .label = N_("Strength"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .most = AMOUNT_MOST,
	 .hint = N_("Of a range the upper end; empty: not known")},
	{.kind = FIELD_CODE,
	 AT(strength_unit),
	 .label = N_("Strength in"),
	 .flags = FIELD_STORED,
	 .codes = &strength_unit_codes},
	{.kind = FIELD_CODE,
	 AT(form),
	 .label = N_("Form"),
	 .flags = FIELD_STORED,
	 .codes = &substance_form_codes},
	{.kind = FIELD_TEXT, AT(same_as), .flags = FIELD_STORED, .max = 120},
	{.kind = FIELD_ID, AT(establishment_id), .flags = FIELD_STORED},
	{.kind = FIELD_CODE, AT(environment), .flags = FIELD_STORED, .codes = &environment_codes},
	{.kind = FIELD_MOMENT, AT(released_from), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(released_to), .flags = FIELD_STORED},
	{.kind = FIELD_INT, AT(counted), .flags = FIELD_STORED | FIELD_OPTIONAL},
	FIELD_END,
};
#undef AT
const struct record release_component_record = {"material_component", sizeof(struct release_component),
						component_fields};

#define AT(member) .name = #member, .offset = offsetof(struct release_decision, member)
static const struct field decision_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, AT(material_id), .flags = FIXED},
	{.kind = FIELD_CODE, AT(cercla), .flags = FIELD_STORED, .codes = &release_answer_codes},
	{.kind = FIELD_CODE, AT(epcra), .flags = FIELD_STORED, .codes = &release_answer_codes},
	{.kind = FIELD_CODE, AT(oil), .flags = FIELD_STORED, .codes = &release_answer_codes},
	{.kind = FIELD_PROSE, AT(findings), .flags = FIELD_STORED, .max = 1000000},
	{.kind = FIELD_PROSE, AT(facts), .flags = FIELD_STORED, .max = 1000000},
	{.kind = FIELD_TEXT, AT(rules_version), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(cause), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, AT(decided_at), .flags = FIELD_STORED},
	{.kind = FIELD_ID, AT(decided_by_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, AT(decided_by_name), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
const struct record release_decision_record = {"release_decision", sizeof(struct release_decision),
					       decision_fields};

bool release_has_medium(const struct release *release)
{
	return release->to_air || release->to_water || release->to_land || release->to_sewer;
}

int release_worst(const struct release *release)
{
	int worst = release->cercla > release->epcra ? release->cercla : release->epcra;
	return release->oil > worst ? release->oil : worst;
}
