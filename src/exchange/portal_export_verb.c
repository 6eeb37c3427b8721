#include "exchange/portal_export_verb.h"

#include <stdio.h>

#include "audit/audit.h"
#include "base/command.h"
#include "base/text.h"
#include "exchange/exchange_store.h"
#include "exchange/portal_export.h"
#include "exchange/secrets_option.h"
#include "organization/organization.h"

static const struct content_holder *const *all_holders;

void portal_export_use(const struct content_holder *const *holders)
{
	all_holders = holders;
}

const struct content_holder *const *portal_export_holders(void)
{
	return all_holders;
}

static int fail(const char *what, enum rc rc)
{
	fprintf(stderr, "muster export: %s%s%s\n", what, *what ? ": " : "", rc_meaning(rc));
	return EXIT_FAILED;
}

/* After what was seen is written: the entry of an export is not in it, so that the same records give the same export. */
static enum rc tell(const struct verb_call *call, struct exchange_run *run, const struct portal_export_result *result)
{
	struct actor actor = actor_command(run->organization_id, "command", "muster export", moment_now());
	struct text changes = TEXT_IN(call->arena);

	text_cstr(&changes, "{\"manifest\":[null,");
	text_json(&changes, digest_hex(call->arena, &result->manifest));
	text_printf(&changes, "],\"rows\":[null,%lld],\"files\":[null,%lld]}", (long long)result->rows,
		    (long long)result->files.count);
	const struct audit_entry entry = {.action = "portal.exported", .subject = "portal", .subject_id = run->id,
					  .reason = STR(""), .changes = text_str(&changes)};
	run->ended_at = moment_now();
	run->is_done = true;
	run->table_rows = result->rows;
	run->file_count = result->files.count;
	run->bytes = result->files.bytes;
	run->manifest = digest_str(&result->manifest);
	enum rc rc = audit_append(call->db, &actor, &entry);
	return rc == RC_OK ? exchange_begin(call->db, run) : rc;
}

static int export(const struct verb_call *call, const struct portal_export *order)
{
	struct exchange_run run = {
		.kind = EXCHANGE_EXPORT, .organization_id = order->organization_id, .started_at = moment_now(),
		.target = str_of(order->target), .has_secrets = order->lock != NULL, .message = STR(""),
	};
	struct portal_export_result result;
	enum rc rc = portal_export(call->db, call->arena, call->config, order, &result);

	if (rc == RC_CONFLICT)
		fprintf(stderr, "muster export: %s is not empty\n", order->target);
	else if (rc != RC_OK)
		fail(order->target, rc);
	if (rc != RC_OK)
		return EXIT_FAILED;
	rc = tell(call, &run, &result);
	if (rc != RC_OK)
		return fail("the audit trail", rc);
	fprintf(stderr, "muster export: %lld rows, %lld files, manifest %s\n", (long long)result.rows,
		(long long)result.files.count, digest_hex(call->arena, &result.manifest).at);
	if (!order->lock)
		fputs("muster export: the keys are left out; --passphrase-file or --recipient adds them, sealed\n", stderr);
	if (result.missing || result.files.damaged)
		fprintf(stderr, "muster export: %lld contents are missing, %lld damaged\n", (long long)result.missing,
			(long long)result.files.damaged);
	return result.missing || result.files.damaged ? EXIT_FAILED : EXIT_OK;
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const char *code = NULL, *passphrase = NULL, *recipient = NULL, *quiet = NULL;
	struct option_row options[] = {
		{"organization", 0, "CODE", "the records of one organization alone", &code},
		{"passphrase-file", 0, "FILE", "add the keys of the installation, sealed with the passphrase in FILE", &passphrase},
		{"recipient", 0, "FILE", "add the keys, sealed for the public key in FILE", &recipient},
		{"quiet", 'q', NULL, "no lines of progress", &quiet},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster export",
		.usage = "[--organization CODE] [--passphrase-file FILE | --recipient FILE] [-q] FOLDER|-",
		.help = "Writes everything that the portal keeps in open formats: tables as JSON Lines with their schema, files\n"
			"under their SHA-256, proofs of the audit log and a manifest. FOLDER is made or empty; - writes a tar file\n"
			"to standard output. The portal may go on meanwhile. `muster import-portal FOLDER` rebuilds it. It holds\n"
			"personal and medical data: keep it as well as the portal itself. See docs/export.md.",
		.options = options, .least = 1, .most = 1,
	};
	struct portal_export order = {.holders = all_holders, .organization_code = STR("")};
	struct organization organization;
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	order.target = argv[first];
	order.is_quiet = quiet != NULL;
	if (!secrets_option_lock(call->arena, passphrase, recipient, &order.lock))
		return EXIT_USAGE;
	if (code && order.lock) {
		fputs("muster export: the keys belong to all organizations; they go with a whole export only\n", stderr);
		return EXIT_USAGE;
	}
	if (code) {
		enum rc rc = organization_find(call->db, call->arena, str_of(code), &organization);
		if (rc != RC_OK)
			return fail(code, rc);
		order.organization_id = organization.id;
		order.organization_code = organization.code;
	}
	return export(call, &order);
}

const struct verb portal_export_verb = {
	.name = "export",
	.help = "write everything in open formats",
	.account = "owner",
	.run = run,
};
