/* The investigation's section of a report: everything that was found is drawn, however long, over as many pages as needed. */
#include "../unit.h"

#include "investigation/content.h"
#include "investigation/investigation_report.h"
#include "signature/signature.h"

enum { MANY = 30 };

static struct str long_text(struct arena *arena, const char *start)
{
	return arena_printf(arena,
			    "%s: the guard had been taken off for cleaning weeks before; nobody put it back, although the "
			    "list of the shift leader names it, and although two people had told of it in the morning.",
			    start);
}

static struct findings many_findings(struct arena *arena, const struct incident *incident, size_t count)
{
	struct findings f = {.investigation = investigation_new(incident)};

	f.investigation.id = 1;
	f.investigation.has_whys = f.investigation.has_fishbone = f.investigation.has_timeline = true;
	f.investigation.conclusion = STR("## Summary\n\nA *soft* and a **loud** word, `code`, [a link](https://osha.gov).\n\n"
					 "- one\n- two\n  1. inner\n  2. inner\n\n> quoted\n\n<b>raw</b>\n\n    code block\n");
	f.evidence = ARENA_ARRAY(arena, struct evidence, count);
	f.chains = ARENA_ARRAY(arena, struct why_chain, count);
	f.whys = ARENA_ARRAY(arena, struct why, count);
	f.items = ARENA_ARRAY(arena, struct fishbone_item, count);
	f.events = ARENA_ARRAY(arena, struct sequence_event, count);
	f.causes = ARENA_ARRAY(arena, struct cause, count);
	f.evidence_count = f.chain_count = f.why_count = f.item_count = f.event_count = f.cause_count = count;
	for (size_t i = 0; i < count; i++) {
		struct entry entry = {.id = (int64_t)i + 1, .position = (int64_t)i + 1};
		f.evidence[i] = (struct evidence){.entry = entry, .kind = EVIDENCE_FILE, .title = long_text(arena, "Evidence"),
						  .sha256 = STR("12345678901234567890123456789012"), .collected_at = 0};
		f.chains[i] = (struct why_chain){.entry = entry, .problem = long_text(arena, "Problem")};
		f.whys[i] = (struct why){.entry = entry, .chain_id = entry.id, .answer = long_text(arena, "Answer"),
					 .evidence = STR("1,2"), .is_assumption = i % 2};
		f.items[i] = (struct fishbone_item){.entry = entry, .branch = BRANCH_MAN + (int)(i % 6),
						    .text = long_text(arena, "Possible"), .is_significant = i % 3 == 0};
		f.events[i] = (struct sequence_event){.entry = entry, .kind = EVENT_EVENT, .happened_at = HOURS(i),
						      .what = long_text(arena, "Event"), .is_assumption = true};
		f.causes[i] = (struct cause){.entry = entry, .kind = CAUSE_ROOT, .text = long_text(arena, "Cause"), .why_id = entry.id,
					     .factor = 1, .evidence = STR("1")};
	}
	return f;
}

static struct str draw(struct arena *arena, size_t count, int *pages)
{
	static const struct pdf_info info = {.title = "Report", .created_at = SECONDS(1769526000)};
	static const struct flow_page page = {STR_INIT("INC-20260301-0001 Fall"), STR_INIT("Northmere Group")};
	struct incident incident;
	struct signature signature;
	struct str bytes;

	record_clear(&incident_record, &incident);
	incident.title = STR("Fall from a ladder");
	record_clear(&signature_record, &signature);
	signature.meaning = MEANING_APPROVED;
	signature.signer_name = STR("Marisol Marchetti");
	signature.signed_at = SECONDS(1769526000);
	signature.zone = STR("America/New_York");
	signature.content_sha256 = STR("00");
	struct findings f = many_findings(arena, &incident, count);
	struct investigation_report report = {.incident = &incident,
					      .lead = STR("Sofía Sandoval"),
					      .findings = &f,
					      .signatures = &signature,
					      .signature_count = 1,
					      .content = content_json(arena, &incident, &f)};
	struct pdf *pdf = pdf_new(arena, &info);
	struct flow *flow = flow_new(pdf, &page);
	investigation_report_draw(flow, &report);
	flow_finish(flow);
	*pages = pdf_pages(pdf);
	assert_int_equal(pdf_save(pdf, &bytes), RC_OK);
	return bytes;
}

static void the_same_findings_give_the_same_bytes(void **state)
{
	int pages;
	struct str first = draw(*state, 3, &pages), second = draw(*state, 3, &pages);

	assert_true(str_equal(first, second));
	assert_true(pages >= 3 && pages <= 5);
}

static void long_ones_go_on_over_pages(void **state)
{
	int few, many;

	draw(*state, 1, &few);
	draw(*state, MANY, &many);
	assert_true(many > few + 8);
}

static void nothing_is_drawn_before_it_begins(void **state)
{
	static const struct pdf_info info = {.title = "Report", .created_at = SECONDS(1769526000)};
	static const struct flow_page page = {STR_INIT("head"), STR_INIT("foot")};
	struct incident incident;
	struct findings f = {0};
	struct str bytes;

	record_clear(&incident_record, &incident);
	f.investigation = investigation_new(&incident);
	struct investigation_report report = {.incident = &incident, .findings = &f};
	struct pdf *pdf = pdf_new(*state, &info);
	struct flow *flow = flow_new(pdf, &page);
	double before = flow_rest(flow);
	investigation_report_draw(flow, &report);
	assert_true(flow_rest(flow) >= before);
	assert_int_equal(pdf_save(pdf, &bytes), RC_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_same_findings_give_the_same_bytes),
		UNIT(long_ones_go_on_over_pages),
		UNIT(nothing_is_drawn_before_it_begins),
	};
	return cmocka_run_group_tests_name("investigation_report", tests, NULL, NULL);
}
