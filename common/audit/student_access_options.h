#ifndef SOS_COMMON_AUDIT_STUDENT_ACCESS_OPTIONS_H_
#define SOS_COMMON_AUDIT_STUDENT_ACCESS_OPTIONS_H_

#include <string>

#include "common/config/environment.h"

namespace sos {

// Whether a server lists students, and where it writes down who asked.
struct StudentAccessOptions {
  // SOS_STUDENT_LIST_TOKEN: what callers must send to be given lists of students. Unset, nobody is
  // given any. Secret.
  std::string token;
  // SOS_AUDIT_LOG: the file in which every attempt is written down.
  std::string audit_log = "/var/lib/sos/audit.jsonl";

  static StudentAccessOptions FromEnvironment(Environment& env) {
    StudentAccessOptions options;
    options.token = env.Secret("SOS_STUDENT_LIST_TOKEN");
    options.audit_log = env.String("SOS_AUDIT_LOG", options.audit_log);
    return options;
  }
};

}  // namespace sos

#endif  // SOS_COMMON_AUDIT_STUDENT_ACCESS_OPTIONS_H_
