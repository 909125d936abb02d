// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cli/begin.h"

#include <string.h>

#include "os/kernel.h"
#include "os/log.h"
#include "os/privilege.h"

int begin(struct loop **ret_loop, struct host **ret_host)
{
	int err = privilege_require();

	if (!err)
		err = kernel_require_btf();
	if (err)
		return err;
	err = loop_new(ret_loop);
	if (!err)
		err = host_new(ret_host);
	if (err)
		log_error("cannot start: %s", strerror(-err));
	return err;
}
