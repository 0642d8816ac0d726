// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEST_UTIL_CERTIFICATE_H_
#define SOS_COMMON_TEST_UTIL_CERTIFICATE_H_

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sos::test_util {

// Makes a certificate for `name` that is its own authority, and its key, as PEM files.
inline void MakeCertificate(const std::string& name, const std::string& certificate,
                            const std::string& key) {
  EXPECT_EQ(std::system(absl::StrCat("openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=",
                                     name, " -addext subjectAltName=DNS:", name, " -keyout ", key,
                                     " -out ", certificate, " 2>/dev/null")
                            .c_str()),
            0);
}

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_CERTIFICATE_H_
