#ifndef ORGANIZATION_IMPORT_FOLDER_TASK_H
#define ORGANIZATION_IMPORT_FOLDER_TASK_H

#include "event/worker.h"

/*
 * Files that other systems drop into import.folder/CODE, CODE being that of the organization, are imported by the first
 * preset in use whose pattern takes their name. A file is taken once nobody has written to it for a minute; whoever of
 * several workers moves it away first has it. It ends in done/, or in refused/ where it was not or not yet imported,
 * beside a CSV file with what became of each row; both are removed import.undo_days later. A file that no preset takes
 * stays where it is.
 */
extern const struct worker_task import_folder_task;

#endif
