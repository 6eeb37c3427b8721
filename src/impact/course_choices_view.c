#include "impact/course_choices_view.h"

#include "identity/viewer.h"
#include "impact/training.h"
#include "impact/training_store.h"

enum rc course_choices(struct request *rq, const char *field, int64_t chosen)
{
	struct rows rows;
	enum rc rc = training_course_list(rq->db, rq->arena, rq->viewer->organization_id, true, &rows);

	if (rc != RC_OK)
		return rc;
	struct choice *choices = ARENA_ARRAY(rq->arena, struct choice, rows.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct training_course *course = ROW(struct training_course, rows, i);
		if (course->is_active || course->id == chosen)
			choices[count++] = (struct choice){course->id, course->name};
	}
	form_choices(rq, field, choices, count);
	return RC_OK;
}
