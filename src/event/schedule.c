#include "event/schedule.h"

enum { INTERVALS = 3 };

moment schedule_late_at(const struct task_row *task)
{
	moment since = task->last_success_at == MOMENT_NONE ? task->created_at : task->last_success_at;
	moment patience = INTERVALS * task->every_us;

	return since + (patience > MINUTES(10) ? patience : MINUTES(10));
}
