// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "os/kernel.h"

#include <errno.h>
#include <unistd.h>

#include "os/log.h"

bool kernel_has_btf(void)
{
	return access(KERNEL_BTF_PATH, R_OK) == 0;
}

int kernel_require_btf(void)
{
	if (kernel_has_btf())
		return 0;
	log_error("this kernel has no BTF (" KERNEL_BTF_PATH
		  "): boot one with CONFIG_DEBUG_INFO_BTF=y, or see tcpbdp doctor");
	return -EOPNOTSUPP;
}
