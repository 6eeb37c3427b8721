#include "osha/form_files.h"

#include "base/text.h"
#include "osha/form300_pdf.h"
#include "osha/form300_sheet.h"
#include "osha/form300a_pdf.h"
#include "osha/form300a_sheet.h"
#include "osha/form301_pdf.h"
#include "osha/form301_sheet.h"
#include "osha/form_text.h"
#include "report/pdf.h"
#include "report/sheet.h"

static struct pdf *new_pdf(const struct form_job *job)
{
	struct pdf_info info = {
		.title = job->title,
		.author = arena_cstr(job->arena, job->organization.name),
		.created_at = moment_now(),
	};
	return pdf_new(job->arena, &info);
}

static struct sheet_book *new_book(const struct form_job *job)
{
	struct sheet_info info = {
		.title = job->title,
		.author = arena_cstr(job->arena, job->organization.name),
		.created_at = moment_now(),
	};
	return sheet_book_new(job->arena, &info);
}

static void add_incidents(struct pdf *pdf, const struct form_job *job)
{
	for (int i = 0; i < job->incident_count; i++)
		form301_pdf(pdf, job->arena, &job->incidents[i]);
}

static enum rc log_pdf(const struct form_job *job, struct str *bytes)
{
	struct pdf *pdf = new_pdf(job);
	form300_pdf(pdf, job->arena, &job->log);
	proof_sheet_pdf(pdf, &job->proof);
	return pdf_save(pdf, bytes);
}

static enum rc summary_pdf(const struct form_job *job, struct str *bytes)
{
	struct pdf *pdf = new_pdf(job);
	form300a_pdf(pdf, job->arena, &job->log);
	proof_sheet_pdf(pdf, &job->proof);
	return pdf_save(pdf, bytes);
}

static enum rc incidents_pdf(const struct form_job *job, struct str *bytes)
{
	struct pdf *pdf = new_pdf(job);
	add_incidents(pdf, job);
	proof_sheet_pdf(pdf, &job->proof);
	return pdf_save(pdf, bytes);
}

static enum rc pack_pdf(const struct form_job *job, struct str *bytes)
{
	struct pdf *pdf = new_pdf(job);
	form300_pdf(pdf, job->arena, &job->log);
	form300a_pdf(pdf, job->arena, &job->log);
	add_incidents(pdf, job);
	proof_sheet_pdf(pdf, &job->proof);
	return pdf_save(pdf, bytes);
}

static enum rc log_sheet(const struct form_job *job, struct str *bytes)
{
	struct sheet_book *book = new_book(job);
	form300_sheet(book, job->arena, &job->log);
	proof_sheet_add(book, &job->proof);
	return sheet_save(book, bytes);
}

static enum rc summary_sheet(const struct form_job *job, struct str *bytes)
{
	struct sheet_book *book = new_book(job);
	form300a_sheet(book, job->arena, &job->log);
	proof_sheet_add(book, &job->proof);
	return sheet_save(book, bytes);
}

static enum rc incidents_sheet(const struct form_job *job, struct str *bytes)
{
	struct sheet_book *book = new_book(job);
	form301_sheet(book, job->arena, job->incidents, job->incident_count);
	proof_sheet_add(book, &job->proof);
	return sheet_save(book, bytes);
}

static enum rc pack_sheet(const struct form_job *job, struct str *bytes)
{
	struct sheet_book *book = new_book(job);
	form300_sheet(book, job->arena, &job->log);
	form300a_sheet(book, job->arena, &job->log);
	form301_sheet(book, job->arena, job->incidents, job->incident_count);
	proof_sheet_add(book, &job->proof);
	return sheet_save(book, bytes);
}

static enum rc log_csv(const struct form_job *job, struct str *bytes)
{
	struct text text = TEXT_IN(job->arena);
	form_text_log_csv(&text, &job->log, 1);
	*bytes = text_str(&text);
	return RC_OK;
}

static enum rc summary_csv(const struct form_job *job, struct str *bytes)
{
	struct text text = TEXT_IN(job->arena);
	form_text_summary_csv(&text, &job->log, 1);
	*bytes = text_str(&text);
	return RC_OK;
}

static enum rc incidents_csv(const struct form_job *job, struct str *bytes)
{
	struct text text = TEXT_IN(job->arena);
	form_text_incident_csv(&text, job->incidents, job->incident_count);
	*bytes = text_str(&text);
	return RC_OK;
}

enum rc form_files_log_content(const struct form_job *job, struct str *bytes)
{
	struct text text = TEXT_IN(job->arena);
	enum rc rc = form_text_log_json(&text, &job->log, 1);
	*bytes = text_str(&text);
	return rc;
}

enum rc form_files_summary_content(const struct form_job *job, struct str *bytes)
{
	struct text text = TEXT_IN(job->arena);
	enum rc rc = form_text_summary_json(&text, &job->log, 1);
	*bytes = text_str(&text);
	return rc;
}

enum rc form_files_incidents_content(const struct form_job *job, struct str *bytes)
{
	struct text text = TEXT_IN(job->arena);
	enum rc rc = form_text_incident_json(&text, job->incidents, job->incident_count);
	*bytes = text_str(&text);
	return rc;
}

enum rc form_files_pack_content(const struct form_job *job, struct str *bytes)
{
	struct str summary, incidents;
	enum rc rc = form_files_log_content(job, bytes);

	if (rc == RC_OK)
		rc = form_files_summary_content(job, &summary);
	if (rc == RC_OK)
		rc = form_files_incidents_content(job, &incidents);
	if (rc == RC_OK)
		*bytes = arena_concat(job->arena, *bytes, arena_concat(job->arena, summary, incidents));
	return rc;
}

const struct form_format form_files_log[] = {
	{"pdf", log_pdf}, {"xlsx", log_sheet}, {"csv", log_csv}, {"json", form_files_log_content}, {NULL, NULL},
};
const struct form_format form_files_summary[] = {
	{"pdf", summary_pdf}, {"xlsx", summary_sheet}, {"csv", summary_csv}, {"json", form_files_summary_content},
	{NULL, NULL},
};
const struct form_format form_files_incidents[] = {
	{"pdf", incidents_pdf}, {"xlsx", incidents_sheet}, {"csv", incidents_csv}, {"json", form_files_incidents_content},
	{NULL, NULL},
};
const struct form_format form_files_pack[] = {
	{"pdf", pack_pdf},
	{"xlsx", pack_sheet},
	{NULL, NULL},
};
