#ifndef EVENT_SMS_CHANNEL_H
#define EVENT_SMS_CHANNEL_H

#include "event/delivery.h"

/*
 * Deliveries of the channel "sms", through the provider that the settings [sms] describe. With account_id the message goes
 * to the number that its holder has confirmed; else to address (E.164), which is for the confirmation itself and for tests.
 * body_text is the whole message: short, translated, without personal or medical words; the channel puts it on one line
 * and cuts it to sms.most_segments. At most sms.daily_cap a day (UTC) and organization leave the house, the last
 * tenth of it urgent ones; the others are held until the next day, and refused when they are two days old by then.
 */
extern const struct delivery_channel sms_channel;

#endif
