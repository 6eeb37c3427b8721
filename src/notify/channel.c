#include "notify/channel.h"

#include "base/record.h"

static const struct {
	const char *code, *label;
} channels[CHANNEL_COUNT] = {
	[CHANNEL_INBOX] = {"inbox", N_("In the portal")},
	[CHANNEL_MAIL] = {"mail", N_("E-mail")},
	[CHANNEL_SMS] = {"sms", N_("SMS")},
	[CHANNEL_PUSH] = {"push", N_("Push")},
};

const char *channel_code(enum channel channel)
{
	return channels[channel].code;
}

const char *channel_label(enum channel channel)
{
	return channels[channel].label;
}
