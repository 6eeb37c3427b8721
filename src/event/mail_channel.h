#ifndef EVENT_MAIL_CHANNEL_H
#define EVENT_MAIL_CHANNEL_H

#include "event/delivery.h"

/*
 * Deliveries of the channel "mail". With account_id the mail goes to where its holder is reached when it is sent (none
 * for a closed account); else to address. subject and body_text are plain and translated; without body_html the channel
 * lays the paragraphs of body_text out and adds signature, why and the way to the preferences. With body_html both
 * bodies are sent as they are. data: event/channel_data.h.
 *
 * Without mail.host the messages are put into mail.spool for a transfer agent to take. Mails to an address that has been
 * found wrong are refused until somebody says that it is right.
 */
extern const struct delivery_channel mail_channel;

#endif
