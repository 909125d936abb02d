/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* tcpbdp --licenses: the licences of the program and of the libraries that it is linked with. */
#ifndef TCPBDP_LICENCES_H
#define TCPBDP_LICENCES_H

#include <stdio.h>

/* Errors of out are the caller's. */
void licences_print(FILE *out);

#endif
