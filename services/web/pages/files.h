// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_FILES_H_
#define SOS_SERVICES_WEB_PAGES_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/web/pages/page.h"

namespace sos::web {

// A page as a file.
struct PageFile {
  std::string content_type;
  std::string bytes;
  // True where a browser is to store it instead of showing it.
  bool attachment = false;
};

// The data of a page, for `.json`, `.csv` and `.xlsx`. kNotFound where the page has none of that
// form.
absl::StatusOr<PageFile> DataFile(const PageContext& context);

// The picture or the print of a page, for `.svg`, `.png` and `.pdf`. kUnimplemented where
// WeasyPrint is not installed, kNotFound where the page has no picture.
absl::StatusOr<PageFile> PrintedFile(const PageContext& context, Page page);

// A name for the file of an address, such as `leas-27661590000000-2024-groups.csv`.
std::string FileNameOf(const Address& address);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_FILES_H_
