// SPDX-License-Identifier: Apache-2.0
// libebur128 judges our loudness in tests; no product links it.
#ifndef LINEUP_CEBUR128_SHIM_H
#define LINEUP_CEBUR128_SHIM_H
#include <ebur128.h>
#endif
