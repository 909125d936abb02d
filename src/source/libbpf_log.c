// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "source/libbpf_log.h"

#include <bpf/libbpf.h>
#include <stdarg.h>

#include "os/log.h"

static int print_nothing(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

static int print_all(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	log_lines(format, args);
	return 0;
}

void libbpf_log_set(bool speak)
{
	libbpf_set_print(speak ? print_all : print_nothing);
}
