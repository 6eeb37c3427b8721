#ifndef IDENTITY_TOTP_H
#define IDENTITY_TOTP_H

#include "base/moment.h"

/* One-time codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, 6 digits). */

enum { TOTP_SECONDS = 30, TOTP_DIGITS = 6, TOTP_SECRET = 20 };

/* A new secret of 160 bits. */
struct str totp_secret_new(struct arena *arena);
/* Number of the 30 seconds that now lies in. */
int64_t totp_step(moment now);
/* The code of a step as a number below 10^6. */
uint32_t totp_code(struct str secret, int64_t step);

/*
 * The step whose code was typed (blanks are allowed), or 0 when none fits. Looks at the present step and one
 * on either side, since clocks differ; steps up to used_step are refused, so that a code works once.
 */
int64_t totp_accept(struct str secret, struct str typed, moment now, int64_t used_step);

/* Base32 (RFC 4648) without padding in groups of four, for typing it in by hand. */
struct str totp_key_text(struct arena *arena, struct str secret);
/* The otpauth:// address that the app reads from a QR code. */
struct str totp_address(struct arena *arena, struct str secret, struct str issuer, struct str login);

#endif
