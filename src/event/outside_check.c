#include "event/outside_check.h"

#include "client/client_tls.h"
#include "client/client_url.h"
#include "event/dkim.h"
#include "event/mail.h"
#include "event/mail_server.h"
#include "http/host.h"

static const moment soon = DAYS(21);

enum finding_level outside_check_expiry(moment expires_at, moment now)
{
	return expires_at <= now ? FINDING_FAIL : expires_at - now < soon ? FINDING_WARN : FINDING_OK;
}

/* --- the address of the portal ------------------------------------------------------------- */

static void tell_certificate(struct arena *arena, const char *subject, const struct client_tls *tls,
			     struct doctor_findings *found)
{
	const moment now = moment_now();
	const struct str last = tls->expires_at == MOMENT_NONE ? STR("an unknown day") : day_text(arena, zone_day(NULL, tls->expires_at));

	if (!tls->is_trusted)
		doctor_add(found, FINDING_FAIL, subject,
			   arena_printf(arena, "its certificate, which ends on %.*s, is refused: %.*s", STR_ARG(last), STR_ARG(tls->failure)),
			   "renew it, serve the whole chain, or set client.ca_file where the company has an authority of its own");
	else
		doctor_add(found, tls->expires_at == MOMENT_NONE ? FINDING_OK : outside_check_expiry(tls->expires_at, now), subject,
			   arena_printf(arena, "its certificate holds until %.*s", STR_ARG(last)),
			   "renew the certificate before it ends");
}

static void check_address(struct arena *arena, const struct config *config, const char *key, struct doctor_findings *found)
{
	const struct str url = config_text(config, key);
	struct client_url parsed;
	struct client_tls tls;

	if (client_url_parse(arena, url, &parsed) != RC_OK || host_is_local(parsed.host))
		return;
	if (!parsed.is_https) {
		doctor_add(found, FINDING_WARN, key, arena_printf(arena, "%.*s is not https: passwords go in clear", STR_ARG(url)),
			   "put TLS in front (docs/deployment.md) and set the address with https");
		return;
	}
	client_tls_look(arena, config, url, &tls);
	if (!tls.is_reached && tls.expires_at == MOMENT_NONE) {
		doctor_add(found, FINDING_WARN, key, arena_printf(arena, "%.*s cannot be reached from here: %.*s", STR_ARG(url),
								  STR_ARG(tls.failure)),
			   "look at the name, the web server and its port; behind a proxy of the house this may be as it should");
		return;
	}
	tell_certificate(arena, key, &tls, found);
	if (tls.is_reached && tls.status >= 500)
		doctor_add(found, FINDING_FAIL, key, arena_printf(arena, "%.*s answers with HTTP %d", STR_ARG(url), tls.status),
			   "look at the web server's log: it does not reach the programs");
}

/* --- mail --------------------------------------------------------------------------------------- */

static void check_server(struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	static const char subject[] = "mail server";
	struct client_smtp server;
	struct client_smtp_answer answer;

	if (!config_text(config, "mail.host").len) {
		doctor_add(found, FINDING_WARN, subject, STR("there is none: mails stay in the folder mail.spool"), "set mail.host");
		return;
	}
	if (mail_server_of(arena, config, &server) != RC_OK) {
		doctor_add(found, FINDING_WARN, subject, STR("mail.password_file cannot be read from here"),
			   "run muster doctor as an account that may read it; the worker has to");
		return;
	}
	enum rc rc = client_smtp_greet(arena, &server, &answer);
	if (rc == RC_OK)
		doctor_add(found, FINDING_OK, subject,
			   arena_printf(arena, "%.*s port %d answers%s%s", STR_ARG(server.host), server.port,
					server.user.len ? ", and takes the log-in" : "",
					answer.takes_utf8 ? ", addresses beyond ASCII too" : ""), NULL);
	else
		doctor_add(found, FINDING_FAIL, subject,
			   arena_printf(arena, "%.*s port %d: %.*s", STR_ARG(server.host), server.port,
					STR_ARG(mail_reason(arena, answer.failure))),
			   "look at the settings of [mail], the network and client.ca_file");
}

static void check_signing(struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	static const char subject[] = "signed mail (DKIM)";
	struct dkim dkim;
	struct str why = STR("");

	if (!config_text(config, "mail.dkim_keys").len)
		return;
	if (dkim_load(arena, config, &dkim, &why) != RC_OK)
		doctor_add(found, FINDING_FAIL, subject, why, "mails leave without a signature until this is mended");
	for (size_t i = 0; i < dkim.count; i++)
		doctor_add(found, FINDING_OK, subject,
			   arena_printf(arena, "%.*s._domainkey.%.*s is to say \"%.*s\"", STR_ARG(dkim.keys[i].selector),
					STR_ARG(dkim.domain), STR_ARG(dkim_record(arena, &dkim.keys[i]))), NULL);
}

void outside_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	(void)db;
	check_address(arena, config, "web.public_url", found);
	check_address(arena, config, "web.anonymous_url", found);
	check_server(arena, config, found);
	check_signing(arena, config, found);
}
