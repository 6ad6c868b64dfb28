// SPDX-License-Identifier: Apache-2.0
// The one door to OpenSSL's libcrypto: message digests, and Ed25519 signatures.
#ifndef LINEUP_CCRYPTO_SHIM_H
#define LINEUP_CCRYPTO_SHIM_H
#include <openssl/crypto.h>
#include <openssl/evp.h>
#endif
