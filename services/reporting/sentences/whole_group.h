// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_SENTENCES_WHOLE_GROUP_H_
#define SOS_SERVICES_REPORTING_SENTENCES_WHOLE_GROUP_H_

#include "sos/education/v1/education.pb.h"

namespace sos::reporting {

// The group whose results stand for the entity: all students, or for English learner progress,
// which has no other, English learners.
inline education::v1::StudentGroup WholeGroup(education::v1::Indicator indicator) {
  return indicator == education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS
             ? education::v1::STUDENT_GROUP_ENGLISH_LEARNERS
             : education::v1::STUDENT_GROUP_ALL;
}

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_SENTENCES_WHOLE_GROUP_H_
