#ifndef OSHA_DOWNLOAD_PAGES_H
#define OSHA_DOWNLOAD_PAGES_H

#include "http/program.h"

/*
 * The forms and the files for OSHA as downloads, for the program `reports`:
 *   /download/osha300?establishment=CODE&year=YYYY&format=pdf|xlsx|csv|json      also osha300a, osha301
 *   /download/osha301?case=UUID&format=...
 *   /download/osha-pack?establishment=CODE&year=YYYY&format=pdf|xlsx
 *   /download/ita?kind=summary|cases&year=YYYY[&establishment=CODE]
 */
extern const struct route download_routes[];

#endif
