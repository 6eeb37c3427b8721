#ifndef CLIENT_SMTP_H
#define CLIENT_SMTP_H

#include "base/config.h"

/*
 * Mail submission (RFC 5321, 6409) to one server. The connection is kept for the next message to the same server.
 * One message goes to one recipient: nobody learns of others, and each refusal belongs to one address.
 */
struct client_smtp {
	const struct config *config; /* client.ca_file and so on */
	struct str host;
	int port;
	/*
	 * "starttls": RFC 3207, no mail without it; "tls": from the first byte (RFC 8314); "if-offered": STARTTLS where
	 * the server has it, with a checked certificate; "none": in clear, for a server on this machine.
	 */
	struct str security;
	struct str user;             /* empty: no AUTH */
	struct str password;
	struct str hello;            /* our name in EHLO */
};

struct client_smtp_mail {
	struct str from;             /* envelope sender, which bounces go to; empty: <> */
	struct str to;
	struct str message;          /* RFC 5322 with CRLF */
};

struct client_smtp_answer {
	int status;                  /* the server's last refusal or reply: 250, 550; 0: it said nothing */
	struct str enhanced;         /* "5.1.1" (RFC 3463); empty: none given */
	struct str said;             /* its words, in one line; without secrets */
	struct str stage;            /* the command that it answered: "RCPT", "DATA", "AUTH"; empty: none was sent */
	struct str failure;          /* English, why it was not taken; for logs and people who set this up */
	bool is_server_away;         /* the fault is not of this message or recipient */
	bool takes_utf8;             /* the server has SMTPUTF8 (RFC 6531) */
};

/*
 * RC_OK: the server took it. RC_DENIED: it refused this recipient or message for good (5xx). RC_UNAVAILABLE: not now
 * (4xx, network, certificate), or a fault of the settings (log-in, sender). RC_INVALID: an address that could carry
 * commands. Addresses beyond ASCII (RFC 6531) are RC_DENIED where the server has no SMTPUTF8. answer is filled in every case.
 */
enum rc client_smtp_send(struct arena *arena, const struct client_smtp *server, const struct client_smtp_mail *mail,
			 struct client_smtp_answer *answer) MUST_CHECK;

/* Greeting, TLS and log-in without a message: does the server take us? Results as above. */
enum rc client_smtp_greet(struct arena *arena, const struct client_smtp *server,
			  struct client_smtp_answer *answer) MUST_CHECK;

#endif
