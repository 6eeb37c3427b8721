#ifndef IMPACT_TRAINING_REPORT_PROGRAM_H
#define IMPACT_TRAINING_REPORT_PROGRAM_H

/* main() of training-report: completion of required training as a workbook. 0 written, 1 failed, 2 wrong usage. */
int training_report_main(int argc, char **argv);

#endif
