#include "audit/log_check.h"
#include "base/command.h"
#include "base/text.h"

static const char *const verdicts[] = {[LOG_OK] = "ok", [LOG_BROKEN] = "broken", [LOG_CANNOT_TELL] = "cannot_tell"};
static const char *const words[] = {[LOG_OK] = "intact", [LOG_BROKEN] = "BROKEN", [LOG_CANNOT_TELL] = "cannot be told"};

const char *log_verdict_code(enum log_verdict verdict)
{
	return verdicts[verdict];
}

int log_report_status(const struct log_report *report)
{
	if (report->integrity == LOG_BROKEN || report->completeness == LOG_BROKEN)
		return EXIT_FAILED;
	return report->integrity == LOG_CANNOT_TELL ? EXIT_USAGE : EXIT_OK;
}

struct str log_report_text(struct arena *arena, const struct log_report *report)
{
	struct text out = TEXT_IN(arena);

	text_printf(&out, "Integrity: %s\nCompleteness: %s\n", words[report->integrity], words[report->completeness]);
	text_printf(&out, "%lld sealed entries, %lld not yet sealed, %lld with erased values\n",
		    (long long)report->entries, (long long)report->loose, (long long)report->erased);
	text_printf(&out, "%lld genuine checkpoints; the newest that fits covers %llu entries\nRoot: %.*s\n",
		    (long long)report->checkpoints, (unsigned long long)report->signed_size,
		    STR_ARG(digest_hex(arena, &report->root)));
	for (size_t i = 0; i < report->count; i++)
		text_printf(&out, "%s: %.*s (%s)\n", log_finding_code(report->findings[i].kind),
			    STR_ARG(report->findings[i].detail), log_finding_meaning(report->findings[i].kind));
	if (report->found > report->count)
		text_printf(&out, "and %zu more\n", report->found - report->count);
	return text_str(&out);
}

struct str log_report_json(struct arena *arena, const struct log_report *report)
{
	struct text out = TEXT_IN(arena);

	text_printf(&out,
		    "{\"integrity\":\"%s\",\"completeness\":\"%s\",\"entries\":%lld,\"unsealed\":%lld,\"erased\":%lld,"
		    "\"checkpoints\":%lld,\"signed_size\":%llu,\"root\":\"%.*s\",\"found\":%zu,\"findings\":[",
		    log_verdict_code(report->integrity), log_verdict_code(report->completeness),
		    (long long)report->entries, (long long)report->loose, (long long)report->erased,
		    (long long)report->checkpoints, (unsigned long long)report->signed_size,
		    STR_ARG(digest_hex(arena, &report->root)), report->found);
	for (size_t i = 0; i < report->count; i++) {
		const struct log_finding *finding = &report->findings[i];
		text_printf(&out, "%s{\"kind\":\"%s\"", i ? "," : "", log_finding_code(finding->kind));
		if (finding->seq >= 0)
			text_printf(&out, ",\"seq\":%lld", (long long)finding->seq);
		if (finding->to_seq >= 0)
			text_printf(&out, ",\"to_seq\":%lld", (long long)finding->to_seq);
		if (finding->entry_id)
			text_printf(&out, ",\"entry_id\":%lld", (long long)finding->entry_id);
		text_cstr(&out, ",\"detail\":");
		text_json(&out, finding->detail);
		text_char(&out, '}');
	}
	text_cstr(&out, "]}");
	return text_str(&out);
}
