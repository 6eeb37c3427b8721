#ifndef AUDIT_VERIFY_PROGRAM_H
#define AUDIT_VERIFY_PROGRAM_H

/* main() of muster-verify: no database, no network, no settings. */
int verify_program_main(int argc, char **argv);

#endif
