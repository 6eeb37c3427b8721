#ifndef OSHA_ITA_PROGRAM_H
#define OSHA_ITA_PROGRAM_H

/* main() of the program ita: 0 written, 1 refused or failed, 2 wrong usage. */
int ita_program_main(int argc, char **argv);

#endif
