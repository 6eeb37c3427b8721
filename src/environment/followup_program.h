#ifndef ENVIRONMENT_FOLLOWUP_PROGRAM_H
#define ENVIRONMENT_FOLLOWUP_PROGRAM_H

/* release-followup: the written follow-up notice of an incident's releases as PDF. 0 written, 1 failed, 2 wrong usage. */
int followup_main(int argc, char **argv);

#endif
