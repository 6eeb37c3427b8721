#include "event/bounce_verb.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/command.h"
#include "base/log.h"
#include "base/text.h"
#include "event/bounce_store.h"
#include "event/contact.h"
#include "event/mail.h"

/* More of a message is not looked at; its beginning holds all that counts. */
enum { MOST_BYTES = 1024 * 1024, EXIT_LATER = 75 };

static bool read_message(struct arena *arena, struct str *bytes)
{
	struct text text = TEXT_IN(arena);

	for (;;) {
		char *room = text_reserve(&text, 65536);
		ssize_t got = read(STDIN_FILENO, room, 65536);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		/* The rest is read and dropped, so that the transfer agent does not take it for a failure. */
		if (text.len < MOST_BYTES)
			text.len += (size_t)got;
	}
	*bytes = text_str(&text);
	return true;
}

struct bounce_call {
	const struct verb_call *call;
	struct bounce bounce;
	moment now;
};

static enum rc note(struct db *db, void *closure)
{
	const struct bounce_call *b = closure;
	struct arena *arena = b->call->arena;
	const struct config *config = b->call->config;
	const struct bounce_limits limits = {config_int(config, "mail.soft_bounces"), config_int(config, "mail.soft_days")};
	struct bounced_delivery delivery;
	struct contact contact;
	enum rc rc = bounce_delivery(db, arena, b->bounce.id, &delivery);

	if (rc == RC_OK && delivery.account_id) {
		rc = contact_of(db, arena, delivery.organization_id, delivery.account_id, &contact);
		if (rc == RC_OK)
			delivery.address = contact_mail(&contact);
	}
	if (rc == RC_OK && !delivery.address.len)
		rc = RC_NOT_FOUND;
	/* Meanwhile the person has another address, of which this says nothing. */
	if (rc == RC_OK && b->bounce.mark.len && !str_equal(b->bounce.mark, mail_mark(arena, delivery.address)))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = bounce_note(db, arena, delivery.organization_id, delivery.address, &b->bounce, limits, b->now);
	return rc;
}

/* The address itself is in no output: transfer agents log it. */
static int told(const struct bounce_call *b, enum rc rc)
{
	static const char *const kinds[] = {"none", "delayed", "soft", "hard"};

	switch (rc) {
	case RC_OK:
		printf("%s bounce %.*s of mail %.*s\n", kinds[b->bounce.kind], STR_ARG(b->bounce.status),
		       STR_ARG(b->bounce.id));
		LOG(LOG_INFO, "mail.bounce", "%s %.*s", kinds[b->bounce.kind], STR_ARG(b->bounce.status));
		return EXIT_OK;
	case RC_NOT_FOUND:
		printf("no mail of ours, or to an address that has changed since\n");
		return EXIT_OK;
	default:
		fprintf(stderr, "muster bounce: %s\n", rc_meaning(rc));
		return EXIT_LATER;
	}
}

static int run(const struct verb_call *call, int argc, char **argv)
{
	const struct command command = {
		.name = "muster bounce", .usage = "<MESSAGE",
		.help = "Reads one message that came back from standard input, as a mail transfer agent pipes it, and stops mails to\n"
			"an address that does not exist, or from which several came back. What is no bounce is passed over.\n"
			"Ends with 75 when the database is away, so that the transfer agent tries again.",
	};
	struct bounce_call b = {.call = call, .now = moment_now()};
	struct str bytes;
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	if (!read_message(call->arena, &bytes))
		return EXIT_LATER;
	if (bounce_parse(call->arena, bytes, &b.bounce) != RC_OK) {
		printf("not a bounce\n");
		return EXIT_OK;
	}
	if (!b.bounce.id.at)
		return told(&b, RC_NOT_FOUND);
	return told(&b, db_transaction(call->db, "bounce", note, &b));
}

const struct verb bounce_verb = {
	.name = "bounce", .help = "take a mail that came back, on standard input", .account = "worker", .run = run,
};
