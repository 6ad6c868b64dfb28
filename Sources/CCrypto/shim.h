// SPDX-License-Identifier: Apache-2.0
// The one door to OpenSSL's libcrypto: message digests only.
#ifndef LINEUP_CCRYPTO_SHIM_H
#define LINEUP_CCRYPTO_SHIM_H
#include <openssl/evp.h>
#endif
