#include "osha/case_facts.h"

/* The enumerations of a case. The order of rows is the order of the enums in case_facts.h. */

#define CODES(name_, ...)                                                            \
	static const struct code name_##_rows[] = {{"", ""}, __VA_ARGS__, {NULL, NULL}}; \
	const struct codes name_##_codes = {#name_, name_##_rows}

CODES(worker,
	{"payroll", N_("On our payroll")},
	{"temp_we_supervise", N_("Agency worker whom we supervise day to day")},
	{"temp_agency_supervises", N_("Agency worker whom the agency supervises day to day")},
	{"contractor_we_supervise", N_("Contractor's employee whom we supervise day to day")},
	{"contractor_supervises", N_("Contractor's employee whom the contractor supervises")},
	{"self_employed", N_("Self-employed")},
	{"owner_sole_prop", N_("Owner of a sole proprietorship")},
	{"partner", N_("Partner in a partnership")});

CODES(cause,
	{"work", N_("Work caused it or contributed to it")},
	{"aggravated", N_("Work made an earlier, non-work condition clearly worse")},
	{"nonwork_only", N_("It came from outside work alone")},
	{"unclear", N_("Not clear yet: duties and workplace must be looked at")});

CODES(exception,
	{"none", N_("None of these")},
	{"public", N_("Was there as a member of the public")},
	{"nonwork_symptoms", N_("Symptoms showed at work, the cause lies wholly outside")},
	{"wellness", N_("Voluntary wellness, medical, fitness or recreation activity")},
	{"food", N_("Eating, drinking or preparing one's own food")},
	{"personal_off_hours", N_("Personal task on site outside assigned hours")},
	{"grooming", N_("Personal grooming, own medicine or intentional self-harm")},
	{"commute_mva", N_("Motor-vehicle accident on the company lot or access road while commuting")},
	{"cold_flu", N_("Common cold or flu")},
	{"mental_no_opinion", N_("Mental illness without a volunteered professional opinion")});

CODES(setting,
	{"site", N_("At a workplace or travelling for work")},
	{"travel_hotel_off_duty", N_("Travelling, off duty: at the hotel, a detour, commuting from it")},
	{"home_work_related", N_("Working at home, harmed by the work itself")},
	{"home_environment", N_("Working at home, harmed by the home (pets, stairs, wiring)")});

CODES(diagnosis,
	{"none", N_("Nothing from the list below")},
	{"fracture", N_("Broken or cracked bone")},
	{"cancer", N_("Cancer")},
	{"chronic_irreversible", N_("Chronic irreversible disease")},
	{"punctured_eardrum", N_("Punctured eardrum")},
	{"cracked_tooth", N_("Broken or cracked tooth")},
	{"silicosis", N_("Silicosis")},
	{"hepatitis_b", N_("Hepatitis B")},
	{"hepatitis_c", N_("Hepatitis C")},
	{"hiv", N_("HIV")},
	{"tb_infection", N_("Tuberculosis infection or disease")},
	{"ptsd", N_("Post-traumatic stress disorder")},
	{"mental_illness", N_("Another mental illness")},
	{"other", N_("Something else")});

CODES(special,
	{"none", N_("None of these")},
	{"needlestick_contaminated", N_("Stick or cut by something with another person's blood on it")},
	{"clean_sharp", N_("Stick or cut by a clean sharp object")},
	{"blood_splash", N_("Blood or body fluid splashed on the person, no cut")},
	{"medical_removal_required", N_("Taken off a job because an OSHA health standard requires it")},
	{"medical_removal_voluntary", N_("Taken off a job before the standard's level was reached")},
	{"hearing", N_("Hearing test shows a shift")},
	{"tb_known_exposure", N_("Exposed at work to a known active tuberculosis case")});

CODES(routine,
	{"yes", N_("Yes: a routine function or the full shift was affected")},
	{"no", N_("No: all routine functions and the full shift were possible")},
	{"unclear", N_("The advice is vague and nobody can be asked")});

CODES(left_reason,
	{"unrelated", N_("A reason that has nothing to do with the case")},
	{"retired", N_("Retirement")},
	{"other_job", N_("Another job")},
	{"closure", N_("The workplace closed")},
	{"injury", N_("The injury or illness itself")});

CODES(kind,
	{"injury", N_("Injury")},
	{"skin", N_("Skin disorder")},
	{"respiratory", N_("Respiratory condition")},
	{"poisoning", N_("Poisoning")},
	{"hearing", N_("Hearing loss")},
	{"other", N_("Other illness")});

CODES(body,
	{"other", N_("No")},
	{"intimate", N_("Yes: an intimate body part or the reproductive system")});

CODES(assault,
	{"no", N_("No")},
	{"sexual", N_("Yes: a sexual assault")});

CODES(mental_opinion,
	{"no", N_("No such opinion")},
	{"volunteered_qualified",
	 N_("Yes: the person volunteered a qualified professional's opinion that it is work-related")});

CODES(scene,
	{"workplace", N_("At a workplace")},
	{"public_road", N_("Motor-vehicle accident on a public road")},
	{"road_work_zone", N_("Motor-vehicle accident in a construction work zone")},
	{"public_transport", N_("On a train, bus, plane or other public transport")});
