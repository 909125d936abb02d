/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What both fuzzers want of the sanitizers, which ask for it by these names. One file of a program includes it. */
#ifndef FUZZ_SANITIZER_H
#define FUZZ_SANITIZER_H

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

const char *__asan_default_options(void)
{
	return "handle_abort=1:quarantine_size_mb=1:malloc_context_size=4";
}

const char *__ubsan_default_options(void)
{
	return "print_stacktrace=1";
}

#endif
