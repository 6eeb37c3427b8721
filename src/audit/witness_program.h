#ifndef AUDIT_WITNESS_PROGRAM_H
#define AUDIT_WITNESS_PROGRAM_H

/* main() of muster-witness. */
int witness_program_main(int argc, char **argv);

#endif
