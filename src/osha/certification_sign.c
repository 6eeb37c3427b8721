#include "osha/certification_sign.h"

#include "base/random.h"
#include "event/event.h"
#include "incident/attachment_file.h"
#include "osha/form300a_pdf.h"
#include "signature/signature_store.h"

static enum rc print(struct arena *arena, const struct osha_log *log,
		     const struct certification *certification, struct str *bytes)
{
	struct osha_certification printed = {
		.executive = certification->executive,
		.title = certification->title,
		.phone = certification->phone,
		.certified_on = certification->certified_on,
		.signed_at = certification->signed_at,
	};
	struct osha_log as_signed = *log;
	struct pdf_info info = {
		.title = "OSHA Form 300A",
		.subject = "Summary of Work-Related Injuries and Illnesses",
		.author = arena_cstr(arena, log->organization),
		.created_at = certification->signed_at,
	};
	struct pdf *pdf = pdf_new(arena, &info);

	as_signed.certification = &printed;
	form300a_pdf(pdf, arena, &as_signed);
	return pdf_save(pdf, bytes);
}

enum rc certification_prepare(struct arena *arena, const struct config *config, const struct osha_log *log,
			      struct certification *certification)
{
	struct attachment kept;
	struct str bytes;
	enum rc rc = print(arena, log, certification, &bytes);

	if (rc == RC_OK)
		rc = attachment_file_keep(arena, config, bytes, "application/pdf", STR("form-300a.pdf"),
					  &kept);
	if (rc != RC_OK)
		return rc;
	certification->file_sha256 = kept.sha256;
	certification->figures = certification_figures(arena, log);
	certification->figures_sha256 = sha256(arena, certification->figures);
	return RC_OK;
}

/* The figures, who answers for them and the file, as one content. */
static struct str signed_content(struct arena *arena, const struct certification *certification)
{
	struct str json = record_json(arena, &certification_record, certification);
	struct str file = hex(arena, certification->file_sha256);

	return arena_printf(arena, "{\"certification\":%.*s,\"file_sha256\":\"%.*s\"}", STR_ARG(json),
			    STR_ARG(file));
}

static enum rc put_signature(struct db *db, struct arena *arena, const struct actor *actor,
			     const struct certification *certification)
{
	struct signature signature;

	record_clear(&signature_record, &signature);
	signature.kind = SIGNATURE_OSHA_CERTIFICATION;
	signature.subject_id = certification->id;
	signature.meaning = MEANING_CERTIFIED;
	signature.content = signed_content(arena, certification);
	return signature_sign(db, arena, actor, &signature);
}

enum rc certification_sign(struct db *db, struct arena *arena, const struct actor *actor,
			   struct certification *certification)
{
	certification->uuid = uuid_new(arena, actor->now);
	enum rc rc = certification_insert(db, certification);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "osha.certified", &certification_record,
				  certification->id, 0, NULL, certification, STR(""));
	struct event event = {
		.kind = "osha.certified",
		.subject = "osha_certification",
		.subject_id = certification->id,
		.payload = arena_printf(arena, "{\"establishment_id\":%lld,\"year\":%lld}",
					(long long)certification->establishment_id,
					(long long)certification->year),
	};
	if (rc == RC_OK)
		rc = put_signature(db, arena, actor, certification);
	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}
