#include "archive/archive_task.h"
#include "audit/seal_task.h"
#include "capa/capa_task.h"
#include "content_holders.h"
#include "deadline/sweep.h"
#include "deadline/tell.h"
#include "departure_duties.h"
#include "event/delivery.h"
#include "event/mail_channel.h"
#include "event/outbox.h"
#include "event/push_channel.h"
#include "event/sms_channel.h"
#include "event/submission_task.h"
#include "event/worker.h"
#include "exchange/backup_age.h"
#include "exchange/exchange_task.h"
#include "impact/order_forward.h"
#include "import_list.h"
#include "incident/anonymous_task.h"
#include "incident/audit_alarm_task.h"
#include "incident/break_glass.h"
#include "incident/content_task.h"
#include "incident/draft_task.h"
#include "incident/report_filing_store.h"
#include "incident/schedule_alarm.h"
#include "incident/search_index_store.h"
#include "insight/figure_fold_store.h"
#include "notify/notify_consumer.h"
#include "organization/account_task.h"
#include "organization/import_folder_task.h"
#include "organization/import_kinds.h"
#include "organization/issuer_keys_task.h"
#include "organization/leaver_task.h"
#include "osha/case_task.h"
#include "record_parts.h"
#include "webhook/webhook_channel.h"
#include "webhook/webhook_consumer.h"

/* What has to happen without anybody asking. Each feature exports its tasks; they are listed here and nowhere else. */
static const struct worker_task *const tasks[] = {
	&anonymous_purge_task,
	&report_draft_task,
	&draft_task,
	&content_task,
	&submission_task,
	&outbox_purge_task,
	&notify_digest_task,
	&notify_purge_task,
	&account_task,
	&issuer_keys_task,
	&leaver_task,
	&import_folder_task,
	&import_forget_task,
	&search_index_task,
	&figure_fold_task,
	&case_task,
	&capa_radar_task,
	&capa_settle_task,
	&sweep_task,
	&tell_task,
	&archive_task,
	&exchange_told_task,
	&backup_age_task,
	&seal_task,
	&log_verify_task,
	&audit_alarm_task,
	&schedule_alarm_task,
	NULL,
};

/*
 * These are run by every worker, first when it starts: their work is claimed row by row, or lies in folders of this host.
 */
static const struct worker_task *const shared[] = {
	&report_filing_task,
	&anonymous_filing_task,
	&outbox_task,
	&delivery_task,
	&push_key_task,
	NULL,
};

/* Who takes events, in this order, in one transaction for each event. */
static const struct event_consumer *const consumers[] = {
	&deadline_consumer,
	&break_glass_consumer,
	&order_consumer,
	&webhook_consumer,
	&notify_consumer,
	NULL,
};

/* How deliveries leave the house. */
static const struct delivery_channel *const channels[] = {
	&webhook_channel,
	&mail_channel,
	&sms_channel,
	&push_channel,
	&order_channel,
	NULL,
};

int main(int argc, char **argv)
{
	record_use(record_parts);
	content_use(content_holders);
	outbox_use(consumers);
	delivery_use(channels);
	import_kinds_use(import_list);
	departure_use(departure_duties);
	return worker_main(argc, argv, tasks, shared);
}
