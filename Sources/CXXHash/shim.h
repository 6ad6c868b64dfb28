// SPDX-License-Identifier: Apache-2.0
// The one door to libxxhash.
#ifndef LINEUP_CXXHASH_SHIM_H
#define LINEUP_CXXHASH_SHIM_H
#include <xxhash.h>
#endif
