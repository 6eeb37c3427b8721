#ifndef NOTIFY_CHANNEL_H
#define NOTIFY_CHANNEL_H

/* The ways by which people are told. */
enum channel { CHANNEL_INBOX, CHANNEL_MAIL, CHANNEL_SMS, CHANNEL_PUSH, CHANNEL_COUNT };
/* By enum channel: "inbox" ... and their labels. */
const char *channel_code(enum channel channel);
const char *channel_label(enum channel channel);

#endif
